"""What is typical of a text, how alike texts are, and formulae counted once."""

import numpy as np
import pandas as pd
import pytest

from vietdiplo.count import compare_similarity, count_formulas, count_labels, count_once, count_tfidf
from vietdiplo.tables import ParameterError, TableError, make_table

TEXTS = {"a": "x x y z", "b": "x y y w", "c": "x y"}


def make_words(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make occurrences of words of one letter, and the sizes of their texts."""
    rows = [
        (name, 0, 2 * at, 2 * at + 1, word, "words", word)
        for name, text in texts.items()
        for at, word in enumerate(text.split())
    ]
    words = make_table(rows, "occurrences")
    return words, pd.DataFrame({"doc_id": list(texts), "words": [len(text.split()) for text in texts.values()]})


WORDS, SIZES = make_words(TEXTS)


@pytest.mark.parametrize(("scheme", "value"), [("rate", 1 / 4 * np.log(3)), ("count", np.log10(3)), ("smooth", None)])
def test_a_scheme_weighs_as_its_formula_says(scheme: str, value: float | None) -> None:
    table = count_tfidf(WORDS, SIZES, scheme=scheme).set_index(["doc_id", "label"])
    if value is None:
        weights = np.array([2 * (np.log(4 / 4) + 1), 1 * (np.log(4 / 4) + 1), 1 * (np.log(4 / 2) + 1)])
        value = weights[2] / np.sqrt((weights**2).sum())
    assert table.loc[("a", "z"), "tf_idf"] == pytest.approx(value)
    assert set(table["scheme"]) == {scheme}


def test_a_word_of_all_texts_is_typical_of_none() -> None:
    table = count_tfidf(WORDS, SIZES)
    assert table.loc[table["label"].isin(["x", "y"]), "tf_idf"].tolist() == [0.0] * 6
    assert table.groupby("doc_id")["label"].first().tolist() == ["z", "w", "x"]


def test_one_text_has_no_tf_idf() -> None:
    table = count_tfidf(*make_words({"a": "x x y"}))
    assert table["tf_idf"].isna().all()
    assert set(table["reason"]) == {"one_text"}


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(
        ParameterError, match="^count_tfidf: scheme: 'tf' is not known; use one of rate, count, smooth$"
    ):
        count_tfidf(WORDS, SIZES, scheme="tf")


def test_similarity_of_every_two_texts() -> None:
    table = compare_similarity(count_labels(WORDS, SIZES, by="doc_id")).set_index(["group", "other"])
    assert table.loc[("a", "b"), ["shared", "jaccard"]].tolist() == [2, 0.5]
    assert table.loc[("a", "b"), "cosine"] == pytest.approx((2 * 1 + 1 * 2) / 6)
    assert table.loc[("a", "c"), "cosine"] == pytest.approx(3 / np.sqrt(6 * 2))
    assert len(table) == 3


def test_similarity_by_a_column_that_is_not_there() -> None:
    with pytest.raises(
        TableError, match="^compare_similarity: by: no column genre in counts; use one of doc_id, label"
    ):
        compare_similarity(count_labels(WORDS, SIZES, by="doc_id"), by="genre")


def make_ngrams(rows: list[tuple[str, int, int, str]]) -> pd.DataFrame:
    table = [(name, 0, start, end, "-" * (end - start), "ngrams", label) for name, start, end, label in rows]
    return make_table(table, "occurrences")


NGRAMS = make_ngrams([("a", 2, 7, "y z"), ("b", 0, 3, "x y"), ("c", 0, 3, "x y")])


def test_the_spread_of_a_formula_is_its_share_of_the_texts() -> None:
    assert count_formulas(NGRAMS, SIZES).to_numpy().tolist() == [
        ["x y", 2, 2, 3, pytest.approx(2 / 3)],
        ["y z", 1, 1, 3, pytest.approx(1 / 3)],
    ]


def test_a_formula_that_comes_again_counts_once() -> None:
    table = count_once(WORDS, NGRAMS, SIZES).set_index("label")
    assert table["n"].to_dict() == {"x": 4, "y": 4, "w": 1, "z": 1}
    assert table["n_once"].to_dict() == {"x": 3, "y": 3, "w": 1, "z": 1}
    assert table.loc["x", "repeated"] == 0.25


def test_a_word_that_sticks_out_of_a_formula_is_counted() -> None:
    spans = make_ngrams([("a", 0, 1, "f"), ("b", 0, 2, "f"), ("b", 3, 7, "f")])
    long = make_table([("b", 0, 0, 3, "x y", "terms", "t"), ("b", 0, 4, 7, "y w", "terms", "t")], "occurrences")
    assert count_once(long, spans, SIZES)[["n", "n_once"]].to_numpy().tolist() == [[2, 1]]
