"""The words that tell commitments, kept as data, and their places in a sentence."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from babel import Locale

from vietdiplo.language import load_data
from vietdiplo.texts.clean import unify_tones
from vietdiplo.texts.countries import shorten_code

# (i), (a), 1) and the like number what a list promises; other brackets hold asides.
NUMBER = re.compile(r"\((?:[ivx]{1,4}|[a-z]|\d{1,2})\)|(?<!\S)(?:[ivx]{1,4}|[a-h]|\d{1,2})\)", re.IGNORECASE)
BRACKETS = re.compile(r"\([^()]{0,400}\)")
PUNCTUATION = {",": "comma", ";": "semicolon", ":": "semicolon", "–": "comma", "—": "comma"}
COMPOUND = re.compile(r"-[^\W\d_]")  # after a verb: it is one of two nouns, giáo dục-đào tạo
WORD = re.compile(r"\w[\w-]*")
NAME = 24  # code points that hold the syllables of a name before one of them
CUES = frozenset(("commit", "agree", "task", "will", "affirm", "ready", "soft", "wish", "consider", "request"))
EMPTY = frozenset(("block", "belief", "opinion", "agreed_opinion", "need", "report"))  # predicates that promise nothing
PREDICATES = CUES | EMPTY
VERBS = frozenset(("activity", "goal", "medium", "weak", "negated"))
ACTORS = frozenset(("both", "agency", "other", "state", "foreign_title", "title", "pronoun", "country"))
BORDERS = frozenset(("comma", "semicolon", "and", "also"))


class Mark(NamedTuple):
    """A word of a known kind at its place; `value` is the phrase in lower case, or a country's code."""

    kind: str
    value: str
    start: int
    end: int


class Lexicon(NamedTuple):
    """All words by their kind: one pattern that finds them, and the lists that say more of them."""

    pattern: re.Pattern[str]
    cues: re.Pattern[str]
    kinds: Mapping[str, tuple[str, str]]
    levels: Mapping[str, int]
    guards: Mapping[str, frozenset[str]]
    surnames: frozenset[str]
    people: tuple[str, ...]
    performed: tuple[str, ...]
    instrument: re.Pattern[str]
    amount: re.Pattern[str]
    defined: re.Pattern[str]
    joining: tuple[str, ...]
    owning: tuple[str, ...]
    also: re.Pattern[str]


@cache
def load_lexicon() -> Lexicon:
    """Load modality.yml and compile it, once a process."""
    data = load_data("modality.yml")
    lists = {**data["predicates"], **data["words"], **data["actors"]}
    kinds = {fold_text(phrase): (kind, fold_text(phrase)) for kind, phrases in lists.items() for phrase in phrases}
    for word, digit in data["digits"].items():
        kinds |= {f"{digit}{p.removeprefix(word)}": kinds[p] for p in tuple(kinds) if p.startswith(f"{word} ")}
    countries = _list_countries(data["countries"])
    kinds |= {sign: (kind, sign) for sign, kind in PUNCTUATION.items()}
    kinds |= {fold_text(name): ("country", code) for name, code in countries.items() if fold_text(name) not in kinds}
    telling = [phrase for phrase, (kind, _) in kinds.items() if kind in CUES]
    return Lexicon(
        _compile(kinds, f"|[{''.join(PUNCTUATION)}]"),
        _compile(telling),
        kinds,
        data["levels"],
        {name: frozenset(map(fold_text, words)) for name, words in data["guards"].items()},
        frozenset(data["surnames"]),
        tuple(data["people"]),
        tuple(map(fold_text, data["performed"])),
        _compile_instruments(data["instruments"], data["words"]["and"]),
        _compile_amounts(data["amounts"]),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['defined'])})(?!\w)"),
        tuple(f"{word} " for word in data["words"]["and"]),
        tuple(f"{word} " for word in data["guards"]["owning"]),
        re.compile(rf"\s*(?:{'|'.join(map(fold_text, data['words']['also']))}),", re.IGNORECASE),
    )


