"""The words by which two texts say the same, kept as data in language/alignment.yml, and sums in one unit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from vietdiplo.find.commitments_marks import load_lexicon
from vietdiplo.find.phrases import Syllable, split_syllables
from vietdiplo.language import load_data, load_stop_words

FIGURE = re.compile(r"\d[\d.,]*")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
NUMBER = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)|\d+(?:[.,]\d+)?")
WORD, DASHES = re.compile(r"\S+"), ("-", "–")
# A number by the letters of its words: a figure, one to nine, ten, tens, zero, hundred, a scale.
LETTERS = {"ones": "d", "ten": "t", "tens": "m", "zero": "z", "hundred": "h", "scales": "s"}
BELOW = "(?:fh?|dh(?:(?:dm|t)d?|zd)?|(?:dm|t)d?|d)"  # a thousand
NUMERAL = re.compile(f"(?:{BELOW}s+)*{BELOW}s*")
PAIRS = frozenset(re.findall("..", "dmdhdstdtsmdmszdhdhthzhssssdstsffhfs"))  # letters side by side in a numeral
FAR = 80  # characters before a sum in which a number in words begins


class Entry(NamedTuple):
    """A phrase by its syllables: what it counts as, and its kind (word, generic, empty, negation or none)."""

    forms: tuple[str, ...]
    label: str
    kind: str


class Amount(NamedTuple):
    """A sum at its place: the number in full, and what it is a number of."""

    start: int
    end: int
    value: float
    unit: str


class Wording(NamedTuple):
    """Phrases by their first syllable, the longest first; those of one syllable; numbers in words; names of units."""

    phrases: Mapping[str, Sequence[Entry]]
    words: Mapping[str, Entry]
    numerals: Mapping[str, tuple[str, int]]
    units: Mapping[str, str]
    stop_words: frozenset[str]
    holders: tuple[str, ...]
    ministers: tuple[str, ...]
    courtesy: frozenset[str]
    things: frozenset[str]


@cache
def load_wording() -> Wording:
    """Load alignment.yml, once a process."""
    data = load_data("alignment.yml")
    lists = [("word", data["synonyms"]), ("generic", data["generic"]), ("empty", data["empty"])]
    alone = {"negation": "negation", "no_negation": "word", "emphasis": "generic"}
    lists += [(kind, [[phrase] for phrase in data[name]]) for name, kind in alone.items()]
    entries = {
        forms: Entry(forms, " ".join(_split(group[0])), kind)
        for kind, groups in lists
        for group in groups
        for phrase in group
        if (forms := _split(phrase))
    }
    index: dict[str, list[Entry]] = {}
    for entry in sorted(entries.values(), key=lambda entry: (-len(entry.forms), entry.forms)):
        if len(entry.forms) == 1:
            continue
        index.setdefault(entry.forms[0], []).append(entry)
    units = {name.lower(): group[0] for group in data["units"] for name in group}
    things = frozenset(units.get(name.lower(), name.lower()) for name in data["things"])
    words = {forms[0]: entry for forms, entry in entries.items() if len(forms) == 1}
    numerals = {word: (LETTERS[name], n) for name, found in data["numerals"].items() for word, n in found.items()}
    return Wording(index, words, numerals, units, load_stop_words(), *_load_offices(data), things)


def name_office(wording: Wording, office: str) -> str:
    """Name an office that one person holds, without what follows its first words; empty for a form of address."""
    if office in wording.courtesy:
        return ""
    for name in wording.ministers:
        if office.startswith(f"{name} "):
            return f"{wording.ministers[-1]} {office.removeprefix(name).strip()}"
    return next((name for name in wording.holders if f"{office} ".startswith(f"{name} ")), office)


def is_single(wording: Wording, office: str) -> bool:
    """Tell whether an office has one holder in a country."""
    return office in wording.holders or office.startswith(f"{wording.ministers[-1]} ")


def find_entries(wording: Wording, syllables: Sequence[Syllable]) -> Iterator[tuple[int, Entry]]:
    """Find the longest phrase at each place, from the left; nothing but a hyphen stands between its syllables."""
    at = 0
    while at < len(syllables):
        entry = next((e for e in wording.phrases.get(syllables[at].form, ()) if _fits(e, syllables, at)), None)
        if entry:
            yield at, entry
        at += len(entry.forms) if entry else 1


def find_sums(wording: Wording, text: str) -> Iterator[Amount]:
    """Find sums of money, weights, shares and numbers of what is given, each as one number; ranges are left out."""
    for found in load_lexicon().amount.finditer(text):
        words = found.group().lower()
        figure = FIGURE.match(words)
        rest = words[figure.end() :].split() if figure else words.split()
        if rest and rest[0].startswith(DASHES):
            continue
        count = next((at for at, word in enumerate(rest) if word not in wording.numerals), len(rest))
        number = [*([figure.group()] if figure else ()), *rest[:count]]
        start = _find_start(wording, text, found.start(), _spell(wording, number[0]) if number else "")
        number = text[start : found.start()].lower().split() + number
        value, unit = _read_numeral(wording, number), " ".join(rest[count:])
        if value and unit:
            yield Amount(start, found.end(), value, wording.units.get(unit, unit))


def _find_start(wording: Wording, text: str, start: int, following: str) -> int:
    """Find where the number of a sum begins, of which the pattern of sums may have the last words only."""
    for found in reversed(list(WORD.finditer(text, max(start - FAR, 0), start))):
        letter = _spell(wording, found.group().lower())
        if letter + following not in PAIRS:
            break
        start, following = found.start(), letter
    return start


def _read_numeral(wording: Wording, words: Sequence[str]) -> float:
    """Read a number whole, 1 tỷ 200 triệu or ba trăm năm mươi nghìn; 0 where the words are none."""
    letters = "".join(_spell(wording, word) or "?" for word in words)
    if not NUMERAL.fullmatch(letters):
        return 0.0
    total = part = value = scale = 0.0
    for at, (letter, word) in enumerate(zip(letters, words, strict=True)):
        before, value = value, _read_number(word, letters[at + 1 :]) if letter == "f" else wording.numerals[word][1]
        if letter == "s":  # of what stands before it, also before a smaller scale: hai nghìn ba trăm tỷ
            is_over = value > scale or not part
            total, part, scale = (total + part) * value if is_over else total + part * value, 0.0, value
        elif letter == "h":
            part *= value
        else:
            part += before * (value - 1) if letter == "m" else value
    return total + part


def _spell(wording: Wording, word: str) -> str:
    return "f" if NUMBER.fullmatch(word) else wording.numerals.get(word, ("", 0))[0]


def _read_number(text: str, following: str) -> float:
    """Read figures as Vietnamese writes them, 1.250,5, or as English does.

    Groups of three digits are thousands; a single comma before a scale is a decimal: 11,325 tỷ.
    """
    last = max(text.rfind(","), text.rfind("."))
    is_scaled = following[:1] in ("h", "s") and text.count(",") == 1
    if THOUSANDS.fullmatch(text) and not is_scaled and len({",", "."} & set(text)) < 2:
        return float(re.sub("[.,]", "", text))
    return float(re.sub("[.,]", "", text[: max(last, 0)]) + text[max(last, 0) :].replace(",", "."))


def _load_offices(data: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Load offices in the order in which they are tried, and forms of address."""
    holders = sorted((" ".join(_split(name)) for name in data["holders"]), key=lambda name: (-len(name), name))
    ministers = (" ".join(_split(name)) for name in data["ministers"])
    return tuple(holders), tuple(ministers), frozenset(" ".join(_split(name)) for name in data["courtesy"])


def _fits(entry: Entry, syllables: Sequence[Syllable], at: int) -> bool:
    found = syllables[at : at + len(entry.forms)]
    if tuple(s.form for s in found) != entry.forms:
        return False
    return all(s.joint in ("", "-", ",") if entry.kind == "word" else s.joint in ("", "-") for s in found[1:])


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(syllable.form for syllable in split_syllables(phrase))
