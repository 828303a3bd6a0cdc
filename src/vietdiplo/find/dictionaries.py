"""Dictionaries of quanteda (R) in YAML: nested keys and lists of patterns, read as a codebook.

Source: Benoit et al. (2018), quanteda: An R package for the quantitative analysis of textual data, JOSS 3(30); its
function `dictionary`, format YAML. A code is the keys down to a list, joined by a full stop as quanteda joins them; `*`
at the end of a syllable stands for any letters and alone for any syllable, `_` joins words as a space does.
"""

import re
from collections.abc import Iterator, Sequence

from vietdiplo.find.phrases import STAR, split_syllables
from vietdiplo.find.sectors import Codebook, Sector, Titles
from vietdiplo.find.source import Place, Source, Value
from vietdiplo.language import LANGUAGES
from vietdiplo.texts.clean import clean_text

# What quanteda's globs have and syllables cannot tell: a sign for one letter, a star before letters.
OTHER_GLOB = re.compile(r"\?|\*(?=\w)")


def is_dictionary(value: Value) -> bool:
    """Tell a dictionary from a codebook, which has a version or sectors."""
    return isinstance(value, dict) and not {"version", "sectors"} & value.keys()


def read_dictionary(source: Source) -> Codebook:
    """Read a dictionary: a codebook whose definitions are its keys; problems go to the source."""
    terms: dict[str, list[str]] = {}
    for place, keys, pattern in _list_patterns(source, source.value, (), ()):
        if OTHER_GLOB.search(pattern):
            source.add(place, f"the pattern '{pattern}'", f"use {STAR} at the end of a word or alone")
        elif not split_syllables(clean_text(pattern).text):
            source.add(place, f"'{pattern}' has no letter", "write a word there or take it out")
        else:
            terms.setdefault(".".join(keys), []).append(" ".join(pattern.replace("_", " ").split()))
    return Codebook("", {code: _make_sector(code, listed) for code, listed in terms.items()}, {}, {}, Titles())


def _make_sector(code: str, terms: Sequence[str]) -> Sector:
    """Make a sector whose label and definition are its key: a dictionary says no more."""
    names = dict.fromkeys(LANGUAGES, code)
    return Sector(code, names, names, terms)


def _list_patterns(
    source: Source, value: Value, place: Place, keys: tuple[str, ...]
) -> Iterator[tuple[Place, tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _list_patterns(source, entry, (*place, key), (*keys, key))
    elif not value or not keys:
        source.add(place, "empty" if not value else "no key", "write a key, a colon and a list of patterns below it")
    elif isinstance(value, str):
        yield place, keys, value
    else:
        for number, entry in enumerate(value):
            yield from _list_patterns(source, entry, (*place, str(number)), keys)
