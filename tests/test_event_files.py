import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from event_tables import make_events, make_mention, make_mentions

from workbench.errors import DataError, OutputError, ParameterError
from workbench.timeline.events.export import write_events
from workbench.timeline.events.own import read_own_events
from workbench.timeline.events.result import empty_events

# own events


def read(tmp_path, content, name="events.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_own_events(path)
    days = [(row.earliest.date().isoformat(), row.latest.date().isoformat()) for row in table.itertuples()]
    return [(label, *day) for label, day in zip(table["label"], days, strict=True)]


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2025-11-21", "2025-11-21", "2025-11-21"),
        ("2025-11", "2025-11-01", "2025-11-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("21 November 2025", "2025-11-21", "2025-11-21"),
        ('"November 21, 2025"', "2025-11-21", "2025-11-21"),
        ("21.11.2025", "2025-11-21", "2025-11-21"),
        ("21/11/2025", "2025-11-21", "2025-11-21"),
        ("11/21/2025", "2025-11-21", "2025-11-21"),
        ("2025-11-21 00:00:00", "2025-11-21", "2025-11-21"),
        ("'2025-11", "2025-11-01", "2025-11-30"),
        ("2 de septiembre de 2025", "2025-09-02", "2025-09-02"),
        ("21. November 2025", "2025-11-21", "2025-11-21"),
        ("21 novembre 2025", "2025-11-21", "2025-11-21"),
        ("Dezember 2025", "2025-12-01", "2025-12-31"),
        ("late 2023", "2023-09-01", "2023-12-31"),
        ("2025-11-21/2025-11-25", "2025-11-21", "2025-11-25"),
        ("2025-11/2026", "2025-11-01", "2026-12-31"),
    ],
)
def test_forms_of_dates(tmp_path, cell, first, last):
    assert read(tmp_path, f"label,date\nStrike,{cell}\n") == [("Strike", first, last)]


@pytest.mark.parametrize(
    "content",
    [
        "Event,Date\nVote,2025-11-21\n",
        "TITLE;Day;source\nVote;2025-11-21;somebody\n",
        "Ereignis\tDatum\nVote\t21.11.2025\n",
        "\ufeffEvento,Fecha\nVote,21/11/2025\n",
        "What we noted,\n\nname,start date,end_date\nVote,2025-11-21,\n",
        "sep=;\nlabel;from;to\nVote;2025-11-21;2025-11-21\n",
        "earliest,latest,label\n\n2025-11-21,,Vote\n,,\n",
    ],
)
def test_names_of_columns_and_delimiters(tmp_path, content):
    assert read(tmp_path, content) == [("Vote", "2025-11-21", "2025-11-21")]


def test_encodings_of_spreadsheet_programs(tmp_path):
    text = "Année;Date;Événement\nx;2025-11-21;Élection générale\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        assert read(tmp_path, text.encode(encoding)) == [("Élection générale", "2025-11-21", "2025-11-21")]


def test_the_other_dates_of_a_file_tell_how_figures_are_read(tmp_path):
    rows = read(tmp_path, "label,date\nA,03/04/2025\nB,21/11/2025\n")
    assert rows[0] == ("A", "2025-04-03", "2025-04-03")


def test_kinds_are_kept_and_rows_stand_in_order(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("label,date,kind\nB,2026,\nA,2025,vote\n", encoding="utf-8")
    table = read_own_events(path)
    assert table["label"].tolist() == ["A", "B"]
    assert table["kind"].isna().tolist() == [False, True]
    assert table.dtypes.astype(str).tolist() == ["str", "datetime64[us, UTC]", "datetime64[us, UTC]", "str"]


def test_workbooks(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for title, rows in {"one": [("Event", "Date"), ("Vote", date(2025, 11, 21))], "two": []}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "events.xlsx")
    assert read_own_events(tmp_path / "events.xlsx")["earliest"][0] == pd.Timestamp("2025-11-21", tz="UTC")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("label,date\nA,03/04/2025\n", "row 2: '03/04/2025' can be 2025-03-04 or 2025-04-03"),
        ("label,date\nA,2025\n,2025\n", "row 3: the event has no name"),
        ("label,date\nA,\n", "row 2: the event has no date"),
        ("label,date\nA,soon\n", "row 2: 'soon' is no date. Allowed: 2025-11-21"),
        ("label,date\nA,31 February 2025\n", "row 2"),
        ("label,date\nA,2025-02-30\n", "row 2"),
        ("label,date\nA,last week\n", "row 2"),
        ("label,date\nA,Friday\n", "row 2: .Friday. is no date"),
        ("label,date\nA,XXXX\n", "is no date"),
        ("label,date\nA,21 November\n", "states no year"),
        ("label,start,end\nA,,2025\n", "an end and no start"),
        ("label,start,end\nA,2025-11-21,2025-11-20\n", "ends on 2025-11-20, before"),
        ("label,date\nA,2025-11-21/2025-11-20\n", "ends before it begins"),
        ("label,date\nVote, the second,2025\n", "'2025' stands under no heading"),
        ("name,age\nA,3\n", r"no column of dates .*Found: name, age"),
        ("day,place\n2025,x\n", "no column of names"),
        ("label,date\n", "no rows"),
        ("", "empty"),
        (b"PK\x03\x04nonsense", "cannot be read"),
        ("label,date\n" + "A,x\n" * 9, "And 4 more rows"),
    ],
)
def test_rows_that_cannot_be_read_are_named(tmp_path, content, said):
    with pytest.raises(DataError, match=said):
        read(tmp_path, content)


