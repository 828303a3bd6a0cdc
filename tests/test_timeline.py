"""The timeline: labels that never meet, an axis that says where it is cut, and what is past or planned."""

import random
import re
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from test_draw import find_clashes, read_texts

from vietdiplo.count.events_values import MODS, ROLES, SOURCES, STATUSES
from vietdiplo.draw.axis import find_axis, find_ticks, format_span
from vietdiplo.draw.events import Days, choose_events, load_days, load_events
from vietdiplo.draw.labels import Extent
from vietdiplo.draw.style import COLOURS, Picture
from vietdiplo.draw.timeline import draw_timeline
from vietdiplo.tables import ParameterError, TableError

COLUMNS = ["doc_id", "headline", "from", "to", "precision", "role"]
FURTHER = ["mod", "status", "documents", "source", "link"]
WORDS = ["hội đàm", "ký kết", "Hiệp định", "thương mại", "quốc phòng", "Ủy ban", "liên", "Chính phủ", "kỳ họp"]
WORDS += ["PHÊ CHUẨN", "NGHỊ ĐỊNH THƯ", "Ở LẠI", "Ẵ", "thường niên"]
LENGTHS = [("day", 0), ("day", 0), ("day", 30), ("month", 29), ("quarter", 90), ("year", 364), ("year", 1500)]
LENGTHS += [("decade", 3650), ("century", 36500)]
WIDE = Extent(0.0, 7.0)


