"""The four tables and their checks, by the text of the errors."""

import pandas as pd
import pytest

from vietdiplo import check_surfaces, check_table, find_words, load_strings, split_sentences
from vietdiplo.tables import TABLES, TableError, make_table

DOCUMENTS = load_strings({"a": "Hai bên họp. Hai bên ký."})
SENTENCES = split_sentences(DOCUMENTS)


@pytest.mark.parametrize("kind", TABLES)
def test_an_empty_table_has_the_columns_of_its_kind(kind: str) -> None:
    table = make_table([], kind)
    assert list(table) == list(TABLES[kind])
    assert check_table(table, kind) is table


def test_an_unknown_kind_is_answered_with_the_valid_ones() -> None:
    message = "unknown kind 'words'; use one of documents, sentences, occurrences, counts"
    with pytest.raises(TableError, match=message):
        check_table(SENTENCES, "words")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="^sentences: no column start, end; expected doc_id, paragraph"):
        check_table(SENTENCES.drop(columns=["start", "end"]), "sentences")


def test_a_wrong_type_is_named() -> None:
    with pytest.raises(TableError, match="^sentences: column start: str is not int; convert it"):
        check_table(SENTENCES.assign(start=SENTENCES["start"].astype("str")), "sentences")


def test_a_missing_value_is_named() -> None:
    table = SENTENCES.assign(text=[None, "Hai bên ký."])
    with pytest.raises(TableError, match="^sentences: column text: row 0 has no value; fill it or leave the row out"):
        check_table(table, "sentences")


def test_two_rows_of_one_sentence_are_refused() -> None:
    table = pd.concat([SENTENCES, SENTENCES.head(1)], ignore_index=True)
    with pytest.raises(TableError, match="^sentences: two rows with doc_id a, sentence 0; keep one$"):
        check_table(table, "sentences")


def test_a_span_of_another_length_is_refused() -> None:
    with pytest.raises(TableError, match=r"a\[0:11\] is not as long as 'Hai bên họp.'; offsets are code points"):
        check_table(SENTENCES.assign(end=[11, 24]), "sentences")


def test_a_surface_that_stands_elsewhere_is_refused() -> None:
    words = find_words(SENTENCES)
    moved = words.assign(start=words["start"] + 1, end=words["end"] + 1)
    with pytest.raises(TableError, match=r"a\[1:4\]: the original has 'ai ', the table 'Hai'; make it again"):
        check_surfaces(moved, DOCUMENTS)


def test_another_corpus_is_refused() -> None:
    with pytest.raises(TableError, match="^a: not among the documents; pass the documents the table was made from"):
        check_surfaces(SENTENCES, load_strings({"b": "Hai bên họp."}))
