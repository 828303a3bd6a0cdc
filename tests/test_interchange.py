"""Events as files for other programs, each opened by one that reads it: EDTF, TimelineJS, iCalendar, CSV."""

import csv
import json
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from vietdiplo import Sheet
from vietdiplo.publish.interchange.edtf import write_edtf
from vietdiplo.publish.interchange.events import load_events, unify_line
from vietdiplo.publish.interchange.timelinejs import name_event
from vietdiplo.publish.interchange.wording import describe_event, write_span
from vietdiplo.publish.saving import load_csv
from vietdiplo.tables import ParameterError, TableError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its grammar is written for an older pyparsing
    from edtf import parse_edtf

SCHEMA = json.loads((Path(__file__).parent / "cases/timelinejs3.schema.json").read_text(encoding="utf-8"))
HOSTILE = (
    '=HYPERLINK("http://x.vn")\r\nEND:VEVENT <script>window.ran = 1</script> javascript:a \u202egnol\u202c\x00\uffff'
)
PLAIN = '=HYPERLINK("http://x.vn") END:VEVENT <script>window.ran = 1</script> javascript:a gnol \ufffd'
LONG = "Hai bên nhất trí đẩy mạnh hợp tác; ký kết thỏa thuận, trao đổi đoàn \\ các cấp " * 3


def make_event(name: str = "e1", headline: str = "Hai bên hội đàm", **columns: object) -> dict[str, object]:
    """Make an event of one day; `days` is its first and last day, `span` its value and precision."""
    event: dict[str, object] = {"event": name, "headline": headline, "participants": "Việt Nam; Lào"}
    event |= {"from": "2025-05-07", "to": "2025-05-07", "value": "2025-05-07", "precision": "day", "mod": ""}
    event |= {"role": "event", "status": "past", "when": "ngày 7/5; hôm qua", "mentions": 2, "documents": 1}
    event |= {"texts": "LAO-1", "doc_id": "LAO-1", "sentence": 3, "dates": "", "source": "text"}
    return event | columns


def make_span(first: str, last: str, value: str, precision: str, mod: str = "") -> dict[str, object]:
    return make_event(**{"from": first, "to": last, "value": value, "precision": precision, "mod": mod})


