"""Texts with their expressions as TimeML 1.2.1, read back by its rules."""

import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from vietdiplo import find_dates, load_documents, load_strings, split_sentences
from vietdiplo.publish.interchange.timeml import save_timeml

DTD = etree.DTD(str(Path(__file__).parent / "cases/timeml.dtd"))
# The values of TIMEX3 by type. Source: Saurí et al. (2006), 2.2, and TIDES (Ferro et al. 2005), which it builds on.
DAY = r"[\dX]{4}(-([\dX]{2}(-[\dX]{2})?|W[\dX]{2}(-([1-7]|WE))?|(SP|SU|FA|WI)|(H[12X]|Q[1-4X])))?|[\dX]{2,3}"
LENGTH = r"P(?=.)([\d.X]+(DE|CE|ML|Y|M|W|D))*(T([\d.X]+[HMS])+)?"
VALUES = {
    "DATE": rf"{DAY}|(PAST|PRESENT|FUTURE)_REF",
    "TIME": rf"({DAY})T(\d\d(:\d\d){{0,2}}|MO|MI|AF|EV|NI|DT)",
    "DURATION": LENGTH,
    "SET": rf"{LENGTH}|{DAY}",
}
TEXTS = {
    "dated": "Ngày 7-8/5, hai bên hội đàm. Chiều 8/5/2025, lúc 15 giờ 30, Thủ tướng phát biểu. Trong 33 năm qua, hai "
    "bên hợp tác. Từ năm 2008 đến nay; giai đoạn 2024-2028; quý II/2024; nửa đầu năm 2023. Hằng năm họp một lần, hằng "
    "quý báo cáo. Khóa học kéo dài 2-3 năm. Khoảng năm 1992, đầu thập niên 1990, "
    "thế kỷ XVII, hơn 30 năm, tuần trước, một thập niên qua. Ngày 31/4/2024. Đến năm 2030.",
    "undated": "Ngày 7-8/5 và hôm nay. Từ tháng 7/2024 đến tháng 7/2027. 33 năm qua. Ngày 30/4/1975 – 2024.",
    "month": "Ngày 7/5, hai bên họp. 5 năm qua.",
    "signs": "A < B & C > D \"E\" 'F' ]]> <TIMEX3>\r\nNga\u0300y 7/5/2025\x00\x0b\x1f\ufffe "
    "\u202e7/5\u202c\r\t\x85\u2028.",
    "none": "Không nói gì về thời gian",
    "": "Năm 1992.",
}
DATES = {"dated": "2025-05-08", "month": "2025-05", "signs": "2025-05-08"}


def save_texts(folder: Path) -> dict[str, etree._Element]:
    documents = load_strings(TEXTS, dates=DATES)
    save_timeml(find_dates(split_sentences(documents), documents), documents, folder)
    return {root.findtext("DOCID"): root for path in folder.iterdir() for root in [etree.parse(path).getroot()]}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, etree._Element]:
    return save_texts(tmp_path_factory.mktemp("timeml"))


def list_expressions(root: etree._Element) -> list[tuple[str, str, dict[str, str]]]:
    """List the expressions of a text: what is written, the value, and the other attributes with references followed."""
    values = {element.get("tid"): element.get("value") for element in root.iter("TIMEX3")}
    found = []
    for element in root.find("TEXT"):
        about = {
            name: values.get(value, value) for name, value in element.attrib.items() if name not in ("tid", "value")
        }
        found.append((element.text or "", element.get("value"), about))
    return [expression for expression in found if expression[0]]


def find_wrong_values(root: etree._Element) -> list[str]:
    """Find values that are none of their type, points of what has no length, and empty expressions that nothing is."""
    problems = []
    pointed = {element.get(name) for element in root.iter("TIMEX3") for name in ("beginPoint", "endPoint")}
    for element in root.iter("TIMEX3"):
        kind, value = element.get("type"), element.get("value")
        problems += [f"{kind} {value}"] if not re.fullmatch(VALUES[kind], value) else []
        problems += [f"{kind} with points"] if "beginPoint" in element.attrib and kind != "DURATION" else []
        problems += ["empty"] if not element.text and element.get("tid") not in pointed else []
    return problems


def check_text(root: etree._Element, original: str) -> None:
    assert DTD.validate(root), DTD.error_log
    assert find_wrong_values(root) == []
    assert [element.get("tid") for element in root.find("TEXT")] == [f"t{n + 1}" for n in range(len(root.find("TEXT")))]
    assert "".join(root.find("TEXT").itertext()) == original


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_keeps_the_rules_and_every_character(roots: dict[str, etree._Element], name: str) -> None:
    check_text(roots[name], re.sub("[\x00\x0b\x1f\ufffe]", "\ufffd", TEXTS[name]))


