"""What a result was made from: hashes, parameters and versions, and nothing that two equal runs would not share.

So no clock time, no path and no Python version is in it: Python 3.11 and 3.13 give equal bytes.
"""

import hashlib
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from vietdiplo import language
from vietdiplo.find import SEGMENTER, find_codebook
from vietdiplo.find.segmentation.shipped import FILES, read_file
from vietdiplo.publish.saving import write_json
from vietdiplo.tables import VERSION, Problem
from vietdiplo.texts.corpus import ROOT, list_texts
from vietdiplo.texts.read import is_inside

SOURCE = ROOT / "src/vietdiplo"
LOCK = "requirements.lock"
PACKAGE = ("src/vietdiplo/**/*.*", LOCK)
CODE = (*PACKAGE, "notebooks/*.ipynb")
NAMED = ("src/vietdiplo", "notebooks", LOCK)  # what must be as committed where a commit is named
LOCKED = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


def save_provenance(folder: Path, corpus: Path, about: Mapping[str, Any], *, out: Path) -> dict[str, Any]:
    """Save `provenance.json` in a folder that will stand at `out`, with what `about` gives; give what it says."""
    codebook = find_codebook(corpus)
    commit = find_commit(corpus, out)
    record = {
        "vietdiplo": VERSION,
        "code_sha256": hash_code(),
        "code_swhid": name_tree(SOURCE),
        **({"commit": commit} if commit else {}),
        "segmenter": SEGMENTER,
        "corpus": corpus.name,
        "inputs": hash_inputs(corpus),
        "codebook": {codebook.name: hash_file(codebook)},
        "language": hash_inputs(language.FOLDER, "[!_]*.*"),
        "model": {name: hashlib.sha256(read_file(name)).hexdigest() for name in FILES},
        "lock": {LOCK: hash_file(ROOT / LOCK)},
        "versions": list_versions(),
        **about,
    }
    text = write_json(record, indent=1, sort_keys=True)
    (folder / "provenance.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    return record


def hash_inputs(corpus: Path, pattern: str = "*") -> dict[str, str]:
    """Give the SHA-256 of every open file of a folder by its name in it; what is hidden or leads out does not count."""
    names = (
        path.relative_to(corpus)
        for path in sorted(corpus.rglob(pattern))
        if path.is_file() and os.access(path, os.R_OK) and is_inside(path, corpus.resolve())
    )
    seen = (name for name in names if not any(part.startswith((".", "~$")) for part in name.parts))
    return {name.as_posix().encode("utf-8", "backslashreplace").decode(): hash_file(corpus / name) for name in seen}


def find_changed(corpus: Path, documents: pd.DataFrame) -> list[Problem]:
    """Say which texts of a corpus are no longer what was read: notebooks read for themselves and may differ."""
    if not (corpus / "texts").is_dir():  # an annotated folder has no texts of its own
        return []
    files = list_texts(corpus)[0].files  # by their names in NFC, as in the table, whatever the disk has
    changed = []
    for path, sha256 in zip(documents["path"], documents["sha256"], strict=True):
        file = files.get(path.removeprefix("texts/"), corpus / path)
        is_there = file.is_file() and os.access(file, os.R_OK)
        if path.startswith("texts/") and not (is_there and hash_file(file) == sha256):
            remedy = "some notebooks may have used it; run the same command again"
            changed.append(Problem("left out", path, "vanished or changed while running", remedy))
    return changed


def find_commit(*places: Path) -> str:
    """Find the commit that the code is; empty where there is no git or the code differs from it.

    Empty too where a place, the corpus or the output, lies in the checkout: it may become a part of the commit that it
    would name. `code_swhid` leads to the commit then: `git log --all -t --find-object=HASH`.
    """
    if any(place.is_relative_to(ROOT) for place in places) or not (ROOT / ".git").exists():
        return ""
    ask = ["git", f"--git-dir={ROOT / '.git'}", f"--work-tree={ROOT}", "--no-optional-locks"]
    try:
        changed, commit = (
            subprocess.run([*ask, *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
            for words in (["status", "--porcelain", "--", *NAMED], ["rev-parse", "HEAD"])
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return "" if changed else commit


def list_versions() -> dict[str, str]:
    """List the packages that pyproject.toml names with the versions that the lock allows.

    Where Python decides, each stands with its condition. A version that is installed and not locked follows the locked
    one: `1.2.0, but 1.3.0 is installed`.
    """
    locked: dict[str, dict[str, str]] = {}
    for name, number, condition in LOCKED.findall((ROOT / LOCK).read_text(encoding="utf-8")):
        locked.setdefault(_unify_name(name), {})[number] = f"{number} ({condition})" if condition else number
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = sorted(_unify_name(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"])
    return {name: _describe_version(locked.get(name, {}), version(name)) for name in names}


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


def name_tree(folder: Path) -> str:
    """Give the identifier of a folder's content, the hash that git gives its tree; hidden and compiled files apart.

    Its files are plain ones, none of them executable. Source: SWHID 1.2 (ISO/IEC 18670:2025), directories.
    """
    return f"swh:1:dir:{_hash_tree(folder).hex()}"


def _hash_object(kind: bytes, content: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).digest()


EMPTY = _hash_object(b"tree", b"")  # git has no empty folders


def _hash_tree(folder: Path) -> bytes:
    entries = {}
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        name = path.name.encode()
        if not path.is_dir():
            entries[name] = b"100644 " + name + b"\0" + _hash_object(b"blob", path.read_bytes())
        elif (tree := _hash_tree(path)) != EMPTY:
            entries[name + b"/"] = b"40000 " + name + b"\0" + tree  # sorted as if its name ended in a slash
    return _hash_object(b"tree", b"".join(entries[name] for name in sorted(entries)))


def _describe_version(locked: Mapping[str, str], installed: str) -> str:
    allowed = ", ".join(locked.values()) or "not locked"
    return allowed if installed in locked else f"{allowed}, but {installed} is installed"


def _unify_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