def make_events(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def make_day(day: str, headline: str = "hội đàm", role: str = "event") -> tuple[str, ...]:
    return ("LAO", headline, day, day, "day", role)


def make_random(seed: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """Make up to 60 events of up to six texts, within a week up to within three centuries, with all they may have."""
    rng = random.Random(seed)
    first, length = date(rng.randint(1650, 2020), 1, 1), rng.choice([0, 7, 90, 1000, 20000, 100000])
    rows = []
    for _ in range(rng.choice([1, 2, 3, 5, 8, 12, 12, 12, 12, 60])):
        start = min(first + timedelta(rng.randint(0, length)), date(2100, 12, 31))
        precision, days = rng.choice(LENGTHS)
        headline = " ".join(rng.choices(WORDS, k=rng.choice([0, 1, 4, 20])))
        end = (start + timedelta(days)).isoformat() if rng.random() < 0.9 else ""
        row = (rng.choice("ABCDEF"), headline, start.isoformat(), end, precision, rng.choice(ROLES))
        more = rng.choice(MODS), rng.choice(STATUSES), rng.choice([1, 1, 2, 12]), rng.choice(SOURCES), "#row-1"
        rows.append(row + more)
    dates = {"A": "2000-05-17", "B": rng.choice(["1999", "2001-02", ""]), "C": rng.choice(["", "2025-05-07"])}
    return pd.DataFrame(rows, columns=COLUMNS + FURTHER), dates


def find_markers(picture: Picture) -> list[str]:
    """Find the fill of each marker, from the first lane to the last."""
    return [to_hex(line.get_markerfacecolor()) for line in picture.axes[0].lines if line.get_marker() != "None"]


def find_bars(picture: Picture) -> list[Rectangle]:
    return [patch for patch in picture.axes[0].patches if patch.get_edgecolor()[3] and patch.get_zorder() == 3]


@pytest.mark.parametrize("start", range(0, 200, 8))
def test_labels_of_random_events_never_meet_and_stay_on_the_canvas(start: int) -> None:
    clashes = {}
    for seed in range(start, start + 8):
        events, dates = make_random(seed)
        lang, by = ("en", "vi")[seed % 2], ("text", "role")[seed // 2 % 2]
        picture = draw_timeline(events, by=by, lang=lang, title="Sự kiện", document_dates=dates)
        clashes[seed] = find_clashes(picture)
    assert {seed: found for seed, found in clashes.items() if found} == {}


def test_sixty_events_in_three_centuries_keep_apart() -> None:
    days = [date(1790, 1, 1) + timedelta(1850 * n) for n in range(60)]
    picture = draw_timeline(make_events(*(make_day(day.isoformat()) for day in days)), document_dates={})
    assert find_clashes(picture) == []


def test_equal_dates_have_a_lane_each() -> None:
    events = make_events(*(make_day("2025-05-07", f"văn kiện {n}") for n in range(5)))
    picture = draw_timeline(events, document_dates={})
    heights = {text.get_position()[1] for text in picture.axes[0].texts if "văn kiện" in text.get_text()}
    assert len(heights) == 5


def test_picture_grows_with_its_lanes() -> None:
    few, many = (make_events(*[make_day("2025-05-07")] * n) for n in (2, 8))
    heights = [draw_timeline(events, document_dates={}).get_figheight() for events in (few, many)]
    assert heights[1] - heights[0] == pytest.approx(6 * 0.2)


def test_long_headline_ends_with_an_ellipsis() -> None:
    picture = draw_timeline(make_events(make_day("2025-05-07", "rất dài " * 50)), document_dates={})
    assert [text for text in read_texts(picture) if text.startswith("May 7, 2025 · rất dài") and text.endswith("…")]


def test_event_without_headline_is_labelled_with_its_date() -> None:
    assert "7/5/2025" in read_texts(
        draw_timeline(make_events(make_day("2025-05-07", "")), lang="vi", document_dates={})
    )


def test_anniversaries_and_targets_have_lanes_below_the_events() -> None:
    roles = ["target", "anniversary", "event"]
    events = make_events(*(make_day(f"20{n}0-05-07", role, role) for n, role in enumerate(roles, 1)))
    texts = draw_timeline(events, document_dates={}).axes[0].texts
    heights = {text.get_text().split(" · ")[1]: text.get_position()[1] for text in texts if " · " in text.get_text()}
    assert heights["event"] < heights["anniversary"] < heights["target"]


def test_events_after_the_date_of_the_text_are_hollow() -> None:
    events = make_events(*(make_day(f"2025-05-0{n}") for n in (6, 7, 8)))
    fills = find_markers(draw_timeline(events, document_dates={"LAO": "2025-05-07"}))
    assert fills == [COLOURS["blue"].lower(), COLOURS["blue"].lower(), "#ffffff"]


def test_bar_across_the_date_of_the_text_is_solid_then_hollow_and_dashed() -> None:
    events = make_events(("LAO", "kế hoạch", "2021-01-01", "2030-12-31", "year", "validity"))
    before, after = find_bars(draw_timeline(events, document_dates={"LAO": "2025-12-31"}))
    assert before.get_x() + before.get_width() == pytest.approx(after.get_x())
    assert (before.get_linestyle(), to_hex(after.get_facecolor())) == ("solid", "#ffffff")
    assert after.get_linestyle() != "solid"


def test_without_the_date_of_the_text_nothing_is_hollow_and_the_picture_says_so() -> None:
    picture = draw_timeline(make_events(make_day("2045-05-07")), document_dates={"LAO": ""})
    assert find_markers(picture) == [COLOURS["blue"].lower()]
    assert "LAO (date unknown: nothing marked as past or future)" in read_texts(picture)
    assert "after the date of the text" not in read_texts(picture)


def test_year_is_a_bar_over_its_whole_length() -> None:
    events = make_events(("LAO", "", "2030-01-01", "2030-12-31", "year", "target"))
    (bar,) = find_bars(draw_timeline(events, document_dates={}))
    assert bar.get_width() == pytest.approx(7.5 - 2 * 0.12 - 2 * 0.3)


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        ("en", "// shortened stretches of time, not to scale: 2"),
        ("vi", "// khoảng thời gian được rút ngắn, không theo tỷ lệ: 2"),
    ],
)
def test_shortened_axis_is_said_under_it(lang: str, note: str) -> None:
    events = make_events(*(make_day(day) for day in ("1925-01-01", "1992-02-03", "2025-05-05", "2025-05-07")))
    assert note in read_texts(draw_timeline(events, lang=lang, document_dates={}))


def test_even_axis_has_no_note() -> None:
    events = make_events(make_day("2025-05-05"), make_day("2025-05-07"))
    assert not [text for text in read_texts(draw_timeline(events, document_dates={})) if text.startswith("//")]


def test_axis_of_even_events_is_linear() -> None:
    axis = find_axis([0 + 700000, 700100, 700200], [700001, 700101, 700201], WIDE)
    assert axis.breaks == []
    assert axis.place(700100) - axis.place(700000) == pytest.approx(axis.place(700200) - axis.place(700100))


def test_week_and_century_share_the_axis() -> None:
    week = [739000, 739001, 739003, 739006]
    axis = find_axis([702500, *week], [702501, *(day + 1 for day in week)], WIDE)
    assert len(axis.breaks) == 1
    assert all(axis.place(b) - axis.place(a) >= 0.2 for a, b in pairwise(week))


def test_shortened_stretch_lies_between_the_events_around_it() -> None:
    axis = find_axis([700000, 736000, 736001], [700001, 736001, 736002], WIDE)
    assert axis.breaks == [Extent(axis.place(700001), axis.place(736000))]


def test_axis_keeps_the_order_of_time() -> None:
    events, _ = make_random(7)
    days = sorted(date.fromisoformat(day).toordinal() for day in events["from"])
    axis = find_axis(days, [day + 1 for day in days], WIDE)
    places = [axis.place(day) for day in days]
    assert places == sorted(places)


def test_axis_of_one_day_shows_two_weeks() -> None:
    axis = find_axis([739000], [739001], WIDE)
    assert axis.days[-1] - axis.days[0] == 14


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("1801-01-01", "2000-01-01", ["1850", "1900", "1950", "2000"]),
        ("2023-01-01", "2025-01-01", ["2023", "7/2023", "2024", "7/2024", "2025"]),
        ("2025-05-01", "2025-05-29", ["1/5/2025", "15/5/2025", "29/5/2025"]),
    ],
)
def test_ticks_stand_at_calendar_steps(first: str, last: str, texts: list[str]) -> None:
    start, end = (date.fromisoformat(day).toordinal() for day in (first, last))
    axis = find_axis([start], [end], Extent(0.5, 4.5))
    assert [tick.text for tick in find_ticks(axis, [start], Extent(0, 5), lambda text: len(text) / 12, "vi")] == texts


