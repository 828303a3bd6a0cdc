"""Does input that libFuzzer breeds by the code it reaches break a finder or reader?

It runs until it is stopped or the time is up. atheris (Apache-2.0) has wheels for some Pythons only and is in no lock:
it lives in an environment beside the project's.

    python3.11 -m venv ../atheris
    ../atheris/bin/pip install atheris==3.0.0
    echo "import site; site.addsitedir('$PWD/.venv/lib/python3.11/site-packages')" \
        > ../atheris/lib/python3.11/site-packages/vietdiplo.pth
    ../atheris/bin/python bench/fuzz_atheris.py TARGET [-max_total_time=300] [-max_len=2000] [CORPUS_FOLDER]

TARGET is dates, sectors, commitments, events, sentences, or the name of a sample file: sectors.yml, terms.csv, a.html,
a.docx, hand_coded/dates.csv ... An error of the project's own is an answer; any other exception stops the run, and
libFuzzer writes what caused it to crash-*.
"""

import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["vietdiplo"]):
    import vietdiplo as vd
    from vietdiplo.find.sectors import Coder

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import fuzz_files as files
import fuzz_finders as finders
import fuzz_inputs as inputs

FINDERS = ("dates", "commitments", "events")
TOKENS = 2000  # words that libFuzzer may put in


def choose_target(name: str, folder: Path) -> Callable[[bytes], object]:
    """Choose what is done with an input."""
    if name in files.list_samples():
        return lambda data: files.read_file(name, data, folder)
    if name == "sectors":
        coder = Coder(finders.load_book())
        return lambda data: coder.find(decode(data))
    if name == "sentences":
        return lambda data: split(decode(data))
    if name in FINDERS:
        return lambda data: find(name, decode(data))
    sys.exit(f"{name}: no target; use one of sectors, sentences, {', '.join((*FINDERS, *files.list_samples()))}")


def decode(data: bytes) -> str:
    """Make a text of bytes; what is no UTF-8 becomes other letters."""
    return data.decode("utf-8", "replace")


def split(text: str) -> None:
    """Split a text and check its sentences."""
    documents = finders.make_documents([text])
    finders.check_sentences(documents, vd.split_sentences(documents))


def find(name: str, text: str) -> None:
    """Find in a text as one sentence and check what is found."""
    documents = finders.make_documents([text])
    sentences = finders.keep_whole(documents)
    if name == "commitments":  # without a codebook, which would be made ready for every text
        vd.check_surfaces(vd.find_commitments(sentences, documents), documents)
    else:
        finders.check_found(name, documents, sentences)


def save_seeds(name: str, folder: Path) -> None:
    """Save what libFuzzer begins with and the words it may put in."""
    seeds = (
        [files.list_samples()[name]]
        if name in files.list_samples()
        else [t.encode() for t in inputs.list_cases()[::10]]
    )
    for number, data in enumerate(seeds):
        (folder / f"seed{number}").write_bytes(data)
    words = [word.encode() for word in (*inputs.list_words()[::3], *files.TOKENS, *inputs.SIGNS) if word.isprintable()]
    lines = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words[:TOKENS])
    (folder.parent / "words.dict").write_text("\n".join(lines), encoding="ascii")


def main() -> None:
    """Fuzz the target; all else that is given is libFuzzer's."""
    warnings.simplefilter("ignore")
    name, *options = sys.argv[1:] or [""]
    folder = Path(tempfile.mkdtemp()).resolve()
    for part in ("corpus", "seeds"):
        (folder / part).mkdir()
    files.make_corpus(folder / "corpus")
    target = choose_target(name, folder / "corpus")
    save_seeds(name, folder / "seeds")

    def try_one(data: bytes) -> None:
        try:
            target(data)
        except vd.VietdiploError:
            return

    try:
        atheris.Setup([sys.argv[0], *options, f"-dict={folder}/words.dict", str(folder / "seeds")], try_one)
        atheris.Fuzz()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
