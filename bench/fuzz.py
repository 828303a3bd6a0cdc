"""Do all finders and readers survive generated input, and does their time grow no faster than it?

    .venv/bin/python bench/fuzz.py [texts] [files] [growth] [--inputs N] [--only NAME ...]

texts: hypothesis draws N texts (100,000 unless told); each finder reads all of them as they are and split, and what it
finds is checked as in tests/test_fuzz.py; one in a hundred is read by itself too and must give the same. files: each
reader reads N damaged files. growth: CPU seconds for 1, 2 and 4 times the same in one text or file. Without a word all
three. An error of the project's own is an answer; the status is 1 for any other exception, for a finding that breaks a
promise, and for a time that more than doubles with its input, each printed with what caused it.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings

import vietdiplo as vd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import fuzz_files as files
import fuzz_finders as finders
import fuzz_growth as growth
import fuzz_inputs as inputs

BATCH = 2500  # texts in one call
EACH = 100  # of so many texts one is read by itself too
CYCLES = 250  # that are repeated
SIZE = 4000  # code points of the smallest text that grows; that which takes long begins below
MOST = 2.3  # times the time for twice the input
LEAST = 0.03  # seconds that can be measured
TRIES = 3


def draw(examples: int) -> list[str]:
    """Draw texts, the same ones each time."""
    drawn: list[str] = []

    @seed(7)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs.draw_texts())
    def keep(text: str) -> None:
        drawn.append(text)

    keep()
    return drawn


class Faults:
    """What went wrong, each kind once."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seen: dict[tuple[str, ...], int] = {}

    def add(self, name: str, error: BaseException, given: object) -> None:
        """Add a fault; the first of a kind is shown."""
        raised = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-1:]]
        key = (name, type(error).__name__, *raised, *([] if raised else [repr(given)]))
        self.seen[key] = self.seen.get(key, 0) + 1
        if self.seen[key] == 1:
            print(f"FAULT {' '.join(key)}: {str(error)[:200]}\n      given {given!r:.400}", flush=True)


def fuzz_texts(names: Sequence[str], inputs_asked: int, faults: Faults) -> None:
    """Give drawn texts to finders and print a line for each."""
    begun = time.process_time()
    texts = draw(inputs_asked)
    size = sum(map(len, texts))
    print(
        f"{len(texts):,} texts, {len(set(texts)):,} different, {size:,} characters, {time.process_time() - begun:.0f} s"
    )
    for name in ("sentences", *finders.FINDERS):
        if not names or name in names:
            begun, found = time.process_time(), 0
            for at in range(0, len(texts), BATCH):
                found += sum(fuzz_batch(name, texts[at : at + BATCH], faults))
            print(
                f"{name:24} {2 * len(texts):9,} inputs {time.process_time() - begun:7.1f} s {found:11,} found",
                flush=True,
            )


def fuzz_batch(name: str, texts: list[str], faults: Faults) -> Iterator[int]:
    """Find in a batch of texts, split and whole, and in some of them alone; what fails is narrowed to one text."""
    for split in (split_checked, finders.keep_whole):
        try:
            yield len(find_in(name, texts, split))
            if name not in finders.TOGETHER:
                check_alone(name, texts, split)
        except Exception as error:
            text = narrow(name, texts, split)
            faults.add(name, error, text)
            yield 0


Split = Callable[[pd.DataFrame], pd.DataFrame]


def split_checked(documents: pd.DataFrame) -> pd.DataFrame:
    """Split sentences and check them."""
    sentences = vd.split_sentences(documents)
    finders.check_sentences(documents, sentences)
    return sentences


def find_in(name: str, texts: list[str], split: Split) -> pd.DataFrame:
    """Find in texts and check what is found; `sentences` is what they are split into."""
    documents = finders.make_documents(texts)
    sentences = split(documents)
    return sentences if name == "sentences" else finders.check_found(name, documents, sentences)


def check_alone(name: str, texts: list[str], split: Split) -> None:
    """Check that some texts give by themselves what they give among others."""
    for at in range(0, len(texts), EACH):
        together, alone = find_in(name, texts[at : at + 3], split), find_in(name, texts[at : at + 1], split)
        own = together[together["doc_id"] == "d0"]
        assert own.to_dict("list") == alone.to_dict("list"), f"{name} depends on other texts"


