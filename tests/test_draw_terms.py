"""Pictures of terms: what a row, bar, tick, disc and point says, what is left out, and that labels stay apart."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle
from test_draw import COUNTS, KEYNESS, PAIRS, POSITIONS, RANKS, find_clashes, read_texts

from vietdiplo.draw.bars import draw_contrast
from vietdiplo.draw.frequencies import draw_frequencies
from vietdiplo.draw.layout import find_distances, place_boxes, place_nodes
from vietdiplo.draw.network import draw_network
from vietdiplo.draw.positions import draw_positions
from vietdiplo.draw.ranks import draw_ranks
from vietdiplo.draw.rows import TARGET
from vietdiplo.draw.style import Picture
from vietdiplo.tables import ParameterError, TableError

LONG = "từ ngữ số {} rất dài trong một văn kiện song phương"


def list_lines(picture: Picture, width: float) -> list[LineCollection]:
    """List the collections of lines of a width in points on the first panel."""
    found = [part for part in picture.axes[0].collections if isinstance(part, LineCollection)]
    return [part for part in found if part.get_linewidths()[0] == width]


def list_row_labels(picture: Picture) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in picture.axes[0].get_yticklabels()]


def test_largest_sum_is_on_top_and_equal_ones_keep_the_order() -> None:
    table = pd.DataFrame({"label": ["a", "b", "c"], "n": [2, 7, 2], "words": 100, "per_10k": [200.0, 700.0, 200.0]})
    axes = draw_frequencies(table).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a", "c"]
    assert axes.get_ylim() == (2.5, -0.5)


def test_frequencies_have_one_marker_a_text_and_row() -> None:
    axes = draw_frequencies(COUNTS).axes[0]
    assert [sorted(line.get_xdata()) for line in axes.lines] == [[20.0, 60.0], [0.0, 40.0]]
    assert [line.get_marker() for line in axes.lines] == ["o", "s"]


def test_legend_says_the_words_of_each_text() -> None:
    assert {"LAO-2023 (1.500 từ)", "KHM-2024 (1.000 từ)"} <= set(read_texts(draw_frequencies(COUNTS, lang="vi")))


def test_group_without_words_has_no_marker() -> None:
    table = COUNTS.assign(per_10k=COUNTS["per_10k"].where(COUNTS["doc_id"] == "LAO-2023"))
    assert np.isnan(draw_frequencies(table).axes[0].lines[1].get_xdata()).all()


def test_frequencies_without_texts_have_no_legend() -> None:
    picture = draw_frequencies(COUNTS.head(2).drop(columns="doc_id"))
    assert picture.legends == []


def test_contrast_prints_counts_beside_the_bars() -> None:
    assert {"12 : 3", "1 : 8"} <= set(read_texts(draw_contrast(KEYNESS)))


def test_contrast_has_the_target_on_top_and_decimal_commas_in_vietnamese() -> None:
    picture = draw_contrast(KEYNESS, lang="vi", target="LAO-2023", reference="KHM-2024")
    assert [label.get_text() for label in picture.axes[0].get_yticklabels()] == ["dầu khí", "biên giới"]
    assert {"6,2", "8,0", "thường gặp hơn trong LAO-2023"} <= set(read_texts(picture))


def test_contrast_refuses_an_infinite_ratio() -> None:
    with pytest.raises(TableError) as error:
        draw_contrast(KEYNESS.assign(log_ratio=[-2.5, np.inf]))
    assert str(error.value) == (
        "keyness: log_ratio of 'dầu khí' is infinite; count 0.5 for a zero, as Hardie (2014) does"
    )


def test_contrast_of_one_side_starts_at_zero() -> None:
    assert draw_contrast(KEYNESS.tail(1)).axes[0].get_xlim()[0] == 0


def list_rows_with_links(picture: Picture) -> dict[str, tuple[str, ...]]:
    """List the address that lies over each row of a picture, by its label."""
    (links,) = list_lines(picture, TARGET)
    labels = list_row_labels(picture)
    rows = [labels[int(segment[0][1])] for segment in links.get_segments()]
    return dict(zip(rows, links.get_urls(), strict=True))


def test_row_of_frequencies_leads_to_its_link_whatever_its_order() -> None:
    table = pd.DataFrame({"label": ["a", "b", "c"], "n": [2, 7, 4], "words": 100, "per_10k": [200.0, 700.0, 400.0]})
    picture = draw_frequencies(table.assign(link=["#a", "#b", None]))
    assert list_rows_with_links(picture) == {"a": "#a", "b": "#b"}
    assert re.findall(r'xlink:href="(#[abc])"', picture.to_svg()) == ["#b", "#a"]


def test_bar_of_a_contrast_leads_to_its_link() -> None:
    labels = KEYNESS["label"].tolist()
    picture = draw_contrast(KEYNESS.assign(link=[f"#{label}" for label in labels]))
    assert list_rows_with_links(picture) == {label: f"#{label}" for label in labels}


def test_row_without_an_address_has_no_link() -> None:
    assert "<a " not in draw_contrast(KEYNESS.assign(link="")).to_svg()


def test_interval_is_drawn_from_its_low_to_its_high_end() -> None:
    table = COUNTS.head(2).drop(columns="doc_id").assign(per_10k_low=[5.0, 30.0], per_10k_high=[60.0, 110.0])
    picture = draw_frequencies(table)
    [intervals] = list_lines(picture, 1.5)
    assert [segment.tolist() for segment in intervals.get_segments()] == [
        [[5.0, 1.0], [60.0, 1.0]],
        [[30.0, 0.0], [110.0, 0.0]],
    ]
    assert picture.axes[0].get_xlabel() == "occurrences per 10,000 words, with 95% intervals"


def test_longest_interval_fits_on_the_axis() -> None:
    table = COUNTS.head(2).drop(columns="doc_id").assign(per_10k_low=[5.0, 30.0], per_10k_high=[60.0, 110.0])
    assert draw_frequencies(table).axes[0].get_xlim()[1] > 110


@pytest.mark.parametrize(("texts", "rows", "left_out"), [(1, 40, 5), (2, 40, 5), (6, 20, 25)])
def test_frequencies_draw_the_most_frequent_and_say_how_many_not(texts: int, rows: int, left_out: int) -> None:
    cells = [(LONG.format(n), f"văn bản {d}", 100 - n, 900, 1.0) for n in range(45) for d in range(texts)]
    picture = draw_frequencies(pd.DataFrame(cells, columns=COUNTS.columns), lang="vi")
    assert list_row_labels(picture) == [LONG.format(n) for n in range(rows)]
    assert f"số nhãn không vẽ: {left_out}" in read_texts(picture)
    assert find_clashes(picture) == []


def test_frequencies_draw_the_six_longest_texts() -> None:
    cells = [("biên giới", f"T{d}", 3, words, 1.0) for d, words in enumerate([500, 900, 100, 700, 600, 800, 300])]
    picture = draw_frequencies(pd.DataFrame(cells, columns=COUNTS.columns))
    legend = [text.get_text() for text in picture.legends[0].get_texts()]
    assert [name[:2] for name in legend] == ["T0", "T1", "T3", "T4", "T5", "T6"]
    assert "texts not drawn: 1" in read_texts(picture)


def test_long_name_in_a_legend_keeps_its_words() -> None:
    table = COUNTS.assign(doc_id="2024-05-07_tuyen-bo-chung-ve-tang-cuong-quan-he-doi-tac-chien-luoc-toan-dien-14")
    [name] = [text.get_text() for text in draw_frequencies(table).legends[0].get_texts()]
    assert re.fullmatch(r"2024-05-07_.*…toan-dien-14 \(1,500 words\)", name)


def test_contrast_draws_lrc_and_says_how_many_are_zero() -> None:
    table = pd.concat([KEYNESS, KEYNESS.head(1).assign(label="hải đảo")]).assign(lrc=[-1.2, 0.5, 0.0])
    picture = draw_contrast(table)
    assert list_row_labels(picture) == ["dầu khí", "biên giới"]
    assert picture.axes[0].get_xlabel().startswith("LRC (")
    assert {"0.5", "−1.2", "LRC 0 (no certain difference), not drawn: 1"} <= set(read_texts(picture))


def test_contrast_without_an_lrc_above_zero_draws_log_ratio() -> None:
    picture = draw_contrast(KEYNESS.assign(lrc=0.0))
    assert "LRC 0 for all: no difference is certain" in read_texts(picture)
    assert picture.axes[0].get_xlabel().startswith("Log Ratio (")
    assert {"1.8", "−2.5"} <= set(read_texts(picture))


def test_bar_of_a_word_that_one_side_lacks_is_hollow() -> None:
    picture = draw_contrast(KEYNESS.assign(n_target=[0, 12]))
    bars = [bar for bar in picture.axes[0].patches if isinstance(bar, Rectangle)]
    looks = {round(bar.get_width(), 2): (to_hex(bar.get_facecolor()), to_hex(bar.get_edgecolor())) for bar in bars}
    assert looks == {1.75: ("#0072b2", "#0072b2"), -2.5: ("#ffffff", "#e69f00")}
    assert "absent from the other side" in read_texts(picture)


def test_contrast_of_words_in_both_sides_has_no_hollow_bar_in_its_legend() -> None:
    assert "absent from the other side" not in read_texts(draw_contrast(KEYNESS))


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_contrast_draws_the_twenty_strongest_of_each_side(lang: str) -> None:
    rows = [(LONG.format(n), 12345 * (n > 3), 98765, 1234.5, (n % 2 - 0.5) * n) for n in range(1, 61)]
    table = pd.DataFrame(rows, columns=KEYNESS.columns).assign(lrc=lambda t: t["log_ratio"] / 2)
    name = "2024-05-07_tuyen-bo-chung-ve-tang-cuong-quan-he-doi-tac-chien-luoc-toan-dien"
    picture = draw_contrast(table, lang=lang, target=name, reference=name)
    assert list_row_labels(picture) == [LONG.format(n) for n in [*range(59, 20, -2), *range(22, 61, 2)]]
    assert find_clashes(picture) == []


def test_label_that_a_text_lacks_has_an_empty_lane() -> None:
    picture = draw_positions(POSITIONS)
    assert list_row_labels(picture) == ["LAO-2023", "KHM-2024"] * 2
    assert [text.get_text() for text in picture.axes[0].texts] == [
        *("2", "0", "0", "1", "n"),
        *("1,500", "1,000", "1,500", "1,000", "words"),
    ]


def test_ticks_stand_at_their_places() -> None:
    ticks = list_lines(draw_positions(POSITIONS), 1.2)
    assert [[line[0, 0] for line in lane.get_segments()] for lane in ticks] == [[0.25, 0.5], [], [], [0.0]]


def test_one_text_has_one_block_with_the_most_frequent_label_first() -> None:
    table = POSITIONS.assign(doc_id="LAO-2023", words=1500, label=["dầu khí", "biên giới", "biên giới"])
    picture = draw_positions(table, lang="vi")
    assert list_row_labels(picture) == ["biên giới", "dầu khí"]
    assert "LAO-2023 (1.500 từ)" in read_texts(picture)


def test_tick_leads_to_its_link_on_a_width_that_a_finger_hits() -> None:
    svg = draw_positions(POSITIONS).to_svg()
    links = re.findall(r'<a xlink:href="([^"]*)"[^>]*>\s*<path [^>]*style="([^"]*)"', svg)
    assert sorted(link for link, _ in links) == sorted(list(POSITIONS["link"]) * 2)
    widths = [re.findall(r"stroke-width: ([\d.]+)", style) for link, style in links if link.endswith("#s4")]
    assert widths == [["7"], ["1.2"]]


def test_no_link_column_makes_no_links() -> None:
    assert "<a " not in draw_positions(POSITIONS.drop(columns="link")).to_svg()


def test_tick_without_an_address_makes_no_link() -> None:
    svg = draw_positions(POSITIONS.assign(link=["LAO-2023.html#s4", "", None])).to_svg()
    assert re.findall(r'<a xlink:href="([^"]*)"', svg) == ["LAO-2023.html#s4"] * 2


def test_ticks_that_cover_each_other_are_drawn_once_and_counted_each() -> None:
    table = POSITIONS.head(2).assign(at=[0.5, 0.5001])
    picture = draw_positions(table)
    assert [len(lane.get_segments()) for lane in list_lines(picture, 1.2)] == [1]
    assert "2" in read_texts(picture)


def test_place_beyond_the_text_is_refused() -> None:
    with pytest.raises(TableError) as error:
        draw_positions(POSITIONS.assign(at=[0.25, 25.0, 0.0]))
    assert str(error.value) == "positions: LAO-2023: biên giới: at 25.0 is no share; give 0 to 1"


@pytest.mark.parametrize(("texts", "shown", "texts_left_out"), [(1, 55, 0), (2, 16, 0), (6, 7, 0), (14, 4, 2)])
def test_positions_draw_what_has_room(texts: int, shown: int, texts_left_out: int) -> None:
    name = "2024-05-07_tuyen-bo-chung-ve-tang-cuong-quan-he-doi-tac-chien-luoc-{}"
    rows = [(name.format(d), LONG.format(n), 900, n / 60) for d in range(texts) for n in range(60)]
    picture = draw_positions(pd.DataFrame(rows, columns=["doc_id", "label", "words", "at"]))
    assert len(list_row_labels(picture)) == shown * min(texts, 12)
    assert f"labels not drawn: {60 - shown}" in read_texts(picture)
    assert (f"texts not drawn: {texts_left_out}" in read_texts(picture)) == bool(texts_left_out)
    assert find_clashes(picture) == []


def make_pairs(seed: int) -> pd.DataFrame:
    """Make pairs of 2 to 40 labels of one to nine syllables, by chance but the same for a seed."""
    chance = np.random.default_rng(seed)
    labels = [" ".join(chance.choice(LONG.split(), chance.integers(1, 10))) + f" {n}" for n in range(2 + seed * 2 % 39)]
    every = list(combinations(range(len(labels)), 2))
    some = chance.permutation(len(every))[: chance.integers(1, 3 * len(labels))]
    sizes = chance.integers(3, 400, len(labels))
    rows = [(every[at], int(min(sizes[list(every[at])]) // 2 + 1)) for at in some]
    cells = [(labels[a], labels[b], n, n / (sizes[a] + sizes[b] - n), 1.5, sizes[a], sizes[b]) for (a, b), n in rows]
    return pd.DataFrame(cells, columns=PAIRS.columns)


def find_covered(picture: Picture) -> list[str]:
    """Find the labels that touch another label or a disc, or leave the canvas, and the discs that touch another."""
    axes = picture.axes[0]
    labels = [(text.get_text(), text.get_window_extent()) for text in axes.texts]
    discs = [("disc", disc.get_window_extent()) for disc in axes.patches if isinstance(disc, Circle)]
    marks = [*labels, *discs]
    outside = [name for name, box in marks if not (picture.bbox.contains(*box.min) and picture.bbox.contains(*box.max))]
    return outside + [f"{a} / {b}" for (a, one), (b, other) in combinations(marks, 2) if one.overlaps(other)]


@pytest.mark.no_cover  # generated by the hundred; other tests pass there too
@pytest.mark.parametrize("start", range(0, 100, 10))
def test_no_label_of_a_network_covers_a_label_or_disc_in_a_hundred_graphs(start: int) -> None:
    assert [find_covered(draw_network(make_pairs(seed))) for seed in range(start, start + 10)] == [[]] * 10


def test_network_is_the_same_for_the_same_table() -> None:
    assert draw_network(make_pairs(7)).to_svg() == draw_network(make_pairs(7)).to_svg()


def test_disc_grows_with_the_sentences_of_its_label_by_area() -> None:
    discs = [patch for patch in draw_network(PAIRS).axes[0].patches if isinstance(patch, Circle)]
    radii = [disc.get_radius() for disc in discs[:3]]
    assert [round(radius**2 / max(radii) ** 2 * 9, 6) for radius in radii] == [8, 6, 9]


def test_line_grows_with_the_weight_of_its_pair() -> None:
    [lines] = [lines for lines in draw_network(PAIRS).axes[0].collections if len(lines.get_linewidths()) == 2]
    assert list(lines.get_linewidths()) == [1.25, 5.0]


def test_legend_of_a_network_has_sizes_and_weights() -> None:
    texts = read_texts(draw_network(PAIRS, weight="lift", lang="vi"))
    assert {"số câu có nhãn", "6", "8", "9", "lift: số câu có cả hai / số kỳ vọng nếu ngẫu nhiên", "1,5", "2,5"} <= set(
        texts
    )


def test_line_leads_to_its_link() -> None:
    svg = draw_network(PAIRS.assign(link=["a.html", "b.html"])).to_svg()
    assert re.findall(r'xlink:href="([^"#]+)"', svg) == ["b.html", "a.html"]


def test_network_draws_forty_labels_and_eighty_pairs_and_says_how_many_not() -> None:
    rows = [(f"nhãn {a:02}", f"nhãn {b:02}", 5, 1 / (a + b), 1.0, 9, 9) for a, b in combinations(range(50), 2)]
    picture = draw_network(pd.DataFrame(rows, columns=PAIRS.columns))
    [lines] = [lines for lines in picture.axes[0].collections if len(lines.get_segments()) > 1]
    assert len(lines.get_segments()) == 80
    drawn = sum(text.startswith("nhãn") for text in read_texts(picture))
    assert {f"labels not drawn: {50 - drawn}", "pairs not drawn: 1,145"} <= set(read_texts(picture))


def test_unknown_weight_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ParameterError) as error:
        draw_network(PAIRS, weight="g2")
    assert str(error.value) == "draw_network: weight: 'g2' is not known; use one of jaccard, lift, n"


def test_distance_is_the_shortest_way_and_more_than_any_where_there_is_none() -> None:
    distances = find_distances([(0, 1), (1, 2), (0, 2)], [1.0, 1.0, 3.0], 4)
    assert distances.tolist() == [[0, 1, 2, 2.5], [1, 0, 1, 2.5], [2, 1, 0, 2.5], [2.5, 2.5, 2.5, 0]]


def test_nodes_stand_at_their_distances_with_the_longest_side_level() -> None:
    points = place_nodes(np.array([[0.0, 3.0, 12.5], [3.0, 0.0, 12.0], [12.5, 12.0, 0.0]]))
    sides = [np.hypot(*(points[a] - points[b])) for a, b in combinations(range(3), 2)]
    assert np.round(sides, 2).tolist() == [3.0, 12.5, 12.0]
    assert np.ptp(points[:, 0]) > 11.5


def test_boxes_at_one_point_are_put_apart() -> None:
    sizes = np.array([[1.0, 0.5]] * 6)
    middles = place_boxes(np.zeros((6, 2)), sizes, 3.0, 1.0, 0.1)
    gaps = [np.abs(middles[a] - middles[b]) - sizes[0] for a, b in combinations(range(6), 2)]
    assert all(gap.max() >= 0.1 - 1e-6 for gap in gaps)
    assert middles[:, 0].min() >= 0.5
    assert middles[:, 0].max() <= 2.5


def test_ranks_have_a_point_each_and_the_line_of_the_law() -> None:
    law, points = draw_ranks(RANKS).axes[0].lines
    assert (law.get_xdata().tolist(), law.get_ydata().tolist()) == ([1, 3], [60.0, 20.0])
    assert (points.get_xdata().tolist(), points.get_ydata().tolist()) == ([1, 2, 3], [60, 20, 1])


def test_some_ranks_are_labelled() -> None:
    table = pd.DataFrame({"label": [f"w{n}" for n in range(1, 13)], "n": range(120, 0, -10), "rank": range(1, 13)})
    labels = [text.get_text() for text in draw_ranks(table.assign(zipf=120 / table["rank"])).axes[0].texts]
    assert labels == ["w1", "w2", "w3", "w5", "w10"]


def test_label_that_never_occurs_has_no_point() -> None:
    picture = draw_ranks(RANKS.assign(n=[60, 20, 0]))
    assert picture.axes[0].lines[1].get_xdata().tolist() == [1, 2]


def test_hundred_thousand_ranks_of_long_labels_stay_small_and_apart() -> None:
    rank = np.arange(1, 100_001)
    table = pd.DataFrame({"label": LONG, "n": np.maximum(90_000 // rank, 1), "rank": rank, "zipf": 90_000 / rank})
    picture = draw_ranks(table)
    assert len(picture.axes[0].lines[1].get_xdata()) < 600
    assert find_clashes(picture) == []
