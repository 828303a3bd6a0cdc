"""Texts that are no files: a few sentences in a notebook, lines from another program."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from vietdiplo.tables import CorpusError, make_table
from vietdiplo.texts.clean import SURROGATE
from vietdiplo.texts.metadata import PRECISIONS, WRITE_DATE, is_date


def load_strings(texts: Mapping[str, str], *, dates: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Load texts given as strings, by their name, as documents.

    One row per text; `dates` gives the date of a text by its name: 2025-05-07, 2025-05 or 2025. Raises CorpusError for
    one that is no date and for a text with a lone surrogate.
    """
    dates = dates or {}
    wrong = [
        f"{name}: date '{day}' is no date; {WRITE_DATE}" for name, day in dates.items() if day and not is_date(day)
    ]
    for name, text in texts.items():
        check_text(name, text)
    if wrong:
        raise CorpusError("\n".join(wrong))
    return make_table((_describe(name, text, dates.get(name, "")) for name, text in texts.items()), "documents")


def check_text(place: str, text: str) -> str:
    """Return the text if it is one. Raises CorpusError for a lone surrogate, which no file and no table can hold."""
    found = SURROGATE.search(text)
    if found:
        value = f"lone surrogate U+{ord(found.group()):04X} at {found.start()}"
        raise CorpusError(f"{place}: {value}, so not a text; mend what wrote it")
    return text


def _describe(name: str, text: str, day: str) -> tuple[str, ...]:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return (name, "", day, PRECISIONS[len(day)], "", "", "vi", "", "", sha256, text)