DATES = pd.DataFrame(
    {
        name: pd.Series([], dtype="str")
        for name in ("doc_id", "type", "value", "from", "to", "precision", "mod", "anchor")
    }
)
DOCUMENTS = pd.DataFrame({"doc_id": ["LAO-1"], "date": ["2025-05"], "text": ["Ngày 7/5."]})
EVENTS = [
    make_event(),
    make_event("e2", HOSTILE, when="7/5 <b>&", participants="<i>x</i>", texts="-1+cmd", doc_id="-1+cmd"),
    make_event("e3", LONG, **{"from": "2025-05-07", "to": "2025-05-08"}, value="2025-05-07/2025-05-08"),
    make_event("e4", **{"from": "1992-01-01", "to": "1992-12-31"}, value="1992", precision="year", when="năm 1992"),
    make_event("e5", **{"from": "2030-01-01", "to": ""}, value="2030", precision="year", status="pledged"),
    make_event("e6", **{"from": "", "to": ""}, value="XXXX-05-07", status=""),
    make_event(
        "e7",
        source="context",
        cited="Thông tấn xã",
        doc_id="",
        sentence=-1,
        texts="",
        when="",
        status="pledged",
        role="target",
    ),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    Sheet(str(tmp_path), "vi").save_events(pd.DataFrame(EVENTS), DATES, DOCUMENTS)
    return tmp_path / "events"


# When an event is.

SPANS = [
    # from, to, value, precision, mod, EDTF, in Vietnamese, in English
    ("2025-05-07", "2025-05-07", "2025-05-07TAF", "day", "", "2025-05-07", "7/5/2025", "May 7, 2025"),
    (
        *("2025-05-07", "2025-05-08", "2025-05-07/2025-05-08", "day", ""),
        *("2025-05-07/2025-05-08", "7/5/2025 – 8/5/2025", "May 7 – 8, 2025"),
    ),
    (
        *("2025-04-28", "2025-05-04", "2025-W18", "day", ""),
        *("2025-04-28/2025-05-04", "28/4/2025 – 4/5/2025", "Apr 28 – May 4, 2025"),
    ),
    ("2016-03-01", "2016-03-31", "2016-03", "month", "", "2016-03", "tháng 3/2016", "Mar 2016"),
    ("2016-03-01", "2016-03-31", "2016-03", "month", "APPROX", "2016-03~", "khoảng tháng 3/2016", "about Mar 2016"),
    (
        *("2024-07-01", "2027-07-31", "2024-07/2027-07", "month", ""),
        *("2024-07/2027-07", "tháng 7/2024 – tháng 7/2027", "Jul 2024 – Jul 2027"),
    ),
    ("2024-04-01", "2024-06-30", "2024-Q2", "quarter", "", "2024-34", "quý II/2024", "Q2 2024"),
    ("2024-10-01", "2024-12-31", "2024-Q4", "quarter", "", "2024-36", "quý IV/2024", "Q4 2024"),
    (
        *("2024-04-01", "2024-06-30", "2024-Q2", "quarter", "APPROX"),
        *("2024-04~/2024-06~", "khoảng quý II/2024", "about Q2 2024"),
    ),
    ("2024-01-01", "2024-06-30", "2024-H1", "quarter", "", "2024-40", "nửa đầu năm 2024", "first half of 2024"),
    ("2024-07-01", "2024-12-31", "2024-H2", "quarter", "", "2024-41", "nửa cuối năm 2024", "second half of 2024"),
    (
        *("2024-01-01", "2024-09-30", "2024-Q1/2024-Q3", "quarter", ""),
        *("2024-01/2024-09", "quý I/2024 – quý III/2024", "Q1 2024 – Q3 2024"),
    ),
    ("1992-01-01", "1992-12-31", "1992", "year", "", "1992", "năm 1992", "1992"),
    ("1992-01-01", "1992-12-31", "1992", "year", "END", "1992", "cuối năm 1992", "late 1992"),
    ("2024-01-01", "2028-12-31", "2024/2028", "year", "", "2024/2028", "năm 2024 – năm 2028", "2024 – 2028"),
    ("2025-05-08", "2025-12-31", "2025-05-08/2025", "year", "END", "2025-05-08/2025", "8/5/2025 – cuối năm 2025", None),
    ("1975-04-30", "2024-12-31", "1975-04-30/2024", "year", "", "1975-04-30/2024", "30/4/1975 – năm 2024", None),
    ("1992-05-08", "2025-05-08", "P33Y", "year", "", "1992/2025", "năm 1992 – năm 2025", "1992 – 2025"),
    (
        *("1995-05-08", "2025-05-08", "P30Y", "year", "MORE_THAN"),
        *("1995~/2025", "năm 1995 hoặc sớm hơn – năm 2025", "1995 or earlier – 2025"),
    ),
    ("2015-05-08", "2025-05-08", "P1DE", "decade", "", "2015/2025", "năm 2015 – năm 2025", "2015 – 2025"),
    ("1990-01-01", "1999-12-31", "199", "decade", "START", "199X", "đầu thập niên 1990", "early 1990s"),
    ("1600-01-01", "1699-12-31", "16", "century", "", "16XX", "thế kỷ XVII", "17th century"),
    ("2000-01-01", "2099-12-31", "20", "century", "", "20XX", "thế kỷ XXI", "21st century"),
    ("1200-01-01", "1299-12-31", "12", "century", "", "12XX", "thế kỷ XIII", "13th century"),
    ("2008-01-01", "", "2008", "year", "", "2008/..", "từ năm 2008", "since 2008"),
    ("2008-01-01", "", "2008", "year", "APPROX", "2008~/..", "từ khoảng năm 2008", "since about 2008"),
    ("0938-01-01", "0938-12-31", "0938", "year", "", "0938", "năm 938", "938"),
]


@pytest.mark.parametrize(("first", "last", "value", "precision", "mod", "edtf", "vi", "en"), SPANS)
def test_a_time_is_written_as_far_as_it_is_known(
    first: str, last: str, value: str, precision: str, mod: str, edtf: str, vi: str, en: str | None
) -> None:
    event = load_events(pd.DataFrame([make_span(first, last, value, precision, mod)]))[0]
    assert (write_edtf(event), write_span(event, "vi")) == (edtf, vi)
    assert en is None or write_span(event, "en") == en


@pytest.mark.parametrize(("first", "last", "edtf"), [(span[0], span[1], span[5]) for span in SPANS])
def test_a_reader_of_edtf_finds_the_days(first: str, last: str, edtf: str) -> None:
    """The reader knows only whole units; its days hold the event's, and a year's month and day are its own."""
    read = parse_edtf(edtf)
    assert str(read) == edtf
    lower, upper = (read.lower, read.upper) if "/" in edtf else (read, read)
    starts = "-".join(f"{part:02}" for part in lower.lower_strict()[:3]).zfill(10)
    assert starts <= first
    if last:
        assert "-".join(f"{part:02}" for part in upper.upper_strict()[:3]).zfill(10) >= last


@pytest.mark.parametrize(("mod", "edtf"), [("", "2025-05-07?"), ("APPROX", "2025-05-07%")])
def test_a_year_that_is_not_certain_is_said(mod: str, edtf: str) -> None:
    event = load_events(pd.DataFrame([make_event(mod=mod, dates="unsure")]))[0]
    assert write_edtf(event) == edtf == str(parse_edtf(edtf))
    assert next(describe_event(event, "en")).endswith(
        "event · past · year not certain: it may be the one before or after"
    )


def test_context_says_whence_it_is_known() -> None:
    event = load_events(pd.DataFrame([EVENTS[-1]]))[0]
    assert list(describe_event(event, "vi")) == [
        "7/5/2025 · mục tiêu · sắp tới · bối cảnh, không lấy từ văn bản",
        "Các bên tham gia: Việt Nam; Lào",
        "Nguồn: Thông tấn xã",
    ]


def test_events_come_in_the_order_of_time_the_coarser_first() -> None:
    rows = [
        make_event("day", **{"from": "1992-01-01", "to": "1992-01-01"}, value="1992-01-01"),
        make_event("year", **{"from": "1992-01-01", "to": "1992-12-31"}, value="1992", precision="year"),
        make_event("decade", **{"from": "1990-01-01", "to": "1999-12-31"}, value="199", precision="decade"),
    ]
    assert [event.name for event in load_events(pd.DataFrame(rows))] == ["decade", "year", "day"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"role": "fact"}, "events: e1: role 'fact' is unknown; use one of event, target, anniversary"),
        ({"from": "7/5/2025"}, "events: e1: from '7/5/2025' is no ISO date; write 2025-05-07"),
        ({"to": "2025-05-06"}, "events: e1: to 2025-05-06 is before from 2025-05-07; exchange them"),
        ({"event": ""}, "events: event '' stands twice or is empty; give each event a name of its own"),
    ],
)
def test_a_row_that_is_none_is_an_error(columns: dict[str, object], message: str) -> None:
    with pytest.raises(TableError, match=message):
        load_events(pd.DataFrame([make_event(**columns)]))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="^events: no column mod, when; pass what count_events gives$"):
        load_events(pd.DataFrame([make_event()]).drop(columns=["when", "mod"]))


