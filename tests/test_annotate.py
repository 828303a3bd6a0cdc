"""`vietdiplo annotate`: a corpus as Parquet, whatever stops it and whoever does the work."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

import vietdiplo as vd
from vietdiplo.__main__ import vietdiplo
from vietdiplo.find.segmentation.shipped import load_dictionary
from vietdiplo.publish import executors, shares
from vietdiplo.publish.annotate import annotate_corpus
from vietdiplo.publish.annotated import load_sources
from vietdiplo.publish.executors import choose_executor
from vietdiplo.publish.parts import Job, Summary
from vietdiplo.publish.record import load_problems, save_problems
from vietdiplo.tables import CorpusError, ParameterError

THREAD = partial(ThreadPoolExecutor, 1)
SMALL = 20_000  # bytes a part, so that a small corpus has many
RUN = f"import vietdiplo.publish.shares as s; s.SIZE = {SMALL}; from vietdiplo.__main__ import main; main()"


def write_lines(path: Path, texts: int, *, words: int = 60) -> Path:
    """Write JSON lines of words drawn from the dictionary."""
    chance = random.Random(5)
    known = sorted(load_dictionary())
    rows = ({"id": f"t{n}", "text": " ".join(chance.choices(known, k=words)) + "."} for n in range(texts))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def hash_folder(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run_annotate(*arguments: object) -> Result:
    return CliRunner().invoke(vietdiplo, ["annotate", *map(str, arguments)])


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "SIZE", SMALL)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("lines") / "lines.jsonl", 300)


@pytest.fixture(scope="module")
def whole(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("whole") / "to"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "SIZE", SMALL)
        annotate_corpus(lines, to, make_executor=THREAD)
    return to


def test_an_annotated_corpus_has_the_same_words_as_one_in_memory(tmp_path: Path) -> None:
    assert run_annotate("seeds", "--to", tmp_path / "to").exit_code == 0
    kept, loaded = vd.load_parts(tmp_path / "to"), vd.load_parts("seeds")
    (part,), (memory,) = kept, loaded
    pd.testing.assert_frame_equal(part.words, memory.words)
    pd.testing.assert_frame_equal(part.sentences, memory.sentences)
    pd.testing.assert_frame_equal(kept.sizes[list(loaded.sizes)], loaded.sizes)


def test_counts_while_segmenting_are_those_of_the_words(lines: Path, whole: Path) -> None:
    records = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    documents = vd.load_strings({row["id"]: row["text"] for row in records})
    sentences = vd.split_sentences(documents)
    words = vd.find_words(sentences)
    counts = vd.count_labels(words, vd.count_sizes(documents, sentences, words))
    saved = parquet.read_table(whole / "counts.parquet").to_pandas()
    pd.testing.assert_frame_equal(saved, counts, check_dtype=False)


def test_counts_of_parts_add_up(whole: Path) -> None:
    parts = vd.load_parts(whole)
    assert len(parts) > 3
    counts = vd.add_counts(vd.count_labels(part.words, parts.sizes) for part in parts)
    saved = parquet.read_table(whole / "counts.parquet").to_pandas()
    pd.testing.assert_frame_equal(saved, counts, check_dtype=False)


def test_a_word_takes_four_bytes_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "SIZE", 4_000_000)
    path = write_lines(tmp_path / "many.jsonl", 20, words=10_000)  # every word as likely as any other: the worst case
    annotation = annotate_corpus(path, tmp_path / "to", make_executor=THREAD)
    size = sum(file.stat().st_size for file in tmp_path.glob("to/parts/*/words.parquet"))
    assert annotation.words > 100_000
    assert size / annotation.words < 4


@pytest.mark.parametrize("moment", [0.5, 2.2, 2.8])
def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(
    lines: Path, whole: Path, tmp_path: Path, moment: float
) -> None:
    to = tmp_path / "to"
    command = [sys.executable, "-c", RUN, "annotate", str(lines), "--to", str(to), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    annotate_corpus(lines, to, make_executor=THREAD)
    assert hash_folder(to) == hash_folder(whole)


KILL = """
import os, signal, sys
from pathlib import Path
import vietdiplo.publish.shares as shares
from vietdiplo.publish import {module} as module
shares.SIZE = {size}
kept, calls = module.{name}, []
def die(*arguments, **options):
    calls.append(1)
    if len(calls) == {call}:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(*arguments, **options)
