"""Events: mentions of one event in one or several texts, counted as one."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from vietdiplo.count.events_merge import merge_mentions
from vietdiplo.count.events_same import make_mention
from vietdiplo.count.events_values import PRECISIONS
from vietdiplo.find.events import TELLING
from vietdiplo.find.events_headlines import ELLIPSIS
from vietdiplo.tables import TableError, check_table

COLUMNS = (
    *("event", "headline", "participants", "from", "to", "value", "precision", "mod", "role", "status", "when"),
    *("mentions", "documents", "texts", "doc_id", "sentence", "dates", "source", "cited"),
)
# What an event takes from its fullest mention.
TAKEN = {name: name for name in ("headline", "participants", "value", "precision", "mod", "doc_id", "sentence")}
TAKEN |= {"from": "first", "to": "last"}
NEEDED = ("headline", "participants", "role", "type", "value", "from", "to", "precision", "mod", "anchor")
ROLES = ("event", "instrument", "anniversary", "validity", "target")  # the first that a mention has is the event's
NUMBERS = ("mentions", "documents", "sentence")
NOWHERE = -1  # the sentence of an event that no text tells


def count_events(events: pd.DataFrame, documents: pd.DataFrame, context: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count the mentions of each event: one row per event, in the order of its days.

    Mentions are one event by the rules of `events_same`: days, role, kind of event, countries, people and content
    words; one with a coarser date joins the only event within it that it can be. Headline, participants and place
    (doc_id, sentence) are those of the fullest mention: the finest date, then a known kind of event, the most
    participants, not cut, the longest, the earliest text. event is a hash of what makes it this event. status is past,
    ongoing or pledged at the date of the latest text that tells it, empty if that does not say; when are its wordings;
    dates says how its mentions are dated: agree, coarser (some with less precision), differ, unsure (the year may be
    another), empty for one mention. The rows of `context` (`load_events`) are added with the source context and whence
    they are known (cited), and never merged. Raises TableError for a column that is missing.
    """
    dated = _list_dates(documents)
    rows = [*read_mentions(events)]
    groups = merge_mentions([make_mention(row) for row in rows])
    order = rank_texts(documents)
    found = [_describe([rows[n] for n in group], dated, order) for group in groups]
    found += [] if context is None else _read_context(context, max(dated.values(), default=""))
    table = pd.DataFrame(found, columns=["key", *COLUMNS[1:]])
    table.insert(0, "event", pd.Series(_name_events(table), dtype="str"))
    table = table.drop(columns="key").astype({name: "int64" if name in NUMBERS else "str" for name in COLUMNS})
    return table.sort_values(["from", "to", "headline", "event"], ignore_index=True)


def read_mentions(events: pd.DataFrame) -> Iterator[Any]:
    """Read the rows of a table of events, in which first and last stand for from and to."""
    check_table(events, "occurrences")
    missing = [name for name in (*NEEDED, *TELLING) if name not in events]
    if missing:
        raise TableError(f"events: no column {', '.join(missing)}; pass what find_events gives")
    return iter(events.rename(columns={"from": "first", "to": "last"}).itertuples(index=False))


def _list_dates(documents: pd.DataFrame) -> dict[str, str]:
    check_table(documents, "documents")
    return {doc_id: day for doc_id, day in zip(documents["doc_id"], documents["date"], strict=True) if day}


def rank_texts(documents: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Rank texts by their date, those without one last."""
    return {d: (day or "9", d) for d, day in zip(documents["doc_id"], documents["date"], strict=True)}


def _describe(
    mentions: Sequence[Any], dated: Mapping[str, str], order: Mapping[str, tuple[str, str]]
) -> dict[str, object]:
    """Describe an event by its mentions."""
    by_text = sorted(mentions, key=lambda row: (*order.get(row.doc_id, ("9", row.doc_id)), row.start))
    told = sorted(by_text, key=_rank)
    best = told[0]
    texts = list(dict.fromkeys(row.doc_id for row in by_text))
    days = [dated[doc_id] for doc_id in texts if doc_id in dated]
    return {
        "key": _make_key(best, told),
        **{name: getattr(best, column) for name, column in TAKEN.items()},
        "role": min((row.role for row in told), key=ROLES.index),
        "status": find_status(best.first, best.last, max(days, default="")),
        "when": "; ".join(dict.fromkeys(" ".join(row.surface.split()) for row in by_text)),
        "mentions": len(told),
        "documents": len(texts),
        "texts": "; ".join(texts),
        "dates": compare_days(told),
        "source": "text",
        "cited": "",
    }


def _rank(row: Any) -> tuple[object, ...]:
    """Rank a mention by how much it tells: the finest date first."""
    people = row.participants.count(";") + 1 if row.participants else 0
    fine = PRECISIONS.index(row.precision) if row.precision in PRECISIONS else len(PRECISIONS)
    return (
        fine,
        row.anchor.endswith("?"),
        not row.head,
        -people,
        row.headline.endswith(ELLIPSIS),
        -len(row.headline),
        row.headline,
    )


def _make_key(best: Any, told: Sequence[Any]) -> tuple[str, str]:
    """Make what an event is known by, and what tells it from another one with the same."""
    sides = sorted({side for row in told for side in row.sides.split()})
    role = "event" if best.role in ROLES[:3] else best.role
    key = "|".join((best.first, best.last, role, best.head, " ".join(sides)))
    return (key if best.head else f"{key}|{best.about}", f"{best.people}|{best.about}|{best.headline}")


def _name_events(table: pd.DataFrame) -> list[str]:
    """Name events by a hash that is the same everywhere; only those known by the same take the rest in."""
    seen = Counter(key for key, _ in table["key"])
    texts = [key if seen[key] == 1 else f"{key}|{rest}" for key, rest in table["key"]]
    times: Counter[str] = Counter()
    names = []
    for text in texts:
        times[text] += 1
        again = f"|{times[text]}" if times[text] > 1 else ""
        names.append(hashlib.sha256(f"{text}{again}".encode()).hexdigest()[:10])
    return names


def find_status(first: str, last: str, day: str) -> str:
    """Find whether days are past, ongoing or pledged at a text's date; empty where the date does not tell."""
    if not (day and first):
        return ""
    if (last or first)[: len(day)] < day:
        return "past"
    if first[: len(day)] > day:
        return "pledged"
    return ("past" if last == day else "ongoing") if len(day) == len("2025-05-07") else ""


def compare_days(mentions: Sequence[Any]) -> str:
    """Compare the days of an event's mentions: agree, coarser, differ or unsure; empty for one, or one sentence's."""
    if any(row.anchor.endswith("?") for row in mentions):
        return "unsure"
    if len({(row.first, row.last) for row in mentions}) == 1:
        return "agree" if len({(row.doc_id, row.sentence) for row in mentions}) > 1 else ""  # Sáng nay (12/9), ...
    return "coarser" if len({row.precision for row in mentions}) > 1 else "differ"


def _read_context(context: pd.DataFrame, day: str) -> list[dict[str, object]]:
    return [
        {
            "key": (f"context|{row['from']}|{row['to']}|{row['role']}|{row['headline']}", ""),
            **{name: row[name] for name in ("headline", "participants", "from", "to", "value", "precision", "role")},
            **dict.fromkeys(("mod", "texts", "doc_id", "dates"), ""),
            **dict.fromkeys(("mentions", "documents"), 0),
            "sentence": NOWHERE,
            "status": find_status(row["from"], row["to"], day),
            "when": row["date"],
            "source": "context",
            "cited": row["source"],
        }
        for row in context.to_dict("records")
    ]
