"""Every finder under one shape for test_fuzz.py and bench/fuzz.py, and what must be so of all that they find."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

import vietdiplo as vd
from vietdiplo.find import Codebook
from vietdiplo.find.clauses_units import FRAME, TELLING, WEIGHTS
from vietdiplo.tables import build_table
from vietdiplo.texts.clean import clean_text

Finder = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
DAYS = ("", "2025", "2024-02", "2024-02-29", "2025-05-08", "0001-01-01", "9999-12-31")
TERMS: int | None = 10  # None for all
PARTNERS = ("", "AZE", "JPN", "VNM", "xxx")
GENRES = ("", "declaration", "news")


@cache
def load_book() -> Codebook:
    """Load the codebook once, with some terms of each sector: to make it ready takes longer than to read a text."""
    book = vd.load_codebook(vd.find_codebook("seeds"))
    cut = {code: replace(s, terms=s.terms[:TERMS], not_within=s.not_within[:TERMS]) for code, s in book.sectors.items()}
    return replace(book, sectors=cut, not_within=book.not_within[:TERMS])


@cache
def load_lexicon() -> pd.DataFrame:
    """Load the lexicon once."""
    return vd.load_terms("seeds")


def find_around(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the words around the first one."""
    words = vd.find_words(sentences)
    if not len(words) or words.groupby(["doc_id", "sentence"]).size().max() < 2:
        return words.head(0)
    return vd.find_collocates(words, words["label"].iloc[0], left=1, right=1)


def find_pairs(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the two first labels together."""
    sectors = vd.find_sectors(sentences, load_book())
    return vd.find_together(sectors, sectors["label"].drop_duplicates().head(2))


def find_sides(order: str) -> Finder:
    """Make the finder of what stands around dates."""
    return lambda documents, sentences: vd.find_contexts(
        vd.find_dates(sentences, documents), sentences, width=20, order=order
    )


FINDERS: Mapping[str, Finder] = {
    "words": lambda documents, sentences: vd.find_words(sentences),
    "words exact": lambda documents, sentences: vd.find_words(sentences, mode="exact"),
    "words syllables": lambda documents, sentences: vd.find_words(sentences, mode="syllables", hyphens="keep"),
    "tokens": lambda documents, sentences: vd.find_tokens(sentences),
    "terms": lambda documents, sentences: vd.find_terms(sentences, load_lexicon()),
    "nested terms": lambda documents, sentences: vd.find_nested_terms(sentences, load_lexicon()),
    "ngrams": lambda documents, sentences: vd.find_ngrams(vd.find_words(sentences), sentences, size=3),
    "formulas": lambda documents, sentences: vd.find_formulas(vd.find_words(sentences), sentences, size=2, share=0.01),
    "collocates": find_around,
    "together": find_pairs,
    "contexts": find_sides("text"),
    "contexts left": find_sides("left"),
    "contexts right": find_sides("right"),
    "dates": lambda documents, sentences: vd.find_dates(sentences, documents),
    "undated": lambda documents, sentences: vd.find_undated(vd.find_dates(sentences, documents), documents),
    "events": lambda documents, sentences: vd.find_events(vd.find_dates(sentences, documents), sentences, documents),
    "sectors": lambda documents, sentences: vd.find_sectors(sentences, load_book()),
    "commitments": lambda documents, sentences: vd.find_commitments(sentences, documents, load_book()),
    "uncoded": lambda documents, sentences: vd.find_uncoded(sentences, vd.find_sectors(sentences, load_book())),
    "uncommitted": lambda documents, sentences: vd.find_uncommitted(
        sentences, vd.find_commitments(sentences, documents, load_book())
    ),
    "changes": lambda documents, sentences: vd.find_changes(documents, sentences),
    "clauses": lambda documents, sentences: vd.find_clauses(sentences),
    "units": lambda documents, sentences: vd.find_units(sentences, documents),
}
# What looks at several texts at once, or sorts by what stands around.
TOGETHER = ("collocates", "contexts left", "contexts right", "formulas", "together")


def make_documents(texts: list[str], first: int = 0) -> pd.DataFrame:
    """Make documents of texts, with a date, a partner and a genre that depend on the text alone, numbered from one."""
    named = {f"d{number}": text for number, text in enumerate(texts, first)}
    days = {name: DAYS[len(text) % len(DAYS)] for name, text in named.items()}
    documents = vd.load_strings(named, dates=days)
    turns = {"partner": PARTNERS, "genre": GENRES}
    columns = {name: [values[len(text) % len(values)] for text in texts] for name, values in turns.items()}
    return documents.assign(**{name: pd.Series(column, dtype="str") for name, column in columns.items()})


def keep_whole(documents: pd.DataFrame) -> pd.DataFrame:
    """Make each text one sentence, whatever is in it."""
    columns = {"doc_id": documents["doc_id"], "paragraph": 0, "sentence": 0, "start": 0}
    return build_table({**columns, "end": documents["text"].str.len(), "text": documents["text"]}, "sentences")


def check_found(name: str, documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find and return what was found, if it keeps what every finder promises."""
    before = documents.copy(), sentences.copy()
    found = FINDERS[name](documents, sentences)
    assert documents.equals(before[0]) and sentences.equals(before[1]), f"{name} changed its input"
    vd.check_surfaces(vd.check_table(found, "occurrences"), documents)
    inside = found[found["sentence"] >= 0]
    held = inside.merge(
        sentences, on=["doc_id", "sentence"], how="left", suffixes=("", "_held"), validate="many_to_one"
    )
    assert (held["start_held"] <= held["start"]).all() and (held["end"] <= held["end_held"]).all(), name
    assert (found["start"] < found["end"]).all() or name in ("uncoded", "uncommitted"), (
        f"{name} found nothing at a place"
    )
    if name not in ("contexts left", "contexts right", "collocates"):
        check_order(name, documents, found)
    CHECKS.get(name, check_nothing)(found)
    if name == "clauses":
        check_whole(found, sentences)
    return found


def check_order(name: str, documents: pd.DataFrame, found: pd.DataFrame) -> None:
    """Check that rows are in the order of the documents and their texts."""
    order = found["doc_id"].map(dict(zip(documents["doc_id"], range(len(documents)), strict=True)))
    places = list(zip(order, found["start"], strict=True))
    assert places == sorted(places), f"{name} is not in the order of the text"


def check_sentences(documents: pd.DataFrame, sentences: pd.DataFrame) -> None:
    """Check that sentences hold every letter of the texts once, in order."""
    vd.check_surfaces(vd.check_table(sentences, "sentences"), documents)
    groups = dict(iter(sentences.groupby("doc_id")))
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        at = 0
        own = groups.get(doc_id, sentences.head(0))
        for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True):
            assert at <= start < end, f"{doc_id}: sentences overlap or are empty"
            assert not has_letter(text[at:start]), f"{doc_id}: {text[at:start]!r} is in no sentence"
            at = end
        assert not has_letter(text[at:]), f"{doc_id}: {text[at:]!r} is in no sentence"