@pytest.mark.parametrize(
    ("start", "end", "precision", "en", "vi"),
    [
        ("2025-05-07", "2025-05-07", "day", "May 7, 2025", "7/5/2025"),
        ("2025-05-07", "2025-05-08", "day", "May 7 – 8, 2025", "7/5/2025 – 8/5/2025"),
        ("2023-12-01", "2023-12-31", "month", "Dec 2023", "12/2023"),
        ("2024-04-01", "2024-06-30", "quarter", "Apr – Jun 2024", "4/2024 – 6/2024"),
        ("1637-01-01", "1637-12-31", "year", "1637", "1637"),
        ("2026-01-01", "2030-12-31", "year", "2026–2030", "2026–2030"),
        ("1990-01-01", "1999-12-31", "decade", "1990s", "thập niên 1990"),
        ("1601-01-01", "1700-12-31", "century", "1601–1700", "thế kỷ 17"),
        ("1600-01-01", "1699-12-31", "century", "1600–1699", "thế kỷ 17"),
    ],
)
def test_dates_are_written_as_far_as_they_are_known(start: str, end: str, precision: str, en: str, vi: str) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert [format_span(*days, precision, lang) for lang in ("en", "vi")] == [en, vi]


def test_dates_of_texts_are_read_as_far_as_they_are_known() -> None:
    dates = {"a": "2025-05-07", "b": "2024-02", "c": "2023", "d": ""}
    day, month, year = (date(*numbers).toordinal() for numbers in ((2025, 5, 7), (2024, 2, 1), (2023, 1, 1)))
    expected = {
        "a": Days(day, day + 1, "day"),
        "b": Days(month, month + 29, "month"),
        "c": Days(year, year + 365, "year"),
    }
    assert load_days(dates) == expected


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("from", "7/5/2025", "events: row 0 (LAO): from '7/5/2025' is no ISO date; write 2025-05-07"),
        ("from", "", "events: row 0 (LAO): from '' is no ISO date; write 2025-05-07"),
        ("to", "2025-02-30", "events: row 0 (LAO): to '2025-02-30' is no ISO date; write 2025-05-07"),
        ("to", "2024-01-01", "events: row 0 (LAO): to 2024-01-01 is before from 2025-05-07; exchange them"),
        (
            "precision",
            "week",
            "events: row 0 (LAO): precision 'week' is unknown; use one of day, month, quarter, year, decade, century",
        ),
        (
            "role",
            "plan",
            "events: row 0 (LAO): role 'plan' is unknown; "
            "use one of event, target, anniversary, instrument, validity, reference",
        ),
    ],
)
def test_row_that_cannot_be_read_is_an_error(column: str, value: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        draw_timeline(make_events(make_day("2025-05-07")).assign(**{column: value}), document_dates={})
    assert str(error.value) == message


def test_wrong_date_of_a_text_is_an_error() -> None:
    with pytest.raises(TableError) as error:
        draw_timeline(make_events(make_day("2025-05-07")), document_dates={"LAO": "May 2025"})
    assert str(error.value) == (
        "document_dates: LAO: 'May 2025' is no ISO date; write 2025-05-07, 2025-05 or 2025, as far as it is known"
    )


def make_more(**columns: object) -> pd.DataFrame:
    """Make an event of one day with further columns."""
    return make_events(make_day("2025-05-07")).assign(**columns)


def find_heads(picture: Picture) -> list[str]:
    return [text.get_text() for text in picture.axes[0].texts if text.get_weight() == "bold"]


def is_dotted(collection: LineCollection) -> bool:
    return collection.get_linestyle()[0][1] is not None


def find_labels(picture: Picture) -> list[str]:
    return [text.get_text() for text in picture.axes[0].texts if " · " in text.get_text()]


def test_by_role_there_is_one_group_a_role() -> None:
    roles = ["target", "validity", "anniversary", "instrument", "event", "event"]
    events = make_events(*(make_day("2025-05-07", role, role) for role in roles))
    heads = find_heads(draw_timeline(events, by="role", lang="vi", document_dates={}))
    assert heads == ["Sự kiện", "Ngày của văn kiện", "Kỷ niệm", "Hiệu lực", "Mục tiêu"]


@pytest.mark.parametrize(("texts", "lines"), [(3, 3), (4, 0)])
def test_by_role_dates_of_texts_are_lines_where_they_are_few(texts: int, lines: int) -> None:
    dates = {name: f"2025-05-{number:02}" for number, name in enumerate("ABCD"[:texts], 1)}
    axes = draw_timeline(make_events(make_day("2025-05-07")), by="role", document_dates=dates).axes[0]
    places = {path.vertices[0][0] for c in axes.collections if is_dotted(c) for path in c.get_paths()}
    assert len(places) == lines


def test_unknown_grouping_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ParameterError) as error:
        draw_timeline(make_more(), by="doc", document_dates={})
    assert str(error.value) == "by: 'doc' is no grouping of events; use one of text, role"


