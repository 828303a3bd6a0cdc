"""Which labels lead, whatever way a table was made."""

import pandas as pd
import pytest

from vietdiplo import compare_rankings
from vietdiplo.tables import ParameterError, TableError


def make_table(**sizes: float) -> pd.DataFrame:
    return pd.DataFrame({"label": list(sizes), "n": list(sizes.values())})


def test_each_leading_label_has_its_rank_in_every_table() -> None:
    found = compare_rankings({"one": make_table(a=9, b=5, c=1), "two": make_table(b=7, d=6, a=2)}, by="n", top=2)
    assert found.to_dict("list") == {
        "label": ["a", "b", "d"],
        "rank_one": [1, 2, 0],
        "rank_two": [3, 1, 2],
        "kept": [1, 2, 1],
    }


def test_a_label_that_changes_sides_is_not_kept() -> None:
    found = compare_rankings({"one": make_table(a=9, b=-5), "two": make_table(a=-9, b=-4)}, by="n", top=2)
    assert dict(zip(found["label"], found["kept"], strict=True)) == {"a": 1, "b": 2}


def test_ties_go_by_label() -> None:
    assert compare_rankings({"one": make_table(b=1, a=1)}, by="n", top=1)["label"].tolist() == ["a"]


def test_a_table_without_the_column_is_named() -> None:
    with pytest.raises(TableError, match="^compare_rankings: one: no column g2; give tables of counts$"):
        compare_rankings({"one": make_table(a=1)}, by="g2")


def test_no_table() -> None:
    with pytest.raises(ParameterError, match="^compare_rankings: no table; give at least one$"):
        compare_rankings({}, by="n")
