"""Sheets for coders as CSV and as spreadsheets: no text is taken for a formula, equal sheets have equal bytes."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd

from vietdiplo.find import Codebook
from vietdiplo.language import load_labels
from vietdiplo.publish.saving import save_csv
from vietdiplo.texts.coding_cells import UNWRITABLE

LONGEST_CELL = 32_767  # characters, of Excel
WIDTHS = {"before": 35, "text": 70, "after": 35, "sectors": 22, "notes": 30, "doc_id": 24}
CODEBOOK_WIDTHS = {"code": 8, "definition_vi": 50, "definition_en": 50, "include": 45, "exclude": 45, "example": 50}
CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def save_codebook(codebook: Codebook, path: Path) -> None:
    """Save what a coder needs of a codebook as CSV."""
    save_csv(list_sectors(codebook), path)


def save_strata(strata: pd.Series, drawn: np.ndarray, path: Path) -> None:
    """Save how many sentences each stratum has, and how many were drawn."""
    table = pd.DataFrame({"stratum": strata, "drawn": np.isin(np.arange(len(strata)), drawn)})
    sizes = table.groupby("stratum").agg(sentences=("drawn", "size"), drawn=("drawn", "sum"))
    save_csv(sizes.reset_index(), path)


def list_sectors(codebook: Codebook) -> pd.DataFrame:
    """List the codes with labels, definition, what to include and to exclude, and an example: one row a code."""
    rows = [
        {
            "code": code,
            **{f"label_{lang}": sector.label[lang] for lang in ("vi", "en")},
            **{f"definition_{lang}": sector.definition[lang] for lang in ("vi", "en")},
            "include": "; ".join(sector.include),
            "exclude": "; ".join(sector.exclude),
            "example": sector.example,
        }
        for code, sector in codebook.sectors.items()
    ]
    return pd.DataFrame(rows)


def _save_csv_sheet(table: pd.DataFrame, codebook: Codebook, path: Path) -> None:
    save_csv(table, path)


def _save_workbook(table: pd.DataFrame, codebook: Codebook, path: Path) -> None:
    """Save a sheet to fill in, and the codebook as a second one."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "coding"
    _fill_sheet(sheet, table, WIDTHS)
    prompt = load_labels("en")["coding_prompt"] + "\n" + load_labels("vi")["coding_prompt"]
    hint = DataValidation(type="textLength", operator="lessThan", formula1="1000", prompt=prompt, showInputMessage=True)
    sheet.add_data_validation(hint)
    column = sheet.cell(1, list(table).index("sectors") + 1).column_letter
    hint.add(f"{column}2:{column}{len(table) + 1}")
    _fill_sheet(book.create_sheet("codebook"), list_sectors(codebook), CODEBOOK_WIDTHS)
    written = BytesIO()
    book.save(written)
    path.write_bytes(_freeze(written.getvalue()))


def _fill_sheet(sheet: Any, table: pd.DataFrame, widths: Mapping[str, int]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, name in enumerate(table, start=1):
        head = sheet.cell(1, number, name)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = widths.get(str(name), 10)
        for row, value in enumerate(table[name].tolist(), start=2):
            cell = sheet.cell(row, number)
            cell.value = UNWRITABLE.sub("\ufffd", value)[:LONGEST_CELL] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl makes a formula of a text that begins with =
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _freeze(data: bytes) -> bytes:
    """Take the clock out of a workbook: the times of its parts, and when it was made."""
    frozen = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(frozen, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            target.writestr(ZipInfo(name), part, ZIP_DEFLATED)  # an entry without a time is of 1980
    return frozen.getvalue()


WRITERS: Mapping[str, Callable[[pd.DataFrame, Codebook, Path], None]] = {
    ".csv": _save_csv_sheet,
    ".xlsx": _save_workbook,
}
