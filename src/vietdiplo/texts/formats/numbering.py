"""The numbers of Word's lists, which stand in no paragraph: counted as Word counts them.

Source: ECMA-376, part 1, 17.9 (numbering), as `word/numbering.xml` has it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
ROMAN = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X"}
ROMAN |= {9: "IX", 5: "V", 4: "IV", 1: "I"}
BULLET = "\u2022"
SHOWN = "-\u2013\u2014+*\u2022"  # bullets that are what they are in every font


class Level(NamedTuple):
    """How a level of a list is numbered: first number, format, pattern (%1.%2), what restarts it, all in digits."""

    start: int
    format: str
    pattern: str
    restart: int | None
    digits: bool
    style: str


class Numbering:
    """The lists of a document and how far each has been counted."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Read the definitions; `numbering` may be None, where a document has no list."""
        every = [] if styles is None else styles.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in every}
        self._counts: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        found = [] if numbering is None else list(numbering)
        self._abstract = {e.get(f"{W}abstractNumId"): e for e in found if e.tag == f"{W}abstractNum"}
        self._nums = {e.get(f"{W}numId"): e for e in found if e.tag == f"{W}num"}

    def count_paragraph(self, paragraph: Any) -> str:
        """Count a paragraph and give its number as Word shows it, an empty text if it has none."""
        num_id, number = self._find_place(paragraph)
        num = self._nums.get(num_id)
        if num is None or not 0 <= number < LEVELS:
            return ""
        name, levels = self._load_levels(num)
        level = levels.get(number)
        if level is None:
            return ""
        self._advance(name, num, number, levels)
        return self._write(self._counts[name], level, levels)

    def _find_place(self, paragraph: Any) -> tuple[str, int]:
        """Find a paragraph's list and level, its own or those of its style."""
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        style = "" if properties is None else _value(properties, "pStyle")
        num_id = "" if own is None else _value(own, "numId")
        level = "" if own is None else _value(own, "ilvl")
        seen: set[str] = set()
        while not num_id and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style].find(f"{W}pPr/{W}numPr")
            if element is not None and (num_id := _value(element, "numId")):
                level = level or _value(element, "ilvl") or self._find_level(num_id, style)
            style = _value(self._styles[style], "basedOn")
        return num_id, int(level) if level.isdigit() else 0

    def _find_level(self, num_id: str, style: str) -> str:
        """Find the level that a list ties to a style."""
        num = self._nums.get(num_id)
        levels = {} if num is None else self._load_levels(num)[1]
        return next((str(number) for number, level in levels.items() if level.style == style), "0")

    def _load_levels(self, num: Any) -> tuple[str, Mapping[int, Level]]:
        """Load the levels of a list under the name of its definition, which lists with one count share."""
        name = _value(num, "abstractNumId")
        abstract = self._abstract.get(name)
        linked = "" if abstract is None else _value(abstract, "numStyleLink")
        if linked and linked in self._styles:
            target = self._nums.get(_value(self._styles[linked].find(f"{W}pPr/{W}numPr"), "numId"))
            name = name if target is None else _value(target, "abstractNumId")
            abstract = self._abstract.get(name)
        elements = [] if abstract is None else abstract.findall(f"{W}lvl")
        elements += num.findall(f"{W}lvlOverride/{W}lvl")
        return name, {int(element.get(f"{W}ilvl")): _read_level(element) for element in elements}

    def _advance(self, name: str, num: Any, number: int, levels: Mapping[int, Level]) -> None:
        counts = self._counts.setdefault(name, [None] * LEVELS)
        known = counts[number]
        counts[number] = levels[number].start if known is None else known + 1
        override = next((e for e in num.findall(f"{W}lvlOverride") if e.get(f"{W}ilvl") == str(number)), None)
        place = (num.get(f"{W}numId"), number)
        if (start := _value(override, "startOverride")) and place not in self._overridden:
            counts[number] = int(start)
        self._overridden.add(place)
        for deeper in range(number + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or number < restart:
                counts[deeper] = None

    def _write(self, counts: list[int | None], level: Level, levels: Mapping[int, Level]) -> str:
        if level.format == "bullet":
            return level.pattern if level.pattern in (*SHOWN, "") else BULLET
        if level.format == "none":
            return ""
        text = level.pattern
        for number, shown in levels.items():
            count = counts[number]
            count = shown.start if count is None else count
            form = "decimal" if level.digits else shown.format
            text = text.replace(f"%{number + 1}", _write_number(count, form))
        return text.strip()


def _read_level(element: Any) -> Level:
    start, restart = _value(element, "start"), _value(element, "lvlRestart")
    return Level(
        int(start or 0),
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        int(restart) if restart else None,
        element.find(f"{W}isLgl") is not None,
        _value(element, "pStyle"),
    )


def _write_number(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(10, (number + 25) // 26)  # z, aa, bb as Word does
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, letters in ROMAN.items():
            roman += letters * (number // value)
            number %= value
        return roman.lower() if form == "lowerRoman" else roman
    if form in ("none", "bullet"):
        return ""
    return f"{number:02}" if form == "decimalZero" else str(number)


def _value(element: Any, name: str) -> str:
    """Give the value of an element's part, an empty text where there is none."""
    part = None if element is None else element.find(f"{W}{name}")
    return "" if part is None else part.get(f"{W}val", "")