def find_marks(lexicon: Lexicon, text: str, folded: str) -> list[Mark]:
    """Find the words and the punctuation of a plain sentence that matter, in its order; `folded` is its `fold_text`."""
    marks = []
    for found in lexicon.pattern.finditer(folded):
        word, (start, end) = found.group(), found.span()
        kind, value = lexicon.kinds[" ".join(word.split())]
        if kind in VERBS and COMPOUND.match(text, end):
            continue
        if not text[start].isupper():
            if kind != "country":
                marks.append(Mark(kind, value, start, end))
        elif kind in CUES and _is_document(lexicon, value, text[:start]):
            continue
        elif " " in word or not _is_in_name(lexicon, text, start):
            marks.append(Mark(kind, value, start, end))
    return marks


def blank_asides(text: str) -> str:
    """Write spaces for asides in brackets and a semicolon for the number of a list's item; the length stays."""
    if ")" not in text:
        return text
    return BRACKETS.sub(_blank, NUMBER.sub(lambda found: ";" + " " * (len(found.group()) - 1), text))


def fold_text(text: str) -> str:
    """Write a text in lower case and one tone convention; the length stays, for which İ is the one exception."""
    return unify_tones(text).replace("İ", "I").lower()


def split_words(text: str) -> list[str]:
    """Split what stands between two marks into words without punctuation."""
    return WORD.findall(text)


def _is_document(lexicon: Lexicon, value: str, before: str) -> bool:
    """Tell a document's name in capitals from what its members agree or decide: Thỏa thuận hợp tác nông nghiệp."""
    return value in lexicon.guards["documents"] or before.rstrip()[-1:].isalpha()


def _is_in_name(lexicon: Lexicon, text: str, start: int) -> bool:
    """Tell a syllable of a person's name (Hồ Đức Phớc, Lê Tiến Đạt) from the word it is elsewhere."""
    for word in reversed(text[max(start - NAME, 0) : start].split(" ")[:-1]):
        if not word[:1].isupper() or not word.isalpha():
            return False
        if word in lexicon.surnames:
            return True
    return False


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _list_countries(others: Mapping[str, str]) -> dict[str, str]:
    """List the Vietnamese names of countries with their codes: those of the Unicode CLDR, and others."""
    names = {name: code for code, name in Locale("vi").territories.items() if len(code) == 2}
    return names | {name: shorten_code(code) for name, code in others.items()}


def _compile_instruments(data: Mapping[str, Any], joining: Iterable[str]) -> re.Pattern[str]:
    """Compile the kinds of documents, in capitals but for the letters inside, and their initials.

    A name goes on to punctuation, to another document or to what is said of it.
    """
    kinds = "|".join(f"{kind[0]}(?i:{kind[1:]})" for kind in sorted(data["kinds"], key=len, reverse=True))
    ends = "|".join(data["ends"])
    stop = rf"(?! (?:{ends})(?!\w)| (?:{'|'.join(joining)}) (?:{kinds}))"
    name = rf"(?<!{data['not_after']} )(?:{kinds})(?!\w)(?:{stop}[^,;:.()]){{0,200}}"
    return re.compile(rf"(?<![\w(])(?:{name}|(?:{'|'.join(data['initials'])})(?![\w)]))")


def _compile_amounts(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Compile numbers with a unit; some units need a scale, and so does a number in words."""
    scale, units, scaled = ("|".join(sorted(data[key], key=len, reverse=True)) for key in ("scales", "units", "scaled"))
    figure = r"\d[\d.,]{0,15}(?: ?[-–] ?\d[\d.,]{0,15})?"
    scales = rf"(?:\s(?:{scale})){{1,2}}"
    counted = (
        rf"{figure}(?:{scales})?\s?(?:{units})|(?:{figure}|{'|'.join(data['numbers'])}){scales}\s(?:{units}|{scaled})"
    )
    return re.compile(rf"(?<![\w.,-])(?:{counted})(?!\w)", re.IGNORECASE)


def _compile(phrases: Iterable[str], signs: str = "") -> re.Pattern[str]:
    """Compile phrases in lower case into one pattern: a tree of letters that finds the longest at one reading."""
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return re.compile(rf"(?<![\w-])(?:{_write_tree(tree)})(?!\w){signs}")


def _write_tree(tree: Mapping[str, Any]) -> str:
    """Write a tree as a pattern; a phrase that goes on is tried before one that ends, and each ends with its word."""
    ways = []
    for letter, inner in sorted(tree.items(), reverse=True):
        sign = " {1,2}" if letter == " " else re.escape(letter)
        ways.append(sign + _write_tree(inner) if letter else "(?!\\w)")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
