"""The order of a concordance: that of a Vietnamese dictionary, outwards from the term."""

import pytest

from vietdiplo.find import find_contexts, find_terms
from vietdiplo.find.order import order_syllables
from vietdiplo.tables import ParameterError, make_table

TEXTS = ["an ninh vùng", "Ăn ninh vẽ", "ân ninh về", "an toàn ninh vẹt", "ninh"]
SENTENCES = make_table(
    [("d", 0, at, 100 * at, 100 * at + len(text), text) for at, text in enumerate(TEXTS)], "sentences"
)


@pytest.mark.parametrize(
    "words",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "án", "ang", "ăn", "ân"],
        ["da", "dạ", "đa", "đề", "em"],
        ["o", "ô", "ơ", "u", "ư"],
        ["hòa", "hóa", "hoan"],
        ["an ninh", "an toàn", "án"],
        ["a", "a-b", "a, c"],
    ],
)
def test_the_order_is_that_of_a_dictionary(words: list[str]) -> None:
    assert sorted(reversed(words), key=order_syllables) == words


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("text", ["an", "Ăn", "ân", "an toàn", ""]),
        ("left", ["", "an", "Ăn", "ân", "an toàn"]),
        ("right", ["", "Ăn", "an toàn", "ân", "an"]),
    ],
)
def test_lines_are_sorted_from_the_term_outwards(order: str, expected: list[str]) -> None:
    lines = find_contexts(find_terms(SENTENCES, ["ninh"]), SENTENCES, order=order)
    assert lines["left"].str.strip().tolist() == expected


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ParameterError, match="^find_contexts: order: 'L1' is not known; use one of text, left, right$"):
        find_contexts(find_terms(SENTENCES, ["ninh"]), SENTENCES, order="L1")
