"""How fast are words found? Words per CPU second and peak memory of underthesea, pyvi and this package, in one run.

    .venv/bin/python bench/words.py [FOLDER]

The sentences are those of FOLDER, a corpus (default: seeds), drawn at random again and again, so that any size can be
had; the vocabulary is then small, which real texts are not. Every line is a process of its own. pyvi is left out unless
it is installed (pip install pyvi==0.1.1; MIT).
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

TOKENS = 1_000_000  # white-space tokens that the fast ones read; the others read a part of them
PART = {"underthesea": 0.04, "pyvi": 0.04}
GROWTH = (1, 5, 20, 50)  # millions of tokens
BATCH = 4000
Work = Callable[[list[str]], int]


def draw_sentences(folder: str) -> Iterator[str]:
    """Draw sentences of a corpus at random, for ever and always the same."""
    import vietdiplo as vd

    sentences = vd.split_sentences(vd.load_documents(folder))["text"].tolist()
    chance = random.Random(7)
    while True:
        yield chance.choice(sentences)


def draw_batches(folder: str, tokens: int) -> Iterator[list[str]]:
    """Draw about so many tokens, a batch of sentences at a time."""
    drawn = draw_sentences(folder)
    while tokens > 0:
        batch = list(islice(drawn, BATCH))
        tokens -= sum(len(sentence.split()) for sentence in batch)
        yield batch


def load_system(system: str) -> Work:
    """Load a segmenter: sentences to the number of tokens of its words."""
    if system == "underthesea":
        from underthesea import word_tokenize

        word_tokenize("Việt Nam")
        return lambda batch: sum(len(word_tokenize(sentence)) for sentence in batch)
    if system == "pyvi":
        from pyvi import ViTokenizer

        ViTokenizer.tokenize("Việt Nam")
        return lambda batch: sum(len(ViTokenizer.tokenize(sentence).split()) for sentence in batch)
    from vietdiplo.find import load_reader

    reader = load_reader(system, "keep" if system == "exact" else "split")
    return lambda batch: len(reader.read_tokens(batch).starts)


def measure(system: str, folder: str, tokens: int, *, warm: bool) -> str:
    """Measure here: words, CPU seconds, peak megabytes and seconds; warm is a second time over the sentences."""
    work = load_system(system)
    if warm:
        for batch in draw_batches(folder, tokens):
            work(batch)
    words, spent, passed = 0, 0.0, 0.0
    for batch in draw_batches(folder, tokens):
        begun = time.process_time(), time.perf_counter()
        words += work(batch)
        spent += time.process_time() - begun[0]
        passed += time.perf_counter() - begun[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return f"{words} {spent} {peak} {passed}"


def run(*arguments: object) -> subprocess.Popen[str]:
    """Start a process that measures."""
    return subprocess.Popen([sys.executable, __file__, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def read(process: subprocess.Popen[str]) -> tuple[float, float, float, float]:
    """Read what a process measured: words, CPU seconds, peak megabytes and seconds."""
    words, spent, peak, passed = map(float, process.communicate()[0].split())
    return words, spent, peak, passed


def compare(folder: str) -> None:
    """Print a line a system, and each one's ratio to underthesea."""
    systems = ["underthesea", *(["pyvi"] if find_spec("pyvi") else []), "exact", "repaired"]
    print(f"{'':22}{'words a CPU second':>20}{'of underthesea':>16}{'peak MB':>10}")
    base = 0.0
    for system in systems:
        for state in ("cold", "warm") if system not in PART else ("warm",):
            tokens = int(TOKENS * PART.get(system, 1))
            words, spent, peak, _ = read(run(folder, "--measure", system, "--tokens", tokens, f"--{state}"))
            base = base or words / spent
            print(f"{system:14}{state:8}{words / spent:20,.0f}{words / spent / base:15.1f}x{peak:10.0f}", flush=True)


def measure_terms(folder: str, tokens: int) -> str:
    """Measure segmentation and the matching of 5,000 terms in its chunks: CPU seconds of both."""
    import vietdiplo as vd
    from vietdiplo.find import load_reader
    from vietdiplo.find.matcher import Matcher
    from vietdiplo.find.signs import split_chunks

    drawn = [sentence for batch in draw_batches(folder, tokens) for sentence in batch]
    chance = random.Random(7)
    syllables = sorted({syllable for term in vd.load_terms(folder)["term"] for syllable in term.split()})
    made = (" ".join(chance.sample(syllables, chance.choice((2, 2, 3, 4)))) for _ in range(9000))
    matcher = Matcher(list(dict.fromkeys([*vd.load_terms(folder)["term"], *made]))[:5000])
    reader = load_reader()
    reader.read_words(drawn[:1000])
    spent = [0.0, 0.0]
    for at in range(0, len(drawn), BATCH):
        batch = drawn[at : at + BATCH]
        chunks = split_chunks(batch)
        numbers = matcher.number_chunks(chunks.pieces)
        moments = [time.process_time()]
        reader.read_words(batch)
        moments.append(time.process_time())
        matcher.find_nested(numbers, chunks.starts, chunks.rows)
        moments.append(time.process_time())
        spent = [total + moments[n + 1] - moments[n] for n, total in enumerate(spent)]
    return f"{spent[0]} {spent[1]} 0 0"


def compare_terms(folder: str) -> None:
    """Print what 5,000 terms cost beside segmentation."""
    segmentation, matching, *_ = read(run(folder, "--measure", "terms", "--tokens", TOKENS))
    print(f"5,000 terms: {matching / segmentation:.1%} of the time of segmentation", flush=True)


def compare_processes(folder: str) -> None:
    """Print the words a second of two processes at once against one; it says little where others use the machine."""
    arguments = (folder, "--measure", "exact", "--tokens", 5 * TOKENS, "--cold")
    one = read(run(*arguments))
    both = [read(process) for process in [run(*arguments), run(*arguments)]]
    rate = sum(words / passed for words, *_, passed in both) / (one[0] / one[3])
    print(f"two processes: {rate:.2f} times the words a second of one")


def grow(folder: str) -> None:
    """Print the cost of a token as the corpus grows."""
    for millions in GROWTH:
        words, spent, peak, _ = read(run(folder, "--measure", "exact", "--tokens", millions * 1_000_000, "--cold"))
        print(f"{millions:4} million tokens: {spent / words * 1e9:6.0f} ns a word, {peak:5.0f} MB", flush=True)


def main() -> None:
    """Measure one system for another process, or print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="seeds")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--tokens", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--warm", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure == "terms":
        print(measure_terms(chosen.folder, chosen.tokens))
        return
    if chosen.measure:
        print(measure(chosen.measure, chosen.folder, chosen.tokens, warm=chosen.warm))
        return
    if Path(chosen.folder).is_dir():
        chosen.folder = str(Path(chosen.folder).resolve())
    compare(chosen.folder)
    compare_terms(chosen.folder)
    compare_processes(chosen.folder)
    grow(chosen.folder)


if __name__ == "__main__":
    main()
