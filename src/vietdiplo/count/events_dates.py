"""Whose dates agree: the same event dated otherwise, or less precisely, by another text or by the context."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from vietdiplo.count.events import NOWHERE, compare_days, rank_texts, read_mentions
from vietdiplo.count.events_merge import find_root, merge_mentions
from vietdiplo.count.events_same import Mention, is_same, make_mention
from vietdiplo.find.events import TELLING, read_headline
from vietdiplo.find.events_headlines import ELLIPSIS
from vietdiplo.find.events_words import load_words

COLUMNS = (*("group", "headline", "dates", "when", "from", "to", "precision", "doc_id", "sentence", "source", "cited"),)
AGREED = ("", "agree")
MOST = 50  # events of one kind and country that are compared with each other


def compare_event_dates(
    events: pd.DataFrame, documents: pd.DataFrame, context: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Compare the dates of events that are told more than once, and list those that are not the same everywhere.

    One row per dating: a text and the days it gives, at the first place. `group` numbers the events in the order of
    time, and headline is one for all rows of a group. Compared are the mentions of one event (`count_events`), and what
    happens once between the same sides (the establishment of relations) or takes days that overlap (a visit of
    7-8 and one of 7-9 May), whatever its dates; rows of `context` (`load_events`) too. dates is coarser where the
    precision differs and one date holds the other, differ where the days do, unsure where the year of one is.
    """
    rows = [
        *(row for row in read_mentions(events) if not _is_feast(row)),
        *(_list_context(context) if context is not None else ()),
    ]
    mentions = [make_mention(row) for row in rows]
    groups = _join_groups(merge_mentions(mentions), mentions)
    order = rank_texts(documents)
    found = [[rows[n] for n in group] for group in groups]
    told = [(group, kind) for group in found if (kind := _compare(group)) not in AGREED]
    told.sort(key=lambda pair: min((row.first, row.last, row.headline) for row in pair[0]))
    table = [line for number, (group, kind) in enumerate(told, 1) for line in _list_datings(number, group, kind, order)]
    return pd.DataFrame(table, columns=[*COLUMNS]).astype(
        {name: "int64" if name in ("group", "sentence") else "str" for name in COLUMNS}
    )


def _is_feast(row: Any) -> bool:
    """Tell the span from an event to its anniversary (3/2/1950 - 3/2/2025), which dates neither."""
    return row.role == "anniversary" and "/" in row.value


def _list_context(context: pd.DataFrame) -> Iterator[Any]:
    """Make rows of mentions of context events; what kind of event it is and whose, its headline says."""
    told = [read_headline(headline) for headline in context["headline"]]
    table = context.rename(columns={"from": "first", "to": "last", "date": "surface", "source": "cited"})
    table = table.assign(**{name: [getattr(said, name) for said in told] for name in TELLING})
    blank = dict.fromkeys(("doc_id", "anchor", "mod", "type"), "")
    return iter(table.assign(sentence=NOWHERE, start=0, **blank).itertuples(index=False))


def _join_groups(groups: Sequence[Sequence[int]], mentions: Sequence[Mention]) -> list[list[int]]:
    """Join the groups that tell one event with other days."""
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for key in _list_keys(mentions[group[0]]):
            blocks[key].append(number)
    into: dict[int, int] = {}
    for block in blocks.values():
        for place, number in enumerate(block[:MOST]):
            one = mentions[groups[number][0]]
            same = (n for n in block[:place] if _is_dated_twice(one, mentions[groups[n][0]]))
            if (first := next(same, -1)) >= 0 and find_root(into, first) != find_root(into, number):
                into[find_root(into, number)] = find_root(into, first)
    joined: dict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        joined[find_root(into, number)] += group
    return list(joined.values())


def _list_keys(mention: Mention) -> Iterator[Hashable]:
    head = load_words().heads.get(mention.head)
    if head and head.once:
        yield from ((mention.head, side) for side in mention.sides)
        yield from ((mention.head, word) for word in mention.about if head.by == "words")
    elif head and head.lasts and head.by == "people":
        yield from ((mention.head, name) for _, name, _ in mention.people if name)


def _is_dated_twice(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions with other days are one event: their days are left out, or must overlap if it lasts."""
    head = load_words().heads[one.head]
    overlap = one.first <= other.last and other.first <= one.last
    if not (head.once or (overlap and "span" in (one.unit, other.unit))):
        return False
    named = one.about & other.about or not (one.about or other.about) or head.by != "words"
    return bool(named) and is_same(one._replace(part=""), other._replace(part=""))


def _compare(rows: Sequence[Any]) -> str:
    kind = compare_days(rows)
    if kind != "coarser":
        return kind
    ordered = sorted(rows, key=lambda row: (row.last or row.first) + row.first)
    holds = all(_holds(a, b) or _holds(b, a) for a in ordered for b in ordered[:1])
    return "coarser" if holds else "differ"


def _holds(one: Any, other: Any) -> bool:
    return bool(one.first <= other.first and (other.last or other.first) <= (one.last or one.first))


def _list_datings(
    number: int, rows: Sequence[Any], kind: str, order: Mapping[str, Hashable]
) -> Iterator[tuple[object, ...]]:
    ranked = sorted(
        rows, key=lambda row: (row.sentence == NOWHERE, order.get(row.doc_id, ("9", row.doc_id)), row.start)
    )
    headline = max(
        ranked, key=lambda row: (bool(row.participants), not row.headline.endswith(ELLIPSIS), -row.start)
    ).headline
    seen = set()
    for row in ranked:
        if (row.doc_id, row.first, row.last) in seen:
            continue
        seen.add((row.doc_id, row.first, row.last))
        source = "context" if row.sentence == NOWHERE else "text"
        cited = row.cited if source == "context" else ""
        days = (row.surface, row.first, row.last, row.precision)
        yield number, headline, kind, *days, row.doc_id, row.sentence, source, cited
