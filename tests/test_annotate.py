"""`vietdiplo annotate`: a corpus as Parquet, whatever stops it and whoever does the work."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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
from vietdiplo.publish import shares
from vietdiplo.publish.annotate import annotate_corpus
from vietdiplo.publish.executors import choose_executor
from vietdiplo.publish.parts import Job, Summary
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


@pytest.mark.parametrize("moment", [0.3, 1.2, 1.6, 2.0, 2.6])
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


def test_what_is_written_does_not_depend_on_the_number_of_processes(lines: Path, whole: Path, tmp_path: Path) -> None:
    annotate_corpus(lines, tmp_path / "to", make_executor=choose_executor(2, ""))
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def test_a_finished_run_does_nothing_again(lines: Path, whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.glob("parts/*/*")}
    annotate_corpus(lines, whole, make_executor=THREAD)
    assert {path: path.stat().st_mtime_ns for path in whole.glob("parts/*/*")} == before


def die_once(job: Job, *, work: object, mark: Path) -> Summary:
    """Kill the process at the third part, once."""
    if job.share.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)  # type: ignore[operator, no-any-return]


def test_a_process_that_dies_is_replaced(
    lines: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vietdiplo.publish import annotate

    work = partial(die_once, work=annotate.write_part, mark=tmp_path / "mark")
    monkeypatch.setattr(annotate, "write_part", work)
    annotate_corpus(lines, tmp_path / "to", make_executor=partial(ProcessPoolExecutor, 2))
    assert (tmp_path / "mark").exists()
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def always_die(job: Job) -> Summary:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_part_that_kills_every_process_is_named(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.annotate.write_part", always_die)
    with pytest.raises(CorpusError, match=r"^part 0: its process died 3 times; run the same command again, "):
        annotate_corpus(lines, tmp_path / "to", make_executor=partial(ProcessPoolExecutor, 1))


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """A Dask scheduler with two workers, each a process, on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as started:
        yield started


def test_a_cluster_loses_a_worker_and_counts_the_same(
    cluster: object, lines: Path, whole: Path, tmp_path: Path
) -> None:
    from distributed import Client

    address = cluster.scheduler_address  # type: ignore[attr-defined]
    done = 0

    def kill_one(summary: Summary, size: int) -> None:
        nonlocal done
        done += 1
        if done == 3:
            with Client(address) as client:
                os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)

    annotate_corpus(lines, tmp_path / "to", make_executor=choose_executor(1, address), report=kill_one)
    assert done > 3
    assert hash_folder(tmp_path / "to") == hash_folder(whole)


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.executors.TIMEOUT", 1)
    result = run_annotate("seeds", "--to", tmp_path / "to", "--scheduler", "tcp://127.0.0.1:9")
    assert isinstance(result.exception, ParameterError)
    assert str(result.exception).startswith("--scheduler: 'tcp://127.0.0.1:9' does not answer (")


def test_a_line_that_is_no_text_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "Hai bên"}\n{"id": 1, "text": "x"}\n{"id"\n{"text": "y"}\n', encoding="utf-8")
    result = run_annotate(path, "--to", tmp_path / "to", "--jobs", "1")
    assert result.exit_code == 3
    assert "left out: a.jsonl: byte 30: id '1' is missing or taken; give each text its own" in result.stderr
    assert "left out: a.jsonl: byte 53: no JSON (" in result.stderr
    assert result.stdout.startswith("1 texts, 2 words in ")


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
        ("annotation.json", "{}", "was begun with other texts, options or versions; choose another folder"),
    ],
)
def test_a_folder_of_something_else_is_not_touched(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        annotate_corpus(Path("seeds").resolve(), tmp_path, make_executor=fail)
    assert [path.name for path in tmp_path.iterdir()] == [name]


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
        dict(zip(saved["term"], saved["n"], strict=True)).items()
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
