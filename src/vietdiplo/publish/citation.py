"""How the program, a corpus and a text are cited: from CITATION.cff, or from what is known of the texts."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.find import Source
from vietdiplo.language import load_labels
from vietdiplo.tables import Problem, check_problems
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.read import is_inside
from vietdiplo.texts.sheets import OUTSIDE

FILE = "CITATION.cff"
NEEDED = ("cff-version", "message", "title", "authors")  # what Citation File Format 1.2.0 requires
FORMS = {
    "date-released": (re.compile(r"\d{4}-\d\d-\d\d"), "write a day as 2025-05-08"),
    "doi": (re.compile(r"10\.\d{4,9}(\.\d+)?/\S+"), "write it without an address: 10.5281/zenodo.1234"),
    "license": (re.compile(r"[A-Za-z0-9.+-]+"), "write it as SPDX names it: CC-BY-4.0"),
    "url": (re.compile(r"https?://\S+"), "write an address that begins with https://"),
    "version": (re.compile(r".+"), "write it on one line, or take the line out"),
}
MOST_SOURCES = 5  # sources of texts that a citation names


class Author(NamedTuple):
    """Who is cited: a person as family, given, or an organisation."""

    name: str
    is_person: bool


class Citation(NamedTuple):
    """What a CITATION.cff says: who, what, which version, which day, where and under which licences."""

    authors: tuple[Author, ...]
    title: str
    version: str
    day: str
    address: str
    licences: tuple[str, ...]


def load_citation(folder: Path) -> Citation | None:
    """Load the CITATION.cff of a folder, if it has one. Raises CorpusError with everything that is wrong with it."""
    if not (folder / FILE).exists():
        return None
    check_problems(check_citation(folder))
    source = Source(folder / FILE)
    assert isinstance(source.value, dict)
    held, authors, licences = source.value, source.value["authors"], source.value.get("license", [])
    text = {name: str(held.get(name, "")) for name in ("title", "version", "date-released", "doi", "url")}
    address = f"https://doi.org/{text['doi']}" if text["doi"] else text["url"]
    return Citation(
        tuple(Author(_name_author(author), "name" not in author) for author in authors if isinstance(author, dict)),
        " ".join(text["title"].split()),
        text["version"],
        text["date-released"],
        address,
        tuple(map(str, licences if isinstance(licences, list) else [licences])),
    )


def check_citation(folder: Path) -> list[Problem]:
    """Check the CITATION.cff of a folder, if it has one; an empty list is good."""
    path = folder / FILE
    if path.exists() and not (path.is_file() and is_inside(path, folder.resolve())):
        return [Problem("error", FILE, *OUTSIDE)]
    return _check_source(Source(path)) if path.exists() else []


def cite_program(lang: str) -> str:
    """Cite the program as its own CITATION.cff says."""
    program = load_citation(ROOT)
    assert program is not None
    return write_citation(program, lang)


def cite_corpus(corpus: Path, documents: pd.DataFrame, lang: str) -> str:
    """Cite a corpus as its CITATION.cff says; without one, by its name, how many texts it has, and their sources."""
    citation = load_citation(corpus)
    if citation is not None:
        return write_citation(citation, lang)
    labels = load_labels(lang)
    sources = list(dict.fromkeys(source for source in documents["source"] if source))
    named = "; ".join(sources[:MOST_SOURCES]) + (" …" if len(sources) > MOST_SOURCES else "")
    days = sorted(day[:4] for day in documents["date"] if day)
    years = "–".join(dict.fromkeys((days[0], days[-1]))) if days else labels["site_no_dates"]
    texts = f"{labels['site_cite_texts']}: {len(documents)} ({years})"
    return f"{corpus.name}. {texts}. {labels['site_cite_sources']}: {named or labels['site_cite_unknown']}."


def cite_text(text: Mapping[str, str], lang: str) -> str:
    """Cite a text by what is known of it: its title or else its name, its source and its date."""
    known = (text["source"], text["date"] or load_labels(lang)["site_cite_undated"])
    return f"{text['title'] or text['doc_id']}. {', '.join(filter(None, known))}."


def write_citation(citation: Citation, lang: str) -> str:
    """Write a citation in one line: authors (year). Title (version). Address."""
    version = load_labels(lang)["site_cite_version"].format(version=citation.version) if citation.version else ""
    authors = "; ".join(author.name for author in citation.authors) + (f" ({citation.day[:4]})" if citation.day else "")
    title = citation.title + (f" ({version})" if version else "")
    return f"{authors}. {title}." + (f" {citation.address}" if citation.address else "")


def _check_source(source: Source) -> list[Problem]:
    held = source.value
    if source.problems:
        return source.problems
    if not isinstance(held, dict):
        source.add((), "no keys and values", f"give it {', '.join(NEEDED)}")
        return source.problems
    for key in NEEDED:
        if not held.get(key):
            source.add((key,) if key in held else (), f"no {key}", "add it; see citation-file-format.github.io")
    authors = held.get("authors", [])
    named = isinstance(authors, list) and all(isinstance(author, dict) and _name_author(author) for author in authors)
    if not named:
        source.add(("authors",), "not a list of names", "write family-names and given-names, or name, of each")
    for key in ("title", *FORMS):
        value = held.get(key, "")
        for entry in value if key == "license" and isinstance(value, list) else [value]:
            _check_form(source, key, entry)
    return source.problems


def _check_form(source: Source, key: str, value: object) -> None:
    form, remedy = FORMS.get(key, (re.compile(r".*", re.DOTALL), "write a text"))
    if value != "" and not (isinstance(value, str) and form.fullmatch(value)):
        source.add((key,), f"{value!r} cannot be", remedy)


def _name_author(author: Mapping[str, object]) -> str:
    """Name a person as family, given; an organisation by its name."""
    family = " ".join(str(author[key]) for key in ("name-particle", "family-names", "name-suffix") if author.get(key))
    person = ", ".join(filter(None, (family, str(author.get("given-names", "")))))
    return str(author.get("name") or person or author.get("alias", ""))
