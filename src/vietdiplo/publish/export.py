"""Figures and tables for the reader and as files: SVG, PNG and CSV under one name."""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd
from babel.numbers import format_decimal, format_percent
from pandas.api.types import is_numeric_dtype

from vietdiplo.draw import Picture
from vietdiplo.find import SEGMENTER
from vietdiplo.language import load_labels
from vietdiplo.publish.interchange.files import save_files
from vietdiplo.publish.links import check_leads, describe_cell, has_marks, make_mark, name_marks
from vietdiplo.publish.markdown import quote_text
from vietdiplo.publish.saving import name_files, save_bytes, save_csv
from vietdiplo.tables import ParameterError
from vietdiplo.texts.metadata import ISO_DATE

PERCENT = (
    *("at", "corrected", "coverage", "coverage_reference", "coverage_target", "high", "low", "repeated", "same"),
    *("cover", "same_words", "share", "share_corrected", "spread"),
)
CHANCES = ("least_p", "p", "p_adjusted")
# Columns whose values have a wording of their own in the interface's language.
NAMED = (
    *("change", "date_precision", "field", "genre", "kind", "layer", "precision", "reason", "role", "severity"),
    *("coder", "measure", "mistake", "status", "unit"),
    *("detail", "differs", "level", "polarity", "side", "why"),
)
LEFT = ' style="text-align: left"'  # JupyterLab aligns every cell to the right
RIGHT = ' style="text-align: right"'
LONG = 40  # code points; a longer text needs a wide column to be read
CONTEXT = ("left", "right")
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
        """Quote a text of the corpus in Markdown, in one line and so that none of its characters is markup."""
        return quote_text(text)

    def say(self, *, en: str, vi: str) -> Shown:
        """Show a sentence or list in Markdown."""
        text = self.choose(en=en, vi=vi)
        return Shown("text/markdown", text, text, {})

    def say_missing(self, **reasons: object) -> Shown | None:
        """Say in the place of a table or figure why there is none: the first reason that holds, None if none does.

        The wording of a reason is `missing_<reason>` in `labels.csv`. A reason holds if its value is neither false,
        empty nor 0, and its wording may show that value: `say_missing(query=query if found.empty else "")`.
        """
        for reason, value in reasons.items():
            if value:
                shown = self.number(value) if isinstance(value, int | float) else self.quote(value)
                text = load_labels(self.lang)[f"missing_{reason}"].format(value=shown)
                return Shown("text/markdown", text, text, {})
        return None

    def name(self, value: str) -> str:
        """Give the wording that a value of a table (declaration) has in the sheet's language, or the value itself."""
        return load_labels(self.lang).get(f"value_{value}", value)

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

    def link(self, doc_id: str = "", sentence: int | None = None, *, at: object = "", **search: object) -> str:
        """Give what a figure's column `link` holds: the place of a sentence, text or search; `at` tells two apart."""
        return make_mark(doc_id, sentence, at=at, **search)

    def save_figure(
        self,
        figure: Picture,
        name: str,
        *,
        data: pd.DataFrame,
        alt: str,
        note: str = "",
        links: Mapping[str, str] = MappingProxyType({}),
    ) -> Shown:
        """Save a figure as SVG and PNG with its data as CSV, and show it; its title is its caption.

        The files are `figures/<name>.svg`, `.png` and `.csv`. `alt` says in words what the figure shows, `note` by what
        rules it counts, `links` what stands at the addresses that its marks lead to.
        """
        if not alt.strip() or not figure.title.strip():
            raise ParameterError(f"save_figure: {name}: no alt text or title; say what the figure shows")
        files = name_files(self.to, "figures", name)
        drawn = name_marks(figure.to_svg(), links)
        role = "group" if has_marks(drawn) else "img"  # what is in an img cannot be reached
        svg = drawn.replace("<svg ", f'<svg role="{role}" aria-label="{html.escape(alt, quote=True)}" ', 1)
        save_bytes(svg.encode(), files.with_suffix(".svg"))
        save_bytes(figure.to_png(), files.with_suffix(".png"))
        save_csv(data, files.with_suffix(".csv"))
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
        leads: Mapping[str, str] = MappingProxyType({}),
    ) -> Shown:
        """Save a table as CSV and show its first rows with its caption and readable headings.

        The file is `tables/<name>.csv` with all rows and columns, UTF-8 with a byte order mark, which Excel needs.
        `hide` names columns that are only in the file, `note` says by what rules the table counts. The shown rows have
        the addresses `#<name>-1`, `#<name>-2` and so on.
        In the site a doc_id leads to its text and a sentence to itself; `leads` says of further columns what their
        values are and so lead to: `phrase` or `sector` to the search for it, `phrase+node` to that for it and the value
        of the column node in one sentence, `doc` to a text, `sentence+other` to that of the text in the column other.
        """
        caption, labels = self.choose(en=en, vi=vi), load_labels(self.lang)
        save_csv(table, name_files(self.to, "tables", name).with_suffix(".csv"))
        first = table.drop(columns=_list_empty(table)).head(rows)
        shown: list[Any] = [column for column in first if column not in hide]
        check_leads(leads, name, shown, first)
        if len(table) > rows:
            note = f"{labels['site_first_rows'].format(rows=rows, of=len(table))} {note}".strip()
        markup = self._write_table(first, shown, name, caption, note, leads)
        about = {"kind": "table", "name": name, "caption": caption}
        return Shown("text/html", markup, f"{caption} ({len(table)} x {len(table.columns)})", about)

    def save_events(
        self, events: pd.DataFrame, dates: pd.DataFrame, documents: pd.DataFrame, name: str = "timeline"
    ) -> Shown:
        """Save events for other programs, and show for each file what it is for, what it holds and what it cannot.

        Takes the events of `count_events`, and for TimeML the temporal expressions and the documents they are from. The
        files are `events/<name>.csv`, `.json` and `.ics`, `events/timeml/`, and in a run's site the page `<name>.html`.
        """
        files = pd.DataFrame(save_files(events, dates, documents, to=self.to, name=name, lang=self.lang))
        caption, note = (load_labels(self.lang)[f"events_{key}"] for key in ("caption", "note"))
        markup = self._write_table(files, [*files], name, caption, note, {"file": "file"})
        words = "\n".join(f"{file}: {holds}" for file, holds in zip(files["file"], files["holds"], strict=True))
        return Shown("text/html", markup, words, {"kind": "events", "name": name, "caption": caption})

    def _write_table(
        self, table: pd.DataFrame, shown: Sequence[Any], name: str, caption: str, note: str, leads: Mapping[str, str]
    ) -> str:
        labels = load_labels(self.lang)
        head = "".join(
            f'<th scope="col"{RIGHT if is_numeric_dtype(table[name]) else LEFT}>{_label_column(name, labels)}</th>'
            for name in shown
        )
        rows_of = enumerate(table.to_dict("records"), start=1)
        body = "\n".join(self._write_row(f"{name}-{number}", row, shown, leads) for number, row in rows_of)
        body = body or f'<tr><td colspan="{len(shown)}"{LEFT}>{labels["site_none"]}</td></tr>'
        inside = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
        markup = f"<table>\n<caption{LEFT}>{html.escape(caption)}</caption>\n{inside}\n</table>"
        return markup + (f'\n<p class="note">{html.escape(note)}</p>' if note else "")

    def _write_row(
        self, address: str, row: Mapping[Any, object], shown: Sequence[Any], leads: Mapping[str, str]
    ) -> str:
        cells = []
        for name in shown:
            value = row[name]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            text = self._write_value(str(name), value) if number else self._write_text(str(name), str(value))
            wide = len(text) > LONG or name in CONTEXT
            look = "n" if number else "d" if ISO_DATE.fullmatch(text) else "w" if wide else ""
            look = f' class="{look}"' if look else ""
            look = f"{describe_cell(name, row, leads)}{look}"
            # The left context of a concordance ends at its term.
            cells.append(f"<td{look}{'' if number else RIGHT if name == 'left' else LEFT}>{html.escape(text)}</td>")
        return f'<tr id="{address}">{"".join(cells)}</tr>'

    def _write_text(self, name: str, text: str) -> str:
        labels = load_labels(self.lang)
        parts = text.split(", ") if name in NAMED else []
        return ", ".join(labels.get(f"value_{part}", labels.get(f"column_{part}", part)) for part in parts) or text

    def _write_value(self, name: str, value: Any) -> str:
        if name in PERCENT:
            return self.share(value)
        if name in CHANCES:
            return f"<{self.number(0.001, 3)}" if value < 0.001 else self.number(value, 3)
        if isinstance(value, int):
            return self.number(value)
        # A small value, such as a tf-idf, keeps two digits that say something.
        small = math.ceil(-math.log10(abs(value))) + 1 if 0 < abs(value) < 0.01 else 2
        return self.number(value, 1 if name.startswith("per_10k") else small)


def _list_empty(table: pd.DataFrame) -> list[str]:
    """List the columns that need not be shown: a column of reasons without any."""
    return ["reason"] if "reason" in table and not table["reason"].any() else []


def _label_column(name: object, labels: Mapping[str, str]) -> str:
    return html.escape(labels.get(f"column_{name}", str(name)))