module.{name} = die
from concurrent.futures import ThreadPoolExecutor
from vietdiplo.publish.annotate import annotate_corpus
annotate_corpus(Path(sys.argv[1]), Path(sys.argv[2]), make_executor=lambda: ThreadPoolExecutor(1))
"""


@pytest.mark.parametrize(
    ("module", "name", "call", "written"),
    [
        ("record", "save_json", 1, 0),
        ("parts", "_write_words", 1, 0),
        ("parts", "read_summary", 3, 3),
        ("parts", "_save", 14, 3),
        ("annotate", "save_totals", 1, 13),
        ("record", "save_json", 2, 13),
    ],
)
def test_a_run_killed_at_a_step_goes_on_to_the_same_bytes(
    lines: Path, whole: Path, tmp_path: Path, module: str, name: str, call: int, written: int
) -> None:
    to = tmp_path / "to"
    code = KILL.format(module=module, name=name, call=call, size=SMALL)
    process = subprocess.run([sys.executable, "-c", code, str(lines), str(to)], check=False, capture_output=True)
    assert process.returncode == -signal.SIGKILL
    assert len(list(to.glob("parts/0*"))) == written
    annotate_corpus(lines, to, make_executor=THREAD)
    assert hash_folder(to) == hash_folder(whole)


@pytest.mark.parametrize("size", [997, 1000, 1777, 4096, 9973, 60_000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_no_line_is_lost_or_doubled_wherever_a_part_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, end: str
) -> None:
    monkeypatch.setattr(shares, "SIZE", size)
    texts = {f"t{n}": "Hai bên hợp tác. " * (n % 7) + "5 7" for n in range(40)} | {"long": "ký " * 900, "none": "12"}
    rows = [json.dumps({"id": name, "text": text}, ensure_ascii=False) for name, text in texts.items()]
    path = tmp_path / "a.jsonl"
    path.write_bytes((end.join([*rows, "", " "]) + end).encode("utf-8-sig").rstrip())
    annotate_corpus(path, tmp_path / "to", make_executor=THREAD)
    parts = vd.load_parts(tmp_path / "to")
    assert parts.sizes["doc_id"].tolist() == list(texts)
    assert parts.sizes["characters"].tolist() == [len(text) for text in texts.values()]


def test_threads_do_not_mix_their_words(lines: Path, whole: Path, tmp_path: Path) -> None:
    annotate_corpus(lines, tmp_path / "to", make_executor=partial(ThreadPoolExecutor, 4))
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def test_what_is_written_does_not_depend_on_the_number_of_processes(lines: Path, whole: Path, tmp_path: Path) -> None:
    annotate_corpus(lines, tmp_path / "to", make_executor=choose_executor(2, ""))
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def test_a_finished_run_does_nothing_again(lines: Path, whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.glob("parts/*/*")}
    annotate_corpus(lines, whole, make_executor=THREAD)
    assert {path: path.stat().st_mtime_ns for path in whole.glob("parts/*/*")} == before


def die_once(job: Job, *, work: Callable[[Job], Summary], mark: Path) -> Summary:
    """Kill the process at the third part, once."""
    if job.share.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)


def test_a_process_that_dies_is_replaced(
    lines: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = partial(die_once, work=executors.write_part, mark=tmp_path / "mark")
    monkeypatch.setattr(executors, "write_part", work)
    annotate_corpus(lines, tmp_path / "to", make_executor=partial(ProcessPoolExecutor, 2))
    assert (tmp_path / "mark").exists()
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def die_at_the_first(job: Job, *, work: Callable[[Job], Summary]) -> Summary:
    if job.share.number == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)


def test_a_part_that_kills_every_process_is_named_and_the_others_are_written(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "write_part", partial(die_at_the_first, work=executors.write_part))
    with pytest.raises(CorpusError) as error:
        annotate_corpus(lines, tmp_path / "to", make_executor=partial(ProcessPoolExecutor, 2))
    remedy = "run the same command again, the other parts stay"
    assert str(error.value) == f"part 0: its process died 3 times; {remedy}"
    assert [path.name for path in sorted(tmp_path.glob("to/parts/*"))] == [f"{n:06d}" for n in range(1, 13)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """A Dask scheduler with two workers, each a process, on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as started:
        yield started


