"""The timeline: labels that never meet, an axis that says where it is cut, and what is past or planned."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from test_draw import find_clashes, read_texts

from vietdiplo.draw.axis import find_axis, find_ticks, format_span
from vietdiplo.draw.events import ROLES, Days, load_days
from vietdiplo.draw.labels import Extent
from vietdiplo.draw.style import COLOURS, Picture
from vietdiplo.draw.timeline import draw_timeline
from vietdiplo.tables import TableError

COLUMNS = ["doc_id", "headline", "from", "to", "precision", "role"]
WORDS = ["hội đàm", "ký kết", "Hiệp định", "thương mại", "quốc phòng", "Ủy ban", "liên", "Chính phủ", "kỳ họp"]
WIDE = Extent(0.0, 7.0)


def make_events(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def make_day(day: str, headline: str = "hội đàm", role: str = "event") -> tuple[str, ...]:
    return ("LAO", headline, day, day, "day", role)


def make_random(seed: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """Make up to twelve events of up to three texts, within a week up to within three centuries."""
    rng = random.Random(seed)
    first, length = date(rng.randint(1650, 2020), 1, 1), rng.choice([0, 7, 90, 1000, 20000, 100000])
    rows = []
    for _ in range(rng.randint(1, 12)):
        start = min(first + timedelta(rng.randint(0, length)), date(2100, 12, 31))
        precision, days = rng.choice(
            [("day", 0), ("day", 0), ("day", 30), ("month", 29), ("year", 364), ("century", 36500)]
        )
        headline = " ".join(rng.choices(WORDS, k=rng.choice([0, 1, 4, 20])))
        end = (start + timedelta(days)).isoformat() if rng.random() < 0.95 else ""
        rows.append((rng.choice("ABC"), headline, start.isoformat(), end, precision, rng.choice(ROLES)))
    return make_events(*rows), {"A": "2000-05-17", "B": rng.choice(["1999", "2001-02", ""])}


def find_markers(picture: Picture) -> list[str]:
    """Find the fill of each marker, from the first lane to the last."""
    return [to_hex(line.get_markerfacecolor()) for line in picture.axes[0].lines if line.get_marker() != "None"]


def find_bars(picture: Picture) -> list[Rectangle]:
    return [patch for patch in picture.axes[0].patches if patch.get_edgecolor()[3] and patch.get_zorder() == 3]


@pytest.mark.parametrize("start", range(0, 200, 25))
def test_labels_of_random_events_never_meet_and_stay_on_the_canvas(start: int) -> None:
    clashes = {}
    for seed in range(start, start + 25):
        events, dates = make_random(seed)
        lang = ("en", "vi")[seed % 2]
        clashes[seed] = find_clashes(draw_timeline(events, lang=lang, title="Sự kiện", document_dates=dates))
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
    few, many = (make_events(*[make_day("2025-05-07")] * n) for n in (2, 12))
    heights = [draw_timeline(events, document_dates={}).get_figheight() for events in (few, many)]
    assert heights[1] - heights[0] == pytest.approx(10 * 0.22)


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
        ("2025-05-01", "2025-05-29", ["5/2025", "15/5/2025", "29/5/2025"]),
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
        ("1990-01-01", "1999-12-31", "decade", "1990–1999", "1990–1999"),
        ("1601-01-01", "1700-12-31", "century", "1601–1700", "1601–1700"),
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
            "use one of event, instrument, validity, reference, anniversary, target",
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
