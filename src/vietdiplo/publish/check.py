"""Everything that is wrong with a corpus folder, before anything runs."""

from pathlib import Path

from vietdiplo.find import check_codebook, find_codebook
from vietdiplo.tables import Problem
from vietdiplo.texts import check_corpus


def check_folder(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder's texts, its documents.csv and its codebook; an empty list is good."""
    return [*check_corpus(corpus), *check_codebook(find_codebook(corpus))]
