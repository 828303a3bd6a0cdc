"""What the package knows of Vietnamese and of its own labels, as data files beside this one, and their readers."""

import csv
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from vietdiplo.tables import ParameterError

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "vi")


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Load a list with one entry a line; blank lines and what follows a # are left out."""
    lines = (line.partition("#")[0].strip() for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


def load_data(name: str) -> dict[str, Any]:
    """Load a YAML file of the language's data."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C takes a tenth of the time
    return cast(dict[str, Any], yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader))


@cache
def load_labels(lang: str) -> dict[str, str]:
    """Load the interface's wording in English or Vietnamese: key to wording, from `labels.csv`.

    Raises ParameterError for another language.
    """
    if lang not in LANGUAGES:
        raise ParameterError(f"lang: {lang!r} is not a language of the interface; use one of {', '.join(LANGUAGES)}")
    with (FOLDER / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[lang] for row in csv.DictReader(file)}


def load_stop_words() -> frozenset[str]:
    """Load the function words that top lists leave out, in lower case as `find_words` labels them."""
    return frozenset(load_lines("stop_words.txt"))
