"""Figures and tables for the reader and as files: SVG, PNG and CSV under one name."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from babel.numbers import format_decimal, format_percent

from vietdiplo.draw import Picture
from vietdiplo.find import SEGMENTER
from vietdiplo.language import load_labels
from vietdiplo.tables import ParameterError
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.metadata import ISO_DATE

NAME = re.compile(r"[a-z][a-z0-9_]*")
PERCENT = ("coverage", "low", "high", "share")
# Columns whose values have a wording of their own in the interface's language.
NAMED = ("change", "date_precision", "field", "genre", "kind", "layer", "precision", "role", "severity")
LEFT = ' style="text-align: left"'  # JupyterLab aligns every cell to the right
RIGHT = ' style="text-align: right"'
LONG = 40  # code points; a longer text needs a wide column to be read
MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!|$~]")
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


@dataclass(frozen=True)
class Sheet:
    """What a notebook shows and saves: its folder, looked up from the project's folder, and its language.

    Every wording is given in English and Vietnamese. Raises ParameterError for another language.
    """

    to: str
    lang: str

    def __post_init__(self) -> None:
        """Refuse a language that the interface does not have."""
        load_labels(self.lang)

    def choose(self, *, en: str, vi: str) -> str:
        """Choose the wording in the sheet's language."""
        return vi if self.lang == "vi" else en

    def quote(self, text: object) -> str:
        """Quote a text of the corpus in Markdown, so that none of its characters is markup."""
        return MARKUP.sub(r"\\\g<0>", str(text))

    def say(self, *, en: str, vi: str) -> Shown:
        """Show a sentence or list in Markdown."""
        text = self.choose(en=en, vi=vi)
        return Shown("text/markdown", text, text, {})

    def describe_words(self, *, mode: str = "repaired", hyphens: str = "split") -> str:
        """Say how words were found, for the line under a table of them."""
        labels = load_labels(self.lang)
        switches = {"mode": labels[f"site_words_{mode}"], "hyphens": labels[f"site_hyphens_{hyphens}"]}
        return labels["site_words"].format(segmenter=SEGMENTER, **switches)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number as the language does: 1,234.5 in English, 1.234,5 in Vietnamese; a dash for none."""
        pattern = "#,##0" + "." * bool(digits) + "0" * digits
        return NO_DATA if pd.isna(value) else str(format_decimal(round(value, digits), pattern, locale=self.lang))

    def share(self, value: float) -> str:
        """Write a share of 1 in per cent."""
        return NO_DATA if pd.isna(value) else str(format_percent(value, "#,##0%", locale=self.lang))

    def save_figure(self, figure: Picture, name: str, *, data: pd.DataFrame, alt: str, note: str = "") -> Shown:
        """Save a figure as SVG and PNG with its data as CSV, and show it; its title is its caption.

        The files are `figures/<name>.svg`, `.png` and `.csv`. `alt` says in words what the figure shows, `note` by what
        rules it counts.
        """
        if not alt.strip() or not figure.title.strip():
            raise ParameterError(f"save_figure: {name}: no alt text or title; say what the figure shows")
        files = _name_files(self.to, "figures", name)
        alt_text = html.escape(alt, quote=True)
        svg = figure.to_svg().replace("<svg ", f'<svg role="img" aria-label="{alt_text}" ', 1)
        files.with_suffix(".svg").write_text(svg, encoding="utf-8", newline="\n")
        files.with_suffix(".png").write_bytes(figure.to_png())
        _save_csv(data, files.with_suffix(".csv"))
        about = {"kind": "figure", "name": name, "caption": figure.title, "note": note, "alt": alt}
        return Shown("image/svg+xml", svg, f"{figure.title}\n{alt}", about)

    def save_table(
        self,
        table: pd.DataFrame,
        name: str,
        *,
        en: str,
        vi: str,
        note: str = "",
        rows: int = 25,
        hide: Sequence[str] = (),
    ) -> Shown:
        """Save a table as CSV and show its first rows with its caption and readable headings.

        The file is `tables/<name>.csv` with all rows and columns, UTF-8 with a byte order mark, which Excel needs.
        `hide` names columns that are only in the file, `note` says by what rules the table counts.
        """
        caption, labels = self.choose(en=en, vi=vi), load_labels(self.lang)
        _save_csv(table, _name_files(self.to, "tables", name).with_suffix(".csv"))
        shown = table.drop(columns=list(hide)).head(rows)
        if len(table) > rows:
            note = f"{labels['site_first_rows'].format(rows=rows, of=len(table))} {note}".strip()
        head = "".join(f'<th scope="col"{LEFT}>{_label_column(name, labels)}</th>' for name in shown)
        body = "\n".join(self._write_row(row) for row in shown.to_dict("records"))
        body = body or f'<tr><td colspan="{len(shown.columns)}"{LEFT}>{labels["site_none"]}</td></tr>'
        inside = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
        markup = f"<table>\n<caption{LEFT}>{html.escape(caption)}</caption>\n{inside}\n</table>"
        under = f'\n<p class="note">{html.escape(note)}</p>' if note else ""
        about = {"kind": "table", "name": name, "caption": caption}
        return Shown("text/html", markup + under, f"{caption} ({len(table)} x {len(table.columns)})", about)

    def _write_row(self, row: Mapping[Any, object]) -> str:
        cells = []
        for name, value in row.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            text = self._write_value(str(name), value) if number else self._write_text(str(name), str(value))
            look = "n" if number else "d" if ISO_DATE.fullmatch(text) else "w" if len(text) > LONG else ""
            look = f' class="{look}"' if look else ""
            # The left context of a concordance ends at its term.
            cells.append(f"<td{look}{'' if number else RIGHT if name == 'left' else LEFT}>{html.escape(text)}</td>")
        return f"<tr>{''.join(cells)}</tr>"

    def _write_text(self, name: str, text: str) -> str:
        labels = load_labels(self.lang)
        return labels.get(f"value_{text}", labels.get(f"column_{text}", text)) if name in NAMED else text

    def _write_value(self, name: str, value: Any) -> str:
        if name in PERCENT:
            return self.share(value)
        return self.number(value, 0 if isinstance(value, int) else 1 if name.startswith("per_10k") else 2)


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
