"""Runs into sites: every notebook in a process of its own, the folder swapped in when all have finished."""

import os
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tqdm import tqdm

from vietdiplo.draw import draw_sizes
from vietdiplo.find import find_codebook, find_dates, load_codebook, load_reader
from vietdiplo.find.sectors import load_coder
from vietdiplo.language import load_labels
from vietdiplo.publish.annotated import load_sources
from vietdiplo.publish.back import save_ways_back
from vietdiplo.publish.check import check_folder
from vietdiplo.publish.citation import cite_corpus
from vietdiplo.publish.crate import save_crate
from vietdiplo.publish.engine import OF_THE_DISK, Failure, hide_paths, load_parameters, normalise_notebook, run_notebook
from vietdiplo.publish.evidence import MOST_TEXTS, Evidence, save_evidence
from vietdiplo.publish.interchange.page import save_event_pages
from vietdiplo.publish.jobs import START, Crash, run_jobs
from vietdiplo.publish.links import name_texts
from vietdiplo.publish.outcome import Outcome
from vietdiplo.publish.pages import Page, describe_site, load_exporter, read_page, save_failure, save_index, save_page
from vietdiplo.publish.parameters import complete_values
from vietdiplo.publish.pdf import save_print
from vietdiplo.publish.plan import NOTEBOOKS, Run, check_out
from vietdiplo.publish.provenance import find_changed, save_provenance
from vietdiplo.publish.swap import move_files, name_place, write_aside
from vietdiplo.tables import CorpusWarning, Problem, check_problems
from vietdiplo.texts import load_strings, split_sentences
from vietdiplo.texts.countries import name_country

INDEX_COLUMNS = ("doc_id", "title", "date", "genre", "partner")
LAB = "outputs/lab"  # where a notebook that is downloaded and opened writes
KILLED = "It was ended from outside, perhaps for want of memory: use --jobs 1 and run the same command again."
ABOUT = (*INDEX_COLUMNS, "language", "source")  # what the page of a text says of it


class Site(NamedTuple):
    """The site of a run: its folder, what swaps it in, what its pages share, its texts, and the order of its jobs."""

    run: Run
    swap: ExitStack
    folder: Path
    shared: Mapping[str, Any]
    documents: pd.DataFrame
    problems: list[Problem]
    order: Sequence[str]


class Job(NamedTuple):
    """A notebook of a run, the folder in the site's that is its own, and what all pages of the run share."""

    run: Run
    name: str
    folder: Path
    site: Mapping[str, Any]


def check_runs(runs: Sequence[Run]) -> list[Problem]:
    """Check the corpus and the codebook of every run; give what is doubtful, raise CorpusError with what is wrong."""
    problems = []
    corpora = dict.fromkeys(run.corpus for run in runs)
    for corpus in corpora:
        found = check_folder(corpus)
        place = f"{corpus.name}: " if len(corpora) > 1 else ""
        problems += [problem._replace(place=place + problem.place) for problem in found]
    check_problems(problems)
    return problems


def save_sites(runs: Sequence[Run], *, workers: int) -> Iterator[Outcome]:
    """Run the notebooks of every run, `workers` at a time, and save each run's site when its notebooks have finished.

    Yields what became of each run. An interrupted call leaves the outputs of the runs that had not finished as they
    were.
    """
    if START == "fork":
        _load_all({run.corpus for run in runs})
    tqdm.monitor_interval = 0  # its thread would be in the way of forks
    with ExitStack() as stack:
        planned = [_plan_site(run, stack.enter_context(ExitStack())) for run in runs]
        sites = {site.folder: site for site in planned}
        every = [job for site in planned for job in _list_jobs(site)]
        done: dict[Path, list[Page | None]] = {folder: [] for folder in sites}
        bar = stack.enter_context(tqdm(total=len(every) - len(sites), unit="notebook", disable=None))
        for job, result in run_jobs(_run_job, every, workers):
            site, pages = sites[job.folder.parent], done[job.folder.parent]
            with name_place(site.folder, site.run.out):
                pages.append(_settle(job, result))
                if isinstance(job, Job):
                    bar.set_postfix_str(job.name, refresh=False)
                    bar.update()
                if len(pages) <= len(site.run.notebooks):
                    continue
                outcome = _finish_site(site, sorted(page for page in pages if page))
                check_out(site.run.out, site.run.corpus)  # it was minutes ago that nobody else's files were there
                site.swap.close()
            yield outcome


