"""Texts with their temporal expressions as TimeML 1.2.1, one XML file each.

Source: Saurí et al. (2006), TimeML Annotation Guidelines, version 1.2.1. The elements around the text are those of
TempEval-3 (UzZaman et al. 2013): DOCID, DCT, TEXT.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from lxml import etree

from vietdiplo.publish.interchange.events import settle_units, write_unit
from vietdiplo.publish.links import name_texts
from vietdiplo.publish.saving import save_bytes

XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd"
# XML 1.0, production Char. One character stands for one, so that offsets stay what they are.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CREATED = "t0"
DOUBT = "the year may be the one before or after"
QUARTERS = re.compile(r"P(\d+)Q")  # a unit that TIMEX3 has not
# The length of a range with an unknown end, by the length of that end's value: a year, a month.
UNKNOWN_LENGTHS = {4: "PXY", 7: "PXM"}


class Written(NamedTuple):
    """How many texts were written, how many expressions are in them, and how many texts have no wording to write."""

    texts: int
    expressions: int
    without: int


def save_timeml(dates: pd.DataFrame, documents: pd.DataFrame, folder: Path) -> Written:
    """Save each text with its expressions as `<name>.xml`; what an earlier call left is taken away.

    TEXT holds the original as decoded: with the tags taken away it is the same, character by character, but that what
    XML cannot hold (control characters, half letters) is U+FFFD. A text without a date has no DCT.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("text*.xml"):
        path.unlink()
    rows = {doc_id: own.to_dict("records") for doc_id, own in dates.groupby("doc_id", sort=False)}
    names = name_texts(documents["doc_id"])
    texts = documents["text"] if "text" in documents else pd.Series("", documents.index)
    held = documents.assign(text=texts)[texts != ""]
    for doc_id, day, text in zip(held["doc_id"], held["date"], held["text"], strict=True):
        path = (folder / names[doc_id]).with_suffix(".xml")
        save_bytes(write_timeml(doc_id, day, text, rows.get(doc_id, [])), path)
    return Written(len(held), int(dates["doc_id"].isin(held["doc_id"]).sum()), len(documents) - len(held))


def write_timeml(doc_id: str, day: str, text: str, rows: Sequence[Mapping[Any, Any]]) -> bytes:
    """Write a text, its date as far as it is known, and the expressions found in it.

    A range (`ngày 7-8/5`), which has no value of its own in TIMEX3, is a DURATION between two points; a point that has
    no words of its own is an empty TIMEX3 behind it.
    """
    root = etree.Element("TimeML", {f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA}, nsmap={"xsi": XSI})
    etree.SubElement(root, "DOCID").text = ILLEGAL.sub("\ufffd", doc_id)
    if day:
        about = {"tid": CREATED, "type": "DATE", "value": day, "functionInDocument": "CREATION_TIME"}
        etree.SubElement(etree.SubElement(root, "DCT"), "TIMEX3", about).text = day
    body = etree.SubElement(root, "TEXT")
    body.text, at, number = "", 0, 1
    for row in sorted(rows, key=lambda row: row["start"]):
        _add_text(body, text[at : row["start"]])
        elements = list(_make_elements(row, day, number))
        elements[0].text = ILLEGAL.sub("\ufffd", text[row["start"] : row["end"]])
        body.extend(elements)
        at, number = row["end"], number + len(elements)
    _add_text(body, text[at:])
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _add_text(body: etree._Element, text: str) -> None:
    legal = ILLEGAL.sub("\ufffd", text)
    if len(body):
        body[-1].tail = legal
    else:
        body.text = legal


def _make_elements(row: Mapping[Any, Any], day: str, number: int) -> Iterator[etree._Element]:
    """Make the TIMEX3 of an expression, and behind it those of its points that have no words of their own."""
    about = {"tid": f"t{number}", **_find_value(row)}
    points = _find_points(row)
    if row["mod"]:
        about["mod"] = row["mod"]
    if row["anchor"] and day:
        about |= {"temporalFunction": "true", "anchorTimeID": CREATED}
    if row["anchor"].endswith("?"):
        about["comment"] = DOUBT
    empty: list[etree._Element] = []
    for name, value in zip(("beginPoint", "endPoint"), points, strict=False):
        if day and value == day:
            about[name] = CREATED
        else:
            about[name] = f"t{number + len(empty) + 1}"
            kind = "TIME" if "T" in value else "DATE"
            empty.append(etree.Element("TIMEX3", {"tid": about[name], "type": kind, "value": value}))
    yield etree.Element("TIMEX3", about)
    yield from empty


def _find_value(row: Mapping[Any, Any]) -> dict[str, str]:
    """Find type and value: of a range its length, of `2-3 năm` the lesser one, and of quarters their months."""
    if "/" not in row["value"]:
        quarters = QUARTERS.fullmatch(row["value"])
        return {"type": row["type"], "value": f"P{3 * int(quarters[1])}M" if quarters else row["value"]}
    if row["value"].startswith("P"):
        least = row["value"].partition("/")[0]
        return {"type": "DURATION", "value": least, "mod": "EQUAL_OR_MORE", "comment": row["value"]}
    return {"type": "DURATION", "value": _measure_range(row)}


def _find_points(row: Mapping[Any, Any]) -> list[str]:
    """Find the values of a range's ends, and of a length whose days are known; none for anything else."""
    if "/" in row["value"] and not row["value"].startswith("P"):
        return list(row["value"].split("/"))
    if row["type"] != "DURATION" or not row["from"] or not row["to"]:
        return []
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    unit, last_unit = settle_units(first, last, row["precision"], row["value"])
    # The last 33 years end on the document's day, not with its year.
    end = row["to"] if row["to"] == row["anchor"] else write_unit(last, last_unit)
    return [write_unit(first, unit), end]


def _measure_range(row: Mapping[Any, Any]) -> str:
    """Measure a range with both its ends, in days, months or years: 7-8/5 is P2D, 2024-2028 is P5Y."""
    end = row["value"].partition("/")[2]
    if "T" in end:
        return "PTXH"
    if not row["from"] or not row["to"]:
        return UNKNOWN_LENGTHS.get(len(end), "PXD")
    first, last = (date.fromisoformat(row[name]) for name in ("from", "to"))
    years = last.year - first.year
    if row["precision"] == "day":
        return f"P{(last - first).days + 1}D"
    if row["precision"] in ("month", "quarter"):
        return f"P{12 * years + last.month - first.month + 1}M"
    return f"P{years + 1}Y"