def narrow(name: str, texts: list[str], split: Split) -> list[str]:
    """Halve texts as long as one half fails too."""
    while len(texts) > 1:
        half = len(texts) // 2
        for part in (texts[:half], texts[half:]):
            try:
                find_in(name, part, split)
            except Exception:
                texts = part
                break
        else:
            return texts
    return texts


@contextmanager
def open_corpus() -> Iterator[Path]:
    """Make a corpus that is taken away again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "corpus"
        folder.mkdir()
        files.make_corpus(folder)
        yield folder


def fuzz_files(names: Sequence[str], inputs_asked: int, faults: Faults) -> None:
    """Give damaged files to readers and print a line for each."""
    with open_corpus() as folder:
        for name, sample in files.list_samples().items():
            if names and name not in names:
                continue
            files.read_file(name, sample, folder)
            begun, refused = time.process_time(), 0
            for number in range(inputs_asked):
                data = files.damage(sample, random.Random(number))
                try:
                    files.read_file(name, data, folder)
                except vd.VietdiploError:
                    refused += 1
                except Exception as error:
                    faults.add(name, error, data)
            spent = time.process_time() - begun
            print(f"{name:28} {inputs_asked:9,} inputs {spent:7.1f} s {refused:9,} refused", flush=True)


def fuzz_growth(names: Sequence[str], faults: Faults) -> None:
    """Let texts and files grow and print a line for each finder and reader."""
    for name in growth.TEXTS:
        if not names or name in names:
            prepare = growth.work_on_texts(name)
            rows = [
                (cycle, lambda size, c=cycle, p=prepare: p(growth.repeat(c, size)))
                for cycle in growth.draw_cycles(CYCLES)
            ]
            print_growth(name, rows, faults)
    with open_corpus() as folder:
        growing = list(growth.list_growing())
        for name in dict.fromkeys(name for name, _, _ in growing):
            if not names or name in names:
                made = [(piece, growth.work_on_files(name, make, folder)) for n, piece, make in growing if n == name]
                print_growth(name, made, faults)


Grown = Callable[[int], Callable[[], object]]


def print_growth(name: str, rows: Sequence[tuple[object, Grown]], faults: Faults) -> None:
    """Print the fastest growth of some repetitions; one beyond measure is a fault."""
    begun, worst, at = time.process_time(), 0.0, ""
    prepared = rows[0][1](1)
    prepared()  # what is loaded once
    idle = min(measure(rows[0][1](1)) for _ in range(TRIES))
    for piece, grow in rows:
        try:
            ratio = measure_growth(grow, idle)
        except Exception as error:
            faults.add(name, error, piece)
            continue
        if ratio > MOST:
            faults.add(name, AssertionError(f"{ratio:.1f} times the time for twice the input"), piece)
        worst, at = max((worst, at), (ratio, repr(piece)))
    print(
        f"{name:24} {len(rows):4} grow, at most {worst:4.2f} {at:.60} {time.process_time() - begun:6.0f} s", flush=True
    )


def measure_growth(grow: Grown, idle: float) -> float:
    """Measure how the time grows with twice the input, at a size whose time can be measured; 0 if none is reached.

    What seems too much is measured again: another program may have been in the way.
    """
    size, turn = SIZE // 4, count()  # no size twice: finders remember words that they have seen
    while (spent := measure(grow(size)) - idle) < LEAST:
        if size > 64 * SIZE:
            return 0.0
        size *= 4 if spent < LEAST / 4 else 2
    ratio = 0.0
    for _ in range(TRIES):
        one, two, four = (
            max(min(measure(grow(n * size + next(turn))) for _ in range(2)) - idle, 1e-4) for n in (1, 2, 4)
        )
        ratio = min(two / one, four / two) if four > 2 * LEAST else 0.0
        if ratio <= MOST:
            break
    return ratio


def measure(work: Callable[[], object]) -> float:
    """Measure CPU seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Run what is asked for; the status is 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description="Fuzz the finders and readers.")
    parser.add_argument("parts", nargs="*", help="texts, files, growth; default: all")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    faults, finders.TERMS = Faults(), None
    if "texts" in asked.parts or not asked.parts:
        fuzz_texts(asked.only, asked.inputs, faults)
    if "files" in asked.parts or not asked.parts:
        fuzz_files(asked.only, asked.inputs, faults)
    if "growth" in asked.parts or not asked.parts:
        fuzz_growth(asked.only, faults)
    print(f"{sum(faults.seen.values())} faults of {len(faults.seen)} kinds")
    sys.exit(bool(faults.seen))


if __name__ == "__main__":
    main()
