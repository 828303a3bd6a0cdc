"""The words of events, kept as data in language/events.yml, and their places in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from vietdiplo.find.commitments_marks import load_lexicon
from vietdiplo.find.phrases import Syllable, split_syllables
from vietdiplo.language import load_data, load_stop_words

Phrase = tuple[tuple[str, ...], str, str]  # its syllables, its kind and its value
CAPITALS = frozenset(("country", "agency", "other"))  # kinds whose words are names: in small letters they are none
TITLES = frozenset(("title", "foreign_title", "pronoun"))
ACTORS = frozenset((*CAPITALS, *TITLES))
LISTS = (
    "and",
    "with",
    "nouns",
    "light",
    "participles",
    "openings",
    "leading",
    "before_date",
    "after_date",
    "companions",
    "one_person",
    "joint",
    "places",
    "passive",
    "links",
    "particles",
    "placed",
    "collective",
)


class Head(NamedTuple):
    """A kind of event: what two mentions of it must share, and the flags that events.yml explains."""

    by: str
    once: bool = False
    lasts: bool = False
    document: bool = False
    front: bool = False
    joint: bool = False
    light: bool = False
    span: str = ""
    like: tuple[str, ...] = ()


class Mark(NamedTuple):
    """A phrase of a known kind at its place, in code points and in syllables."""

    kind: str
    value: str
    start: int
    end: int
    first: int
    last: int  # the syllable after its last one


class Words(NamedTuple):
    """All words: phrases and parts of names by their first syllable, and lists of syllables joined by a space."""

    heads: Mapping[str, Head]
    phrases: Mapping[str, Sequence[Phrase]]
    name_parts: Mapping[str, Sequence[Phrase]]
    lists: Mapping[str, frozenset[str]]
    generic: frozenset[str]
    surnames: frozenset[str]


@cache
def load_words() -> Words:
    """Load events.yml with the actors and countries of modality.yml, once a process."""
    data, lexicon = load_data("events.yml"), load_lexicon()
    phrases = [(phrase, kind, value) for phrase, (kind, value) in lexicon.kinds.items() if kind in ACTORS]
    phrases += [(phrase, kind, "") for kind in ("none", "both", "subordinators") for phrase in data[kind]]
    phrases += [(phrase, "country", code) for phrase, code in data["countries"].items()]
    phrases += [(phrase, "title", phrase) for phrase in data["persons"]]
    objects = (("grade", "grades"), ("document", "documents"))
    phrases += [(phrase, kind, names[0]) for kind, name in objects for names in data[name] for phrase in names]
    phrases += [(phrase, "head", head) for head, entry in data["heads"].items() for phrase in entry["words"]]
    heads = {name: _make_head(entry) for name, entry in data["heads"].items()}
    lists = {name: frozenset(" ".join(_split(phrase)) for phrase in data[name]) for name in LISTS}
    generic = frozenset(form for phrase in (*data["generic"], *load_stop_words()) for form in _split(phrase))
    names = _index((phrase, "part", "") for phrase in data["name_parts"])
    return Words(heads, _index(phrases), names, lists, generic, frozenset(map(str.lower, lexicon.surnames)))


def find_marks(words: Words, syllables: Sequence[Syllable]) -> list[Mark]:
    """Find the words of events, actors and countries among syllables: the longest at each place, without overlaps."""
    marks, at = [], 0
    while at < len(syllables):
        phrase = find_phrase(words.phrases, syllables, at)
        if phrase and not (phrase[1] == "country" and _is_in_name(words, syllables, at)):
            last = at + len(phrase[0])
            place = (syllables[at].start, syllables[last - 1].end, at, last)
            marks += [Mark(phrase[1], phrase[2], *place)] if phrase[1] != "none" else []
            at = _find_inside(words, syllables, at, last) if phrase[1] == "head" else last
        else:
            at += 1
    return marks


def _find_inside(words: Words, syllables: Sequence[Syllable], first: int, last: int) -> int:
    """Find where a grade begins in the words of an upgrade and goes on after them: thiết lập quan hệ đối tác ..."""
    for at in range(first + 1, last):
        phrase = find_phrase(words.phrases, syllables, at)
        if phrase and phrase[1] == "grade" and at + len(phrase[0]) > last:
            return at
    return last


def find_phrase(index: Mapping[str, Sequence[Phrase]], syllables: Sequence[Syllable], at: int) -> Phrase | None:
    """Find the longest phrase that begins at a syllable."""
    for phrase in index.get(syllables[at].form, ()):
        forms, kind, _ = phrase
        found = syllables[at : at + len(forms)]
        if len(found) < len(forms) or any(s.form != form for s, form in zip(found, forms, strict=True)):
            continue
        if any(s.joint not in ("", "-") for s in found[1:]):
            continue
        if kind not in CAPITALS or (found[0].word[0].isupper() and (kind != "country" or _has_capitals(found))):
            return phrase
    return None


def join_forms(syllables: Iterable[Syllable]) -> str:
    """Write syllables in small letters with a space between them."""
    return " ".join(syllable.form for syllable in syllables)


def _has_capitals(syllables: Sequence[Syllable]) -> bool:
    return syllables[-1].word[0].isupper() or syllables[-1].joint == "-"


def _is_in_name(words: Words, syllables: Sequence[Syllable], at: int) -> bool:
    """Tell a syllable of a Vietnamese name (Trần Đức Anh) from the country it is elsewhere."""
    for back in range(at - 1, max(at - 4, -1), -1):
        if syllables[back + 1].joint or not syllables[back].word[0].isupper():
            return False
        if syllables[back].form in words.surnames:
            return True
    return False


def _make_head(entry: Mapping[str, Any]) -> Head:
    known = {name: value for name, value in entry.items() if name in Head._fields}
    return Head(**{**known, "like": tuple(entry.get("like", ()))})


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(syllable.form for syllable in split_syllables(phrase))


def _index(phrases: Iterable[tuple[str, str, str]]) -> dict[str, list[Phrase]]:
    """Index phrases by their first syllable, the longest first; of equal ones the last counts."""
    known = {forms: (forms, kind, value) for phrase, kind, value in phrases if (forms := _split(phrase))}
    index: dict[str, list[Phrase]] = {}
    for phrase in sorted(known.values(), key=lambda phrase: -len(phrase[0])):
        index.setdefault(phrase[0][0], []).append(phrase)
    return index