def test_a_wording_is_one_line_without_what_turns_it_round() -> None:
    assert unify_line(HOSTILE) == PLAIN


# TimelineJS.


def test_timelinejs_finds_what_its_rules_ask_for(files: Path) -> None:
    data = json.loads((files / "timeline.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    names = [slide["unique_id"] for slide in data["events"]]
    assert len(set(names)) == len(names) == 6


def test_the_schema_refuses_what_timelinejs_refuses() -> None:
    check = Draft202012Validator(SCHEMA).is_valid
    assert not check({"events": []})
    assert not check({"events": [{"text": {"headline": "a"}}]})
    assert not check({"events": [{"start_date": {"year": "1992"}}]})
    assert not check({"events": [{"start_date": {"year": 1992, "day": 7}}]})


def test_a_slide_leaves_out_what_is_not_known_and_shows_the_texts_wording(files: Path) -> None:
    slides = {slide["unique_id"]: slide for slide in json.loads((files / "timeline.json").read_text("utf-8"))["events"]}
    assert slides["event-e4"] == {
        "start_date": {"year": 1992},
        "text": {
            "headline": "Hai bên hội đàm",
            "text": "<p>năm 1992 · sự kiện · đã qua</p><p>Nguyên văn: năm 1992</p>"
            "<p>Các bên tham gia: Việt Nam; Lào</p><p>Văn bản: LAO-1</p>",
        },
        "display_date": "năm 1992",
        "group": "sự kiện",
        "unique_id": "event-e4",
        "autolink": False,
    }
    assert slides["event-e3"]["end_date"] == {"year": 2025, "month": 5, "day": 8}
    assert slides["event-e1"]["display_date"] == "ngày 7/5"
    assert slides["event-e7"]["display_date"] == "7/5/2025"
    assert "end_date" not in slides["event-e5"]


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (("2024-04-01", "2024-06-30", "2024-Q2", "quarter"), {"year": 2024, "month": 4}, {"year": 2024, "month": 6}),
        (("2016-03-01", "2016-03-31", "2016-03", "month"), {"year": 2016, "month": 3}, None),
        (("1990-01-01", "1999-12-31", "199", "decade"), {"year": 1990}, {"year": 1999}),
        (("1600-01-01", "1699-12-31", "16", "century"), {"year": 1600}, {"year": 1699}),
    ],
)
def test_a_slide_of_a_coarse_date(
    tmp_path: Path, span: tuple[str, str, str, str], start: dict[str, int], end: dict[str, int] | None
) -> None:
    Sheet(str(tmp_path), "en").save_events(pd.DataFrame([make_span(*span)]), DATES, DOCUMENTS)
    slide = json.loads((tmp_path / "events/timeline.json").read_text(encoding="utf-8"))["events"][0]
    assert (slide["start_date"], slide.get("end_date")) == (start, end)


