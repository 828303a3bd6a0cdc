"""What the reading pages show in texts, layer by layer, and what they say of each occurrence."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from vietdiplo.find import Codebook, find_commitments, find_dates, find_nested_terms, find_sectors
from vietdiplo.language import load_labels
from vietdiplo.publish.links import find_address
from vietdiplo.publish.marks import Mark, write_text

NEAR = 16  # code points between a cue and its verb: nhất trí tiếp tục tăng cường
Place: TypeAlias = tuple[str, int]
Rows: TypeAlias = Iterator[tuple[Mapping[Any, Any], str]]


class Corpus(NamedTuple):
    """What is looked through: sentences, their documents, and with what: lexicon, codebook, language of the notes."""

    sentences: pd.DataFrame
    documents: pd.DataFrame
    terms: pd.DataFrame
    codebook: Codebook
    lang: str

    @property
    def sectors(self) -> dict[str, str]:
        """The sectors' names by code."""
        return {code: f"{code} {sector.label[self.lang]}" for code, sector in self.codebook.sectors.items()}


class Findings(NamedTuple):
    """What was found in each sentence: its marks, its codes in the order of the text, and its commitments.

    A commitment is its level, side and sectors, with spaces between.
    """

    marks: Mapping[Place, list[Mark]]
    codes: Mapping[Place, list[str]]
    commitments: Mapping[Place, list[str]]


def find_layers(corpus: Corpus) -> Findings:
    """Find every layer in the sentences of a corpus, with what is said of each occurrence."""
    starts = corpus.sentences.set_index(["doc_id", "sentence"])["start"].to_dict()
    marks: dict[Place, list[Mark]] = defaultdict(list)
    codes: dict[Place, list[str]] = defaultdict(list)
    commitments: dict[Place, list[str]] = defaultdict(list)
    for layer, find in LAYERS.items():
        for row, note in find(corpus):
            place, label = (row["doc_id"], row["sentence"]), row["label"]
            begin = starts[place]
            marks[place].append(Mark(row["start"] - begin, row["end"] - begin, layer, note))
            if layer == "sectors" and label not in codes[place]:
                codes[place].append(label)
            elif layer == "commitments":
                commitments[place].append(f"{row['level']} {row['side']} {row['sectors']}".strip())
    return Findings(marks, codes, commitments)


def _find_terms(corpus: Corpus) -> Rows:
    kind = load_labels(corpus.lang)["site_term"]
    english = dict(zip(corpus.terms["term"], corpus.terms["en"], strict=True)) if corpus.lang == "en" else {}
    for row in find_nested_terms(corpus.sentences, corpus.terms).to_dict("records"):
        yield row, _write_note(kind, _write_link(row["label"], phrase=row["label"]), english.get(row["label"], ""))


def _find_dates(corpus: Corpus) -> Rows:
    labels = load_labels(corpus.lang)
    for row in find_dates(corpus.sentences, corpus.documents).to_dict("records"):
        is_value = row["from"] in ("", row["value"])
        days = row["value"] if is_value else " – ".join(dict.fromkeys((row["from"], row["to"])))
        role, rule = labels.get(f"value_{row['role']}", row["role"]), f"{labels['column_rule']}: {row['rule']}"
        yield row, _write_note(labels["site_date"], write_text(f"“{row['surface']}”: {days}"), role, rule)


def _find_sectors(corpus: Corpus) -> Rows:
    labels, names = load_labels(corpus.lang), corpus.sectors
    for row in find_sectors(corpus.sentences, corpus.codebook).to_dict("records"):
        name, term = names[row["label"]], labels["site_term_of_codebook"].format(term=row["term"])
        yield row, _write_note(labels["site_sector"], _write_link(name, sector=row["label"]), term)


def _find_commitments(corpus: Corpus) -> Rows:
    """Find commitments; the mark is the cue with the verb, or the verb alone: what is in the object has its own."""
    labels = load_labels(corpus.lang)
    for row in find_commitments(corpus.sentences, corpus.documents, corpus.codebook).to_dict("records"):
        start, end = _find_head(row)
        side, level = labels[f"value_{row['side']}"], labels[f"value_level_{row['level']}"]
        what = write_text(f"{level} · {side}{': ' if row['actor'] else ''}{row['actor']}")
        cue = labels["site_cue"].format(cue=row["cue"]) if row["cue"] else labels["site_cue_none"]
        named = [row[name] for name in ("sectors", "amount", "target", "instrument")]
        note = _write_note(labels["site_commitment"], what, cue, *named)
        yield {**row, "start": row["start"] + start, "end": row["start"] + end}, note


def _find_head(row: Mapping[Any, Any]) -> tuple[int, int]:
    """Find where in the clause its cue and its verb stand: the verb alone if they are apart, all if neither does."""
    surface, cue, action = row["surface"], row["cue"].split(" ... ")[0], row["action"]
    first = max(surface.find(cue), 0) if cue else 0
    verb = surface.find(action, first)
    if verb < 0:
        return (first, first + len(cue)) if cue in surface else (0, len(surface))
    is_near = cue and first < verb and verb - first - len(cue) <= NEAR and surface.startswith(cue, first)
    return first if is_near else verb, verb + len(action)


# What is found by layer: each occurrence with its note in HTML.
LAYERS: Mapping[str, Callable[[Corpus], Rows]] = {
    "terms": _find_terms,
    "dates": _find_dates,
    "sectors": _find_sectors,
    "commitments": _find_commitments,
}


def _write_note(kind: str, what: str, *more: str) -> str:
    """Write what an occurrence is: its kind, what it counts as (HTML), and what else is known (text)."""
    return " · ".join([f"<b>{escape(kind)}</b> {what}", *(write_text(text) for text in more if text)])


def _write_link(text: str, **about: str) -> str:
    return f'<a href="{escape(find_address(about, {}))}">{write_text(text)}</a>'
