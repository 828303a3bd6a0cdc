"""Reading pages: a text as its author wrote it, every sentence with an address, and what was found in it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vietdiplo.publish.citation import cite_text
from vietdiplo.publish.findings import LAYERS
from vietdiplo.publish.links import make_search
from vietdiplo.publish.marks import BREAK, Mark, write_marks, write_text
from vietdiplo.publish.pages import load_environment


class Sentence(NamedTuple):
    """A sentence of a reading page: its number, paragraph, kind, words as written, and what was found in it."""

    number: int
    paragraph: int
    kind: str
    text: str
    marks: Sequence[Mark]


class Reading(NamedTuple):
    """A text to read: its page, what is known of it, its sentences, and what stands before, between and after them."""

    page: str
    about: Mapping[str, str]
    sentences: Sequence[Sentence]
    gaps: Sequence[str]
    is_rebuilt: bool


class Block:
    """A line of a text, or the lines that a paragraph was wrapped into: pieces of HTML, and its sentences' kinds."""

    def __init__(self, line: str = "") -> None:
        """Start with what stands before the first sentence."""
        self.pieces = [write_text(line)]
        self.kinds: set[str] = set()

    def add(self, sentence: Sentence, wording: str, lang: str) -> None:
        """Add a sentence, and its number as a link to itself, which `wording` names in a language."""
        number, name = sentence.number, f"s{sentence.number}"
        # The number is drawn by the style sheet: the text stays whole where it is searched or copied.
        link = f'<a class="no" href="#{name}" data-no="{number}" aria-label="{wording} {number}" tabindex="-1"></a>'
        marked = write_marks(sentence.text, sentence.marks, f"n{number}", lang)
        self.pieces.append(f'<span class="s" id="{name}">{link}{marked}</span>')
        self.kinds.add(sentence.kind)

    def write(self, is_apart: bool) -> str:
        """Write the block: a heading, or a paragraph of its kind; apart after a blank line."""
        inside = "".join(self.pieces)
        kind = next(iter(self.kinds)) if len(self.kinds) == 1 else "text"
        looks = {"apart": is_apart, "spaced": "  " in inside or "\t" in inside}
        tag = "h2" if kind == "heading" else "p"
        return f'<{tag} class="{" ".join([kind, *(look for look in looks if looks[look])])}">{inside}</{tag}>'


def save_reading(folder: Path, reading: Reading, site: Mapping[str, Any], before: str, after: str) -> None:
    """Save the page of a text; `before` and `after` are the pages of the texts around it, empty at the ends."""
    found = Counter(mark.layer for sentence in reading.sentences for mark in sentence.marks)
    page = (
        load_environment()
        .get_template("reading.html.j2")
        .render(
            site=site,
            labels=site["labels"],
            text=reading.about,
            cited=cite_text(reading.about, site["lang"]),
            body=write_body(reading, site["labels"]["site_sentence"], site["lang"]),
            layers={layer: found[layer] for layer in LAYERS},
            before=before,
            after=after,
            search=make_search(**{"in": reading.page}),
            is_rebuilt=reading.is_rebuilt,
        )
    )
    (folder / reading.page).write_text(page, encoding="utf-8", newline="\n")


def write_body(reading: Reading, wording: str, lang: str = "vi") -> str:
    """Write a text as HTML, line by line; blank lines become space above the next one.

    `wording` names a sentence in a language, which is that of the notes too.
    """
    blocks = [Block()]
    paragraph = -1
    for gap, sentence in zip(reading.gaps, reading.sentences, strict=False):
        if sentence.paragraph == paragraph:
            blocks[-1].pieces.append(write_text(gap))
        else:
            blocks += _end_block(blocks[-1], gap)
        blocks[-1].add(sentence, wording, lang)
        paragraph = sentence.paragraph
    blocks += _end_block(blocks[-1], reading.gaps[-1])
    return "\n".join(_write_blocks(blocks))


def _end_block(block: Block, gap: str) -> list[Block]:
    """End a block with the rest of its line; give a block for each line that begins in the gap."""
    rest, *lines = BREAK.sub("\n", gap).split("\n")
    block.pieces.append(write_text(rest))
    return [Block(line) for line in lines]


def _write_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    is_apart = False
    for block in blocks:
        is_blank = not "".join(block.pieces).strip()
        if not is_blank:
            yield block.write(is_apart)
        is_apart = is_blank