def test_files_that_are_not_there_or_no_tables(tmp_path):
    with pytest.raises(ParameterError, match="no file"):
        read_own_events(tmp_path / "none.csv")
    (tmp_path / "events.docx").write_bytes(b"x")
    with pytest.raises(ParameterError, match=r"Allowed endings: \.csv"):
        read_own_events(tmp_path / "events.docx")


def test_broken_workbook(tmp_path):
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        read(tmp_path, b"PK\x03\x04nonsense", "events.xlsx")


# export


def parse_calendar(raw):
    """Return the properties of the calendar and of its entries, unfolded, as RFC 5545 (3.1) has it."""
    lines = re.sub(rb"\r\n[ \t]", b"", raw).decode().split("\r\n")
    assert lines.pop() == ""
    head, entries, now = {}, [], None
    for line in lines:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            now = {}
        elif line == "END:VEVENT":
            entries.append(now)
            now = None
        else:
            (head if now is None else now)[name] = value
    return head, entries


def calendar(tmp_path, *rows, **cells):
    return parse_calendar((write_events(make_events(*rows, **cells), tmp_path / "out") / "events.ics").read_bytes())


def test_an_entry_of_whole_days_ends_on_the_day_after(tmp_path):
    head, entries = calendar(
        tmp_path, ("E1", "Call", "2025-11-21", "2025-11-21"), ("E2", "Talks", "2025-12-01", "2025-12-31")
    )
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    days = [(entry["DTSTART;VALUE=DATE"], entry["DTEND;VALUE=DATE"]) for entry in entries]
    assert days == [("20251121", "20251122"), ("20251201", "20260101")]
    assert [entry["UID"] for entry in entries] == ["E1@framing-workbench", "E2@framing-workbench"]
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", entry["DTSTAMP"]) for entry in entries)


def test_events_without_a_year_are_left_out_and_counted(tmp_path):
    head, entries = calendar(tmp_path, ("E1", "Call", "2025-11-21", "2025-11-21"), ("E2", "Strike", None, None))
    assert len(entries) == 1
    assert head["X-WORKBENCH-EVENTS-WITHOUT-A-YEAR"] == "1"


def test_no_calendar_without_a_day_and_none_left_from_before(tmp_path):
    calendar(tmp_path, ("E1", "Call", "2025-11-21", "2025-11-21"))
    write_events(make_events(("E1", "Call", None, None)), tmp_path / "out")
    assert not (tmp_path / "out" / "events.ics").exists()


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("Talks, then; a call", r"Talks\, then\; a call"),
        ("a \\ b", r"a \\ b"),
        ("two\nlines\r\nthree", r"two\nlines\nthree"),
        ("bell\x07 END:VEVENT", "bell END:VEVENT"),
        ("x\r\nEND:VEVENT", r"x\nEND:VEVENT"),
        ("مكالمة هاتفية", "مكالمة هاتفية"),
    ],
)
def test_labels_are_escaped(tmp_path, label, written):
    _, entries = calendar(tmp_path, ("E1", label, "2025-11-21", "2025-11-21"))
    assert entries[0]["SUMMARY"] == written


