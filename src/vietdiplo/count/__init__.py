"""Occurrences into numbers."""

from vietdiplo.count.coverage import count_coverage, wilson_interval
from vietdiplo.count.frequency import count_labels, count_sizes
from vietdiplo.count.keyness import compare_frequencies

__all__ = [
    "compare_frequencies",
    "count_coverage",
    "count_labels",
    "count_sizes",
    "wilson_interval",
]
