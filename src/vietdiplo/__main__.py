"""The command line."""

import errno
import os
import signal
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

# One thread a process: notebooks run in processes of their own, and a fork wants no threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import click

from vietdiplo.tables import VietdiploError, unify_message

if TYPE_CHECKING:
    from vietdiplo.publish.outcome import Outcome

FAILED, REFUSED, LEFT_OUT = 1, 2, 3
REMEDIES = dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "make room") | {errno.EROFS: "choose another folder"}
REMEDIES |= {errno.EFBIG: "permit larger files (ulimit -f)"}
FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vietdiplo")
def vietdiplo() -> None:
    """Terms, sectors and timelines of Vietnamese diplomatic texts, every number with its sentence."""


@vietdiplo.command()
@click.option("--corpus", type=FOLDER, help="Folder with texts/ and perhaps documents.csv; default: seeds.")
@click.option("--out", type=FOLDER, help="Folder for the site, replaced as a whole; default: outputs/<corpus>.")
@click.option("--notebook", "-n", "notebooks", multiple=True, help="A notebook, as 02_terms or terms; default: all.")
@click.option("-p", "values", nargs=2, multiple=True, metavar="NAME VALUE", help="A notebook's parameter.")
@click.option("--runs", type=FOLDER, help="A YAML file with several runs, instead of the options above.")
@click.option("--title", default="", help="The site's title.")
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time; default: one a processor.")
@click.option("--pdf", is_flag=True, help="Print the site to vietdiplo.pdf in its folder, too; needs Chromium.")
def run(
    corpus: Path | None,
    out: Path | None,
    notebooks: tuple[str, ...],
    values: tuple[tuple[str, str], ...],
    runs: Path | None,
    title: str,
    jobs: int | None,
    pdf: bool,
) -> None:
    """Render the notebooks on a corpus into a site.

    The status is 0 when all went well, 1 when a notebook failed or the PDF that was asked for, 2 when nothing ran
    because of an error in the options or the corpus, and 3 when texts were left out.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what is half done is cleared

    from vietdiplo.publish.plan import load_runs, plan_run
    from vietdiplo.publish.render import check_runs, save_sites

    given = [name for name, _ in values]
    if len(set(given)) < len(given):
        raise VietdiploError(f"-p: {max(given, key=given.count)} is given twice; keep one")
    if runs and (corpus or out or notebooks or values or title):
        raise VietdiploError("--runs: the file says corpus, out, notebooks and parameters; leave the other options out")
    planned = (
        load_runs(runs)
        if runs
        else [plan_run(corpus=corpus, out=out, notebooks=notebooks, values=dict(values), title=title)]
    )
    for problem in check_runs(planned):
        _say(f"{problem.severity}: {problem}", err=True)
    status = 0
    planned = [run._replace(pdf=pdf) for run in planned]
    outcomes = list(save_sites(planned, workers=jobs or os.cpu_count() or 1))  # the progress bar ends before we speak
    for outcome in outcomes:
        _say_outcome(outcome)
        is_failed = outcome.failed or outcome.unprinted
        status = FAILED if is_failed else status or (LEFT_OUT if outcome.left_out else 0)
    sys.exit(status)


@vietdiplo.command()
@click.argument("corpus", type=FOLDER)
def check(corpus: Path) -> None:
    """Say everything that is wrong with a corpus or its codebook; nothing runs.

    The status is 1 where something must be mended or a text would be left out.
    """
    from vietdiplo.publish.check import check_folder

    problems = check_folder(corpus.resolve())
    for problem in problems:
        _say(f"{problem.severity}: {problem}")
    if not problems:
        _say(f"{corpus}: nothing to mend")
    sys.exit(FAILED if any(problem.severity != "warning" for problem in problems) else 0)


@vietdiplo.command()
@click.argument("layer")
@click.argument("files", nargs=-1)
@click.option(
    "--date", default="", help="The texts' date, for what is said without a year: 2025-05-08, 2025-05 or 2025."
)
@click.option("--mode", default="", help="Words: repaired (the default) or exact, every token as underthesea gives it.")
@click.option("--hyphens", default="", help="Words: split those between two words (the default) or keep them.")
def find(layer: str, files: tuple[str, ...], date: str, mode: str, hyphens: str) -> None:
    """Find words, terms, dates, sectors or commitments in FILES or standard input (-), as JSON lines.

    A line is an occurrence. A file is a text in any format of a corpus, or JSON lines {"id", "text", "doc_date"} if its
    name ends in .jsonl or if standard input begins with {. The status is 1 where a file or line could not be read.
    """
    from vietdiplo.publish.layers import choose_finder
    from vietdiplo.publish.lines import find_lines, read_files

    unread: list[VietdiploError] = []
    # JSON's own escape for a lone surrogate, which no encoding of the output can hold.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for line in find_lines(choose_finder(layer, mode=mode, hyphens=hyphens), read_files(files or ("-",), date, unread)):
        sys.stdout.write(line + "\n")
    for error in unread:
        _say(f"error: {error}", err=True)
    sys.exit(FAILED if unread else 0)


@vietdiplo.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder to write, or to go on in.")
@click.option(
    "--layer",
    "layers",
    multiple=True,
    help="Also find terms, dates, sectors or commitments; may be given more than once.",
)
@click.option("--mode", default="repaired", help="How words are segmented: repaired or exact.")
@click.option("--hyphens", default="split", help="Split unspaced hyphens between two words, or keep them.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: one a processor.")
@click.option(
    "--scheduler", default="", help="Address of a Dask scheduler that does the work, such as tcp://host:8786."
)
def annotate(
    corpus: Path, to: Path, layers: tuple[str, ...], mode: str, hyphens: str, jobs: int | None, scheduler: str
) -> None:
    """Write the words of CORPUS, a folder or a file of JSON lines, as Parquet, however large it is.

    A run that was stopped goes on where it stopped. The status is 3 where a text was left out.
    """
    from vietdiplo.publish.annotate import annotate_corpus
    from vietdiplo.publish.executors import choose_executor, show_progress

    try:
        with show_progress() as report:
            annotation = annotate_corpus(
                corpus.resolve(),
                to.resolve(),
                make_executor=choose_executor(jobs or os.cpu_count() or 1, scheduler),
                layers=layers,
                mode=mode,
                hyphens=hyphens,
                report=report,
            )
    except KeyboardInterrupt:
        _say("stopped; the same command goes on where it stopped", err=True)
        raise
    for problem in annotation.problems:
        _say(f"{problem.severity}: {problem}", err=True)
    _say(f"{annotation.texts:,} texts, {annotation.words:,} words in {to}")
    sys.exit(LEFT_OUT if any(problem.severity == "left out" for problem in annotation.problems) else 0)


@vietdiplo.command()
@click.argument("corpus", type=FOLDER)
@click.option("--to", type=FOLDER, required=True, help="The sheet to write: .csv or .xlsx; nothing is overwritten.")
@click.option("--n", type=click.IntRange(min=1), default=100, show_default=True, help="Sentences in a sheet.")
@click.option("--by", default="doc_id", show_default=True, help="Strata: doc_id, genre, partner or sector.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another one, another sample.")
@click.option("--coders", type=click.IntRange(min=1), default=1, show_default=True, help="Sheets, one for each coder.")
def sample(corpus: Path, to: Path, n: int, by: str, seed: int, coders: int) -> None:
    """Draw sentences of CORPUS for people to code by hand into a sheet with the codebook beside it.

    Filled in and put into hand_coded/ of the corpus as sectors_NAME.csv or .xlsx, it is what 07_validation reads. The
    status is 3 where a text was left out.
    """
    from vietdiplo.publish.sample import save_sample

    drawn = save_sample(corpus.resolve(), to.resolve(), n=n, by=by, seed=seed, coders=coders)
    for problem in drawn.problems:
        _say(f"{problem.severity}: {problem}", err=True)
    _say(f"{drawn.drawn:,} of {drawn.of:,} sentences in {', '.join(path.name for path in drawn.files)}")
    sys.exit(LEFT_OUT if any(problem.severity == "left out" for problem in drawn.problems) else 0)


@vietdiplo.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time; default: one a processor.")
def refresh(jobs: int | None) -> None:
    """Run the collection's own notebooks with their defaults and save them in their place."""
    from vietdiplo.publish.refresh import save_notebooks

    failed = save_notebooks(workers=jobs or os.cpu_count() or 1)
    for name, failure in failed.items():
        _say(f"{name}: {failure.error}\n{failure.traceback}", err=True)
    sys.exit(FAILED if failed else 0)


def main() -> None:
    """Run the command line; an error that is foreseen is a line and not a traceback."""
    try:
        vietdiplo.main(standalone_mode=False)
    except VietdiploError as error:
        _say("\n".join(f"error: {line}" for line in unify_message(str(error)).splitlines()), err=True)
        sys.exit(REFUSED)
    except click.ClickException as error:
        shown = StringIO()
        error.show(shown)
        _say(shown.getvalue().rstrip("\n"), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(128 + signal.SIGINT)
    except BrokenPipeError:  # the reader has enough: `find words FILE | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, "check the name and its permissions")
        where = f"{error.filename}: " if error.filename else ""
        _say(f"error: {where}{error.strerror}; {remedy} and run the same command again", err=True)
        sys.exit(FAILED)


def _say_outcome(outcome: "Outcome") -> None:
    for page in outcome.failed:
        assert page.failure
        _say(f"{page.name}: cell {page.failure.cell} failed: {page.failure.error}", err=True)
        _say(f"{page.failure.source}\n{page.failure.traceback}", err=True)
    if outcome.failed:
        _say(f"{len(outcome.failed)} of {len(outcome.pages)} notebooks failed")
    if outcome.unprinted:
        _say(outcome.unprinted, err=True)
    _say(f"open {outcome.run.out / 'index.html'}")


def _say(text: str, *, err: bool = False) -> None:
    """Say a message; nothing that it quotes from a corpus directs the terminal."""
    click.echo(unify_message(text), err=err)


if __name__ == "__main__":
    main()
