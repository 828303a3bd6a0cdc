"""Word files into text: a paragraph a line, with the numbers and notes that Word shows and the letters of old fonts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from vietdiplo.texts.formats.archives import check_archive
from vietdiplo.texts.formats.fonts import Piece, decode_pieces, name_font
from vietdiplo.texts.formats.guard import Extract
from vietdiplo.texts.formats.numbering import Numbering, W

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, FALLBACK = f"{MC}AlternateContent", f"{MC}Fallback"
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr")}
PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
Line = list[Piece]


def read_docx(data: bytes) -> Extract:
    """Read a Word file: running heads once, the body with its tables cell by cell, running feet once, then the notes.

    Deleted and hidden text is left out. Raises CorpusError for what is no such file or would take all memory.
    """
    check_archive(data)
    from docx import Document  # 50 ms, only where there is such a file

    return _Reader(Document(BytesIO(data)).part).read()


class _Reader:
    """A document being read: its lists so far, its open fields, and the notes that its text refers to."""

    def __init__(self, part: Any) -> None:
        self._part = part
        inside = [relation for relation in part.rels.values() if not relation.is_external]
        self._targets = {relation.reltype.rpartition("/")[2]: relation.target_part for relation in inside}
        styles = self._parse("styles")
        self._numbering = Numbering(self._parse("numbering"), styles)
        self._fonts = _load_fonts(styles)
        self._fields: list[str] = []
        self._notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._changes: Counter[str] = Counter()

    def read(self) -> Extract:
        body = self._part.element.body
        heads, feet = self._read_margins("header"), self._read_margins("footer")
        lines = [*heads, *self._read_blocks(body), *feet, *self._read_notes("footnote"), *self._read_notes("endnote")]
        texts, decoded = decode_pieces(lines)
        shown = [line for text in texts for line in text.split("\n") if line.strip()]
        return Extract("\n".join(shown), "", self._changes + decoded, "")

    def _parse(self, kind: str) -> Any:
        """Give the XML of the part that the document has for a kind; None where it has none."""
        from docx.oxml import parse_xml

        part = self._targets.get(kind)
        element = getattr(part, "element", None)
        return parse_xml(part.blob) if part is not None and element is None else element

    def _read_margins(self, kind: str) -> list[Line]:
        """Read the running heads or feet of all sections, each paragraph once."""
        lines: dict[str, Line] = {}
        for reference in self._part.element.body.iter(f"{W}{kind}Reference"):
            part = self._part.related_parts[reference.get(R_ID)]
            for line in self._read_blocks(part.element):
                lines.setdefault(_join(line).strip(), line)
        lines.pop("", None)
        self._changes[kind] += len(lines)
        return list(lines.values())

    def _read_notes(self, kind: str) -> Iterator[Line]:
        """Read the notes in the order in which the text refers to them, each with its number."""
        part = self._parse(f"{kind}s") if self._notes[kind] else None
        notes = {} if part is None else {note.get(f"{W}id"): note for note in part.iter(f"{W}{kind}")}
        for number, name in enumerate(self._notes[kind], 1):
            lines = [line for line in self._read_blocks(notes.get(name, ())) if _join(line).strip()]
            self._changes[kind] += bool(lines)
            yield from ([Piece("", f"[{number}] ")] * (line is lines[0]) + line for line in lines)

    def _read_blocks(self, element: Iterable[Any]) -> Iterator[Line]:
        """Read paragraphs in reading order: tables row by row and cell by cell, what is merged once."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._read_paragraph(child)
            elif child.tag == ALTERNATIVES:
                yield from self._read_blocks(child[:1])
            elif child.tag not in GONE and not _is_merged(child):
                yield from self._read_blocks(child)

    def _read_paragraph(self, paragraph: Any) -> Iterator[Line]:
        number = self._numbering.count_paragraph(paragraph)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        font = self._fonts.get("" if style is None else style.get(f"{W}val"), "")
        line = list(self._read_runs(paragraph, font))
        if number and _join(line).strip():
            self._changes["list_number"] += 1
            line = [Piece("", f"{number} "), *line]
        yield line
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(above.tag in (FALLBACK, f"{W}txbxContent") for above in box.iterancestors()):
                yield from self._read_blocks(box)

    def _read_runs(self, element: Iterable[Any], font: str) -> Iterator[Piece]:
        for child in element:
            if child.tag == f"{W}r":
                yield from self._read_run(child, font)
            elif child.tag == f"{W}fldSimple" and PAGE.match(child.get(f"{W}instr", "")):
                continue
            elif child.tag not in GONE:
                yield from self._read_runs(child, font)

    def _read_run(self, run: Any, font: str) -> Iterator[Piece]:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            if properties.find(f"{W}vanish") is not None:
                return
            style = properties.find(f"{W}rStyle")
            font = "" if style is None else self._fonts.get(style.get(f"{W}val"), "") or font
            font = _read_font(properties) or font
        for child in run:
            name = str(child.tag).removeprefix(W)
            self._follow_field(name, child)
            if name in ("footnoteReference", "endnoteReference"):
                self._notes[name.removesuffix("Reference")].append(child.get(f"{W}id"))
            text = child.text or "" if name == "t" else SIGNS.get(name, "")
            if text and not any(map(PAGE.match, self._fields)):
                yield Piece(name_font(font), text)

    def _follow_field(self, name: str, element: Any) -> None:
        """Keep the instructions of the fields that are open, so that page numbers can be left out."""
        if name == "instrText" and self._fields:
            self._fields[-1] += element.text or ""
        elif name == "fldChar" and element.get(f"{W}fldCharType") == "begin":
            self._fields.append("")
        elif name == "fldChar" and element.get(f"{W}fldCharType") == "end" and self._fields:
            self._fields.pop()


def _load_fonts(styles: Any) -> dict[str, str]:
    """Load the font of each style, its own or that of the style it is based on; under no name that of all text."""
    if styles is None:
        return {}
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    fonts = {"": "" if default is None else _read_font(default)}
    elements = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    for name, style in elements.items():
        seen = {name}
        font = ""
        while style is not None and not font:
            properties, base = style.find(f"{W}rPr"), style.find(f"{W}basedOn")
            font = "" if properties is None else _read_font(properties)
            above = "" if base is None else base.get(f"{W}val")
            style = None if above in seen else elements.get(above)
            seen.add(above)
        fonts[name] = font or fonts[""]
        if elements[name].get(f"{W}default") == "1" and elements[name].get(f"{W}type") == "paragraph":
            fonts[""] = fonts[name]
    return fonts


def _read_font(properties: Any) -> str:
    fonts = properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or ""


def _is_merged(element: Any) -> bool:
    """Tell a cell that continues the one above it."""
    merge = element.find(f"{W}tcPr/{W}vMerge") if element.tag == f"{W}tc" else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _join(line: Line) -> str:
    return "".join(piece.text for piece in line)
