"""The cells of a coder's sheet: codes as people write them, levels, days, each with what to do where one is wrong.

A function raises CorpusError that says value and remedy; who knows the place adds it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from vietdiplo.language import load_lines
from vietdiplo.tables import CorpusError
from vietdiplo.texts.clean import clean_text

# The scale of obligation, codebook section 4; a level is the place in it.
LEVELS = ("request", "consider", "wish", "ready", "will", "agree", "commit")
SIDES = ("both", "viet_nam", "partner", "agency", "other")
POLARITIES = ("+", "-")
STATUSES = ("prospective", "performed")
TYPES = ("DATE", "TIME", "DURATION", "SET", "ignore")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1b\ufffe\uffff]")  # no character of a spreadsheet (XML 1.0)
SHOWN = 60  # characters of a cell in a message
SIGNS = re.compile(r"[;|/+\n]")
WORDS = re.compile(r"[\s,]+")
Codes = Mapping[str, Mapping[str, str]]  # labels by language, by code


def unify_cell(text: str) -> str:
    """Unify a text that a spreadsheet may have changed: one Unicode form, single spaces, no apostrophes in front."""
    # A program that writes CSV puts an apostrophe before = or - so that no spreadsheet takes the text for a formula.
    return " ".join(clean_text(UNWRITABLE.sub("\ufffd", text)).text.split()).lstrip("'")


def is_none(cell: str) -> bool:
    """Tell whether a cell says that nothing is there."""
    return unify_cell(cell).lower() in load_lines("none_marks.txt")


def read_codes(cell: str, codes: Codes) -> tuple[str, ...]:
    """Read the codes of a cell, sorted: `DEF; SEC`, `def,sec`, labels in either language, or a mark for none."""
    if not cell or is_none(cell):
        return ()
    names = {unify_cell(name).lower(): code for code, labels in codes.items() for name in (code, *labels.values())}
    names |= {f"{code} {label}".lower(): code for code, labels in codes.items() for label in labels.values()}
    parts = (part for part in SIGNS.split(cell) if part.strip(" ,"))
    return tuple(sorted({code for part in parts for code in _read_part(unify_cell(part).strip(" ,"), names)}))


def read_choice(cell: str, choices: Collection[str]) -> str:
    """Read a value that must be one of some, in any case."""
    found = next((choice for choice in choices if choice.lower() == cell.lower()), None)
    if found is None:
        raise CorpusError(f"{cell[:SHOWN]!r} is unknown; {_suggest(cell, choices)}use one of {', '.join(choices)}")
    return found


def read_level(cell: str) -> int:
    """Read a level by its number or its name."""
    numbers = [str(number) for number in range(len(LEVELS))]
    return numbers.index(cell) if cell in numbers else LEVELS.index(read_choice(cell, LEVELS))


def read_day(cell: str) -> str:
    """Read an ISO date or nothing."""
    try:
        return date.fromisoformat(cell).isoformat() if cell else ""
    except ValueError:
        raise CorpusError(f"{cell!r} is no day; write 2025-05-07 (in a spreadsheet, format the cell as text)") from None


def read_number(cell: str) -> int | None:
    """Read a whole number or nothing; a spreadsheet may have made 7 into 7.0."""
    if not cell:
        return None
    if not re.fullmatch(r"\d{1,15}(\.0)?", cell):  # more digits no offset has and no float holds
        raise CorpusError(f"{cell[:SHOWN]!r} is no whole number; correct it or leave it empty")
    return int(float(cell))


def suggest_name(name: str, known: Collection[str]) -> str:
    """Suggest the name that is meant, or say which there are."""
    return _suggest(name, known) + f"use one of {', '.join(list(known)[:20])}"


def _suggest(name: str, known: Collection[str]) -> str:
    by_case = {other.lower(): other for other in known}
    meant = get_close_matches(name.lower(), by_case, n=1)
    return f"write {by_case[meant[0]]} if that is meant, or " if meant else ""


def _read_part(part: str, names: Mapping[str, str]) -> Iterator[str]:
    """Read a part between two signs: a label may hold commas and spaces, so the longest name that fits is taken."""
    pieces = part.split(",")
    most = max((name.count(",") for name in names), default=0) + 1
    at = 0
    while at < len(pieces):
        for end in range(min(at + most, len(pieces)), at, -1):
            code = names.get(",".join(pieces[at:end]).strip().lower())
            if code:
                yield code
                break
        else:
            end = at + 1
            yield from _read_words(pieces[at].strip(), names)
        at = end


def _read_words(piece: str, names: Mapping[str, str]) -> Sequence[str]:
    words = [word.lower() for word in WORDS.split(piece) if word]
    if all(word in names for word in words):
        return [names[word] for word in words]
    listed = "some of " + ", ".join(dict.fromkeys(names.values()))
    meant = get_close_matches(piece.lower(), names, n=1)
    hint = f"write {names[meant[0]]} if that is meant, or " if meant else ""
    raise CorpusError(f"'{piece[:SHOWN]}' is no code of the codebook; {hint}use {listed}, or - for none")
