"""Figures and tables for the reader and as files: SVG, PNG and CSV under one name."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from babel.numbers import format_decimal, format_percent

from vietdiplo.draw import Picture
from vietdiplo.language import load_labels
from vietdiplo.tables import ParameterError
from vietdiplo.texts.corpus import ISO_DATE, ROOT

NAME = re.compile(r"[a-z][a-z0-9_]*")
PERCENT = ("coverage", "low", "high", "share")
NO_DATA = "–"


class Shown(NamedTuple):
    """What a cell shows: its MIME type, its content, the same in words, and what the site needs to know of it."""

    mime: str
    content: str
    words: str
    about: dict[str, str]

    def __repr__(self) -> str:
        """Say in words what is shown, for where it cannot be."""
        return self.words

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        # New dictionaries each time: IPython adds to those it gets.
        return {self.mime: self.content}, {self.mime: dict(self.about)}


def save_figure(
    figure: Picture, name: str, *, data: pd.DataFrame, caption: str, alt: str, to: str, note: str = ""
) -> Shown:
    """Save a figure as SVG and PNG with its data as CSV, and show it.

    The files are `figures/<name>.svg`, `.png` and `.csv` (UTF-8 with a byte order mark, which Excel needs) in the
    folder `to`, looked up from the project's folder. `alt` says in words what the figure shows, `note` by what rules
    it counts.
    """
    if not alt.strip() or not caption.strip():
        raise ParameterError(f"save_figure: {name}: no alt text or caption; say what the figure shows")
    files = _name_files(to, "figures", name)
    alt_text = html.escape(alt, quote=True)
    svg = figure.to_svg().replace("<svg ", f'<svg role="img" aria-label="{alt_text}" ', 1)
    files.with_suffix(".svg").write_text(svg, encoding="utf-8", newline="\n")
    files.with_suffix(".png").write_bytes(figure.to_png())
    _save_csv(data, files.with_suffix(".csv"))
    about = {"kind": "figure", "name": name, "caption": caption, "note": note, "alt": alt}
    return Shown("image/svg+xml", svg, f"{caption}\n{alt}", about)


def save_table(
    table: pd.DataFrame,
    name: str,
    *,
    caption: str,
    to: str,
    note: str = "",
    lang: str = "en",
    rows: int = 25,
    hide: tuple[str, ...] = (),
) -> Shown:
    """Save a table as CSV and show its first rows with a caption and readable headings.

    The file is `tables/<name>.csv` with all rows and columns, UTF-8 with a byte order mark, in the folder `to`,
    looked up from the project's folder. `hide` names columns that are only in the file,
    `note` says by what rules it counts.
    """
    _save_csv(table, _name_files(to, "tables", name).with_suffix(".csv"))
    labels = load_labels(lang)
    shown = table.drop(columns=list(hide)).head(rows)
    if len(table) > rows:
        note = f"{labels['site_first_rows'].format(rows=rows, of=len(table))} {note}".strip()
    head = "".join(f'<th scope="col">{_label_column(name, labels)}</th>' for name in shown)
    body = "\n".join(_write_row(row, lang) for row in shown.to_dict("records"))
    inside = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    markup = f"<table>\n<caption>{html.escape(caption)}</caption>\n{inside}\n</table>"
    under = f'\n<p class="note">{html.escape(note)}</p>' if note else ""
    about = {"kind": "table", "name": name, "caption": caption}
    return Shown("text/html", markup + under, f"{caption} ({len(table)} x {len(table.columns)})", about)


def format_number(value: float, lang: str, *, digits: int = 0) -> str:
    """Write a number as the language does: 1,234.5 in English, 1.234,5 in Vietnamese; a dash where there is none."""
    if pd.isna(value):
        return NO_DATA
    return str(format_decimal(round(value, digits), "#,##0" + "." * bool(digits) + "0" * digits, locale=lang))


def format_share(value: float, lang: str) -> str:
    """Write a share of 1 in per cent."""
    return NO_DATA if pd.isna(value) else str(format_percent(value, "#,##0 %", locale=lang))


def _name_files(to: str, kind: str, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ParameterError(f"name: '{name}' is no name for files; use small letters, digits and _")
    folder = ROOT / to / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _save_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _label_column(name: object, labels: Mapping[str, str]) -> str:
    return html.escape(labels.get(f"column_{name}", str(name)))


def _write_row(row: Mapping[Any, object], lang: str) -> str:
    cells = []
    for name, value in row.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        text = _write_value(str(name), value, lang) if number else str(value)
        look = ' class="n"' if number else ' class="d"' if ISO_DATE.fullmatch(text) else ""
        cells.append(f"<td{look}>{html.escape(text)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _write_value(name: str, value: Any, lang: str) -> str:
    if name in PERCENT:
        return format_share(value, lang)
    return format_number(value, lang, digits=0 if isinstance(value, int) else 1 if name.startswith("per_10k") else 2)