def has_letter(text: str) -> bool:
    """Tell whether something of a text is read as a letter or digit; an apostrophe may be typed as one."""
    return any(map(str.isalnum, clean_text(text).text))


def check_days(found: pd.DataFrame) -> None:
    """Check that days are days of the calendar, in order, both or none."""
    for first, last in zip(found["from"], found["to"], strict=True):
        assert not last or first, (first, last)
        assert not first or date.fromisoformat(first) <= date.fromisoformat(last or "9999-12-31"), (first, last)


def check_codes(found: pd.DataFrame) -> None:
    """Check that sectors are those of the codebook, and their terms theirs."""
    for code, term in zip(found["label"], found["term"], strict=True):
        assert term in load_book().sectors[code].terms


def check_levels(found: pd.DataFrame) -> None:
    """Check what a commitment says of itself."""
    assert found["level"].isin(range(7)).all()
    assert found["polarity"].isin(["+", "-"]).all()
    codes = {code for cell in found["sectors"] for code in cell.split()}
    assert codes <= load_book().sectors.keys()


def check_contexts(found: pd.DataFrame) -> None:
    """Check that no more is shown than was asked for."""
    assert (found["left"].str.len() <= 20).all() and (found["right"].str.len() <= 20).all()


def check_apart(found: pd.DataFrame) -> None:
    """Check that what is found does not overlap."""
    before = found.groupby("doc_id")["end"].shift(fill_value=0)
    assert (before <= found["start"]).all()


def check_clauses(found: pd.DataFrame) -> None:
    """Check that the clauses of a sentence are numbered in their order and do not overlap."""
    assert found["clause"].tolist() == found.groupby(["doc_id", "sentence"]).cumcount().tolist()
    names = zip(found["doc_id"], found["sentence"], found["clause"], strict=True)
    assert found["label"].tolist() == [f"{doc_id}#{sentence}.{clause}" for doc_id, sentence, clause in names]
    check_apart(found)


def check_whole(clauses: pd.DataFrame, sentences: pd.DataFrame) -> None:
    """Check that the clauses of each sentence hold every letter of it."""
    groups = dict(iter(clauses.groupby(["doc_id", "sentence"])))
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    for doc_id, number, begin, text in zip(*columns, strict=True):
        at, own = 0, groups.get((doc_id, number), clauses.head(0))
        for start, end in zip(own["start"] - begin, own["end"] - begin, strict=True):
            assert not has_letter(text[at:start]), f"{doc_id}: {text[at:start]!r} is in no clause"
            at = end
        assert not has_letter(text[at:]), f"{doc_id}: {text[at:]!r} is in no clause"


def check_units(found: pd.DataFrame) -> None:
    """Check that units do not overlap and weigh what their kind does, and what value each kind may have."""
    check_apart(found)
    weights = found["kind"].map(WEIGHTS) * found["framed"].map({True: FRAME, False: 1.0})
    assert found["weight"].tolist() == weights.tolist()
    assert (found["label"] != "").all()
    told = {kind: rows for kind, rows in found.groupby("kind")["value"]}
    for kind, values in told.items():
        assert kind in TELLING or values.isin(["", "done", "plan"]).all(), (kind, set(values))
    assert all(0 < float(value) < float("inf") for value in told.get("amount", ()))
    assert (found.loc[found["kind"].isin(TELLING), "value"] != "").all()


def check_nothing(found: pd.DataFrame) -> None:
    """Check what has no rule of its own."""


CHECKS: Mapping[str, Callable[[pd.DataFrame], None]] = {
    **dict.fromkeys(("dates", "undated", "events"), check_days),
    **dict.fromkeys(("contexts", "contexts left", "contexts right"), check_contexts),
    "sectors": check_codes,
    "together": check_codes,
    "commitments": check_levels,
    "clauses": check_clauses,
    "units": check_units,
}