@pytest.mark.parametrize("label", ["x" * 300, "é" * 200, "𝄞" * 99, "", "a" * 67, "a" * 68])
def test_lines_are_folded_between_letters(tmp_path, label):
    folder = write_events(make_events(("E1", label, "2025-11-21", "2025-11-21")), tmp_path / "out")
    raw = (folder / "events.ics").read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        line.decode()
    assert parse_calendar(raw)[1][0]["SUMMARY"] == label


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [("0800-01-01", "0800-12-31", ("08000101", "08010101")), ("9999-12-31",) * 2 + (("99991231",) * 2,)],
)
def test_years_have_four_digits(tmp_path, first, last, written):
    _, entries = calendar(tmp_path, ("E1", "Old", first, last))
    assert (entries[0]["DTSTART;VALUE=DATE"], entries[0]["DTEND;VALUE=DATE"]) == written


@pytest.mark.parametrize(
    ("status", "written"),
    [("happened", "CONFIRMED"), ("planned", "TENTATIVE"), ("denied", "TENTATIVE"), (None, "TENTATIVE")],
)
def test_only_what_happened_is_confirmed(tmp_path, status, written):
    _, entries = calendar(tmp_path, ("E1", "Call", "2025-11-21", "2025-11-21"), status=status)
    assert entries[0]["STATUS"] == written
    assert entries[0].get("CATEGORIES") == status


def test_tables_are_guarded_and_days_are_days(tmp_path):
    events = make_events(("E1", "=HYPERLINK(1)", "2025-11-01", "2025-11-30"), value="2025-11")
    folder = write_events(events, tmp_path / "out")
    head, row = (folder / "events.csv").read_text(encoding="utf-8-sig").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert cells["label"] == "'=HYPERLINK(1)"
    assert cells["value"] == "'2025-11"
    assert (cells["earliest"], cells["latest"]) == ("2025-11-01", "2025-11-30")
    assert (folder / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {"events.csv", "mentions.csv", "conflicts.csv", "edges.csv", "figures.csv"} <= {
        p.name for p in folder.iterdir()
    }


def test_sentences_cannot_become_formulas(tmp_path):
    events = make_events(("E1", "Call", "2025-11-21", "2025-11-21"))
    events = replace(events, mentions=events.mentions.assign(sentence="@SUM(1)"))
    assert "'@SUM(1)" in (write_events(events, tmp_path / "out") / "mentions.csv").read_text(encoding="utf-8-sig")


def test_a_lone_return_makes_no_row_of_its_own(tmp_path):
    mentions = make_mentions([make_mention("E1", "a", 0, "They met.\r=1+1\r\nTwice.")])
    events = replace(make_events(("E1", "Talks", None, None)), mentions=mentions)
    folder = write_events(events, tmp_path / "out")
    assert b"\r" not in (folder / "mentions.csv").read_bytes()
    assert pd.read_csv(folder / "mentions.csv")["sentence"].tolist() == ["They met.\n=1+1\nTwice."]


def test_the_same_events_give_the_same_bytes_again(tmp_path):
    events = make_events(("E1", "Call", "2025-11-21", "2025-11-21"))
    first = {path.name: path.read_bytes() for path in write_events(events, tmp_path / "out").iterdir()}
    assert {path.name: path.read_bytes() for path in write_events(events, tmp_path / "out").iterdir()} == first


def test_empty_events_are_tables_without_rows(tmp_path):
    folder = write_events(empty_events(), tmp_path / "out")
    assert pd.read_csv(folder / "mentions.csv").empty
    write_events(empty_events(), folder)


def test_own_files_are_not_written_over(tmp_path):
    own = tmp_path / "events.csv"
    own.write_text("label,date\nVote,2025\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"something else than events \(events\.csv\)"):
        write_events(empty_events(), tmp_path)
    assert own.read_text(encoding="utf-8").startswith("label,date")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=r"notes\.txt"):
        write_events(empty_events(), tmp_path)
    with pytest.raises(DataError, match="is no folder"):
        write_events(empty_events(), own)


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_events(empty_events(), tmp_path / "file" / "out")


def test_what_is_exported_can_be_read_as_own_events(tmp_path):
    folder = write_events(make_events(("E1", "Call", "2025-11-21", "2025-11-22")), tmp_path / "out")
    table = read_own_events(folder / "events.csv")
    assert table[["label", "latest"]].to_numpy().tolist() == [["Call", pd.Timestamp("2025-11-22", tz="UTC")]]