@pytest.mark.parametrize(
    ("status", "day", "fill"), [("past", "2025-05-09", "blue"), ("pledged", "2025-05-01", "white")]
)
def test_status_of_the_table_goes_before_the_date_of_the_text(status: str, day: str, fill: str) -> None:
    events = make_events(make_day(day)).assign(status=status)
    picture = draw_timeline(events, document_dates={"LAO": "2025-05-07"})
    assert find_markers(picture) == [to_hex(COLOURS.get(fill, fill))]


def test_period_under_way_turns_hollow_at_the_date_of_its_text() -> None:
    events = make_events(("LAO", "", "2021-01-01", "2030-12-31", "year", "validity")).assign(status="ongoing")
    fills = [to_hex(bar.get_facecolor()) for bar in find_bars(draw_timeline(events, document_dates={"LAO": "2025"}))]
    assert fills == ["#ccE8f8".lower(), "#ffffff"]


def test_events_without_status_and_date_are_counted_by_role() -> None:
    picture = draw_timeline(make_more(status=""), by="role", document_dates={})
    assert "without a date of their text, so neither past nor pledged: 1" in read_texts(picture)


def test_context_stands_apart_in_grey_and_italics() -> None:
    events = pd.concat([make_more(source="text"), make_more(source="context", headline="ASEAN")])
    picture = draw_timeline(events, document_dates={"LAO": "2025-05-08"})
    assert find_heads(picture) == ["LAO (May 8, 2025)", "context, not from the texts"]
    styles = {text.get_text(): text.get_style() for text in picture.axes[0].texts if " · " in text.get_text()}
    assert styles == {"May 7, 2025 · hội đàm": "normal", "May 7, 2025 · ASEAN": "italic"}
    assert find_markers(picture) == [COLOURS["blue"].lower(), COLOURS["rule"].lower()]


