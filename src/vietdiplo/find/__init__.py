"""Sentences into occurrences: the only room that knows Vietnamese, and the only importer of underthesea."""

from vietdiplo.find.changes import find_changes
from vietdiplo.find.clauses import find_clauses
from vietdiplo.find.clauses_pair import find_pair
from vietdiplo.find.clauses_units import find_units
from vietdiplo.find.codebook import Codebook, check_codebook, find_codebook, load_codebook
from vietdiplo.find.collocates import find_collocates, find_together
from vietdiplo.find.commitments import find_commitments
from vietdiplo.find.contexts import find_contexts
from vietdiplo.find.dates import find_dates
from vietdiplo.find.events import find_events
from vietdiplo.find.events_left import find_undated
from vietdiplo.find.formulas import find_formulas
from vietdiplo.find.lexicon import check_terms, load_terms
from vietdiplo.find.ngrams import find_ngrams
from vietdiplo.find.sectors import find_sectors
from vietdiplo.find.segmentation.shipped import SEGMENTER
from vietdiplo.find.source import Source
from vietdiplo.find.terms import find_nested_terms, find_terms
from vietdiplo.find.uncoded import find_uncoded
from vietdiplo.find.uncommitted import find_uncommitted
from vietdiplo.find.words import find_tokens, find_words, load_reader

__all__ = [
    "SEGMENTER",
    "Codebook",
    "Source",
    "check_codebook",
    "check_terms",
    "find_changes",
    "find_clauses",
    "find_codebook",
    "find_collocates",
    "find_commitments",
    "find_contexts",
    "find_dates",
    "find_events",
    "find_formulas",
    "find_nested_terms",
    "find_ngrams",
    "find_pair",
    "find_sectors",
    "find_terms",
    "find_together",
    "find_tokens",
    "find_uncoded",
    "find_uncommitted",
    "find_undated",
    "find_units",
    "find_words",
    "load_codebook",
    "load_reader",
    "load_terms",
]
