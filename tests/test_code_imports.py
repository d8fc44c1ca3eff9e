"""Exports of doccano, Label Studio and INCEpTION, invented in the layouts that those tools write."""

import copy
import csv
import json
import zipfile

import pandas as pd
import pytest
from code_exports import (
    CAS,
    CODEBOOK,
    EMPTY_TSV,
    TSV,
    TSV_TEXT,
    UNITS,
    XMI,
    annotation,
    as_json,
    choices,
    jsonl,
    make_codebook,
    seen,
    span,
    task,
)

from workbench.errors import DataError
from workbench.framing.coding.coding import read_codes
from workbench.framing.coding.imports.webanno_tsv import read_tsv


@pytest.fixture
def codebook(tmp_path):
    return make_codebook(tmp_path)


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


# doccano

DOCCANO = [
    {"id": 11, "text": "The sides fought.", "unit_id": "u1", "label": ["Morality", "conflict"], "Comments": ["Sure?"]},
    {"id": 12, "text": "A mother waits.\n\nShe hopes.", "unit_id": "u2", "label": ["none"], "Comments": []},
    {"id": 13, "text": "Nothing happened.", "unit_id": "u3", "label": [], "Comments": []},
]
DOCCANO_SEEN = {("u1", "ana"): "101", ("u2", "ana"): "000", ("u3", "ana"): "???"}


def test_doccano_jsonl_and_json(tmp_path, codebook):
    codes = read_codes(jsonl(tmp_path / "ana.jsonl", DOCCANO), codebook=codebook)
    assert seen(codes) == DOCCANO_SEEN
    assert codes["comment"].tolist()[0] == "Sure?"
    assert seen(read_codes(as_json(tmp_path / "ana.json", DOCCANO), codebook=codebook)) == DOCCANO_SEEN


def test_doccano_csv(tmp_path, codebook):
    rows = [
        record | {"label": "#".join(record["label"]), "Comments": "#".join(record["Comments"])} for record in DOCCANO
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "ana.csv", index=False)
    codes = read_codes(tmp_path / "ana.csv", codebook=codebook)
    assert seen(codes) == DOCCANO_SEEN
    assert codes["comment"].tolist()[0] == "Sure?"


def test_doccano_without_a_codebook_chooses_among_the_labels_it_finds(tmp_path):
    codes = read_codes(jsonl(tmp_path / "ana.jsonl", DOCCANO))
    assert set(codes["frame"]) == {"Morality", "conflict"}
    assert codes.groupby("unit_id")["value"].agg(["sum", "count"]).to_numpy().tolist() == [[2, 2], [0, 2], [0, 0]]


def test_doccano_one_file_an_annotator_in_a_zip(tmp_path, codebook):
    lines = {
        f"{name}.jsonl": "\n".join(json.dumps(record | {"label": [label]}) for record in DOCCANO)
        for name, label in (("ana", "conflict"), ("ben", "morality"))
    }
    codes = read_codes(zipped(tmp_path / "export.zip", lines), codebook=codebook)
    assert seen(codes) == {
        (unit, coder): mark for unit in ("u1", "u2", "u3") for coder, mark in (("ana", "100"), ("ben", "001"))
    }


def test_doccano_units_are_found_by_their_text(tmp_path, codebook):
    records = [{key: value for key, value in record.items() if key != "unit_id"} for record in DOCCANO]
    records[1]["text"] = "A mother waits.  She hopes."  # white space may change
    path = jsonl(tmp_path / "ana.jsonl", records)
    assert seen(read_codes(path, codebook=codebook, units=UNITS)) == DOCCANO_SEEN
    with pytest.warns(UserWarning, match="Pass units=sample to find the units by their text"):
        assert set(read_codes(path, codebook=codebook)["unit_id"]) == {"11", "12", "13"}
    twice = pd.concat([UNITS, UNITS.head(1).assign(unit_id="u7")])
    with pytest.raises(DataError, match=r"line 1: the text is that of 2 units \(u1, u7\)"):
        read_codes(path, codebook=codebook, units=twice)


