"""Occurrences into numbers."""

from vietdiplo.count.boilerplate import count_formulas, count_once
from vietdiplo.count.collocations import count_bigrams, count_collocations
from vietdiplo.count.coverage import count_coverage
from vietdiplo.count.dispersion import count_dispersion, count_dispersion_within, count_positions
from vietdiplo.count.diversity import count_diversity
from vietdiplo.count.frequency import count_labels, count_ranks, count_sizes
from vietdiplo.count.intervals import count_intervals, newcombe_interval, wilson_interval
from vietdiplo.count.keyness import compare_frequencies
from vietdiplo.count.network import count_cooccurrences
from vietdiplo.count.permutations import compare_permutations
from vietdiplo.count.rankings import compare_rankings
from vietdiplo.count.readings import count_readings
from vietdiplo.count.reference import load_frequencies
from vietdiplo.count.similarity import compare_similarity
from vietdiplo.count.sums import add_counts
from vietdiplo.count.tfidf import count_tfidf

__all__ = [
    "add_counts",
    "compare_frequencies",
    "compare_permutations",
    "compare_rankings",
    "compare_similarity",
    "count_bigrams",
    "count_collocations",
    "count_cooccurrences",
    "count_coverage",
    "count_dispersion",
    "count_dispersion_within",
    "count_diversity",
    "count_formulas",
    "count_intervals",
    "count_labels",
    "count_once",
    "count_positions",
    "count_ranks",
    "count_readings",
    "count_sizes",
    "count_tfidf",
    "load_frequencies",
    "newcombe_interval",
    "wilson_interval",
]
