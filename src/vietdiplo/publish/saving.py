"""Files of a run: their names, and tables as CSV."""

import re
from pathlib import Path

import pandas as pd

from vietdiplo.tables import ParameterError
from vietdiplo.texts.corpus import ROOT

NAME = re.compile(r"[a-z][a-z0-9_]*")


def name_files(to: str, kind: str, name: str) -> Path:
    """Name the files of a figure, a table and so on, without an ending, and make the folder of their kind.

    Raises ParameterError for a name that is none on every system.
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"name: '{name}' is no name for files; use small letters, digits and _")
    folder = ROOT / to / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def save_csv(table: pd.DataFrame, path: Path) -> None:
    """Save a table as CSV in UTF-8 with a byte order mark, which Excel needs."""
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
