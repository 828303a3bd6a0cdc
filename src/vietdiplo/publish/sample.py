"""A stratified sample of sentences for people to code, with the codebook and without what a finder says."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count.samples import choose_sentences, choose_strata
from vietdiplo.find import find_codebook, find_sectors, load_codebook
from vietdiplo.publish.lock import lock_file
from vietdiplo.publish.sample_sheets import WRITERS, save_codebook, save_strata
from vietdiplo.tables import CorpusError, ParameterError, Problem, check_problems
from vietdiplo.texts import split_sentences
from vietdiplo.texts.corpus import load_corpus

STRATA = ("doc_id", "genre", "partner", "sector")


class Sample(NamedTuple):
    """The files that were written, how many sentences each sheet has, of how many, and what is doubtful about them."""

    files: Sequence[Path]
    drawn: int
    of: int
    problems: Sequence[Problem]


def save_sample(corpus: Path, to: Path, *, n: int = 100, by: str = "doc_id", seed: int = 1, coders: int = 1) -> Sample:
    """Save a stratified sample of a corpus's sentences as sheets to code, one a coder, with the codebook.

    Strata have their share of the `n` sentences and one at least, drawn without replacement; the same corpus, strata
    and seed give the same bytes. With strata by sector, which are what the finder found, the sheets do not show the
    stratum. Raises ParameterError for a wrong option and CorpusError for a file that is there already.
    """
    if by not in STRATA:
        raise ParameterError(f"--by: '{by}' is unknown; use one of {', '.join(STRATA)}")
    sheets, beside = _name_files(to, coders)
    documents, problems = load_corpus(corpus)
    sentences = _check_sentences(corpus, split_sentences(documents), problems)
    codebook = load_codebook(find_codebook(corpus))
    found = find_sectors(sentences, codebook) if by == "sector" else None
    strata = choose_strata(sentences, documents, by=by, found=found)
    drawn = choose_sentences(strata, n=n, seed=seed)
    table = _make_sheet(sentences, strata, drawn, is_hidden=by == "sector")
    with _write_aside(to, (*beside.values(), *sheets)) as aside:
        for sheet in sheets:
            WRITERS[to.suffix.lower()](table, codebook, aside / sheet.name)
        save_strata(strata, drawn, aside / beside["strata"].name)
        if "codebook" in beside:
            save_codebook(codebook, aside / beside["codebook"].name)
    return Sample((*sheets, *beside.values()), len(table), len(sentences), problems)


def _name_files(to: Path, coders: int) -> tuple[list[Path], dict[str, Path]]:
    """Name the sheets and what stands beside them; none of them may be there."""
    if to.suffix.lower() not in WRITERS:
        raise ParameterError(f"--to: '{to.name}' is no sheet; end its name in {' or '.join(WRITERS)}")
    sheets = [to] if coders == 1 else [to.with_stem(f"{to.stem}_{number}") for number in range(1, coders + 1)]
    names = ("strata", "codebook") if to.suffix.lower() == ".csv" else ("strata",)  # a workbook holds its codebook
    beside = {name: to.with_name(f"{to.stem}.{name}.csv") for name in names}
    _check_free((*sheets, *beside.values()))
    return sheets, beside


def _check_free(files: Sequence[Path]) -> None:
    for path in files:
        if path.exists():
            raise CorpusError(f"--to: '{path.name}' is there already and may hold somebody's work; choose another name")


@contextmanager
def _write_aside(to: Path, files: Sequence[Path]) -> Iterator[Path]:
    """Give a folder beside a sheet whose files take their places when all are whole."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with lock_file(to.with_name(f".{to.stem}.lock"), "--to", to):  # a.csv and a.xlsx both have a.strata.csv
        aside = to.with_name(f".{to.name}.part")
        shutil.rmtree(aside, ignore_errors=True)  # of a run that was killed
        aside.mkdir()
        try:
            yield aside
            _check_free(files)  # again, after all the time that coding took
            for path in files:
                (aside / path.name).rename(path)
        finally:
            shutil.rmtree(aside)


def _check_sentences(corpus: Path, sentences: pd.DataFrame, problems: Sequence[Problem]) -> pd.DataFrame:
    check_problems(problems)
    if sentences.empty:
        raise CorpusError(f"{corpus.name}: its texts have no sentence; put texts with words there")
    return sentences


def _make_sheet(sentences: pd.DataFrame, strata: pd.Series, drawn: np.ndarray, *, is_hidden: bool) -> pd.DataFrame:
    """Make the columns of a sheet, each text on one line; those of the coder are empty."""
    sentences = sentences.assign(text=sentences["text"].str.split().str.join(" "))
    around = sentences.groupby("doc_id", sort=False)["text"]
    table = sentences.assign(stratum=strata, before=around.shift(1).fillna(""), after=around.shift(-1).fillna(""))
    columns = ["doc_id", "sentence", "start", "end", *([] if is_hidden else ["stratum"]), "before", "text", "after"]
    return table.iloc[drawn][columns].assign(sectors="", notes="").reset_index(drop=True)
