"""Commitments: who promises what, in which field, and how firmly.

The words are language/modality.yml; levels and rules C1 to C16 are those of the codebook, section 4. What is valued,
predicted, said to be needed, or announced as a schedule is no commitment.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from vietdiplo.find.commitments_actors import Actor
from vietdiplo.find.commitments_marks import load_lexicon
from vietdiplo.find.commitments_precision import find_amounts, find_instruments, find_target
from vietdiplo.find.commitments_state import Clause
from vietdiplo.find.commitments_walk import Told, read_commitments
from vietdiplo.find.facts import Facts, list_facts
from vietdiplo.find.sectors import Codebook, Coder, Fired, load_coder
from vietdiplo.tables import TableError, check_table, make_table
from vietdiplo.texts.clean import clean_sentence

COLUMNS = (
    *("level", "side", "actor", "cue", "action", "object", "sectors", "polarity", "status"),
    *("amount", "target", "instrument"),
)


# Whom an unnamed subject is: what a joint text agrees on is agreed by both.
UNKNOWN = Actor("", "both", 0)


def find_commitments(
    sentences: pd.DataFrame, documents: pd.DataFrame | None = None, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Find the commitment clauses of sentences: occurrences of the layer commitments, labelled with their level.

    One row per coordinated action under a cue. level is 6 commit, 5 agree, 4 will, 3 ready, 2 wish, 1 consider or
    0 request; side is both, viet_nam, partner, agency or other; actor is who is bound, or who wishes or asks, as the
    text names it, empty where the text before does not; cue is empty for a verb of a declaration without one; action
    is the head, object its complement without adjuncts; sectors are codes of the codebook found in the clause without
    its aim, else in its aim, else the only one of the sentence, sorted, with a space between, empty without a codebook;
    polarity is + or -; status is performed or prospective; target is the TIMEX3 value of a day to come; amount and
    instrument are what the clause names of sums, numbers and documents, `; ` between them. Documents tell the genre
    (C15), the partner and the date. Raises TableError if a sentence belongs to none of the documents.
    """
    check_table(sentences, "sentences")
    coder, facts = load_coder(codebook) if codebook else None, list_facts(documents)
    rows: list[tuple[object, ...]] = []
    for doc_id, group in sentences.groupby("doc_id", sort=False):
        if documents is not None and doc_id not in facts:
            raise TableError(f"{doc_id}: not among the documents; pass the documents the sentences were split from")
        rows += _read_document(group, facts.get(str(doc_id), Facts()), coder)
    return make_table(rows, "occurrences", COLUMNS)


def _read_document(sentences: pd.DataFrame, known: Facts, coder: Coder | None) -> Iterator[tuple[object, ...]]:
    told = Told()
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    for doc_id, number, start, text in zip(*columns, strict=True):
        found, told = _read_sentence(text, told, known, coder)
        for begin, end, *values in found:
            yield doc_id, number, start + begin, start + end, text[begin:end], "commitments", *values


def _read_sentence(text: str, told: Told, known: Facts, coder: Coder | None) -> tuple[list[tuple[Any, ...]], Told]:
    """Read a sentence as it stands: the span of each clause in it, and the values of the columns after the layer."""
    cleaned = clean_sentence(text)
    clauses, told = read_commitments(load_lexicon(), cleaned.text, told, partner=known.partner, genre=known.genre)
    fired = coder.find(text) if coder and clauses else []
    found = []
    for clause in clauses:
        span = cleaned.span(clause.start, clause.end)
        body = min(clause.body, clause.end - 1)  # a cue may be the sentence's last word
        codes = _find_codes(fired, cleaned.span(body, max(clause.aim, body + 1)), span)
        columns = _describe(cleaned.text, clause, " ".join(sorted(codes)), known.date)
        found.append((*span, str(clause.level), *columns))
    return found, told


def _find_codes(fired: Sequence[Fired], body: tuple[int, int], whole: tuple[int, int]) -> set[str]:
    """Find what an action is about: its sectors without its aim, else those of its aim, else the sentence's only one.

    Means and examples add sectors (C13), an aim none (C7).
    """
    for first, last in (body, whole):
        codes = {term.code for term in fired if first <= term.start and term.end <= last}
        if codes:
            return codes
    codes = {term.code for term in fired}
    return codes if len(codes) == 1 else set()


def _describe(text: str, clause: Clause, sectors: str, date: str) -> tuple[int | str, ...]:
    """Give the values of the layer's own columns."""
    actor = clause.actor or UNKNOWN
    cues = dict.fromkeys(filter(None, (clause.cue.words, clause.hedge and text[clause.hedge.start : clause.hedge.end])))
    words = text[clause.body : clause.end]
    return (
        clause.level,
        actor.side,
        actor.text,
        " ... ".join(cues),
        (clause.head and text[clause.head.start : clause.head.end]) or clause.cue.words,
        text[clause.head.end if clause.head else clause.body : max(clause.core, clause.body)].strip(" ,"),
        sectors,
        "-" if clause.negative else "+",
        _find_status(text, clause),
        find_amounts(words),
        find_target(words, date),
        find_instruments(words),
    )


def _find_status(text: str, clause: Clause) -> str:
    """Tell an act that is complete when the text is published (C9)."""
    lexicon = load_lexicon()
    said = (text[place : clause.end].lower().strip() for place in (clause.body, clause.cue.start))
    done = clause.level >= lexicon.levels["agree"] and any(words.startswith(lexicon.performed) for words in said)
    return "performed" if done else "prospective"