def test_what_a_slide_says_is_text_in_html(files: Path) -> None:
    slide = json.loads((files / "timeline.json").read_text(encoding="utf-8"))["events"]
    hostile = next(one for one in slide if one["unique_id"] == "event-e2")
    assert hostile["text"]["headline"] == PLAIN.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert "<p>Nguyên văn: 7/5 &lt;b&gt;&amp;</p>" in hostile["text"]["text"]
    assert hostile["display_date"] == "7/5 ‹b›＆"


def test_an_events_name_is_an_address() -> None:
    table = pd.DataFrame([make_event("a b"), make_event("a_20b"), make_event("đ")])
    assert sorted(map(name_event, load_events(table))) == ["event-_111", "event-a_20b", "event-a_5f20b"]


# iCalendar.


def read_calendar(files: Path) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical((files / "timeline.ics").read_bytes())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_holds_the_events_known_to_the_day(files: Path) -> None:
    events = read_calendar(files)
    assert sorted(events) == [f"{name}@vietdiplo" for name in ("e1", "e2", "e3", "e7")]
    event = events["e3@vietdiplo"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 5, 7), date(2025, 5, 9))
    assert event.decoded("dtstamp") == datetime(2025, 5, 1, tzinfo=UTC)
    assert str(event["summary"]) == LONG.strip()
    assert event["categories"].cats == ["event", "past"]
    assert event["description"] == (
        "7/5/2025 – 8/5/2025 · sự kiện · đã qua\nNguyên văn: ngày 7/5; hôm qua\n"
        "Các bên tham gia: Việt Nam; Lào\nVăn bản: LAO-1"
    )


def test_a_pledge_is_tentative_and_context_says_so(files: Path) -> None:
    event = read_calendar(files)["e7@vietdiplo"]
    assert (event["status"], event["transp"]) == ("TENTATIVE", "TRANSPARENT")
    assert event["categories"].cats == ["target", "pledged", "context"]
    assert event.decoded("dtstamp") == datetime(1970, 1, 1, tzinfo=UTC)


