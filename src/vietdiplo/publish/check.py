"""Everything that is wrong with a corpus folder, before anything runs."""

from pathlib import Path

from vietdiplo.find import check_codebook, check_terms, find_codebook, load_codebook
from vietdiplo.publish.annotated import load_sources
from vietdiplo.publish.citation import check_citation
from vietdiplo.publish.record import is_annotated
from vietdiplo.tables import Problem
from vietdiplo.texts import check_coding, check_corpus, check_events, find_folder, split_sentences
from vietdiplo.texts.coding_sheets import FOLDER
from vietdiplo.texts.corpus import load_corpus


def check_folder(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder: texts, documents.csv, codebook, terms, events, citation, coded sheets; none is good."""
    if is_annotated(find_folder(corpus)):
        return load_sources(find_folder(corpus))[1]
    problems = [*check_corpus(corpus), *check_codebook(find_codebook(corpus))]
    problems += [*check_terms(corpus), *check_events(corpus), *check_citation(find_folder(corpus))]
    if any(problem.severity == "error" for problem in problems) or not (find_folder(corpus) / FOLDER).is_dir():
        return problems
    codes = {code: sector.label for code, sector in load_codebook(find_codebook(corpus)).sectors.items()}
    return [*problems, *check_coding(corpus, split_sentences(load_corpus(corpus)[0]), codes=codes)]