def test_number_of_texts_stays_at_the_end_of_a_shortened_label() -> None:
    (label,) = find_labels(draw_timeline(make_more(headline="rất dài " * 50, documents=12), document_dates={}))
    assert label.endswith("… (12)")


def test_event_of_one_text_says_no_number() -> None:
    assert find_labels(draw_timeline(make_more(documents=1), document_dates={})) == ["May 7, 2025 · hội đàm"]


@pytest.mark.parametrize(
    ("mod", "precision", "end", "en", "vi"),
    [
        ("START", "month", "2025-05-31", "early May 2025", "đầu tháng 5/2025"),
        ("MID", "year", "2025-12-31", "mid 2025", "giữa năm 2025"),
        ("END", "year", "2030-12-31", "late 2025–2030", "cuối 2025–2030"),
        ("APPROX", "year", "2025-12-31", "about 2025", "khoảng năm 2025"),
    ],
)
def test_part_of_a_period_is_said(mod: str, precision: str, end: str, en: str, vi: str) -> None:
    row = ("A", "", "2025-05-01" if precision == "month" else "2025-01-01", end, precision, "event")
    assert [load_events(make_events(row).assign(mod=mod), lang)[0].label for lang in ("en", "vi")] == [en, vi]


@pytest.mark.parametrize(("mod", "left", "right"), [("START", 0, 0.5), ("MID", 0.25, 0.75), ("END", 0.5, 1)])
def test_part_of_a_period_is_shaded_within_the_whole_period(mod: str, left: float, right: float) -> None:
    row = ("A", "", "2020-01-01", "2029-12-31", "decade", "event")
    axes = draw_timeline(make_events(row).assign(mod=mod), document_dates={}).axes[0]
    (bar,) = (patch for patch in axes.patches if patch.get_edgecolor()[3] and patch.get_zorder() == 3)
    (shade,) = (c for c in axes.collections if isinstance(c, PolyCollection) and c.get_zorder() == 3.2)
    ends = [(x - bar.get_x()) / bar.get_width() for path in shade.get_paths() for x, _ in path.vertices]
    assert (min(ends), max(ends)) == (pytest.approx(left, abs=1e-6), pytest.approx(right, abs=1e-6))


def test_start_of_an_open_period_shades_nothing() -> None:
    events = make_events(("A", "", "2018-05-01", "", "month", "validity")).assign(mod="MID")
    picture = draw_timeline(events, document_dates={})
    assert not [c for c in picture.axes[0].collections if isinstance(c, PolyCollection) and c.get_zorder() == 3.2]
    assert "mid May 2018 – …" in read_texts(picture)


