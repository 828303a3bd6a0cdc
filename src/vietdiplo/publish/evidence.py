"""The sentences behind the numbers of a site: the reading pages of its texts and the search, in a job of its own."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.find import find_codebook, load_codebook, load_terms
from vietdiplo.publish.annotated import load_parts
from vietdiplo.publish.findings import Corpus, Findings, find_layers
from vietdiplo.publish.reading import Reading, Sentence, save_reading
from vietdiplo.publish.record import is_annotated, load_record
from vietdiplo.publish.search import save_search
from vietdiplo.texts import split_sentences

MOST_TEXTS = 500  # texts that have a reading page; a folder with more pages is hard to share


class Evidence(NamedTuple):
    """What the reading pages and the search are made from: the corpus, the texts with a page, and the site."""

    corpus: Path
    documents: pd.DataFrame
    folder: Path
    site: Mapping[str, Any]


def save_evidence(job: Evidence) -> None:
    """Save a reading page for each text, and the search over their sentences."""
    sentences = _load_sentences(job)
    texts = job.documents.assign(text=job.documents.get("text", ""))
    codebook = load_codebook(find_codebook(job.corpus))
    corpus = Corpus(sentences, texts, load_terms(job.corpus), codebook, job.site["lang"])
    found = find_layers(corpus)
    save_search(job.folder, corpus, found, job.site)
    own = dict(list(sentences.groupby("doc_id", sort=False)))
    pages = ["", *job.site["texts"].values(), ""]
    around = zip(pages, pages[2:], strict=False)
    for row, (before, after) in zip(texts.to_dict("records"), around, strict=True):
        rows = own.get(row["doc_id"], sentences.head(0))
        reading = _make_reading(row, rows, found, job.site)
        save_reading(job.folder, reading, job.site, before, after)


def _load_sentences(job: Evidence) -> pd.DataFrame:
    """Load the sentences of the texts with a page; of an annotated folder only the parts that hold them."""
    if not is_annotated(job.corpus):
        return split_sentences(job.documents)
    record = load_record(job.corpus)
    tables = []
    for part in load_parts(job.corpus, mode=record["mode"], hyphens=record["hyphens"]):
        tables.append(part.sentences[part.sentences["doc_id"].isin(job.documents["doc_id"])])
        if len(tables[-1]) < len(part.sentences):  # the texts with a page are the first ones
            break
    return pd.concat(tables, ignore_index=True)


def _make_reading(row: Mapping[Any, Any], rows: pd.DataFrame, found: Findings, site: Mapping[str, Any]) -> Reading:
    doc_id = row["doc_id"]
    sentences = [
        Sentence(number, paragraph, kind, text, found.marks.get((doc_id, number), ()))
        for number, paragraph, kind, text in zip(
            *(rows[name].tolist() for name in ("sentence", "paragraph", "kind", "text")), strict=True
        )
    ]
    gaps = _cut_gaps(row["text"], rows)
    return Reading(site["texts"][doc_id], site["listing"][doc_id], sentences, gaps, not row["text"])


def _cut_gaps(text: str, rows: pd.DataFrame) -> list[str]:
    """Cut out what stands around sentences; where the text is not kept (an annotated folder), a space or a line end."""
    if not text:
        return ["", *("\n" if a != b else " " for a, b in pairwise(rows["paragraph"])), ""]
    ends = [0, *rows["end"]]
    starts = [*rows["start"], len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]