def test_doccano_older_layouts(tmp_path, codebook):
    records = [
        {"id": 1, "text": "One.", "meta": {"unit_id": "u1"}, "annotation_approver": None, "labels": ["conflict"]},
        {"id": 2, "text": "Two.", "meta": '{"unit_id": "u2"}', "annotation_approver": None, "labels": ["morality"]},
    ]
    assert seen(read_codes(jsonl(tmp_path / "ana.jsonl", records), codebook=codebook)) == {
        ("u1", "ana"): "100",
        ("u2", "ana"): "001",
    }
    users = [{"id": 1, "text": "One.", "meta": {"unit_id": "u1"},
              "annotations": [{"label": "conflict", "user": 1}, {"label": "morality", "user": 2}]}]  # fmt: skip
    assert seen(read_codes(jsonl(tmp_path / "all.jsonl", users), codebook=codebook)) == {
        ("u1", "1"): "100",
        ("u1", "2"): "001",
    }


def sentences(unit_ids=("a-s0", "a-s1")):
    return pd.DataFrame(
        {"unit_id": list(unit_ids), "article_id": "a", "text": ["A 😊 mother waits .", "They fought ."]}
    )


def test_doccano_spans(tmp_path, codebook):
    tuples = [{"id": 1, "text": TSV_TEXT, "article_id": "a", "label": [[4, 10, "People"], [20, 24, "conflict"]]}]
    objects = [{"id": 1, "text": TSV_TEXT, "article_id": "a", "relations": [], "entities": [
        {"id": 5, "label": "People", "start_offset": 4, "end_offset": 10},
        {"id": 6, "label": "conflict", "start_offset": 20, "end_offset": 24},
    ]}]  # fmt: skip
    for records in (tuples, objects):
        path = jsonl(tmp_path / "ana.jsonl", records)
        assert seen(read_codes(path, codebook=codebook)) == {("a", "ana"): "110"}
        in_sentences = {("a-s0", "ana"): "010", ("a-s1", "ana"): "100"}
        assert seen(read_codes(path, codebook=codebook, units=sentences())) == in_sentences


def test_spans_of_another_text_are_refused(tmp_path, codebook):
    records = [{"id": 1, "text": "Something else.", "article_id": "a", "label": [[0, 3, "conflict"]]}]
    with pytest.raises(DataError, match="the unit 'a-s0' is not in the document"):
        read_codes(jsonl(tmp_path / "ana.jsonl", records), codebook=codebook, units=sentences())
    records[0] |= {"text": TSV_TEXT, "label": ["conflict"]}
    with pytest.raises(DataError, match="'conflict' is said of the whole article"):
        read_codes(jsonl(tmp_path / "ana.jsonl", records), codebook=codebook, units=sentences())


# Label Studio

TASKS = [
    task(1, {"text": "The sides fought.", "unit_id": "u1"}, [
        annotation(1, 7, [choices(["conflict", "Morality"])]),
        annotation(2, {"id": 8, "email": "ben@team.org", "first_name": ""}, [choices(["conflict"])]),
    ]),
    task(2, {"text": "A mother waits.\n\nShe hopes.", "unit_id": "u2"}, [
        annotation(3, 7, []),
        annotation(4, {"id": 8, "email": "ben@team.org", "first_name": ""}, [], cancelled=True),
    ]),
    task(3, {"text": "Nothing happened.", "unit_id": "u3"}, []),
]  # fmt: skip
TASKS_SEEN = {("u1", "7"): "101", ("u1", "ben@team.org"): "100", ("u2", "7"): "000", ("u2", "ben@team.org"): "???"}


def test_label_studio_json(tmp_path, codebook):
    codes = read_codes(as_json(tmp_path / "project-3.json", TASKS), codebook=codebook)
    assert seen(codes) == TASKS_SEEN
    assert codes["coded_at"][0] == pd.Timestamp("2026-02-01T10:05:00.123456Z")
    skipped = codes[(codes["unit_id"] == "u2") & (codes["coder"] == "ben@team.org")]
    assert set(skipped["comment"]) == {"skipped in Label Studio"}


def test_label_studio_before_annotations_were_called_so(tmp_path, codebook):
    old = [{**{key: value for key, value in item.items() if key != "annotations"}, "completions": item["annotations"]}
           for item in copy.deepcopy(TASKS)]  # fmt: skip
    assert seen(read_codes(as_json(tmp_path / "old.json", old), codebook=codebook)) == TASKS_SEEN


