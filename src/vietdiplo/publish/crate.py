"""An output as an RO-Crate: what was run on what, with which values, and every file that came of it.

Source: RO-Crate 1.1; Process Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5).
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import pandas as pd

from vietdiplo.publish.citation import Citation, load_citation
from vietdiplo.publish.provenance import hash_file
from vietdiplo.publish.saving import write_json
from vietdiplo.texts.corpus import ROOT

NAME = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
LICENCES = "https://spdx.org/licenses/"
UNKNOWN = "1970-01-01"  # the specification wants a day
FORMATS = {  # of IANA; mimetypes would ask the machine
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yml": "application/yaml",
}
GROUPS = {  # of provenance.json, and what each is to the run
    "inputs": "file of the corpus",
    "codebook": "codebook",
    "language": "what the program knows of the language",
    "model": "file of the segmenter's model",
    "lock": "versions of the packages",
}
ABOUT = (
    "Tables, figures and pages that vietdiplo made of the texts of '{corpus}'. No time of the run is recorded, because "
    "equal runs give equal bytes: the date of publication is that of the newest text, or {unknown} where none is known."
)
LICENSED = "The CITATION.cff of the corpus gives its licence: {licences}."
UNLICENSED = "No licence is given with the texts: the terms of their sources hold for them and for what quotes them."

Entity = dict[str, Any]


def save_crate(folder: Path, corpus: Path, documents: pd.DataFrame, record: Mapping[str, Any]) -> None:
    """Save `ro-crate-metadata.json` for the files of a folder, made as its `provenance.json` records."""
    from rocrate.model import ContextEntity
    from rocrate.rocrate import ROCrate  # a tenth of a second

    crate = ROCrate(version="1.1")
    crate.metadata.extra_contexts.append(TERMS)
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    names = sorted(name for name in found if name != NAME)
    files = [crate.add_file(folder / name, name, properties=_describe_file(folder / name)).id for name in names]
    root, *entities = _describe_all(corpus, documents, record, files)
    for entity in entities:
        crate.add(ContextEntity(crate, entity["@id"], entity))
    for name, value in root.items():
        crate.root_dataset[name] = value
    text = write_json(crate.metadata.generate(), indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def _describe_all(
    corpus: Path, documents: pd.DataFrame, record: Mapping[str, Any], files: Iterable[str]
) -> Iterator[Entity]:
    """Describe the crate as a whole, then all that it speaks of and that is no file in it."""
    program, texts = load_citation(ROOT), load_citation(corpus)
    assert program is not None
    cited = [_describe_program(record, program), _describe_corpus(corpus, texts)]
    objects = [*_list_inputs(record, documents), *_list_parameters(record["parameters"])]
    yield _describe_root(record, documents, [entity["@id"] for entity in cited])
    yield {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    yield _describe_run(record, [entity["@id"] for entity in objects], files)
    yield _describe_rights(texts.licences if texts else ())
    citations = [citation for citation in (program, texts) if citation]
    yield from (*cited, *_list_authors(citations), *_list_licences(citations), *objects)


def _describe_root(record: Mapping[str, Any], documents: pd.DataFrame, cited: Iterable[str]) -> Entity:
    days = sorted(day for day in documents["date"] if day)
    return {
        "name": record["title"],
        "description": ABOUT.format(corpus=record["corpus"], unknown=UNKNOWN),
        "datePublished": days[-1] if days else UNKNOWN,
        "conformsTo": {"@id": PROFILE},
        "license": {"@id": "#rights"},
        "mentions": {"@id": "#run"},
        "citation": _refer(cited),
    }


def _describe_run(record: Mapping[str, Any], objects: Iterable[str], files: Iterable[str]) -> Entity:
    """Describe the run, without a time, because equal runs give equal bytes, and without an agent: nobody is asked."""
    failed = sorted(name for name, state in record["notebooks"].items() if state != "done")
    error = {"error": "; ".join(f"{name}: {record['notebooks'][name]}" for name in failed)} if failed else {}
    state = "FailedActionStatus" if failed else "CompletedActionStatus"
    return {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"vietdiplo run on {record['corpus']}",
        "description": f"{len(record['parameters'])} notebooks were run on the corpus with the values that are listed.",
        "instrument": {"@id": record["code_swhid"]},
        "object": _refer(objects),
        "result": _refer(files),
        "actionStatus": f"http://schema.org/{state}",
        **error,
    }


def _describe_program(record: Mapping[str, Any], program: Citation) -> Entity:
    """Describe the program by the identifier of its source, by which git and Software Heritage know it too."""
    return {
        "@id": record["code_swhid"],
        "@type": "SoftwareApplication",
        "name": program.title,
        "softwareVersion": record["vietdiplo"],
        "license": _refer(f"{LICENCES}{name}" for name in program.licences),
        "author": _refer(f"#author/{quote(author.name)}" for author in program.authors),
        **({"identifier": record["commit"]} if "commit" in record else {}),
    }


def _describe_corpus(corpus: Path, texts: Citation | None) -> Entity:
    entity: Entity = {"@id": "#corpus", "@type": "CreativeWork", "name": texts.title if texts else corpus.name}
    if texts is None:
        return {**entity, "license": {"@id": "#rights"}}
    known = {"version": texts.version, "datePublished": texts.day, "url": texts.address}
    licences = [f"{LICENCES}{name}" for name in texts.licences] or ["#rights"]
    authors = _refer(f"#author/{quote(author.name)}" for author in texts.authors)
    return {**entity, "author": authors, "license": _refer(licences), **{k: v for k, v in known.items() if v}}


def _describe_rights(licences: Iterable[str]) -> Entity:
    named = ", ".join(licences)
    rights = LICENSED.format(licences=named) if named else UNLICENSED
    return {"@id": "#rights", "@type": "CreativeWork", "name": "Rights in the texts", "description": rights}


def _describe_file(path: Path) -> Entity:
    return {
        "name": path.name,
        "contentSize": str(path.stat().st_size),
        "sha256": hash_file(path),
        **_name_format(path.name),
    }


def _list_inputs(record: Mapping[str, Any], documents: pd.DataFrame) -> Iterator[Entity]:
    """List the files that were read and are no part of the crate; of a text also its title, source and day."""
    known = {row["path"]: row for row in documents.to_dict("records")}  # paths in NFC, and the disk may have NFD
    for group, what in GROUPS.items():
        for name, sha256 in sorted(record[group].items()):
            row = known.get(unicodedata.normalize("NFC", name), {}) if group == "inputs" else {}
            about = {"name": row.get("title"), "description": row.get("source"), "datePublished": row.get("date")}
            entity = {"@id": f"#{group}/{quote(name)}", "@type": "CreativeWork", "name": name, "description": what}
            own = {"alternateName": name} if row.get("title") else {}
            told = {key: value for key, value in about.items() if value}
            yield {**entity, **own, **told, "sha256": sha256, **_name_format(name)}


def _list_parameters(parameters: Mapping[str, Mapping[str, Any]]) -> Iterator[Entity]:
    for notebook, values in sorted(parameters.items()):
        for name, value in sorted(values.items()):
            text = value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
            place = f"#parameters/{quote(notebook)}/{quote(name)}"
            yield {"@id": place, "@type": "PropertyValue", "name": f"{notebook}: {name}", "value": text}


def _list_authors(citations: Iterable[Citation]) -> list[Entity]:
    authors = dict.fromkeys(author for citation in citations for author in citation.authors)
    kinds = {True: "Person", False: "Organization"}
    return [
        {"@id": f"#author/{quote(author.name)}", "@type": kinds[author.is_person], "name": author.name}
        for author in authors
    ]


def _list_licences(citations: Iterable[Citation]) -> list[Entity]:
    names = dict.fromkeys(name for citation in citations for name in citation.licences)
    return [
        {"@id": f"{LICENCES}{name}", "@type": "CreativeWork", "name": name, "description": f"SPDX licence {name}"}
        for name in names
    ]


def _name_format(name: str) -> dict[str, str]:
    known = FORMATS.get(PurePosixPath(name).suffix.lower())
    return {"encodingFormat": known} if known else {}


def _refer(names: Iterable[str]) -> list[Entity] | Entity:
    """Refer to entities; to a single one without a list, as RO-Crate 1.1 asks (appendix on JSON-LD)."""
    references: list[Entity] = [{"@id": name} for name in names]
    return references[0] if len(references) == 1 else references
