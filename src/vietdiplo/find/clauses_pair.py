"""Which two texts to compare: a news report with the declaration of its visit, or two declarations."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.tables import check_table

JOINT = ("declaration", "communique")
MOST = 300  # texts of a kind and partner that are tried, the latest
FAR = 10**6  # days between two texts of which one has no date


class Pair(NamedTuple):
    """Two texts: what `text` tells of `against`; kind is report or declarations, empty if there is none to compare."""

    text: str
    against: str
    kind: str


class Text(NamedTuple):
    """What a pair is chosen by: name, genre, partner, and the day as a number, 0 for none."""

    doc_id: str
    genre: str
    partner: str
    day: int


def find_pair(documents: pd.DataFrame, *, text: str = "", against: str = "") -> Pair:
    """Find the two texts to compare among documents; those that are named are kept.

    First a news report and the declaration or communiqué with its partner that is nearest in time, then two
    declarations with one partner, two declarations, a report and a declaration of whatever partner, and where there are
    two texts only, or one is named, whatever two. Of two declarations `against` is the earlier one, and of a report and
    a declaration the declaration, whatever the order they are named in. Where several pairs are as good, the latest,
    then the first by name.
    """
    check_table(documents, "documents")
    texts = [_read_text(row) for row in documents.to_dict("records")]
    if text and against:
        named = {one.doc_id: one for one in texts}
        return _order(named[text], named[against]) if {text, against} <= named.keys() else Pair("", "", "")
    wanted = {text, against} - {""}
    for pairs in _list_pairs(texts, wanted):
        found = [(one, other) for one, other in pairs if wanted <= {one.doc_id, other.doc_id}]
        if found:
            best = min(found, key=lambda pair: (_measure(*pair), -max(pair[0].day, pair[1].day), pair))
            return _order(*best)
    return Pair("", "", "")


def _read_text(row: Mapping[Any, Any]) -> Text:
    known = row["date"] or ""
    day = date.fromisoformat((known + "-01-01")[:10] if len(known) < 10 else known).toordinal() if known else 0
    return Text(row["doc_id"], row["genre"], row["partner"], day)


def _list_pairs(texts: Sequence[Text], wanted: set[str]) -> Iterator[list[tuple[Text, Text]]]:
    """List the pairs of each way to choose, the best way first."""
    latest = sorted(texts, key=lambda one: (one.doc_id not in wanted, -one.day, one.doc_id))
    joint = [one for one in latest if one.genre in JOINT]
    news = [one for one in latest if one.genre == "news"]
    partners = sorted({one.partner for one in joint} - {""})
    of = {code: [[t for t in side if t.partner == code][:MOST] for side in (news, joint)] for code in partners}
    yield [pair for sides in of.values() for pair in product(sides[0], sides[1])]
    yield [pair for sides in of.values() for pair in product(sides[1], sides[1]) if pair[0] != pair[1]]
    yield [pair for pair in product(joint[:MOST], joint[:MOST]) if pair[0] != pair[1]]
    yield list(product(news[:MOST], joint[:MOST]))
    if len(texts) == 2 or len(wanted) == 1:
        yield [pair for pair in product(latest[:MOST], latest[:MOST]) if pair[0] != pair[1]]


def _measure(one: Text, other: Text) -> int:
    return abs(one.day - other.day) if one.day and other.day else FAR


def _order(one: Text, other: Text) -> Pair:
    """Tell which of two texts is the one that is told, and what kind of pair they are."""
    if one.genre in JOINT and other.genre in JOINT:
        first, last = sorted((one, other), key=lambda text: text.day)
        return Pair(last.doc_id, first.doc_id, "declarations")
    if one.genre in JOINT:
        one, other = other, one
    return Pair(one.doc_id, other.doc_id, "report")
