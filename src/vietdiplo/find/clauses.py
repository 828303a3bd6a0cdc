"""Clauses: the parts of a sentence that each say one thing, cut where a list of verbs goes on."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from vietdiplo.find.commitments_marks import (
    ACTORS,
    BORDERS,
    PREDICATES,
    WORD,
    Lexicon,
    Mark,
    find_marks,
    fold_text,
    load_lexicon,
)
from vietdiplo.language import load_data
from vietdiplo.tables import check_table, make_table
from vietdiplo.texts.clean import clean_sentence

COLUMNS = ("clause",)
HEADS = (PREDICATES | {"activity", "goal", "negated"}) - {"consider"}
LIGHT = frozenset(("medium", "weak", "consider"))  # trao đổi, phối hợp, nghiên cứu: nouns as often as verbs
LONG = 4  # words before and after such a verb that make it one
PASSED = frozenset(("adverb", "past", "also"))
FEWEST = 4  # words of a clause; what is shorter goes with the one before it
OBJECT = 2  # words after the verb of the clause before: tăng cường và củng cố has one object
CUTS = frozenset(("semicolon", "also"))  # cut whatever follows
JOINTS = frozenset(("comma", "and"))  # cut before a verb or a new subject with its verb
NUMBERED = " \t-–—+•*.,;:"


class Sentence(NamedTuple):
    """A cleaned sentence with its marks, where its words begin, and where its commas and conjunctions and it end."""

    text: str
    marks: Sequence[Mark]
    words: Sequence[int]
    borders: Sequence[int]

    def count_words(self, start: int, end: int) -> int:
        """Count the words that begin in a stretch, without reading it again."""
        return bisect_left(self.words, end) - bisect_left(self.words, start)


def find_clauses(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the clauses of sentences: occurrences of the layer clauses, labelled `doc_id#sentence.clause`.

    One row per clause, in the order of the text; `clause` numbers those of a sentence from 0. A sentence is cut at a
    semicolon or colon, and at a comma or `và` before a verb of modality.yml or before a new subject with its predicate,
    if four words or more stand on both sides; nouns in a list stay together, and so do verbs with one object.
    """
    check_table(sentences, "sentences")
    lexicon, nouns = load_lexicon(), frozenset(load_data("alignment.yml")["nouns"])
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    rows = []
    for doc_id, number, start, text in zip(*columns, strict=True):
        for clause, (begin, end) in enumerate(_split_clauses(lexicon, nouns, text)):
            label = f"{doc_id}#{number}.{clause}"
            rows.append((doc_id, number, start + begin, start + end, text[begin:end], "clauses", label, clause))
    return make_table(rows, "occurrences", COLUMNS).astype({"clause": "int64"})


def _split_clauses(lexicon: Lexicon, nouns: frozenset[str], sentence: str) -> Iterator[tuple[int, int]]:
    """Split a sentence as it stands."""
    cleaned = clean_sentence(sentence)
    read = _read_sentence(lexicon, nouns, cleaned.text)
    start, size = 0, len(read.text)
    for end in (*_list_cuts(read), size):
        if end == size or min(read.count_words(start, end), read.count_words(end, size)) >= FEWEST:
            first, last = _strip(read.text, start, end)
            if first < last:
                yield cleaned.span(first, last)
            start = end


def _read_sentence(lexicon: Lexicon, nouns: frozenset[str], text: str) -> Sentence:
    """Find the marks of a cleaned sentence, and where its words begin."""
    marks = [mark for mark in find_marks(lexicon, text, fold_text(text)) if mark.value not in nouns]
    borders = [mark.start for mark in marks if mark.kind in BORDERS]
    return Sentence(text, marks, [found.start() for found in WORD.finditer(text)], [*borders, len(text)])


def _list_cuts(read: Sentence) -> Iterator[int]:
    """List where a clause ends and the next begins; a cut goes before its conjunction."""
    head = 0
    for number, mark in enumerate(read.marks):
        said = read.count_words(head, mark.start)
        if mark.kind in CUTS or (mark.kind in JOINTS and said >= OBJECT and _goes_on(read, number, said)):
            yield mark.start
        head = mark.end if mark.kind in HEADS else head


def _goes_on(read: Sentence, joint: int, said: int) -> bool:
    """Tell whether a verb follows a comma or conjunction, or after a comma a subject and its predicate.

    `said` are the words since the verb before.
    """
    at, is_comma, subject = read.marks[joint].end, read.marks[joint].kind == "comma", False
    for number in range(joint + 1, len(read.marks)):
        mark = read.marks[number]
        if read.text[at : mark.start].strip():
            return False
        if is_comma and mark.kind in LIGHT:
            return said >= LONG and not subject and _has_object(read, mark, LONG)
        if mark.kind in HEADS:
            return (not subject or mark.kind in PREDICATES) and _has_object(read, mark)
        if is_comma and mark.kind == "both":
            return True
        if mark.kind not in PASSED and not (is_comma and mark.kind in ACTORS):
            return False
        at, subject = mark.end, subject or mark.kind in ACTORS
    return False


def _has_object(read: Sentence, head: Mark, least: int = 1) -> bool:
    """Tell a verb with its object from a verb in a list of nouns: trao đổi, tiếp xúc."""
    stop = read.borders[bisect_left(read.borders, head.end)]
    return read.count_words(head.end, stop) >= least


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in NUMBERED:
        start += 1
    while start < end and text[end - 1] in " ,;:":
        end -= 1
    return start, end
