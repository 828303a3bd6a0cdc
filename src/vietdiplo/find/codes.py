"""Words as numbers: what counts pairs and runs of words works on these, not on text."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.tables import TableError, check_table


class Codes(NamedTuple):
    """Words in the order of the text, as numbers.

    `label`, `document` and `sentence` have one entry a word: the place of its label in `labels`, of its text in
    `documents`, and a number that differs from one sentence to the next, also over texts.
    """

    label: np.ndarray
    document: np.ndarray
    sentence: np.ndarray
    labels: np.ndarray
    documents: np.ndarray


class Runs(NamedTuple):
    """Where words stand in all sentences written one after the other: `text[start:end]` is the word."""

    text: str
    start: np.ndarray
    end: np.ndarray


def order_words(words: pd.DataFrame) -> pd.DataFrame:
    """Put words into the order of the text, each text's together, texts in the order they first come."""
    check_table(words, "occurrences")
    document, _ = pd.factorize(words["doc_id"])
    start = words["start"].to_numpy()
    step = np.diff(document)
    if ((step < 0) | ((step == 0) & (np.diff(start) < 0))).any():
        return words.iloc[np.lexsort((start, document))].reset_index(drop=True)
    return words.reset_index(drop=True)


def code_words(words: pd.DataFrame) -> Codes:
    """Code words that `order_words` put in order."""
    label, labels = pd.factorize(words["label"])
    document, documents = pd.factorize(words["doc_id"])
    number = words["sentence"].to_numpy()
    border = (np.diff(document, prepend=-1) != 0) | (np.diff(number, prepend=-2) != 0)
    return Codes(label, document, np.cumsum(border), labels.to_numpy(object), documents.to_numpy(object))


def match_pairs(values: np.ndarray, distance: int) -> np.ndarray:
    """Give the places of words whose value is that of the word `distance` further on."""
    return np.flatnonzero(values[:-distance] == values[distance:]) if distance < len(values) else np.array([], np.intp)


def place_words(words: pd.DataFrame, sentences: pd.DataFrame) -> Runs:
    """Place words in the text of all sentences together.

    Raises TableError for a word whose sentence is not among the sentences.
    """
    check_table(sentences, "sentences")
    texts = sentences["text"].tolist()
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    shift = np.concatenate([[0], ends[:-1]]) - sentences["start"].to_numpy() if texts else ends
    row = _match_sentences(words, sentences)
    if (row < 0).any():
        lost = words[row < 0].iloc[0]
        place = f"{lost['doc_id']}[{lost['start']}:{lost['end']}]"
        raise TableError(f"{place}: sentence {lost['sentence']} is not among the sentences; pass those it was found in")
    return Runs("".join(texts), words["start"].to_numpy() + shift[row], words["end"].to_numpy() + shift[row])


def _match_sentences(words: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Give the row of each word's sentence, -1 where it is not there."""
    documents = pd.Index(sentences["doc_id"].unique())
    most = max(int(table["sentence"].max()) for table in (sentences, words) if len(table)) + 2 if len(documents) else 1
    keys = [
        documents.get_indexer(pd.Index(table["doc_id"])) * most + table["sentence"].to_numpy() + 1
        for table in (sentences, words)
    ]
    return np.asarray(pd.Index(keys[0]).get_indexer(pd.Index(keys[1])))
