"""A workbench for Vietnamese diplomatic texts: tables of documents, sentences, occurrences and counts.

import vietdiplo as vd

documents = vd.load_documents("seeds")
sentences = vd.split_sentences(documents)
words = vd.find_words(sentences)
counts = vd.count_labels(words, vd.count_sizes(documents, sentences, words))
"""

from vietdiplo.count import compare_frequencies, count_coverage, count_labels, count_sizes
from vietdiplo.draw import draw_contrast, draw_frequencies, draw_heatmap, draw_sizes, draw_timeline
from vietdiplo.find import (
    SEGMENTER,
    find_changes,
    find_codebook,
    find_contexts,
    find_dates,
    find_headlines,
    find_ngrams,
    find_sectors,
    find_terms,
    find_uncoded,
    find_words,
    load_codebook,
)
from vietdiplo.language import load_stop_words
from vietdiplo.publish import Sheet, check_parameters
from vietdiplo.tables import VERSION as __version__
from vietdiplo.tables import VietdiploError, check_surfaces, check_table
from vietdiplo.texts import check_corpus, load_documents, load_strings, split_sentences

__all__ = [
    "SEGMENTER",
    "Sheet",
    "VietdiploError",
    "__version__",
    "check_corpus",
    "check_parameters",
    "check_surfaces",
    "check_table",
    "compare_frequencies",
    "count_coverage",
    "count_labels",
    "count_sizes",
    "draw_contrast",
    "draw_frequencies",
    "draw_heatmap",
    "draw_sizes",
    "draw_timeline",
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
    "load_documents",
    "load_stop_words",
    "load_strings",
    "split_sentences",
]
