"""A small codebook and small exports of other tools, in the layouts that those tools write; all content is invented."""

import json

import pandas as pd

from workbench.framing.codebook.codebook import read_codebook

CODEBOOK = """
name = "small"
version = "1"
description = "For tests."
unit = "article"

[[frames]]
frame = "conflict"
label = "Conflict"
definition = "Sides are against each other."
include = ["Threats."]
exclude = ["Sports."]
questions = ["Do sides oppose each other?", "Is there a winner?"]
examples = ["The ministers shouted."]
[frames.patterns]
en = ["fight*"]

[[frames]]
frame = "human interest"
label = "People"
definition = "A single fate."
[frames.patterns]
en = ["mother*"]

[[frames]]
frame = "morality"
label = "Morality"
definition = "Right and wrong."
[frames.patterns]
en = ["sin*"]
"""
FRAMES = ["conflict", "human interest", "morality"]
UNITS = pd.DataFrame({
    "unit_id": ["u1", "u2", "u3"],
    "article_id": ["u1", "u2", "u3"],
    "text": ["The sides fought.", "A mother waits.\n\nShe hopes.", "Nothing happened."],
})  # fmt: skip


def make_codebook(folder, text=CODEBOOK):
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return read_codebook(path)


def seen(codes):
    """Return what was said, the shortest way: {(unit, coder): "110" or "?" where open, in the order of FRAMES}."""
    marks = codes.assign(mark=codes["value"].map({1.0: "1", 0.0: "0"}).fillna("?"))
    order = {frame: place for place, frame in enumerate(FRAMES)}
    marks = marks.assign(place=marks["frame"].map(order)).sort_values("place")
    return {key: "".join(group["mark"]) for key, group in marks.groupby(["unit_id", "coder"])}


def jsonl(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def as_json(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def choices(labels, control="frames"):
    """One result of Label Studio."""
    return {
        "id": "x1",
        "type": "choices",
        "origin": "manual",
        "from_name": control,
        "to_name": "text",
        "value": {"choices": labels},
    }


def span(start, end, label, text="", control="label"):
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": "x2", "type": "labels", "origin": "manual", "from_name": control, "to_name": "text", "value": value}


def annotation(number, by, results, *, cancelled=False):
    return {
        "id": number,
        "completed_by": by,
        "result": results,
        "was_cancelled": cancelled,
        "ground_truth": False,
        "created_at": "2026-02-01T10:00:00.123456Z",
        "updated_at": "2026-02-01T10:05:00.123456Z",
        "draft_created_at": None,
        "lead_time": 12.5,
        "prediction": {},
        "result_count": 0,
        "task": 1,
    }


def task(number, data, annotations):
    return {
        "id": number,
        "annotations": annotations,
        "file_upload": "sample.json",
        "drafts": [],
        "predictions": [{"id": 9, "result": [choices(["conflict"])]}],
        "data": data,
        "meta": {},
        "created_at": "2026-01-01T00:00:00Z",
        "inner_id": number,
        "project": 3,
        "total_annotations": len(annotations),
    }


TSV = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=webanno.custom.Frame|note|value
#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.HostLinksLink|uima.tcas.Annotation
#T_RL=webanno.custom.Link|kind|BT_webanno.custom.Frame


#Text=A 😊 mother waits .
1-1\t0-1\tA\tDT\t_\t_\t_\t_\t_\t_\t
1-2\t2-4\t😊\t_\t_\t_\t_\t_\t_\t_\t
1-3\t5-11\tmother\tNN\t*[1]\thuman\\_interest[1]|morality[2]\t_\t_\t_\t_\t
1-4\t12-17\twaits\tVB\t*[1]\thuman\\_interest[1]\t_\t_\t_\t_\t
1-5\t18-19\t.\t_\t_\t_\t_\t_\t_\t_\t

#Text=They fought .
2-1\t21-25\tThey\t_\tsure\tconflict\tboss\t1-3[1]\t_\t_\t
2-2\t26-32\tfought\t_\t_\t_\t_\t_\t_\t_\t
2-3\t33-34\t.\t_\t_\t_\t_\t_\t_\t_\t
"""
TSV_TEXT = "A 😊 mother waits .\n\nThey fought ."
EMPTY_TSV = """#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Frame|value


#Text=Nothing .
1-1\t0-7\tNothing\t_\t
1-2\t8-9\t.\t_\t
"""

CAS = {
    "%TYPES": {"webanno.custom.Frame": {"%NAME": "webanno.custom.Frame", "%SUPER_TYPE": "uima.tcas.Annotation"}},
    "%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": TSV_TEXT},
        {"%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0, "end": 34, "language": "en"},
        {
            "%ID": 3,
            "%TYPE": "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata",
            "@sofa": 1,
            "username": "ana",
            "sourceDocumentName": "u1.txt",
        },
        {"%ID": 4, "%TYPE": "webanno.custom.Frame", "@sofa": 1, "begin": 5, "end": 17, "value": "human interest"},
        {"%ID": 5, "%TYPE": "webanno.custom.Frame", "@sofa": 1, "begin": 21, "end": 25, "value": "conflict"},
        {"%ID": 6, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["morality"]},
        {"%ID": 7, "%TYPE": "webanno.custom.Tags", "@sofa": 1, "@tags": 6},
    ],
    "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4, 5, 7]}},
}

XMI = f"""<?xml version="1.1" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore"
 xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"
 xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
 xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<tcas:DocumentAnnotation xmi:id="2" sofa="1" begin="0" end="34" language="en"/>
<type2:DocumentMetaData xmi:id="3" sofa="1" begin="0" end="34" documentTitle="u1.txt" documentId="ana"/>
<type4:Token xmi:id="4" sofa="1" begin="0" end="1" order="0"/>
<custom:Frame xmi:id="5" sofa="1" begin="5" end="17" value="human interest"/>
<custom:Frame xmi:id="6" sofa="1" begin="21" end="25" value="conflict"/>
<custom:Tags xmi:id="7" sofa="1"><tags>morality</tags></custom:Tags>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"
 sofaString="{TSV_TEXT.replace(chr(10), "&#10;")}"/>
<cas:View sofa="1" members="2 3 4 5 6 7"/>
</xmi:XMI>
"""
