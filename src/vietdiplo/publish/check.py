"""Everything that is wrong with a corpus folder, before anything runs."""

from pathlib import Path

from vietdiplo.find import check_codebook, check_terms, find_codebook
from vietdiplo.publish.annotated import load_sources
from vietdiplo.publish.record import is_annotated
from vietdiplo.tables import Problem
from vietdiplo.texts import check_corpus, find_folder


def check_folder(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder's texts, its documents.csv, its codebook and its terms; an empty list is good."""
    if is_annotated(find_folder(corpus)):
        return load_sources(find_folder(corpus))[1]
    return [*check_corpus(corpus), *check_codebook(find_codebook(corpus)), *check_terms(corpus)]