def min_record(number, data, by, results, **more):
    """A record of JSON-MIN: data and results side by side; one choice is a text, several an object."""
    times = {"created_at": "2026-02-01T10:00:00Z", "updated_at": "2026-02-01T10:05:00Z", "lead_time": 3.2}
    return data | {"id": number} | results | {"annotator": by, "annotation_id": number * 10} | times | more


MIN = [
    min_record(1, {"text": "The sides fought.", "unit_id": "u1"}, 7, {"frames": {"choices": ["conflict", "Morality"]}}),
    min_record(2, {"text": "A mother waits.", "unit_id": "u2"}, 7, {}),
    min_record(3, {"text": "Nothing happened.", "unit_id": "u3"}, "ben@team.org", {"frames": "conflict"}),
]
NOBODY = min_record(4, {"text": "Waiting.", "unit_id": "u4"}, None, {}) | {"annotation_id": None, "annotator": None}
MIN_SEEN = {("u1", "7"): "101", ("u2", "7"): "000", ("u3", "ben@team.org"): "100"}


def test_label_studio_json_min(tmp_path, codebook):
    assert seen(read_codes(as_json(tmp_path / "min.json", [*MIN, NOBODY]), codebook=codebook)) == MIN_SEEN


def test_label_studio_csv(tmp_path, codebook):
    columns = sorted({key for record in MIN for key in record} | {"was_cancelled"})
    skipped = min_record(5, {"text": "No.", "unit_id": "u5"}, 7, {"frames": "conflict"}, was_cancelled=True)
    with (tmp_path / "export.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_NONNUMERIC)
        writer.writeheader()
        for record in [*MIN, NOBODY, skipped]:
            cells = {key: json.dumps(value) if isinstance(value, dict) else value for key, value in record.items()}
            writer.writerow({"was_cancelled": False} | cells)
    expected = MIN_SEEN | {("u5", "7"): "???"}
    assert seen(read_codes(tmp_path / "export.csv", codebook=codebook)) == expected
    without = read_codes(tmp_path / "export.csv", columns={"frames": "frame"})
    assert set(without["frame"]) == {"conflict", "Morality"}


def test_label_studio_where_choices_cannot_be_told(tmp_path):
    records = [min_record(1, {"text": "One.", "unit_id": "u1"}, 7, {"tone": "calm"})]
    path = as_json(tmp_path / "min.json", records)
    with pytest.raises(DataError, match=r'Found: text, unit_id, tone. Pass columns=\{"NAME": "frame"\}'):
        read_codes(path)
    assert read_codes(path, columns={"tone": "frame"})["frame"].tolist() == ["calm"]


def test_label_studio_a_question_a_frame_and_ratings(tmp_path, codebook):
    rating = {"from_name": "salience", "type": "rating", "value": {"rating": 3}}
    note = {"from_name": "note", "type": "textarea", "value": {"text": ["Hard."]}}
    results = [choices(["Yes"], "conflict"), choices(["No"], "morality"), note]
    tasks = [task(1, {"text": "One.", "unit_id": "u1"}, [annotation(1, 7, results)]),
             task(2, {"text": "Two.", "unit_id": "u2"}, [annotation(2, 7, [choices(["No"], "conflict")])])]  # fmt: skip
    codes = read_codes(as_json(tmp_path / "a.json", tasks))
    assert codes[["unit_id", "frame", "value"]].to_numpy().tolist()[:3] == [
        ["u1", "conflict", 1.0],
        ["u1", "morality", 0.0],
        ["u2", "conflict", 0.0],
    ]
    assert codes["value"].isna().tolist() == [False, False, False, True]  # a question without an answer is left open
    assert codes["comment"][0] == "Hard."
    tasks[0]["annotations"][0]["result"].append(rating)
    numbers = read_codes(as_json(tmp_path / "a.json", tasks)).set_index(["unit_id", "frame"])["value"]
    assert numbers["u1", "salience"] == 3.0
    with pytest.warns(UserWarning, match="the labels of 'salience': '3'"):
        assert "salience" not in set(read_codes(as_json(tmp_path / "a.json", tasks), codebook=codebook)["frame"])


def test_label_studio_spans_are_put_into_their_sentences(tmp_path, codebook):
    # Browsers count the emoji as two: without a look at the text, the first span would end in the second sentence.
    results = [span(5, 21, "People", TSV_TEXT[4:20]), span(21, 25, "conflict", "They")]
    path = as_json(tmp_path / "a.json", [task(1, {"text": TSV_TEXT, "article_id": "a"}, [annotation(1, 7, results)])])
    assert seen(read_codes(path, codebook=codebook, units=sentences())) == {("a-s0", "7"): "010", ("a-s1", "7"): "100"}


def test_label_studio_two_annotations_of_one_person(tmp_path, codebook):
    twice = [task(1, {"text": "One.", "unit_id": "u1"}, [annotation(n, 7, [choices(["conflict"])]) for n in (1, 2)])]
    with pytest.raises(DataError, match="'7' coded 'conflict' in the unit 'u1' twice"):
        read_codes(as_json(tmp_path / "a.json", twice), codebook=codebook)


def test_labels_the_codebook_has_not(tmp_path, codebook):
    wrong = [task(1, {"text": "One.", "unit_id": "u1"}, [annotation(1, 7, [choices(["conflict", "weather"])])])]
    with pytest.raises(DataError, match=r"a.json, record 1: 'weather' is no frame of the codebook"):
        read_codes(as_json(tmp_path / "a.json", wrong), codebook=codebook)


# INCEpTION


def test_webanno_tsv_text_and_spans():
    document = read_tsv(TSV)
    assert document.text == TSV_TEXT
    found = {
        (choice.control.rpartition(".")[2], choice.label, document.text[choice.start : choice.end])
        for choice in document.choices
    }
    assert found == {
        ("Frame|value", "human_interest", "mother waits"),
        ("Frame|value", "morality", "mother"),
        ("Frame|value", "conflict", "They"),
        ("Frame|note", "sure", "They"),
    }


def test_inception_a_file_in_the_folder_of_its_annotator(tmp_path, codebook):
    folder = tmp_path / "ana"
    folder.mkdir()
    (folder / "a.txt.tsv").write_text(TSV, encoding="utf-8")
    with pytest.warns(UserWarning, match="the labels of 'webanno.custom.Frame|note': 'sure'"):
        assert seen(read_codes(folder, codebook=codebook)) == {("a", "ana"): "111"}
    with pytest.warns(UserWarning, match="note"):
        codes = read_codes(folder, codebook=codebook, units=sentences())
    assert seen(codes) == {("a-s0", "ana"): "011", ("a-s1", "ana"): "100"}
    without = read_codes(folder)
    assert set(without["frame"]) == {"human_interest", "morality", "conflict", "sure"}


PROJECT = {
    "exportedproject0.json": json.dumps({"name": "p", "annotation_documents": [
        {"name": "u1.txt", "user": "ana", "state": "FINISHED", "annotatorComment": "Long."},
        {"name": "u1.txt", "user": "ben", "state": "IN_PROGRESS"},
        {"name": "u2.txt", "user": "ana", "state": "FINISHED"},
        {"name": "u2.txt", "user": "ben", "state": "IN_PROGRESS"},
    ]}),
    "source/u1.txt": "They fought .",
    "annotation_ser/u1.txt/ana.ser": b"\x00",
    "curation/u1.txt/CURATION_USER.tsv": EMPTY_TSV,
}  # fmt: skip


def test_inception_a_whole_project(tmp_path, codebook):
    """Finished documents without a mark show nothing; unfinished ones without a mark are left open."""
    files = PROJECT | {
        "annotation/u1.txt/INITIAL_CAS.tsv": EMPTY_TSV,
        "annotation/u1.txt/ana.tsv": EMPTY_TSV.replace("Nothing\t_\t", "Nothing\tconflict\t"),
        "annotation/u1.txt/ben.tsv": EMPTY_TSV.replace("Nothing\t_\t", "Nothing\tmorality\t"),
        "annotation/u2.txt/ana.tsv": EMPTY_TSV,
        "annotation/u2.txt/ben.tsv": EMPTY_TSV,
    }
    codes = read_codes(zipped(tmp_path / "project.zip", files), codebook=codebook)
    assert seen(codes) == {("u1", "ana"): "100", ("u1", "ben"): "001", ("u2", "ana"): "000", ("u2", "ben"): "???"}
    assert codes["comment"].tolist()[0] == "Long."


def test_inception_folders_of_documents(tmp_path, codebook):
    """What lies in the folder "annotation" or "curation" of a project, unpacked: a folder a document."""
    marked = EMPTY_TSV.replace("Nothing\t_\t", "Nothing\tconflict\t")
    files = {"annotation/u1.txt/ana.tsv": marked, "curation/u2/CURATION_USER.tsv": marked}
    codes = read_codes(zipped(tmp_path / "some.zip", files), codebook=codebook)
    assert seen(codes) == {("u1", "ana"): "100", ("u2", "CURATION_USER"): "100"}


def test_inception_a_project_in_a_layout_that_is_not_read(tmp_path):
    with pytest.raises(DataError, match="Export the project again as WebAnno TSV 3"):
        read_codes(zipped(tmp_path / "project.zip", PROJECT | {"annotation/u1.txt/ana.conll": "x"}))


def test_inception_cas_json_and_xmi_say_the_same(tmp_path, codebook):
    folder = tmp_path / "ana"
    folder.mkdir()
    expected = {("u1", "ana"): "111"}
    assert seen(read_codes(as_json(tmp_path / "any.json", CAS), codebook=codebook)) == expected
    (folder / "any.xmi").write_text(XMI, encoding="utf-8")
    assert seen(read_codes(folder, codebook=codebook)) == expected
    files = PROJECT | {
        "annotation/u1.txt/ben.zip": zipped(tmp_path / "x.zip", {"ben.xmi": XMI, "TypeSystem.xml": "<a/>"}).read_bytes()
    }
    assert seen(read_codes(zipped(tmp_path / "project.zip", files), codebook=codebook)) == {("u1", "ben"): "111"}


def test_inception_spans_count_characters_as_python_does(tmp_path, codebook):
    marked = copy.deepcopy(CAS)
    marked["%FEATURE_STRUCTURES"] = marked["%FEATURE_STRUCTURES"][:5]
    units = sentences().assign(article_id="u1")
    codes = read_codes(as_json(tmp_path / "a.json", marked), codebook=codebook, units=units)
    assert seen(codes) == {("a-s0", "ana"): "010", ("a-s1", "ana"): "100"}


def test_inception_layers_named_after_frames_and_yes_or_no_features(tmp_path, codebook):
    layers = EMPTY_TSV.replace("Frame|value", "Conflict|").replace("Nothing\t_\t", "Nothing\t*\t")
    (tmp_path / "u1.tsv").write_text(layers)
    assert set(seen(read_codes(tmp_path / "u1.tsv", codebook=codebook)).values()) == {"100"}
    features = copy.deepcopy(CAS)
    features["%FEATURE_STRUCTURES"][3:] = [
        {"%ID": 9, "%TYPE": "webanno.custom.Whole", "@sofa": 1, "conflict": True, "morality": False}
    ]
    assert seen(read_codes(as_json(tmp_path / "a.json", features), codebook=codebook)) == {("u1", "ana"): "10"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xmi", "<html></html>", "is no UIMA CAS XMI"),
        ("a.xmi", "not xml", "is no UIMA CAS XMI"),
        ("a.zip", "no zip", "cannot be unpacked"),
        ("a.json", "[1, 2", "is no JSON"),
        ("a.json", '[{"b": 1}]', "in none of the known layouts"),
        ("a.jsonl", "\x00\x01\x02" * 50, "cannot be read"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=message):
        read_codes(tmp_path / name)


def test_a_cut_export_says_so(tmp_path):
    text = json.dumps(TASKS)
    (tmp_path / "a.json").write_text(text[: len(text) // 2])
    with pytest.raises(DataError, match=r"a.json is no JSON: line 1 cannot be read. Export the file again"):
        read_codes(tmp_path / "a.json")


def test_exclusive_choices(tmp_path):
    codebook = make_codebook(tmp_path, CODEBOOK.replace('unit = "article"', 'unit = "article"\nexclusive = true'))
    with pytest.raises(DataError, match="saw 'conflict' and 'morality' in the unit 'u1'"):
        read_codes(as_json(tmp_path / "a.json", TASKS), codebook=codebook)