def _load_all(corpora: Iterable[Path]) -> None:
    """Load once here what every child would load again: segmenter, grammar of dates, codebooks, fonts, templates."""
    for corpus in corpora:
        load_coder(load_codebook(find_codebook(corpus)))
    documents = load_strings({"": "1/1/2025"})
    find_dates(split_sentences(documents), documents)
    load_reader()
    draw_sizes(pd.DataFrame({"doc_id": ["a"], "words": [1], "sentences": [1], "paragraphs": [1]})).to_svg()
    cells = [new_code_cell("1", outputs=[new_output("display_data", {"text/markdown": "a"})]), new_markdown_cell("a")]
    load_exporter().from_notebook_node(new_notebook(cells=cells), resources={"site": describe_site("", "en", [])})


def _plan_site(run: Run, swap: ExitStack) -> Site:
    folder = swap.enter_context(write_aside(run.out))
    sources = {name: nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4) for name in run.notebooks}
    pages = [read_page(name, source, run.lang) for name, source in sources.items()]
    documents, problems = load_sources(run.corpus)
    shared = describe_site(run.title or _make_title(run, documents), run.lang, pages)
    labels = shared["labels"]
    listing = documents[list(ABOUT)].assign(
        genre=[labels.get(f"value_{genre}", genre) for genre in documents["genre"]],
        partner=[name_country(code, run.lang) for code in documents["partner"]],
    )
    texts = name_texts(documents["doc_id"].head(MOST_TEXTS))
    known = {"listing": dict(zip(documents["doc_id"], listing.to_dict("records"), strict=True)), "texts": texts}
    cited = {**shared["cited"], "site_cite_corpus": cite_corpus(run.corpus, documents, run.lang)}
    order = sorted(sources, key=lambda name: -len(sources[name].cells))  # the longest first: none waits for it
    return Site(run, swap, folder, {**shared, **known, "cited": cited}, documents, problems, order)


def _list_jobs(site: Site) -> list[Job | Evidence]:
    jobs = [Job(site.run, name, site.folder / f".{name}", site.shared) for name in site.order]
    documents = site.documents.head(MOST_TEXTS)
    return [Evidence(site.run.corpus, documents, site.folder / ".evidence", site.shared), *jobs]


def _run_job(job: Job | Evidence) -> Page | OSError | None:
    """Do a job in a process of its own; give the error of a disk that takes no more, which ends the run."""
    try:
        job.folder.mkdir()
        return _save_job(job)
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        return error


def _save_job(job: Job | Evidence) -> Page | None:
    """Run a notebook and save its page, or save the pages of the texts."""
    if isinstance(job, Evidence):
        save_evidence(job)
        return None
    warnings.simplefilter("ignore", CorpusWarning)  # said once for the run, before it started
    os.chdir(job.folder)
    values = {**job.run.values[job.name], "corpus": str(job.run.corpus), "out": str(job.folder)}
    part = job.folder / "part.ipynb"
    executed, failure = run_notebook(NOTEBOOKS / f"{job.name}.ipynb", values, _name_places(job.run.corpus), part)
    page = read_page(job.name, executed, job.run.lang, failure)
    save_page(executed, page, job.site, job.folder)
    return page