def test_open_end_fades_and_is_said() -> None:
    picture = draw_timeline(make_events(("A", "", "2015-03-01", "", "month", "validity")), document_dates={})
    assert {"Mar 2015 – …", "bar faded at its end: the text names no end"} <= set(read_texts(picture))
    assert [c for c in picture.axes[0].collections if c.get_zorder() == 3.5]


@pytest.mark.parametrize("by", ["text", "role"])
def test_more_events_than_fill_a_page_are_counted_and_stand_in_an_overview(by: str) -> None:
    days = [date(2000, 1, 1) + timedelta(30 * number) for number in range(300)]
    events = make_events(*((f"T{n % 40}", *make_day(day.isoformat())[1:]) for n, day in enumerate(days)))
    picture = draw_timeline(events, by=by, document_dates={})
    drawn = len(find_labels(picture))
    said = read_texts(picture)
    assert picture.get_figheight() < 10.5
    assert 8 < drawn < 100
    assert any(text.startswith(f"events not drawn: {300 - drawn};") for text in said)
    assert "all events by their first day: 300; taller lines are those drawn below" in said
    assert find_clashes(picture) == []


def test_context_then_what_most_texts_tell_then_the_latest_is_chosen() -> None:
    rows = [make_day(f"2025-05-0{n}", name) for n, name in enumerate(["context", "old", "told", "new"], 1)]
    table = make_events(*rows).assign(documents=[0, 1, 5, 1], source=["context", "text", "text", "text"])
    events = load_events(table, "en")
    chosen = [[event.label.split(" · ")[1] for event in choose_events(events, number)] for number in (1, 2, 3)]
    assert chosen == [["context"], ["context", "told (5)"], ["context", "told (5)", "new"]]


def test_mark_and_label_lead_to_the_address_of_their_row_once() -> None:
    events = make_events(make_day("2025-05-06"), make_day("2025-05-07")).assign(link=["#a-1", ""])
    svg = draw_timeline(events, document_dates={}).to_svg()
    assert re.findall(r'<a xlink:href="([^"]*)"', svg) == ["#a-1"]


def test_surface_of_a_link_covers_mark_and_label() -> None:
    axes = draw_timeline(make_more(link="#a-1"), document_dates={}).axes[0]
    (surface,) = (patch for patch in axes.patches if patch.get_url())
    (label,) = (text for text in axes.texts if " · " in text.get_text())
    (marker,) = (line.get_xdata()[0] for line in axes.lines if line.get_marker() != "None")
    assert surface.get_x() < marker < label.get_position()[0] < surface.get_x() + surface.get_width()


def test_no_line_to_a_date_of_the_second_row_crosses_one_of_the_first() -> None:
    days = [date(2024, 10, 1) + timedelta(day) for day in (0, 1, 3, 8, 15, 16, 40, 210, 211, 230)]
    starts = [day.toordinal() for day in (date(1975, 4, 30), *days)]
    axis = find_axis(starts, [start + 1 for start in starts], WIDE)
    ticks = find_ticks(axis, starts, WIDE, lambda text: len(text) / 12, "en")
    written = [Extent(t.place - len(t.text) / 24, t.place + len(t.text) / 24) for t in ticks if not t.row]
    lines = [tick.place for tick in ticks if tick.row]
    assert lines
    assert not [place for place in lines for one in written if one.left < place < one.right]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("mod", "EARLY", "mod 'EARLY' is unknown; use one of START, MID, END, APPROX, MORE_THAN"),
        ("status", "done", "status 'done' is unknown; use one of past, ongoing, pledged"),
        ("source", "web", "source 'web' is unknown; use one of text, context"),
        ("documents", "A, B", "documents 'A, B' is no number; count the texts that tell the event"),
    ],
)
def test_further_column_that_cannot_be_read_is_an_error(column: str, value: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        draw_timeline(make_more(**{column: value}), document_dates={})
    assert str(error.value) == f"events: row 0 (LAO): {message}"
