"""What to run: corpora, notebooks and parameters, checked before anything starts."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vietdiplo.find import Source
from vietdiplo.publish.engine import check_notebook, load_parameters
from vietdiplo.publish.parameters import Parameter, read_value
from vietdiplo.publish.record import is_annotated
from vietdiplo.tables import CorpusError, ParameterError
from vietdiplo.texts.corpus import ROOT

NOTEBOOKS = ROOT / "notebooks"
OF_THE_RUN = {"corpus": "--corpus DIR", "out": "--out DIR"}
WRITTEN = ("events", "figures", "notebooks", "provenance.json", "ro-crate-metadata.json", "tables", "vietdiplo.pdf")
OF_PARTS = ("02_terms",)  # what reads an annotated folder part by part; the others need the texts in memory
RUN_KEYS = ("name", "corpus", "out", "notebooks", "parameters", "title")


class Run(NamedTuple):
    """One corpus with one set of parameters into one folder, perhaps printed; an empty title is made from the texts."""

    corpus: Path
    out: Path
    notebooks: tuple[str, ...]
    values: Mapping[str, Mapping[str, Any]]
    title: str
    lang: str
    pdf: bool = False


def list_notebooks() -> list[str]:
    """List the names of the collection's notebooks in their order."""
    return sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb"))


def plan_run(
    *,
    corpus: Path | None = None,
    out: Path | None = None,
    notebooks: Iterable[str] = (),
    values: Mapping[str, object] | None = None,
    title: str = "",
) -> Run:
    """Plan a run; without arguments all notebooks on `seeds/` into `outputs/seeds`.

    A value goes to every chosen notebook that has the parameter. Raises ParameterError for a notebook or parameter
    that is not there, with the valid ones, and for a value of the wrong type; CorpusError for an output folder that
    is not ours.
    """
    corpus = (corpus or ROOT / "seeds").resolve()
    out = (out or ROOT / "outputs" / corpus.name).resolve()
    check_out(out, corpus)
    chosen = _choose_notebooks(notebooks, corpus)
    declared = {name: load_parameters(NOTEBOOKS / f"{name}.ipynb") for name in chosen}
    read = _read_values(declared, values or {})
    for name in chosen if values else ():
        check_notebook(NOTEBOOKS / f"{name}.ipynb", read[name])
    lang = str(next((v["lang"] for v in read.values() if "lang" in v), "en"))
    return Run(corpus, out, tuple(chosen), read, title, lang)


def load_runs(path: Path) -> list[Run]:
    """Load a runs file: YAML with a list `runs`, each with some of name, corpus, out, notebooks, parameters and title.

    Folders are relative to the file; `out` defaults to `outputs/<name>` of the project. Raises ParameterError.
    """
    source = Source(path)
    if source.problems:
        raise ParameterError("\n".join(map(str, source.problems)))
    entries = source.value.get("runs") if isinstance(source.value, dict) else None
    if not isinstance(entries, list) or not entries:
        raise ParameterError(f"{path.name}: no list 'runs'; see the README's example")
    runs = [_read_run(path, number, entry) for number, entry in enumerate(entries, 1)]
    for number, run in enumerate(runs, 1):
        for other in runs[: number - 1]:
            if run.out.is_relative_to(other.out) or other.out.is_relative_to(run.out):
                place = f"{path.name}: run {number}: out '{run.out.name}'"
                raise ParameterError(f"{place} lies in another run's; choose a folder of its own")
        for other in runs:
            check_out(run.out, other.corpus)
    return runs


def check_out(out: Path, corpus: Path) -> Path:
    """Return the output folder if a run may replace it as a whole: it is new, empty, or an earlier run's.

    Raises CorpusError.
    """
    if out.is_relative_to(corpus) or corpus.is_relative_to(out):
        raise CorpusError(
            f"--out: '{out.name}' and the corpus '{corpus.name}' lie in one another; choose another folder"
        )
    if out.exists() and not out.is_dir():
        raise CorpusError(f"--out: '{out.name}' is a file; choose a folder")
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        raise CorpusError(f"--out: '{out.name}' holds files that no run wrote; choose an empty or new folder")
    return out


def _is_ours(out: Path) -> bool:
    """Tell whether a folder holds what a run writes and nothing else."""
    try:
        record = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    written = all(path.name in WRITTEN or path.suffix == ".html" for path in out.iterdir())
    return written and isinstance(record, dict) and "code_sha256" in record


def _choose_notebooks(names: Iterable[str], corpus: Path) -> list[str]:
    known = [name for name in list_notebooks() if name in OF_PARTS or not is_annotated(corpus)]
    chosen = []
    for name in names:
        stem = Path(name).name.removesuffix(".ipynb")
        found = [other for other in known if stem in (other, *other.split("_", 1))]
        if not found:
            raise ParameterError(f"--notebook: no notebook '{name}'; use one of {', '.join(known)}")
        chosen += found
    return [name for name in known if name in chosen or not chosen]


def _read_values(
    declared: Mapping[str, Mapping[str, Parameter]], values: Mapping[str, object]
) -> dict[str, dict[str, Any]]:
    for name in values:
        if name in OF_THE_RUN:
            raise ParameterError(f"parameter {name}: it belongs to the run; use {OF_THE_RUN[name]}")
        if not any(name in parameters for parameters in declared.values()):
            known = "; ".join(
                f"{notebook}: {', '.join(n for n in parameters if n not in OF_THE_RUN)}"
                for notebook, parameters in declared.items()
            )
            raise ParameterError(f"parameter {name}: no notebook of this run has it; valid are {known}")
    return {
        notebook: {name: read_value(parameters[name], value) for name, value in values.items() if name in parameters}
        for notebook, parameters in declared.items()
    }


def _read_run(path: Path, number: int, entry: object) -> Run:
    place = f"{path.name}: run {number}"
    if not isinstance(entry, dict):
        raise ParameterError(f"{place}: {entry!r} is no mapping; give it {', '.join(RUN_KEYS)}")
    unknown = [str(key) for key in entry if key not in RUN_KEYS]
    if unknown:
        raise ParameterError(f"{place}: unknown key {', '.join(unknown)}; use {', '.join(RUN_KEYS)}")
    names, values = entry.get("notebooks") or [], entry.get("parameters") or {}
    if not isinstance(names, list) or not isinstance(values, dict):
        raise ParameterError(f"{place}: notebooks is a list, parameters a mapping; correct them")
    corpus = path.parent / str(entry["corpus"]) if entry.get("corpus") else None
    name = str(entry.get("name") or (corpus.resolve().name if corpus else "seeds"))
    if Path(name).name != name:
        raise ParameterError(f"{place}: name '{name}' is no name of a folder; write one without / and ..")
    out = path.parent / str(entry["out"]) if entry.get("out") else ROOT / "outputs" / name
    try:
        return plan_run(
            corpus=corpus, out=out, notebooks=map(str, names), values=values, title=str(entry.get("title") or "")
        )
    except (ParameterError, CorpusError) as error:
        raise type(error)(f"{place}: {error}") from None
