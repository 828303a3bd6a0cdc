"""Words into n-grams, within a sentence and never across punctuation."""

import re
from itertools import pairwise

import pandas as pd

from vietdiplo.tables import ParameterError, check_table, make_table
from vietdiplo.texts.clean import INVISIBLE

BETWEEN = re.compile(rf"(?:[\s\-\u2010-\u2013]|{INVISIBLE.pattern})*")  # what may stand between two words of one n-gram


def find_ngrams(words: pd.DataFrame, sentences: pd.DataFrame, *, size: int = 2) -> pd.DataFrame:
    """Find the n-grams of words: occurrences of the layer ngrams.

    One row per run of `size` words, 2 to 7, of one sentence with nothing but spaces or hyphens between them; the label
    is the words' labels joined by a space. Raises ParameterError for another size.
    """
    if not 2 <= size <= 7:
        raise ParameterError(f"find_ngrams: size {size} is not 2 to 7; choose one of these")
    check_table(words, "occurrences")
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    texts = {(doc_id, number): (int(start), str(text)) for doc_id, number, start, text in zip(*columns, strict=True)}
    rows = []
    for key, group in words.groupby(["doc_id", "sentence"], sort=False):
        doc_id, number = key
        offset, text = texts[doc_id, number]
        spans = [*zip(group["start"] - offset, group["end"] - offset, group["label"], strict=True)]
        joined = [bool(BETWEEN.fullmatch(text, a[1], b[0])) for a, b in pairwise(spans)]
        for at in range(len(spans) - size + 1):
            if all(joined[at : at + size - 1]):
                start, end = spans[at][0], spans[at + size - 1][1]
                label = " ".join(span[2] for span in spans[at : at + size])
                rows.append((doc_id, number, offset + start, offset + end, text[start:end], "ngrams", label))
    return make_table(rows, "occurrences")
