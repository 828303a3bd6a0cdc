"""Terms in sentences: the longest at each place, and those inside longer ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from vietdiplo.find.matcher import Hits, Matcher
from vietdiplo.find.phrases import unify_phrase
from vietdiplo.find.places import build_occurrences, restore_places
from vietdiplo.find.signs import Ints, split_chunks
from vietdiplo.tables import ParameterError, check_table
from vietdiplo.texts.clean import clean_sentence

Terms: TypeAlias = "Iterable[str] | Mapping[str, str] | pd.DataFrame"

BATCH = 4096  # sentences: their arrays then stay in the processor's cache
OPAQUE, PLACE = "yes", "place"  # values of the lexicon that change what is found


def find_terms(sentences: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Find terms in sentences: occurrences of the layer terms.

    One row per term at one place; where terms overlap, the one with most syllables counts, then the first. The label
    is the term, or what a mapping gives for it. A place of a lexicon counts only with its last capital: góp phần lan
    tỏa is no Phần Lan. Use a lexicon whole: a term that is left out of it hides no shorter one. Raises ParameterError
    for a term that is empty or stands there twice.
    """
    return _find(sentences, terms, Matcher.find_longest)[0]


def find_nested_terms(sentences: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Find terms in sentences as `find_terms` does, and those that lie inside longer ones.

    The column `within` names the longest term around a term; it is empty for what `find_terms` finds. Nothing is found
    inside a term that is opaque in the lexicon, because its parts mean something else there: Ấn Độ Dương holds no
    Ấn Độ, hợp tác xã no hợp tác. To count both, count the rows where `within` is empty and those where it is not.
    Source: Frantzi, Ananiadou and Mima (2000), Automatic recognition of multi-word terms, on nested terms.
    """
    found, within = _find(sentences, terms, Matcher.find_nested)
    return found.assign(within=pd.Series(within, dtype="str"))


def _find(
    sentences: pd.DataFrame, terms: Terms, find: Callable[[Matcher, Ints, Ints, Ints], Hits]
) -> tuple[pd.DataFrame, npt.NDArray[np.object_]]:
    """Find terms as `find` does: the occurrences, and the label of the term that each lies in."""
    check_table(sentences, "sentences")
    labels = _check_terms(terms)
    where = (_list_where(terms, "opaque", OPAQUE), _list_where(terms, "kind", PLACE))
    matcher = _make_matcher(tuple(labels), *map(frozenset, where))
    names = np.array([*labels.values(), ""], object)  # -1, no term around, is the last
    texts = sentences["text"].tolist()
    found = [_find_batch(texts[at : at + BATCH], matcher, find, at) for at in range(0, len(texts) or 1, BATCH)]
    term, rows, starts, ends, within = (np.concatenate(column) for column in zip(*found, strict=True))
    columns = {"layer": "terms", "label": names[term]}
    return build_occurrences(sentences, rows, starts, ends, columns), names[within]


def _find_batch(
    texts: Sequence[str], matcher: Matcher, find: Callable[[Matcher, Ints, Ints, Ints], Hits], first: int
) -> Hits:
    """Find terms in texts, by the number of the text counted from `first`."""
    cleaned = [clean_sentence(text) for text in texts]
    chunks = split_chunks(text.text for text in cleaned)
    hits = find(matcher, matcher.number_chunks(chunks.pieces), chunks.starts, chunks.rows)
    starts, ends = restore_places(cleaned, hits.rows, hits.starts, hits.ends)
    return Hits(hits.terms, hits.rows + first, starts, ends, hits.within)


@lru_cache(maxsize=8)
def _make_matcher(terms: tuple[str, ...], opaque: frozenset[str], places: frozenset[str]) -> Matcher:
    """Make a matcher once: a lexicon of a thousand terms takes longer than a text."""
    return Matcher(terms, opaque, places)


def _check_terms(terms: Terms) -> dict[str, str]:
    """Give the label of each term."""
    if isinstance(terms, str):
        raise ParameterError(f"terms: {terms!r} is one text; write a list of terms")
    if isinstance(terms, pd.DataFrame) and "term" not in terms:
        raise ParameterError("terms: no column term; pass a lexicon of load_terms")
    listed = terms["term"] if isinstance(terms, pd.DataFrame) else terms
    labels = dict(listed) if isinstance(listed, Mapping) else {term: term for term in listed}
    spellings: dict[str, str] = {}
    for term in labels:
        first = spellings.setdefault(unify_phrase(term), term)
        if first != term:
            raise ParameterError(f"terms: {term!r} is found as {first!r} too; keep one of the two")
    return labels


def _list_where(terms: Terms, column: str, value: str) -> set[str]:
    """List the terms of a lexicon that have a value in a column."""
    if isinstance(terms, pd.DataFrame) and column in terms:
        return set(terms.loc[terms[column] == value, "term"])
    return set()
