"""Occurrences into numbers."""

from vietdiplo.count.agreement import (
    cohen_kappa,
    compare_coders,
    count_agreement,
    count_set_agreement,
    krippendorff_alpha,
    masi_distance,
)
from vietdiplo.count.agreement_commitments import compare_commitments, count_commitment_scores, count_levels
from vietdiplo.count.agreement_dates import compare_dates, count_date_scores
from vietdiplo.count.agreement_scores import compare_sectors, count_scores, count_total_scores
from vietdiplo.count.agreement_shares import count_corrected_coverage
from vietdiplo.count.alignment import compare_clauses
from vietdiplo.count.alignment_details import compare_details
from vietdiplo.count.boilerplate import count_formulas, count_once
from vietdiplo.count.collocations import count_bigrams, count_collocations
from vietdiplo.count.commitments import count_precision, count_strength
from vietdiplo.count.coverage import count_coverage
from vietdiplo.count.differences import compare_coverage
from vietdiplo.count.dispersion import count_dispersion, count_dispersion_within, count_positions
from vietdiplo.count.diversity import count_diversity
from vietdiplo.count.events import count_events
from vietdiplo.count.events_dates import compare_event_dates
from vietdiplo.count.frequency import count_labels, count_ranks, count_sizes
from vietdiplo.count.intervals import count_intervals, newcombe_interval, wilson_interval
from vietdiplo.count.keyness import compare_frequencies
from vietdiplo.count.network import count_cooccurrences
from vietdiplo.count.permutations import compare_permutations
from vietdiplo.count.rankings import compare_rankings
from vietdiplo.count.readings import count_readings
from vietdiplo.count.reference import load_frequencies
from vietdiplo.count.sequence import count_sequence
from vietdiplo.count.similarity import compare_similarity
from vietdiplo.count.sums import add_counts
from vietdiplo.count.tfidf import count_tfidf
from vietdiplo.count.years import count_years

__all__ = [
    "add_counts",
    "cohen_kappa",
    "compare_clauses",
    "compare_coders",
    "compare_commitments",
    "compare_coverage",
    "compare_dates",
    "compare_details",
    "compare_event_dates",
    "compare_frequencies",
    "compare_permutations",
    "compare_rankings",
    "compare_sectors",
    "compare_similarity",
    "count_agreement",
    "count_bigrams",
    "count_collocations",
    "count_commitment_scores",
    "count_cooccurrences",
    "count_corrected_coverage",
    "count_coverage",
    "count_date_scores",
    "count_dispersion",
    "count_dispersion_within",
    "count_diversity",
    "count_events",
    "count_formulas",
    "count_intervals",
    "count_labels",
    "count_levels",
    "count_once",
    "count_positions",
    "count_precision",
    "count_ranks",
    "count_readings",
    "count_scores",
    "count_sequence",
    "count_set_agreement",
    "count_sizes",
    "count_strength",
    "count_tfidf",
    "count_total_scores",
    "count_years",
    "krippendorff_alpha",
    "load_frequencies",
    "masi_distance",
    "newcombe_interval",
    "wilson_interval",
]
