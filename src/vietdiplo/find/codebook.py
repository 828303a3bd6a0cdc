"""Codebooks as people write them, or dictionaries of quanteda: a YAML file into a Codebook, with every problem."""

import os
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias, cast

from vietdiplo.find.dictionaries import is_dictionary, read_dictionary
from vietdiplo.find.phrases import split_syllables, unify_phrase
from vietdiplo.find.sectors import GROUP, OPEN, Codebook, Sector, Titles, expand_phrase, load_coder
from vietdiplo.find.sectors_rules import count_wordings
from vietdiplo.find.source import Place, Source, Value
from vietdiplo.language import LANGUAGES
from vietdiplo.tables import CodebookError, Problem
from vietdiplo.texts.clean import clean_text
from vietdiplo.texts.corpus import ROOT, find_folder
from vietdiplo.texts.read import is_inside
from vietdiplo.texts.sheets import OUTSIDE

__all__ = ["Codebook", "Sector", "check_codebook", "find_codebook", "load_codebook"]

Schema: TypeAlias = Mapping[str, object]

# What a key holds: a text, a list of texts, or a table of keys again; * is any name, ! a key that must be there.
TEXT, LIST = "text", "list"
BOTH_LANGUAGES = {f"!{lang}": TEXT for lang in LANGUAGES}
SECTOR: Schema = {
    "!label": BOTH_LANGUAGES,
    "domain": TEXT,
    "!definition": BOTH_LANGUAGES,
    "include": LIST,
    "exclude": LIST,
    "!terms": LIST,
    "not_within": LIST,
    "example": TEXT,
    "crosswalk": {"*": TEXT},
}
CODEBOOK: Schema = {
    "!version": TEXT,
    "domains": {"*": BOTH_LANGUAGES},
    "groups": {"*": LIST},
    "titles": dict.fromkeys(("offices", "heads_of", "joined_by", "unless_after"), LIST),
    "not_within": LIST,
    "!sectors": {"*": SECTOR},
}
# A phrase with n groups of m words has m to the power of n wordings; all of the shipped codebook have 12,000.
MOST_WORDINGS = 200_000
MOST_PARTS = 8  # groups and gaps of a phrase
REMEDIES = {
    TEXT: "write words after the colon",
    LIST: "write one entry a line, each after a hyphen and a space",
    "table": "write keys below it, each indented and with a colon after it",
}


def load_codebook(path: str | Path) -> Codebook:
    """Load a codebook or a dictionary of quanteda from YAML.

    In a dictionary each list of patterns is a code, named by its keys and a full stop between them. Raises
    CodebookError that names all problems, one a line.
    """
    codebook, problems = _read_codebook(Path(path))
    if codebook is None or problems:
        raise CodebookError("\n".join(map(str, problems)))
    return codebook


def check_codebook(path: str | Path) -> list[Problem]:
    """Check a codebook and give every problem with its line; an empty list is good.

    The terms and examples are looked at when the keys are in order.
    """
    return _read_codebook(Path(path))[1]


def find_codebook(corpus: str | Path) -> Path:
    """Give the codebook of a corpus folder: its sectors.yml, or the one that the project ships.

    Raises CodebookError for one that is a link out of the corpus.
    """
    own = find_folder(corpus) / "sectors.yml"
    if own.is_file() and not is_inside(own, own.parent):
        raise CodebookError(f"{own.name}: {'; '.join(OUTSIDE)}")
    return own if own.is_file() else ROOT / "seeds" / "sectors.yml"


def _read_codebook(path: Path) -> tuple[Codebook | None, list[Problem]]:
    """Read a codebook, once as long as its bytes stay the same; the checks take longest."""
    codebook, problems = _read_bytes(path, sha256(path.read_bytes()).digest() if os.access(path, os.R_OK) else b"")
    return codebook, [*problems]


@lru_cache(maxsize=8)
def _read_bytes(path: Path, _: bytes) -> tuple[Codebook | None, list[Problem]]:
    source = Source(path)
    if source.problems:
        return None, source.problems
    if is_dictionary(source.value):
        return read_dictionary(source), source.problems
    _check_shape(source, source.value, CODEBOOK, ())
    if source.problems:
        return None, source.problems
    codebook = _make_codebook(source.value)
    _check_phrases(source, codebook)
    if not source.problems:
        _check_domains(source, codebook)
        _check_shared(source, codebook)
        _check_examples(source, codebook)
    return codebook, source.problems


def _check_shape(source: Source, value: Value, schema: object, place: Place) -> None:
    expected = schema if isinstance(schema, str) else "table"
    if not isinstance(value, {TEXT: str, LIST: list, "table": dict}[expected]) or not value:
        found = "empty" if not value else f"not a {expected}"
        source.add(place, found, REMEDIES[expected])
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            _check_shape(source, entry, TEXT, (*place, str(number)))
    elif isinstance(value, dict):
        _check_keys(source, value, cast(Schema, schema), place)


