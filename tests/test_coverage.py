"""Sectors counted: coverage of groups, differences against published values, and the order of the text."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from vietdiplo import (
    compare_coverage,
    count_coverage,
    count_sequence,
    count_sizes,
    draw_heatmap,
    draw_profile,
    draw_sequence,
    find_words,
    load_strings,
    split_sentences,
)
from vietdiplo.count.differences import fisher_p
from vietdiplo.draw.style import Picture
from vietdiplo.tables import TableError, make_table

DOCUMENTS = load_strings({"a": "Hai bên. Ba bên.", "b": "Hợp tác.", "c": "2025."})
SENTENCES = split_sentences(DOCUMENTS)
SIZES = count_sizes(DOCUMENTS, SENTENCES, find_words(SENTENCES)).assign(genre=["news", "news", None])
CODES = make_table(
    [
        ("a", 1, 9, 11, "Ba", "sectors", "X"),
        ("a", 1, 9, 11, "Ba", "sectors", "Y"),
        ("a", 1, 12, 15, "bên", "sectors", "X"),
        ("b", 0, 0, 3, "Hợp", "sectors", "X"),
    ],
    "occurrences",
)
ROWS = {"DEF": "Quốc phòng", "ECO": "Kinh tế, thương mại, đầu tư, tài chính"}
SIDES = pd.DataFrame(
    [
        ("one", "DEF", 18, 60, 0.3, 0.2, 0.42, 1),
        ("two", "DEF", 12, 80, 0.15, 0.088, 0.244, 2),
        ("one", "ECO", 0, 60, 0.0, 0.0, 0.06, 0),
        ("two", "ECO", 0, 80, 0.0, 0.0, 0.046, 0),
    ],
    columns=["doc_id", "label", "sentences", "of", "coverage", "low", "high", "documents"],
)
SEQUENCE = pd.DataFrame(
    [("t1", 0, 3, "DEF", "#a"), ("t1", 1, 3, "DEF", "#b"), ("t1", 1, 3, "ECO", "#b"), ("t1", 2, 3, "", "#c")],
    columns=["doc_id", "sentence", "of", "label", "link"],
)


def test_coverage_of_a_group_pools_its_sentences_and_leaves_out_texts_of_no_group() -> None:
    table = count_coverage(CODES, SENTENCES, SIZES, labels=["X", "Y"], by="genre")
    assert table[["genre", "label", "n", "documents", "sentences", "of"]].to_numpy().tolist() == [
        ["news", "X", 3, 2, 2, 3],
        ["news", "Y", 1, 1, 1, 3],
    ]
    assert table["share"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_coverage_by_a_column_that_is_not_there() -> None:
    with pytest.raises(TableError, match="^count_coverage: by: no column country in sizes; use one of doc_id, title"):
        count_coverage(CODES, SENTENCES, SIZES, labels=["X"], by="country")


def test_the_difference_of_the_published_example() -> None:
    table = compare_coverage(SIDES, target="one", reference="two")
    assert table["label"].tolist() == ["DEF"]
    row = table.iloc[0]
    values = [row[name] for name in ("difference", "difference_low", "difference_high")]
    assert values == pytest.approx([0.15, 0.0119, 0.2896], abs=5e-5)
    assert [row["p"], row["p_adjusted"], row["tests"]] == pytest.approx([0.038595, 0.038595, 1], abs=5e-7)


def test_p_is_adjusted_over_the_sectors_that_either_side_has() -> None:
    table = compare_coverage(SIDES.replace({"sentences": {0: 1}}), target="one", reference="two")
    assert table[["label", "p_adjusted"]].to_numpy().tolist() == [
        ["DEF", pytest.approx(0.077189, abs=5e-7)],
        ["ECO", 1.0],
    ]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("three", "compare_coverage: no group 'three' in doc_id; use one of one, two"),
        ("two", "compare_coverage: 'two' is target and reference; choose two groups"),
    ],
)
def test_groups_that_cannot_be_compared(target: str, message: str) -> None:
    with pytest.raises(TableError, match=f"^{message}$"):
        compare_coverage(SIDES, target=target, reference="two")


def test_a_group_without_sentences_is_not_compared() -> None:
    with pytest.raises(TableError, match="^compare_coverage: 'one' has no sentences, so no coverage; choose"):
        compare_coverage(SIDES.assign(of=0), target="one", reference="two")


def test_fisher_p_of_published_examples() -> None:
    # Fisher's tea (1935), two-sided; all of one side against none; the same share on both sides.
    p = fisher_p(*(np.array(cells) for cells in ([3, 4, 5], [4, 4, 10], [1, 0, 5], [4, 4, 10])))
    assert p.tolist() == pytest.approx([34 / 70, 2 / 70, 1.0])


def test_a_sequence_has_every_sentence_in_the_order_of_the_text() -> None:
    assert count_sequence(CODES, SENTENCES, labels=["Y", "X"]).to_numpy().tolist() == [
        ["a", 0, 2, 0.0, "", 0],
        ["a", 1, 2, 1.0, "Y", 1],
        ["a", 1, 2, 1.0, "X", 2],
        ["b", 0, 1, 0.0, "X", 1],
        ["c", 0, 1, 0.0, "", 0],
    ]


def test_a_sequence_of_other_sentences_is_refused() -> None:
    message = "^a: sentence 1 is not among the sentences; pass those that the occurrences were found in$"
    with pytest.raises(TableError, match=message):
        count_sequence(CODES, SENTENCES.drop(index=1), labels=["X"])


def list_links(picture: Picture) -> list[str]:
    lines = [each for each in picture.axes[0].collections if isinstance(each, LineCollection)]
    return [str(url) for each in lines for url in each.get_urls() or [] if url]


def test_each_cell_of_a_sequence_leads_to_its_sentence() -> None:
    picture = draw_sequence(SEQUENCE, rows=ROWS)
    assert list_links(picture) == ["#a", "#b", "#b", "#c"]
    assert [text.get_text() for text in picture.texts] == [
        "t1 (3 sentences)",
        "A cell is a sentence; one with several codes has a cell in each lane. n: sentences.",
    ]


def test_a_sequence_says_how_many_texts_it_leaves_out() -> None:
    texts = pd.concat([SEQUENCE.assign(doc_id=f"t{number}") for number in range(30)])
    assert draw_sequence(texts, rows=ROWS, lang="vi").texts[-1].get_text() == "số văn bản không vẽ: 18"


def test_a_profile_leaves_out_what_neither_group_has() -> None:
    picture = draw_profile(SIDES, rows=ROWS, groups={"one": "A", "two": "B"})
    labels = [label.get_text() for label in picture.axes[0].get_yticklabels()]
    assert labels == ["Quốc phòng"]
    assert [text.get_text() for text in picture.axes[0].texts] == ["18 : 12", "n"]
    assert [text.get_text() for text in picture.legends[0].get_texts()] == ["A (60 sentences)", "B (80 sentences)"]


def test_a_profile_of_nothing_says_so() -> None:
    picture = draw_profile(SIDES.assign(sentences=0), rows=ROWS, groups={"one": "A"}, lang="vi")
    assert [text.get_text() for text in picture.texts] == ["Không có số liệu."]


def test_a_profile_refuses_a_code_without_a_name() -> None:
    with pytest.raises(TableError, match="^coverage: label 'DEF' is not among the rows; add it there$"):
        draw_profile(SIDES, rows={}, groups={"one": "A"})


def test_a_cell_of_a_heatmap_leads_where_its_row_says() -> None:
    table = SIDES.head(1).assign(link="#s4")
    svg = draw_heatmap(table, rows={"DEF": "Quốc phòng"}).to_svg()
    assert svg.count('<a xlink:href="#s4"') == 3  # the cell and its two lines of numbers