def test_lines_are_folded_at_75_octets_and_no_letter_is_cut(files: Path) -> None:
    data = (files / "timeline.ics").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode("utf-8") is not None for line in lines)
    unfolded = data.replace(b"\r\n ", b"").decode("utf-8")
    escaped = LONG.strip().replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"\r\nSUMMARY:{escaped}\r\n" in unfolded
    assert unfolded.count("\r\nEND:VEVENT\r\n") == 4


def test_what_a_calendar_says_is_text(files: Path) -> None:
    assert str(read_calendar(files)["e2@vietdiplo"]["summary"]) == PLAIN


def test_the_last_day_of_the_calendar_has_no_day_after_it(tmp_path: Path) -> None:
    event = make_span("9999-12-31", "9999-12-31", "9999-12-31", "day")
    Sheet(str(tmp_path), "en").save_events(pd.DataFrame([event]), DATES, DOCUMENTS)
    assert "dtend" not in read_calendar(tmp_path / "events")["e1@vietdiplo"]


# CSV.


def test_a_table_keeps_every_row_with_edtf_and_no_cell_is_a_formula(files: Path) -> None:
    data = (files / "timeline.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfevent,headline,")
    assert b"\r" not in data
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["edtf"] for row in rows] == [
        *("2025-05-07", "2025-05-07", "2025-05-07/2025-05-08", "1992", "2030/..", "", "2025-05-07"),
    ]
    assert rows[1]["headline"] == f"'{PLAIN}"
    assert (rows[1]["doc_id"], rows[1]["texts"]) == ("'-1+cmd", "'-1+cmd")
    assert rows[6]["sentence"] == "-1"


@pytest.mark.parametrize("cell", ["=1+1", "'=1", "''-x", "-", "＝1", "'quoted'", "x=1", "", "'"])
def test_a_guarded_cell_is_read_back_as_it_was(tmp_path: Path, cell: str) -> None:
    Sheet(str(tmp_path), "en").save_events(pd.DataFrame([make_event(headline=cell)]), DATES, DOCUMENTS)
    assert load_csv(tmp_path / "events/timeline.csv")["headline"].tolist() == [cell]


# All files.


def test_two_runs_give_equal_bytes_and_no_file_has_a_place_of_a_machine(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        Sheet(str(tmp_path / name), "vi").save_events(pd.DataFrame(EVENTS), DATES, DOCUMENTS)
        paths = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        found.append({path.name: path.read_bytes() for path in paths})
    assert found[0] == found[1]
    assert sorted(found[0]) == ["text-lao-1.xml", "timeline.csv", "timeline.ics", "timeline.json"]
    assert not any(str(tmp_path).encode() in data for data in found[0].values())


def test_it_is_said_what_each_file_holds_and_leaves_out(tmp_path: Path) -> None:
    shown = Sheet(str(tmp_path), "en").save_events(pd.DataFrame(EVENTS), DATES, DOCUMENTS)
    assert repr(shown) == (
        "timeline.html: events: 6\nevents/timeline.csv: events: 7\nevents/timeline.json: events: 6\n"
        "events/timeline.ics: events: 4\nevents/timeml/text-lao-1.xml: texts: 1, expressions: 0"
    )
    assert shown.content.count("1: first day unknown") == 3
    assert "2: not known to the day; 1: first day unknown" in shown.content
    assert shown.about == {"kind": "events", "name": "timeline", "caption": "The events as files for other programs."}


def test_no_event_makes_no_empty_timeline_and_takes_away_that_of_an_earlier_call(tmp_path: Path) -> None:
    sheet = Sheet(str(tmp_path), "en")
    sheet.save_events(pd.DataFrame(EVENTS), DATES, DOCUMENTS)
    shown = sheet.save_events(pd.DataFrame(EVENTS).head(0), DATES, DOCUMENTS.head(0))
    assert sorted(path.name for path in (tmp_path / "events").iterdir()) == ["timeline.csv", "timeml"]
    assert list((tmp_path / "events/timeml").iterdir()) == []
    assert 'data-file=""' in shown.content


@pytest.mark.parametrize("name", ["index", "search", "../x"])
def test_a_name_that_another_page_has_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="^name: "):
        Sheet(str(tmp_path), "en").save_events(pd.DataFrame(EVENTS), DATES, DOCUMENTS, name)
    assert list(tmp_path.iterdir()) == []
