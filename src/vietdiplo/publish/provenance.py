"""What a result was made from: hashes, parameters and versions, and nothing that two equal runs would not share."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from vietdiplo.find import SEGMENTER, find_codebook
from vietdiplo.tables import VERSION, Problem
from vietdiplo.texts.corpus import ROOT

PACKAGE = ("src/vietdiplo/**/*.*", "requirements.lock")
CODE = (*PACKAGE, "notebooks/*.ipynb")


def save_provenance(folder: Path, corpus: Path, about: Mapping[str, Any]) -> None:
    """Save `provenance.json`: the SHA-256 of every input and of the code, the segmenter, and what `about` gives."""
    codebook = find_codebook(corpus)
    record = {
        "vietdiplo": VERSION,
        "code_sha256": hash_code(),
        "segmenter": SEGMENTER,
        "corpus": corpus.name,
        "inputs": hash_inputs(corpus),
        "codebook": {codebook.name: hash_file(codebook)},
        **about,
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "provenance.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def hash_inputs(corpus: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a corpus by its name in it; hidden files and folders do not count."""
    names = (path.relative_to(corpus) for path in sorted(corpus.rglob("*")) if path.is_file())
    seen = (name for name in names if not any(part.startswith((".", "~$")) for part in name.parts))
    return {name.as_posix().encode("utf-8", "backslashreplace").decode(): hash_file(corpus / name) for name in seen}


def find_changed(corpus: Path, documents: pd.DataFrame) -> list[Problem]:
    """Say which texts of a corpus are no longer what was read: notebooks read for themselves and may differ."""
    changed = []
    for path, sha256 in zip(documents["path"], documents["sha256"], strict=True):
        file = corpus / path
        if path.startswith("texts/") and not (file.is_file() and hash_file(file) == sha256):
            remedy = "some notebooks may have used it; run the same command again"
            changed.append(Problem("left out", path, "vanished or changed while running", remedy))
    return changed if (corpus / "texts").is_dir() else []  # an annotated folder has no texts of its own


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_code(patterns: Iterable[str] = CODE) -> str:
    """Give one SHA-256 over the package, the notebooks' cells and the lock; a notebook's saved outputs do not count."""
    whole = hashlib.sha256()
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if "__pycache__" not in path.parts}
    for path in sorted(paths):
        data = path.read_bytes()
        if path.suffix == ".ipynb":
            sources = [(cell["cell_type"], cell["source"]) for cell in json.loads(data)["cells"]]
            data = json.dumps(sources).encode()
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + hashlib.sha256(data).digest())
    return whole.hexdigest()
