"""Terms on arrays: equal to the plain tree on generated text, nested terms, and texts in parts."""

import re
from collections.abc import Iterable
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vietdiplo.find.automaton import make_automaton
from vietdiplo.find.matcher import Hits, Matcher
from vietdiplo.find.phrases import Match, Phrases, split_syllables, unify_phrase
from vietdiplo.find.signs import split_chunks
from vietdiplo.texts.clean import clean_text

Span = tuple[int, int, int, str]  # row, start, end, term


def find_plainly(texts: Iterable[str], terms: list[str]) -> list[Span]:
    """Find the longest terms one text after the other, syllable by syllable."""
    tree = Phrases(terms)
    found = []
    for row, text in enumerate(texts):
        syllables = split_syllables(text)
        kept = keep_longest(tree.find(syllables))
        found += [(row, syllables[m.first].start, syllables[m.last - 1].end, m.phrase) for m in kept]
    return found


def keep_longest(matches: Iterable[Match]) -> list[Match]:
    """Give the matches that do not overlap: those with most syllables, then the first."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda match: (match.first - match.last, match.first)):
        if taken.isdisjoint(range(match.first, match.last)):
            taken.update(range(match.first, match.last))
            kept.append(match)
    return sorted(kept)


def find_nested_plainly(texts: Iterable[str], terms: list[str], opaque: set[str]) -> list[tuple[Span, str]]:
    """Find the longest terms and all inside them, but for those inside an opaque one, pair by pair."""
    tree = Phrases(terms)
    found = []
    for row, text in enumerate(texts):
        syllables = split_syllables(text)
        spans = {(m.first, m.last): m.phrase for m in reversed([*tree.find(syllables)])}
        kept = {(m.first, m.last) for m in keep_longest(tree.find(syllables))}
        inside = {span for span in spans if any(a <= span[0] and span[1] <= b for a, b in kept)}
        walls = {span for span in inside if spans[span] in opaque}
        for a, b in sorted(inside, key=lambda span: (span[0], -span[1])):
            if not any(x <= a and b <= y and (x, y) != (a, b) for x, y in walls):
                around = next(spans[x, y] for x, y in kept if x <= a and b <= y)
                place = (row, syllables[a].start, syllables[b - 1].end, spans[a, b])
                found.append((place, "" if (a, b) in kept else around))
    return found


def find_by_arrays(texts: list[str], terms: list[str], opaque: Iterable[str] = (), *, nested: bool = False) -> Hits:
    matcher = Matcher(terms, set(opaque))
    chunks = split_chunks(texts)
    find = matcher.find_nested if nested else matcher.find_longest
    return find(matcher.number_chunks(chunks.pieces), chunks.starts, chunks.rows)


def list_spans(hits: Hits, terms: list[str]) -> list[Span]:
    columns = (column.tolist() for column in hits[:4])
    return [(row, start, end, terms[term]) for term, row, start, end in zip(*columns, strict=True)]


# Few syllables, so that terms meet, and everything that may stand between two.
SYLLABLES = ["an", "ninh", "AI", "ai", "Ai", "hoà", "hòa", "2", "G20", "x\u0323", "đ", "İ", "COC"]
JOINTS = [
    " ",
    "  ",
    "-",
    " - ",
    " – ",
    "—",
    ",",
    ", ",
    ". ",
    "'",
    "’",
    ' "',
    '" ',
    "”, “",
    ' " " ',
    "_",
    "/",
    ").(",
    "\n",
]
WORDS = st.lists(st.tuples(st.sampled_from(SYLLABLES), st.sampled_from(JOINTS)), max_size=14)
TEXTS = st.lists(WORDS.map(lambda pairs: "".join(a + b for a, b in pairs)), max_size=4)
PHRASE_JOINTS = st.sampled_from([" ", " ", " ", "-", " - ", ", ", "’", "/", '" ', ".-"])
PHRASES = st.lists(st.tuples(st.sampled_from(SYLLABLES), PHRASE_JOINTS), min_size=1, max_size=4).map(
    lambda pairs: "".join(a + b for a, b in pairs).strip(' -,’/".')
)
TERMS = st.lists(PHRASES, min_size=1, max_size=8, unique_by=unify_phrase)


@settings(max_examples=300)
@given(texts=TEXTS, terms=TERMS)
@example(texts=["an-ninh an ninh"], terms=["an-ninh", "an ninh"])
@example(texts=["an ninh-hòa hòa an"], terms=["an ninh hòa", "an-ninh-hòa", "ninh - hòa", "an ninh"])
@example(texts=["AI ai Ai an AI"], terms=["AI", "ai", "an ai", "ai an"])
@example(texts=["AI ninh, an AI"], terms=["AI", "ai ninh", "an ai"])
@example(texts=["an", "ninh"], terms=["an ninh"])
def test_arrays_find_what_the_plain_tree_finds(texts: list[str], terms: list[str]) -> None:
    cleaned = [clean_text(text).text for text in texts]
    assert list_spans(find_by_arrays(cleaned, terms), terms) == find_plainly(cleaned, terms)


@settings(max_examples=200)
@given(texts=TEXTS, terms=TERMS, data=st.data())
def test_arrays_find_the_nested_terms_that_pairs_of_spans_give(
    texts: list[str], terms: list[str], data: st.DataObject
) -> None:
    cleaned = [clean_text(text).text for text in texts]
    opaque = data.draw(st.sets(st.sampled_from(terms)))
    hits = find_by_arrays(cleaned, terms, opaque, nested=True)
    within = ["" if term < 0 else terms[term] for term in hits.within.tolist()]
    assert [*zip(list_spans(hits, terms), within, strict=True)] == find_nested_plainly(cleaned, terms, opaque)


@settings(max_examples=100)
@given(texts=st.lists(st.text(alphabet="aà \n\t\u00a0\u2028\u3000😀-\ud800", max_size=12), max_size=4))
def test_chunks_stand_where_they_start(texts: list[str]) -> None:
    chunks = split_chunks(texts)
    found = [(row, start, piece) for piece, start, row in zip(*map(list, chunks), strict=True)]
    assert found == [(row, m.start(), m.group()) for row, text in enumerate(texts) for m in re.finditer(r"\S+", text)]


def test_chunks_may_come_in_parts() -> None:
    matcher = Matcher(["an ninh mạng"])
    starts, rows = np.array([0, 3, 8], np.int64), np.zeros(3, np.int64)
    assert matcher.find_longest(matcher.number_chunks(["an", "ninh", "ninh"]), starts, rows).terms.tolist() == []
    hits = matcher.find_longest(matcher.number_chunks(["an", "ninh", "mạng."]), starts, rows)
    assert [column.tolist() for column in hits] == [[0], [0], [0], [12], [-1]]


def test_no_chunk_gives_no_term() -> None:
    none = np.zeros(0, np.int64)
    assert [len(column) for column in Matcher(["an ninh"]).find_nested(none, none, none)] == [0, 0, 0, 0, 0]


def test_longest_wins_along_a_chain_of_equals() -> None:
    assert list_spans(find_by_arrays(["an an an an an"], ["an an"]), ["an an"]) == [
        (0, 0, 5, "an an"),
        (0, 6, 11, "an an"),
    ]


@pytest.mark.parametrize("hyphens", [1, 40])
def test_hyphens_of_a_term_add_up_and_do_not_multiply(hyphens: int) -> None:
    syllables = [f"x{number}" for number in range(hyphens + 1)]
    automaton = make_automaton(["-".join(syllables)])
    assert len(automaton.ends) <= 2 * len(syllables)


def test_many_terms_with_the_same_beginnings_fit() -> None:
    forms = [f"x{number}" for number in range(40)]
    terms = [f"{a} {b} {c}" for a in forms for b in forms[:20] for c in forms[:3]]
    text = " . ".join(terms)
    bounds = accumulate((len(term) + 3 for term in terms), initial=0)
    spans = [(0, start, start + len(term), term) for start, term in zip(bounds, terms, strict=False)]
    assert list_spans(find_by_arrays([text], terms), terms) == spans
