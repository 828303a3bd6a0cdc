"""Equal texts give equal bytes wherever, by whomever and with how many jobs; no file tells where, by whom and when.

OTHER_PYTHON may name the interpreter of an environment with another Python, which then makes the second run.
"""

import getpass
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import matplotlib
import pytest
from rocrate.rocrate import ROCrate

from vietdiplo.publish.provenance import hash_file
from vietdiplo.texts.corpus import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="umask, time zones and home folders of POSIX")

OURS = "zq7391"  # in the name of every folder, user and file that must not be told
PARTS = ("CITATION.cff", "notebooks", "pyproject.toml", "requirements.lock", "seeds", "src")
TEXTS = {
    "a.txt": "Ngày 7/5/2019, tại Hà Nội, hai bên họp về thương mại.\nHai bên nhất trí hợp tác giáo dục đến năm 2024.",
    "b.txt": "Tuyên bố chung\nHai bên sẽ tăng kim ngạch thương mại lên 2 tỷ USD. Việt Nam cảm ơn Lào & hoan nghênh.",
}
ROWS = """\
file,title,date,genre,partner,source
a.txt,Tin,2019-05-08,news,LAO,Báo
b.txt,Tuyên bố,2019-05-07,declaration,LAO,
"""
HOST = {"LANG": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
OTHER = {"LANG": "vi_VN.UTF-8", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "COLUMNS": "40"}
# The machine's name, in place of one that may stand in a text by chance.
MACHINE = f"import platform, socket\nplatform.node = socket.gethostname = socket.getfqdn = lambda *_: 'host{OURS}'\n"


class Place(NamedTuple):
    """Where and how a run is done: its folder, its environment, its jobs and its umask."""

    folder: Path
    environment: dict[str, str]
    jobs: str
    umask: int

    @property
    def out(self) -> Path:
        return self.folder / f"ra {OURS}" / "out"

    @property
    def corpus(self) -> Path:
        return self.folder / f"tư liệu {OURS}" / "Văn bản & <b>tin #1"


def make_place(folder: Path, environment: dict[str, str], jobs: str, umask: int) -> Place:
    """Make a copy of the checkout, a home and a corpus of their own."""
    place = Place(folder, environment, jobs, umask)
    checkout = folder / f"bản sao {OURS}"
    for name in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        whole, to = ROOT / name, checkout / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(whole, to, ignore=ignored) if whole.is_dir() else shutil.copy(whole, to)
    (place.corpus / "texts").mkdir(parents=True)
    for name, text in TEXTS.items():
        (place.corpus / "texts" / name).write_text(text, encoding="utf-8")
    (place.corpus / "documents.csv").write_text(ROWS, encoding="utf-8")
    home = folder / f"nhà {OURS}"
    home.mkdir()
    own = {name: f"user{OURS}" for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME")}
    (home / "sitecustomize.py").write_text(MACHINE, encoding="utf-8")
    paths = f"{home}{os.pathsep}{checkout / 'src'}"
    own |= {"HOME": str(home), "PYTHONPATH": paths, "MPLCONFIGDIR": matplotlib.get_configdir()}
    environment.update(own)
    return place


def start_run(place: Place, python: str) -> "subprocess.Popen[str]":
    arguments = ["--corpus", str(place.corpus), "--out", str(place.out), "--jobs", place.jobs]
    environment = {**os.environ, **place.environment}
    command = [python, "-m", "vietdiplo", "run", *arguments]
    home = place.environment["HOME"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=home, env=environment, text=True, umask=place.umask, **pipes)  # type: ignore[call-overload, no-any-return]


class Runs(NamedTuple):
    """Two runs on equal texts, everything else unlike, and when they began and ended."""

    one: Path
    other: Path
    began: float
    ended: float


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp(f"chạy{OURS}")
    one = make_place(folder / "a", dict(HOST), "1", 0o022)
    other = make_place(folder / f"ở nơi khác {OURS}", dict(OTHER), "4", 0o077)
    began = time.time()
    pythons = (sys.executable, os.environ.get("OTHER_PYTHON", sys.executable))
    started = [start_run(place, python) for place, python in zip((one, other), pythons, strict=True)]
    said = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    return Runs(one.out, other.out, began, time.time())


def hash_files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in folder.rglob("*") if path.is_file()}


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Read every file of a folder, and with its name every file in one that is an archive."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def find_told(folder: Path, told: list[str]) -> list[str]:
    """Find what a folder tells in the name or the bytes of a file."""
    files = list(read_files(folder))
    return [f"{name}: {one}" for name, data in files for one in told if one.encode() in data or one in name]


def write_days(moments: list[float]) -> set[str]:
    """Write the days of some moments, and those around them for other time zones, in the usual ways."""
    forms = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y")
    around = [datetime.fromtimestamp(moment, UTC) + timedelta(days=n) for moment in moments for n in (-1, 0, 1)]
    return {day.strftime(form) for day in around for form in forms}


def find_chunks(png: bytes) -> set[str]:
    kinds, at = set(), 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        kinds.add(kind.decode())
        at += length + 12
    return kinds


def test_equal_texts_give_equal_bytes_wherever_they_are_run(runs: Runs) -> None:
    one, other = hash_files(runs.one), hash_files(runs.other)
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    kinds = {Path(name).suffix for name in one}
    assert {".html", ".svg", ".png", ".csv", ".json", ".ics", ".xml", ".ipynb"} <= kinds


def test_no_file_tells_where_by_whom_or_on_which_machine_it_was_made(runs: Runs) -> None:
    folders = [f"{folder}/" for folder in (ROOT, sys.prefix, tempfile.gettempdir(), Path.home())]
    assert find_told(runs.one, [OURS, *folders, f"/home/{getpass.getuser()}", f"/Users/{getpass.getuser()}"]) == []


def test_no_file_tells_the_day_or_the_second_of_the_run(runs: Runs) -> None:
    assert find_told(runs.one, sorted(write_days([runs.began, runs.ended]))) == []
    seconds = range(int(runs.began) - 1, int(runs.ended) + 2)
    numbers = [(name, n) for name, data in read_files(runs.one) for n in re.findall(rb"(?<![\d.])\d{10}(?!\d)", data)]
    assert [name for name, number in numbers if int(number) in seconds] == []


def test_pictures_hold_pixels_only_and_archives_no_time(runs: Runs) -> None:
    pictures = [path for path in runs.one.rglob("*.png")]
    assert pictures
    assert set().union(*(find_chunks(path.read_bytes()) for path in pictures)) == {"IHDR", "pHYs", "IDAT", "IEND"}
    archives = [zipfile.ZipFile(path) for path in runs.one.rglob("*") if zipfile.is_zipfile(path)]
    assert {entry.date_time for archive in archives for entry in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


def test_the_crate_holds_every_file_as_it_is(runs: Runs) -> None:
    parts = {entity.id: entity["sha256"] for entity in ROCrate(runs.one).root_dataset["hasPart"]}
    files = hash_files(runs.one)
    del files["ro-crate-metadata.json"]
    assert parts == files


def test_every_page_cites_program_and_corpus_and_that_of_a_text_the_text(runs: Runs) -> None:
    title = "vietdiplo: research notebooks for Vietnamese diplomatic texts (version 0.1.0)"
    corpus = "Văn bản &amp; &lt;b&gt;tin #1. Texts: 2 (2019). Sources: Báo."
    program = f"Cite the program: <bdi>vietdiplo contributors. {title}.</bdi>"
    cited = f"<p>{program}<br>Cite the corpus: <bdi>{corpus}</bdi></p>"
    pages = {path.name: path.read_text(encoding="utf-8") for path in runs.one.glob("*.html")}
    assert [name for name, page in pages.items() if page.replace("<br/>", "<br>").count(cited) != 1] == []
    assert "<p>Cite this text: <bdi>Tin. Báo, 2019-05-08.</bdi></p>\n<p>Cite the program" in pages["text-a.html"]
    assert sorted(name for name, page in pages.items() if "Cite this text" in page) == ["text-a.html", "text-b.html"]
