"""Which clauses of one text another tells: word for word, in other words, not at all, or beyond what can be decided.

A clause is told as far as the other text's sentences hold what it says: the share of its weight that they cover
(containment), which, unlike a cosine, does not fall where one of the two says more. Source: Broder (1997), On the
resemblance and containment of documents; weights by inverse document frequency: Spärck Jones (1972).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count.alignment_index import TIMES, Bag, Index, load_bags, share_runs, weigh_labels
from vietdiplo.tables import TableError, check_table

STATUSES = ("verbatim", "reworded", "undecided", "absent")
HIGH, LOW = 0.45, 0.3  # share of a clause's weight from which on it is told, and below which it is not
WHOLE = 0.8  # share of the weight from which on one word of content is enough, if it is what the other tells too
SAME = 0.7  # share of a clause's syllables that stand in common runs, from which on it is nearly word for word
HALF = 0.5  # such a share of which a clause is not told by chance
DIGITS = 6  # decimals of a share: a threshold must not hang on how a sum is rounded
ORDER = 0.25  # what that share adds to the share of the weight: the same words in the same order say more
FEWEST = 0.9  # weight of content without which a clause is nothing but formulae
LEAST = 1.3  # weight of content that must be shared: two words, for a field that is only named tells no clause
MUCH = 2.0  # weight of shared content that is no chance, however little of a long clause it is
GAIN = 0.25  # share of the weight that a further sentence must add
NEARLY, FEW = 0.95, 5  # of the weight of the best sentence; sentences that are compared by their wording too
MOST = 4  # sentences that together tell one clause
COLUMNS = ("status", "differs", "cover", "same", "other", "other_sentence", "shared", "rank")
CONTENT = frozenset(("word", "date", "amount", "person", "country"))


class Pair(NamedTuple):
    """A sentence that tells a clause: how much of its weight the two share, and by which labels."""

    sentence: int
    cover: float
    labels: tuple[str, ...]


class Found(NamedTuple):
    """What was found for a clause: its status, what differs, the shares of its weight and in runs, and the pairs."""

    status: str
    differs: str
    cover: float
    same: float
    pairs: Sequence[Pair]


class Evidence(NamedTuple):
    """What speaks for a clause being told.

    `back` is how much of the nearest clause of the other text it covers, `same_back` how much of that one's wording.
    """

    cover: float
    same: float
    same_back: float
    shared: float
    content: float
    back: float
    differs: str


def compare_clauses(
    clauses: pd.DataFrame, units: pd.DataFrame, *, text: str, against: str, least_same: float = SAME
) -> pd.DataFrame:
    """Compare each clause of a text with the sentences of another: what of `text` does `against` tell.

    One row per clause and sentence that tells it, in the order of the text; a clause that no sentence tells has one row
    with other_sentence -1. Clauses are occurrences of `find_clauses`, or whole sentences in their shape, of both texts;
    units those of `find_units`. status is verbatim, reworded, undecided or absent. cover is the share of the clause's
    weight that the sentences of all its rows hold; same the share of its syllables in runs of three and more that one
    of them has too, without what frames it. From `least_same` on, also as the mean of both texts where the other leaves
    an adjunct out, a clause is verbatim. shared are the labels of content in common, the weightiest first: of words for
    one thing the first of their list in alignment.yml; rank counts the sentences from 0. differs is number where a
    number or day of the clause is not in them, or time where one plans what the other tells as done, neither of which
    is verbatim; name where a name of the clause is nowhere in the other text; negation where one negates what the other
    says, which is undecided. Raises TableError for a text without clauses, unless there are none at all; that `against`
    may be without any, and then tells nothing.
    """
    check_table(clauses, "occurrences")
    check_table(units, "occurrences")
    if len(clauses) and text not in set(clauses["doc_id"]):
        raise TableError(f"compare_clauses: text: '{text}' has no clauses; name another text, or find its clauses")
    pair = units[units["doc_id"].isin((text, against))]
    weights = weigh_labels(pair)
    own = load_bags(clauses[clauses["doc_id"] == text], pair)
    other = Index(load_bags(clauses[clauses["doc_id"] == against], pair))
    rows = []
    for row, bag in zip(clauses[clauses["doc_id"] == text].to_dict("records"), own, strict=True):
        rows += list(_list_rows(row, bag, _compare(bag, other, weights, least_same), against))
    columns = [*clauses.columns, *COLUMNS]
    return pd.DataFrame(rows, columns=columns).astype({"cover": "float64", "same": "float64"})


def _list_rows(row: Mapping[Any, Any], bag: Bag, found: Found, against: str) -> Iterator[dict[Any, Any]]:
    about = {**row, "status": found.status, "differs": found.differs, "cover": found.cover, "same": found.same}
    for rank, pair in enumerate(found.pairs):
        yield {
            **about,
            "other": against,
            "other_sentence": pair.sentence,
            "shared": "; ".join(label for label in pair.labels if _is_content(bag, label)),
            "rank": rank,
        }
    if not found.pairs:
        yield {**about, "other": against, "other_sentence": -1, "shared": "", "rank": 0}


def _is_content(bag: Bag, label: str) -> bool:
    """Tell content that can be named from fillers, and from a part of a sum or a day."""
    return bag.units[label].kind in CONTENT and not label.startswith("~")


def _compare(bag: Bag, index: Index, weights: Mapping[str, float], least_same: float) -> Found:
    """Find the sentences that tell a clause, and decide how far they do."""
    own = {label: unit.weight * weights.get(label, 1.0) for label, unit in bag.units.items()}
    total = fsum(own.values())
    content = _weigh_content(bag, own, own)
    if not total or not index.sentences:
        return Found("absent" if content else "undecided", "", 0.0, 0.0, ())
    hits = {label: index.find(label, unit) for label, unit in bag.units.items()}
    pairs = list(_choose_pairs(bag, own, hits, index))
    if not pairs:
        return Found("absent" if content >= FEWEST else "undecided", "", 0.0, 0.0, ())
    told = {label: own[label] for pair in pairs for label in pair.labels}
    nearest = index.find_nearest(bag, pairs[0].sentence)
    evidence = Evidence(
        round(fsum(told.values()) / total, DIGITS),
        round(max(index.share_runs(bag, pair.sentence) for pair in pairs), DIGITS),
        round(share_runs(nearest, [bag]), DIGITS),
        round(_weigh_content(bag, own, told), DIGITS),
        content,
        round(_share_back(bag, nearest, weights), DIGITS),
        _differs(bag, nearest, index, pairs),
    )
    status = _decide(evidence, least_same)
    kept = pairs if status != "absent" else ()
    return Found(status, evidence.differs if kept else "", evidence.cover, evidence.same, kept)


def _weigh_content(bag: Bag, own: Mapping[str, float], labels: Iterable[str]) -> float:
    return fsum(own[label] for label in labels if bag.units[label].kind in CONTENT)


def _choose_pairs(bag: Bag, own: Mapping[str, float], hits: Mapping[str, np.ndarray], index: Index) -> Iterator[Pair]:
    """Choose the sentence that covers most, then those that add enough, and more than one word of content."""
    left, total = dict(own), fsum(own.values())
    for rank in range(MOST):
        scores = np.zeros(len(index.sentences))
        for label, weight in left.items():
            scores[hits[label]] += weight
        if scores.max() <= 0 or (rank and scores.max() < GAIN * total):
            return
        best = _choose_sentence(bag, scores, index)
        labels = [label for label in own if best in hits[label]]
        if rank and _weigh_content(bag, own, (label for label in labels if label in left)) < LEAST:
            return
        labels.sort(key=lambda label: (-own[label], label))
        yield Pair(index.sentences[best], fsum(own[label] for label in labels) / total, tuple(labels))
        left = {label: weight for label, weight in left.items() if label not in labels}


def _choose_sentence(bag: Bag, scores: np.ndarray, index: Index) -> int:
    """Choose among those that cover about as much the one with most of the wording, then the shortest, the first."""
    best = np.flatnonzero(scores >= NEARLY * scores.max())
    best = best[np.lexsort((best, index.sizes[best], -scores[best].round(9)))][:FEW]
    return int(max(best, key=lambda place: index.share_runs(bag, index.sentences[place])))


def _share_back(bag: Bag, other: Bag, weights: Mapping[str, float]) -> float:
    """Compute how much of a clause of the other text a clause covers: it may sum up what the other says at length."""
    theirs = {label: unit.weight * weights.get(label, 1.0) for label, unit in other.units.items()}
    total = fsum(theirs.values())
    return fsum(weight for label, weight in theirs.items() if label in bag.units) / total if total else 0.0


def _decide(found: Evidence, least_same: float) -> str:
    """Decide: verbatim by the wording, reworded by the weight, absent where neither text has much of the other."""
    if found.differs == "negation" and found.cover >= LOW:
        return "undecided"
    wording = max(found.same, (found.same + found.same_back) / 2)  # the other may only leave an adjunct out
    if wording >= least_same and found.same >= HALF and (found.cover >= HIGH or found.shared >= FEWEST):
        return "reworded" if found.differs in ("number", "time") else "verbatim"
    if found.content < FEWEST:  # nothing but formulae: no other words could tell it
        return "undecided"
    is_covered = found.cover + ORDER * found.same >= HIGH
    is_whole = found.cover >= WHOLE and found.back >= HIGH and found.shared >= FEWEST
    if is_whole or (found.shared >= LEAST and (is_covered or (found.cover >= LOW and found.back >= HIGH))):
        return "reworded"
    is_little = found.cover < LOW and found.shared < MUCH and found.back < HIGH and found.same < HALF
    return "absent" if is_little or found.shared < FEWEST / 2 else "undecided"


def _differs(bag: Bag, nearest: Bag, index: Index, pairs: Sequence[Pair]) -> str:
    """Tell in what a clause and what tells it differ: negation, number, time, name; empty for none."""
    negative = any(index.is_negative(pair.sentence) for pair in pairs)
    told = {label for pair in pairs for label in pair.labels}
    if (bag.negated & told and not negative) or (nearest.negated & told and not bag.negated):
        return "negation"
    values = frozenset[str]().union(*(index.list_values(pair.sentence) for pair in pairs))
    if not all(any(_agrees(one, other) for other in values) for one in bag.values):
        return "number"
    if bag.times | nearest.times == TIMES and len(bag.times) == len(nearest.times) == 1:
        return "time"
    return "name" if not all(index.has_name(name) for name in bag.names) else ""


def _agrees(one: str, other: str) -> bool:
    """Tell whether two numbers or days are one, or a day, month or year begins as the other does: 2025, 2025-12-02."""
    return one == other or (one[0] == other[0] == "@" and (one.startswith(other) or other.startswith(one)))