def _settle(job: Job | Evidence, result: Page | Crash | OSError | None) -> Page | None:
    """Take what a job wrote into the site, or the page of its crash and nothing half written; raise what ends a run."""
    if isinstance(result, OSError):
        raise result
    if isinstance(result, Crash):
        shutil.rmtree(job.folder, ignore_errors=True)
        return _save_crash(job, result, job.folder.parent)
    move_files(job.folder, job.folder.parent)
    return result


def _save_crash(job: Job | Evidence, crash: Crash, folder: Path) -> Page:
    """Save the page of a notebook that has no result: its cells without outputs, and why; or why there is no search."""
    corpus = job.corpus if isinstance(job, Evidence) else job.run.corpus
    error = hide_paths(crash.error, {"corpus": corpus, "out": job.folder}, _name_places(corpus))
    failure = Failure(0, "", error, crash.traceback or KILLED)
    if isinstance(job, Evidence):
        page = Page("search", job.site["labels"]["site_search"], "", (), failure)
        save_failure(page, job.site, folder)
        return page
    source = normalise_notebook(nbformat.read(NOTEBOOKS / f"{job.name}.ipynb", as_version=4))
    for cell in source.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    page = read_page(job.name, source, job.run.lang, failure)
    save_page(source, page, job.site, folder)
    return page


def _name_places(corpus: Path) -> dict[str, str]:
    """Name what is shown of the places of a job, none of which is a path of this machine."""
    return {"corpus": corpus.name, "out": LAB}


def _finish_site(site: Site, pages: list[Page]) -> Outcome:
    run, folder, labels = site.run, site.folder, site.shared["labels"]
    left_out = [problem for problem in site.problems if problem.severity == "left out"]
    left_out += find_changed(run.corpus, site.documents)
    limit = labels["site_texts_limit"].format(texts=MOST_TEXTS, of=len(site.documents))
    index = {
        "pages": pages,
        "left_out": left_out,
        "lead": _describe_corpus(site.documents, labels),
        "limit": limit if len(site.documents) > MOST_TEXTS else "",
        "columns": INDEX_COLUMNS,
    }
    save_index({**site.shared, **index}, folder)
    save_event_pages(pages, folder, site.shared)
    save_ways_back(pages, folder, site.shared)
    parameters = {name: _list_values(run, name) for name in run.notebooks}
    states = {page.name: page.failure.error if page.failure else "done" for page in pages}
    about = {"parameters": parameters, "notebooks": states, "title": site.shared["title"]}
    unprinted = save_print(folder, pages, site.shared) if run.pdf else ""
    record = save_provenance(folder, run.corpus, about, out=run.out)
    save_crate(folder, run.corpus, site.documents, record)  # the last: it names every file
    return Outcome(run, pages, left_out, unprinted)


def _list_values(run: Run, name: str) -> dict[str, Any]:
    """List the values that a notebook was run with; where it wrote to shapes no result."""
    given = {**run.values[name], "corpus": run.corpus.name}
    values = complete_values(load_parameters(NOTEBOOKS / f"{name}.ipynb"), given)
    return {parameter: value for parameter, value in values.items() if parameter != "out"}


def _make_title(run: Run, documents: pd.DataFrame) -> str:
    """Make the title of a site: the two sides and the years, or the corpus where there are several partners."""
    labels = load_labels(run.lang)
    partners = sorted({name_country(code, run.lang) for code in documents["partner"]} - {""})
    years = sorted({day[:4] for day in documents["date"] if day})
    if len(partners) != 1 or not years:
        return labels["site_title"].format(corpus=run.corpus.name)
    return labels["site_title_partner"].format(partner=partners[0], years="–".join(sorted({years[0], years[-1]})))


def _describe_corpus(documents: pd.DataFrame, labels: Mapping[str, str]) -> str:
    days = sorted(date for date in documents["date"] if date)
    period = labels["site_no_dates"] if not days else days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}"
    return labels["site_lead"].format(texts=len(documents), period=period)
