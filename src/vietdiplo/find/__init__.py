"""Sentences into occurrences: the only room that knows Vietnamese, and the only importer of underthesea."""

from vietdiplo.find.changes import find_changes
from vietdiplo.find.codebook import Codebook, check_codebook, find_codebook, load_codebook
from vietdiplo.find.contexts import find_contexts, find_headlines
from vietdiplo.find.dates import find_dates
from vietdiplo.find.ngrams import find_ngrams
from vietdiplo.find.phrases import find_terms
from vietdiplo.find.sectors import find_sectors
from vietdiplo.find.source import Source
from vietdiplo.find.uncoded import find_uncoded
from vietdiplo.find.words import SEGMENTER, find_words, load_segmenter

__all__ = [
    "SEGMENTER",
    "Codebook",
    "Source",
    "check_codebook",
    "find_changes",
    "find_codebook",
    "find_contexts",
    "find_dates",
    "find_headlines",
    "find_ngrams",
    "find_sectors",
    "find_terms",
    "find_uncoded",
    "find_words",
    "load_codebook",
    "load_segmenter",
]