def _check_keys(source: Source, value: dict[str, Value], schema: Schema, place: Place) -> None:
    schemas = {key.removeprefix("!"): inner for key, inner in schema.items()}
    for key in (key[1:] for key in schema if key.startswith("!") and key[1:] not in value):
        source.add(place, f"no {key}", "add it")
    for key, entry in value.items():
        if key in schemas or "*" in schemas:
            _check_shape(source, entry, schemas.get(key, schemas.get("*")), (*place, key))
        else:
            source.add((*place, key), f"unknown key '{key}'", f"use one of {', '.join(schemas)}")


def _make_codebook(value: Value) -> Codebook:
    top = cast(dict[str, dict[str, dict[str, object]]], value)
    sectors = {code: Sector(code=code, **entry) for code, entry in top["sectors"].items()}  # type: ignore[arg-type]
    return Codebook(
        version=cast(str, top["version"]),
        sectors=sectors,
        domains=cast(Mapping[str, Mapping[str, str]], top.get("domains", {})),
        groups=cast(Mapping[str, list[str]], top.get("groups", {})),
        titles=Titles(**cast(dict[str, list[str]], top.get("titles", {}))),
        not_within=cast(list[str], top.get("not_within", [])),
    )


def _list_phrases(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """List every phrase that is matched with its place."""
    lists: dict[Place, object] = {("groups", name): words for name, words in codebook.groups.items()}
    lists |= {("titles", name): words for name, words in vars(codebook.titles).items()}
    lists[("not_within",)] = codebook.not_within
    for code, sector in codebook.sectors.items():
        lists[("sectors", code, "terms")] = sector.terms
        lists[("sectors", code, "not_within")] = sector.not_within
    for place, phrases in lists.items():
        yield from (((*place, str(number)), phrase) for number, phrase in enumerate(cast(list[str], phrases)))


def _check_phrases(source: Source, codebook: Codebook) -> None:
    wordings = 0
    for place, phrase in _list_phrases(codebook):
        is_plain = place[0] in ("groups", "titles")
        unknown = [name for name in GROUP.findall(phrase) if is_plain or name not in codebook.groups]
        if unknown:
            known = "plain words here" if is_plain else f"one of {', '.join(codebook.groups) or '(none)'}"
            source.add(place, f"<{unknown[0]}> is not a group", f"use {known}")
        elif phrase.count("...") + len(GROUP.findall(phrase)) > MOST_PARTS:
            source.add(place, f"a phrase with over {MOST_PARTS} groups and gaps", "leave some out")
        elif (wordings := wordings + count_wordings(phrase, codebook.groups)) > MOST_WORDINGS:
            value = f"with '{phrase}' the phrases have over {MOST_WORDINGS} wordings"
            source.add(place, value, "use smaller groups, or fewer of them in a phrase")
            return
        elif (place[-2] != "not_within" and phrase.endswith(OPEN)) or not all(
            split_syllables(clean_text(p).text) for p in expand_phrase(phrase, codebook.groups)[0]
        ):
            source.add(place, f"'{phrase}' has no letter on one side", "write a word there or take it out")


def _check_domains(source: Source, codebook: Codebook) -> None:
    for code, sector in codebook.sectors.items():
        if sector.domain and sector.domain not in codebook.domains:
            known = ", ".join(codebook.domains) or "(none)"
            source.add(("sectors", code, "domain"), f"'{sector.domain}' is not a domain", f"use one of {known}")


def _check_shared(source: Source, codebook: Codebook) -> None:
    """Check that a term has one code, or a not_within of either code tells where it does not count."""
    first: dict[Place, str] = {}
    write_bounds = cache(lambda code: _write_bounds(codebook.sectors[code], codebook))
    for code, sector in codebook.sectors.items():
        for number, term in enumerate(sector.terms):
            keys = [tuple(map(unify_phrase, parts)) for parts in expand_phrase(term, codebook.groups)]
            shared = [key for key in keys if first.setdefault(key, code) != code]
            other = first[shared[0]] if shared else ""
            if other and not any(f" {' '.join(shared[0])} " in write_bounds(one) for one in (code, other)):
                place = ("sectors", code, "terms", str(number))
                source.add(place, f"the term '{term}' stands in {other} too", "keep one, or add not_within")


def _write_bounds(sector: Sector, codebook: Codebook) -> str:
    """Write all wordings of a sector's not_within into one text, a line each, with a space at each border of a word."""
    written = (" ".join(parts) for phrase in sector.not_within for parts in expand_phrase(phrase, codebook.groups))
    return "".join(f" {unify_phrase(phrase)} \n" for phrase in written)


def _check_examples(source: Source, codebook: Codebook) -> None:
    coder = load_coder(codebook)
    for code, sector in codebook.sectors.items():
        found = {fired.code for fired in coder.find(sector.example)}
        if sector.example and code not in found:
            place = ("sectors", code, "example")
            source.add(place, f"no term of {code} fires in '{sector.example}'", "add a term or take another example")
