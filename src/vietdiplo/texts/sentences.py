"""Documents into sentences: line ends are hard unless a program wrapped them, then full stops that really end one."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from vietdiplo.tables import check_table, make_table
from vietdiplo.texts.clean import clean_text
from vietdiplo.texts.credits import cut_credits
from vietdiplo.texts.kinds import Span, find_kinds
from vietdiplo.texts.lines import find_lines
from vietdiplo.texts.stops import SPOKEN, find_stops


class Border(NamedTuple):
    """A sentence: its paragraph, its first code point, the one after its last, and its kind."""

    paragraph: int
    start: int
    end: int
    kind: str


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split documents into sentences.

    One row per sentence, in the order of the text: headings and list items are sentences too; a paragraph is a line,
    or the lines that it was wrapped into. The column kind is text, heading, item (of a list, or a numbered section),
    caption, credit (of a picture or source) or byline. What has no letter or digit (***, […]) is no sentence.
    """
    check_table(documents, "documents")
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        found = find_borders(text)
        rows += [(doc_id, par, number, s, e, text[s:e], kind) for number, (par, s, e, kind) in enumerate(found)]
    sentences = make_table(rows, "sentences", ("kind",))
    return sentences.astype({"kind": "str"})


def find_borders(text: str) -> Iterator[Border]:
    """Find each sentence of a text with its kind."""
    cleaned = clean_text(text)
    paragraphs = [spans for line in find_lines(cleaned.text) if (spans := _split_line(cleaned.text, *line))]
    for number, (spans, kinds) in enumerate(zip(paragraphs, find_kinds(cleaned.text, paragraphs), strict=True)):
        for span, kind in zip(spans, kinds, strict=True):
            yield Border(number, *cleaned.span(*span), kind)


def _split_line(text: str, start: int, end: int) -> list[Span]:
    """Split a line into its sentences; what has no letter or digit is none."""
    line = text[start:end]
    spans = [part for span in find_stops(line) for part in cut_credits(line, *span)]
    return [(start + s, start + e) for s, e in spans if SPOKEN.search(line, s, e)]