def test_the_seeds_keep_the_rules(tmp_path: Path) -> None:
    documents = load_documents("seeds")
    written = save_timeml(find_dates(split_sentences(documents), documents), documents, tmp_path)
    assert (written.texts, written.without) == (len(documents), 0)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for path in tmp_path.iterdir():
        root = etree.parse(path).getroot()
        check_text(root, texts[root.findtext("DOCID")])


def test_the_rules_find_what_breaks_them() -> None:
    assert not DTD.validate(etree.fromstring('<TimeML><DOCID/><TEXT><TIMEX3 type="DATE" value="x"/></TEXT></TimeML>'))
    wrong = '<TIMEX3 tid="t1" type="DATE" value="1992/1993">a</TIMEX3><TIMEX3 tid="t2" type="SET" value="P1Y"/>'
    assert find_wrong_values(etree.fromstring(f"<TEXT>{wrong}</TEXT>")) == ["DATE 1992/1993", "empty"]


def test_expressions_with_their_points_and_anchors(roots: dict[str, etree._Element]) -> None:
    found = list_expressions(roots["dated"])
    created = {"temporalFunction": "true", "anchorTimeID": "2025-05-08"}
    assert found[0] == (
        "Ngày 7-8/5",
        "P2D",
        {"type": "DURATION", **created, "beginPoint": "2025-05-07", "endPoint": "2025-05-08"},
    )
    assert ("Chiều 8/5/2025", "2025-05-08TAF", {"type": "TIME"}) in found
    assert (
        "33 năm qua",
        "P33Y",
        {"type": "DURATION", **created, "beginPoint": "1992", "endPoint": "2025-05-08"},
    ) in found
    assert ("giai đoạn 2024-2028", "P5Y", {"type": "DURATION", "beginPoint": "2024", "endPoint": "2028"}) in found
    assert ("quý II/2024", "2024-Q2", {"type": "DATE"}) in found
    assert ("hằng quý", "P3M", {"type": "SET"}) in found
    lengths = {"type": "DURATION", "mod": "EQUAL_OR_MORE", "comment": "P2Y/P3Y"}
    assert ("2-3 năm", "P2Y", lengths) in found
    assert ("đầu thập niên 1990", "199", {"type": "DATE", "mod": "START"}) in found


def test_a_text_without_a_date_has_no_creation_time_and_no_anchor(roots: dict[str, etree._Element]) -> None:
    assert roots["dated"].find("DCT/TIMEX3").attrib == {
        "tid": "t0",
        "type": "DATE",
        "value": "2025-05-08",
        "functionInDocument": "CREATION_TIME",
    }
    assert roots["undated"].find("DCT") is None
    found = list_expressions(roots["undated"])
    points = {"beginPoint": "XXXX-05-07", "endPoint": "XXXX-05-08"}
    assert found[0] == ("Ngày 7-8/5", "PXD", {"type": "DURATION", **points})
    assert found[2][1:] == ("P37M", {"type": "DURATION", "beginPoint": "2024-07", "endPoint": "2027-07"})
    assert found[3] == ("33 năm qua", "P33Y", {"type": "DURATION"})
    assert found[4][1:] == ("P50Y", {"type": "DURATION", "beginPoint": "1975-04-30", "endPoint": "2024"})


def test_texts_without_wording_are_counted_and_old_files_go(tmp_path: Path) -> None:
    (tmp_path / "text-old.xml").write_text("", encoding="utf-8")
    documents = load_strings({"a": "Năm 1992.", "b": ""})
    dates = find_dates(split_sentences(documents), documents)
    assert save_timeml(dates, documents, tmp_path) == (1, 1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["text-a.xml"]
    assert save_timeml(dates, documents.drop(columns="text"), tmp_path) == (0, 0, 2)


def test_two_runs_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_texts(tmp_path / name)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(names) == len(TEXTS)
    assert [(tmp_path / "a" / name).read_bytes() for name in names] == [
        (tmp_path / "b" / name).read_bytes() for name in names
    ]


def test_a_hostile_name_stays_in_the_folder_and_is_text(tmp_path: Path) -> None:
    documents = pd.DataFrame({"doc_id": ["../<x>\x01"], "date": [""], "text": ["Năm 1992."]})
    save_timeml(pd.DataFrame({"doc_id": pd.Series([], dtype="str")}), documents, tmp_path / "timeml")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xml")] == ["timeml/text-x.xml"]
    assert etree.parse(tmp_path / "timeml/text-x.xml").findtext("DOCID") == "../<x>\ufffd"
