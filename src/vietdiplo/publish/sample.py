"""A stratified sample of sentences for people to code, with the codebook and without what a finder says."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.find import find_codebook, find_sectors, load_codebook
from vietdiplo.publish.sample_sheets import WRITERS, save_codebook, save_strata
from vietdiplo.tables import CorpusError, ParameterError, Problem
from vietdiplo.texts import split_sentences
from vietdiplo.texts.corpus import load_corpus

STRATA = ("doc_id", "genre", "partner", "sector")
KEYS = ["doc_id", "sentence"]


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
    to.parent.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        WRITERS[to.suffix.lower()](table, codebook, sheet)
    save_strata(strata, drawn, beside["strata"])
    if "codebook" in beside:
        save_codebook(codebook, beside["codebook"])
    return Sample((*sheets, *beside.values()), len(table), len(sentences), problems)


def _name_files(to: Path, coders: int) -> tuple[list[Path], dict[str, Path]]:
    """Name the sheets and what stands beside them; none of them may be there."""
    if to.suffix.lower() not in WRITERS:
        raise ParameterError(f"--to: '{to.name}' is no sheet; end its name in {' or '.join(WRITERS)}")
    sheets = [to] if coders == 1 else [to.with_stem(f"{to.stem}_{number}") for number in range(1, coders + 1)]
    names = ("strata", "codebook") if to.suffix.lower() == ".csv" else ("strata",)  # a workbook holds its codebook
    beside = {name: to.with_name(f"{to.stem}.{name}.csv") for name in names}
    for path in (*sheets, *beside.values()):
        if path.exists():
            raise CorpusError(f"--to: '{path.name}' is there already and may hold somebody's work; choose another name")
    return sheets, beside


def _check_sentences(corpus: Path, sentences: pd.DataFrame, problems: Sequence[Problem]) -> pd.DataFrame:
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise CorpusError("\n".join(errors))
    if sentences.empty:
        raise CorpusError(f"{corpus.name}: its texts have no sentence; put texts with words there")
    return sentences


def choose_strata(
    sentences: pd.DataFrame, documents: pd.DataFrame, *, by: str, found: pd.DataFrame | None = None
) -> pd.Series:
    """Choose the stratum of each sentence: its document, the document's genre or partner, or a sector found in it.

    Of several sectors the rarest counts, so that rare ones come into the sample; without one it is `uncoded`.
    """
    if by == "doc_id":
        return sentences["doc_id"]
    if found is None:
        return sentences["doc_id"].map(documents.set_index("doc_id")[by]).replace("", "unknown")
    pairs = found.drop_duplicates([*KEYS, "label"])
    frequency = pairs["label"].map(pairs["label"].value_counts())
    rarest = pairs.assign(frequency=frequency).sort_values(["frequency", "label"]).drop_duplicates(KEYS)
    label = rarest.set_index(KEYS)["label"].reindex(pd.MultiIndex.from_frame(sentences[KEYS]))
    return pd.Series(label.fillna("uncoded").to_numpy(), index=sentences.index)


def choose_sentences(strata: pd.Series, *, n: int, seed: int) -> np.ndarray:
    """Choose n of all, or all where there are fewer: of each stratum its share, and one at least; in order.

    What is left after whole shares goes to the largest remainders. Raises ParameterError for n below the number of
    strata.
    """
    names, sizes = np.unique(strata.to_numpy(str), return_counts=True)
    if n < len(names):
        raise ParameterError(f"--n: {n} is less than the {len(names)} strata; use more, or other strata with --by")
    n = min(n, len(strata))
    share = sizes / len(strata) * n
    taken = np.maximum(share.astype(int), 1)
    # The one that a small stratum has too much is taken where the share is exceeded most.
    while taken.sum() != n:
        step = 1 if taken.sum() < n else -1
        room = taken < sizes if step > 0 else taken > 1
        taken[np.where(room, (share - taken) * step, -np.inf).argmax()] += step
    generator = np.random.default_rng(seed)
    places = [np.flatnonzero(strata.to_numpy(str) == name) for name in names]
    return np.sort(
        np.concatenate([generator.choice(of, k, replace=False) for of, k in zip(places, taken, strict=True)])
    )


def _make_sheet(sentences: pd.DataFrame, strata: pd.Series, drawn: np.ndarray, *, is_hidden: bool) -> pd.DataFrame:
    """Make the columns of a sheet, each text on one line; those of the coder are empty."""
    sentences = sentences.assign(text=sentences["text"].str.split().str.join(" "))
    around = sentences.groupby("doc_id", sort=False)["text"]
    table = sentences.assign(stratum=strata, before=around.shift(1).fillna(""), after=around.shift(-1).fillna(""))
    columns = [*KEYS, "start", "end", *([] if is_hidden else ["stratum"]), "before", "text", "after"]
    return table.iloc[drawn][columns].assign(sectors="", notes="").reset_index(drop=True)