def test_a_cluster_loses_a_worker_and_counts_the_same(
    cluster: object, lines: Path, whole: Path, tmp_path: Path
) -> None:
    from distributed import Client

    address = cluster.scheduler_address  # type: ignore[attr-defined]
    lost = []

    def kill_one(summary: Summary, size: int) -> None:
        if not lost:
            with Client(address) as client:
                before = client.run(os.getpid)
                os.kill(min(before.values()), signal.SIGKILL)
                while min(before.values()) in client.run(os.getpid, on_error="ignore").values():
                    time.sleep(0.05)
                lost.append(True)

    annotate_corpus(lines, tmp_path / "to", make_executor=choose_executor(1, address), report=kill_one)
    assert lost == [True]
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.executors.TIMEOUT", 1)
    result = run_annotate("seeds", "--to", tmp_path / "to", "--scheduler", "tcp://127.0.0.1:9")
    assert isinstance(result.exception, ParameterError)
    assert str(result.exception).startswith("--scheduler: 'tcp://127.0.0.1:9' does not answer (")


def test_a_scheduler_without_workers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr("vietdiplo.publish.executors.TIMEOUT", 1)
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty:
        result = run_annotate("seeds", "--to", tmp_path / "to", "--scheduler", empty.scheduler_address)
    assert "has no workers; start one: dask worker tcp://127.0.0.1" in str(result.exception)


def list_children(pid: int) -> list[int]:
    """List the processes that a process began, and those that these began (Linux)."""
    own = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [child for number in map(int, own) for child in [number, *list_children(number)]]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_process_is_left_behind(tmp_path: Path, end: signal.Signals) -> None:
    path = write_lines(tmp_path / "lines.jsonl", 3000)
    command = [sys.executable, "-c", RUN, "annotate", str(path), "--to", str(tmp_path / "to"), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not list(tmp_path.glob("to/parts/0*")):
        time.sleep(0.05)
    children = list_children(process.pid)
    process.send_signal(end)
    said = process.communicate(timeout=30)[1]
    for _ in range(200):
        if not any(
            Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes()
            for child in children
        ):
            break
        time.sleep(0.05)
    assert not [c for c in children if Path(f"/proc/{c}").exists() and Path(f"/proc/{c}/cmdline").read_bytes()]
    assert end == signal.SIGKILL or said.rstrip().endswith("stopped; the same command goes on where it stopped")
    assert "Traceback" not in said


def test_a_line_that_is_no_text_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = ['{"id": 1, "text": "Hai bên"}', '{"id": "\\ud800", "text": "x"}', '{"id"', '{"text": "y"}']
    path.write_text("\n".join(rows), encoding="utf-8")
    result = run_annotate(path, "--to", tmp_path / "to", "--jobs", "1")
    assert result.exit_code == 3
    assert "left out: a.jsonl: byte 30: lone surrogate U+D800 at 0, so not a text; mend what wrote it" in result.stderr
    assert "left out: a.jsonl: byte 60: no JSON (" in result.stderr
    assert "left out: a.jsonl: byte 66: no id; give each text its own" in result.stderr
    assert [problem.place for problem in load_problems(tmp_path / "to")] == [f"a.jsonl: byte {n}" for n in (30, 60, 66)]
    assert result.stdout.startswith("1 texts, 2 words in ")


@pytest.mark.parametrize("size", [60, 4000])
def test_a_name_that_two_texts_have_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(shares, "SIZE", size)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"id": "{name}", "text": "Hai bên ký {n}."}}\n' for n, name in enumerate("abca")))
    with pytest.raises(CorpusError, match="^a.jsonl: byte 117: doc_id 'a' belongs to a.jsonl: byte 0 too; give each"):
        annotate_corpus(path, tmp_path / "to", make_executor=THREAD)


def test_equal_texts_of_different_parts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "SIZE", 30)
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Hai"}\n{"id": "b", "text": "Hai"}\n')
    (problem,) = annotate_corpus(path, tmp_path / "to", make_executor=THREAD).problems
    assert str(problem) == "a.jsonl: byte 27: the same text as a.jsonl: byte 0; counted twice; take one out"


