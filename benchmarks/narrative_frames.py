"""Make a study folder (articles, hand codes, codebook) of the Narrative Frames Corpus, to run the second notebook on.

    python benchmarks/narrative_frames.py ../shared/data/framing/narrative_frames_428.jsonl STUDY
    workbench run 2-framing STUDY/articles --codes STUDY/codes -p codebook=STUDY/climate.toml -p coder=trained \
        -p group=leaning -p period=Y

Frermann, L., Li, J., Khanehzar, S. & Mikolajczak, G. (2023), "Conflicts, villains, resolutions: towards models of
narrative media framing", ACL. Up to four people answered yes-no questions on each article; the published labels are
those of the majority. How answers make a frame is not stated in the data: the rule below (so many questions of a frame
answered yes) is the one that gives the published labels back for 94 to 99 % of the articles.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pandas as pd

from workbench import read_codebook, read_corpus

# Frame of the data, questions, how many must be answered yes, frame of the codebook `generic` it is nearest to.
RULES = [
    ("conflict", ["co1", "co2", "co3", "co4"], 2, "conflict"),
    ("human_interest", ["hi1", "hi2", "hi3", "hi4", "hi5"], 3, "human interest"),
    ("economic", ["ec1", "ec2", "ec3"], 2, "economic consequences"),
    ("morality", ["mo1", "mo2", "mo3"], 1, "morality"),
    ("resolution", ["re2", "re6"], 2, "responsibility"),
]


def main(source: str, study: str) -> None:
    """Write the folder."""
    folder = Path(study)
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "codes").mkdir(exist_ok=True)
    rows = [json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines()]
    with (folder / "articles" / "articles.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            kept = {key: row[key] for key in ("id", "text", "outlet", "leaning", "date")}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    articles = read_corpus(folder / "articles").articles
    units = articles.set_index("id")["article_id"]
    codes = pd.DataFrame([code for row in rows for code in _codes(row, units)])
    for coder, own in codes.groupby("coder"):
        own.to_csv(folder / "codes" / f"{'decisions' if coder == 'published' else coder}.csv", index=False)
    _write_codebook(folder / "climate.toml")
    print(f"{len(articles)} articles, {codes['coder'].nunique() - 1} coders, {len(codes)} codes in {folder}")


def _codes(row: dict[str, object], units: pd.Series) -> list[dict[str, object]]:
    stated = row["annotations"]
    answers = ast.literal_eval(stated) if isinstance(stated, str) else stated
    unit = units[row["id"]]
    found = []
    for label, questions, needed, frame in RULES:
        found.append({"unit_id": unit, "coder": "published", "frame": frame, "value": int(label in row["labels"])})
        for place in range(4):
            given = [answers[question][place] for question in questions if question in answers]
            given = [answer for answer in given if answer in ("yes", "no")]
            if given:
                value = int(given.count("yes") >= needed)
                found.append({"unit_id": unit, "coder": f"coder {place + 1}", "frame": frame, "value": value})
    return found


def _write_codebook(path: Path) -> None:
    """Write the frames of `generic` without its coding rules, which these coders did not have."""
    generic = read_codebook("generic")
    lines = ['name = "climate"', 'version = "1.0.0"', 'unit = "article"', 'description = "Frames of climate news."', ""]
    for frame in generic.frames.itertuples():
        own = generic.patterns[generic.patterns["frame"] == frame.frame]
        lines += [
            "[[frames]]",
            *(f"{key} = {json.dumps(getattr(frame, key))}" for key in ("frame", "label", "definition")),
        ]
        for heading, exclude in (("patterns", False), ("exclude_patterns", True)):
            lines.append(f"[frames.{heading}]")
            for language, group in own[own["exclude"] == exclude].groupby("language"):
                lines.append(f"{language} = {json.dumps(group['pattern'].tolist(), ensure_ascii=False)}")
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