def test_a_corpus_brings_its_own_terms(tmp_path: Path) -> None:
    (tmp_path / "in/texts").mkdir(parents=True)
    (tmp_path / "in/texts/a.txt").write_text("Hai bên bàn vành đai xanh.", encoding="utf-8")
    (tmp_path / "in/terms.csv").write_text("term\nvành đai xanh\n", encoding="utf-8")
    annotate_corpus(tmp_path / "in", tmp_path / "to", make_executor=THREAD, layers=("terms",))
    saved = parquet.read_table(tmp_path / "to/parts/000000/terms.parquet").to_pandas()
    assert "vành đai xanh" in saved["label"].tolist()
    (tmp_path / "in/terms.csv").write_text("term\nvành đai\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="was begun with other texts, options or versions"):
        annotate_corpus(tmp_path / "in", tmp_path / "to", make_executor=THREAD, layers=("terms",))


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--layer", "words", "--layer: 'words' is not one of terms, dates, commitments, sectors; choose one of these"),
        ("--layer", "verbs", "--layer: 'verbs' is not one of terms, dates, commitments, sectors; choose one of these"),
        ("--mode", "best", "mode: 'best' is unknown; use one of repaired, exact, syllables"),
    ],
)
def test_an_option_that_is_not_known_is_refused_before_a_folder_is_made(
    tmp_path: Path, option: str, value: str, message: str
) -> None:
    result = run_annotate("seeds", "--to", tmp_path / "to", option, value)
    assert str(result.exception) == message
    assert not (tmp_path / "to").exists()


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    assert str(run_annotate(tmp_path / "a.jsonl", "--to", tmp_path / "to").exception) == (
        "a.jsonl: no text in it; write JSON lines with id and text"
    )


def test_a_file_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("Hai bên hợp tác.", encoding="utf-8")
    (tmp_path / "texts/b.pdf").write_bytes(b"no PDF")
    result = run_annotate(tmp_path, "--to", tmp_path.parent / "out", "--jobs", "1")
    assert result.exit_code == 3
    assert "left out: texts/b.pdf: " in result.stderr


@contextmanager
def fail(*_: object) -> Iterator[Executor]:
    raise AssertionError("no work was to be done")
    yield


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "mine", "holds files that no run wrote; choose an empty or new folder"),
        ("annotation.json", "{", r"^to/annotation\.json: no JSON \(.*\); annotate the texts again, into a new folder$"),
        ("annotation.json", "{}", "was begun with other texts, options or versions; choose another folder"),
    ],
)
def test_a_folder_of_something_else_is_not_touched(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / name).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        annotate_corpus(Path("seeds").resolve(), tmp_path / "to", make_executor=fail)
    assert [path.name for path in (tmp_path / "to").iterdir()] == [name]


def test_a_record_that_a_killed_run_half_wrote_is_written_again(short: Path, tmp_path: Path) -> None:
    (tmp_path / "to/parts").mkdir(parents=True)
    (tmp_path / "to/.annotation.json.part").write_text("{", encoding="utf-8")
    annotate_corpus(short.with_name("short.jsonl"), tmp_path / "to", make_executor=THREAD)
    assert hash_folder(tmp_path / "to") == hash_folder(short)


def test_two_runs_do_not_write_one_folder(lines: Path, tmp_path: Path) -> None:
    seen = []

    def run_again(summary: Summary, size: int) -> None:
        with pytest.raises(CorpusError) as error:
            annotate_corpus(lines, tmp_path / "to", make_executor=fail)
        seen.append(str(error.value))

    annotate_corpus(lines, tmp_path / "to", make_executor=THREAD, report=run_again)
    assert set(seen) == {"--to: another run is writing 'to'; wait for it, or choose another folder"}


def test_a_folder_that_is_not_finished_is_not_loaded(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "annotation.json").write_bytes((whole / "annotation.json").read_bytes())
    with pytest.raises(CorpusError, match="parts are not written; run the same `vietdiplo annotate` again, it goes on"):
        vd.load_parts(tmp_path)


DAMAGED = {
    "cut": (
        "annotation.json",
        "{",
        "no JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
    ),
    "deep": ("annotation.json", "[" * 100_000, "no JSON (maximum recursion depth exceeded while decoding a JSON array"),
    "list": ("annotation.json", "[]", "does not tell parts"),
    "none": ("annotation.json", '{"parts": 0, "mode": "exact", "hyphens": "split"}', "does not tell parts"),
    "text": ("annotation.json", '{"parts": "1", "mode": "exact", "hyphens": "split"}', "does not tell parts"),
    "mode": ("annotation.json", '{"parts": 1, "hyphens": "split"}', "does not tell mode"),
    "row": ("problems.json", '[["a", "b"]]', "is no list of problems"),
    "number": ("problems.json", "5", "is no list of problems"),
    "table": ("parts/000000/documents.parquet", "PAR1", "is no table ("),
}


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("short")
    annotate_corpus(write_lines(folder / "short.jsonl", 2), folder / "to", make_executor=THREAD)
    return folder / "to"


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_folder_is_named(short: Path, tmp_path: Path, damage: str) -> None:
    name, text, said = DAMAGED[damage]
    shutil.copytree(short, tmp_path / "to")
    (tmp_path / "to" / name).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        load_sources(tmp_path / "to") if name == "problems.json" else vd.load_parts(tmp_path / "to")
    place = (tmp_path / "to" / name).relative_to((tmp_path / "to" / name).parents[1]).as_posix()
    assert str(error.value).startswith(f"{place}: {said}")
    assert str(error.value).endswith("; annotate the texts again, into a new folder")
    assert str(tmp_path) not in str(error.value)


def test_parts_that_are_claimed_and_not_there_are_not_looked_for(short: Path, tmp_path: Path) -> None:
    shutil.copytree(short, tmp_path / "to")
    record = json.loads((short / "annotation.json").read_text(encoding="utf-8"))
    (tmp_path / "to/annotation.json").write_text(json.dumps({**record, "parts": 10**12}), encoding="utf-8")
    with pytest.raises(CorpusError, match="^to: up to 999999999999 of 1000000000000 parts are not written; run the"):
        vd.load_parts(tmp_path / "to")


def test_no_character_of_a_problem_directs_who_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "Hai bên"}\n{"id": "a\u202eb"}', encoding="utf-8")
    problems = annotate_corpus(path, tmp_path / "to", make_executor=THREAD).problems
    save_problems(tmp_path / "to", [problems[0]._replace(value="a\u202eb")])
    assert "a\\u202eb" in (tmp_path / "to/problems.json").read_text(encoding="utf-8")
    assert load_problems(tmp_path / "to")[0].value == "a\u202eb"


def test_a_folder_segmented_otherwise_is_not_loaded(whole: Path) -> None:
    message = "^mode: 'to' was annotated with repaired, not exact; choose repaired, or annotate the texts again$"
    with pytest.raises(ParameterError, match=message):
        vd.load_parts(whole, mode="exact")


def test_the_terms_of_an_annotated_folder_are_rendered(whole: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(vietdiplo, ["run", "--corpus", str(whole), "--out", str(tmp_path / "site")])
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "site").glob("0*.html")) == ["02_terms.html"]
    saved = pd.read_csv(tmp_path / "site/tables/terms_frequency.csv", keep_default_na=False)
    counts = parquet.read_table(whole / "counts.parquet").to_pandas()
    assert (
        dict(zip(saved["word"], saved["n"], strict=True)).items()
        <= dict(zip(counts["label"], counts["n"], strict=True)).items()
    )


def test_a_notebook_that_needs_the_texts_is_refused(whole: Path, tmp_path: Path) -> None:
    arguments = ["run", "--corpus", str(whole), "--out", str(tmp_path / "site"), "--notebook", "03"]
    assert (
        str(CliRunner().invoke(vietdiplo, arguments).exception) == "--notebook: no notebook '03'; use one of 02_terms"
    )


def test_layers_are_written_beside_the_words(tmp_path: Path) -> None:
    layers = ("terms", "dates", "sectors")
    assert (
        run_annotate("seeds", "--to", tmp_path / "to", *(a for layer in layers for a in ("--layer", layer))).exit_code
        == 0
    )
    documents = vd.load_documents("seeds")
    found = vd.find_dates(vd.split_sentences(documents), documents)
    saved = parquet.read_table(tmp_path / "to/parts/000000/dates.parquet").to_pandas()
    assert saved[["doc_id", "sentence", "start", "end", "label"]].equals(
        found[["doc_id", "sentence", "start", "end", "label"]]
    )
    assert (tmp_path / "to/parts/000000/sectors.parquet").is_file()
