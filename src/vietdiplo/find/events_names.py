"""Who takes part in an event: persons with their office, bodies and countries, as the clause names them."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from vietdiplo.find.commitments_actors import HOME
from vietdiplo.find.events_words import ACTORS, CAPITALS, TITLES, Mark, Words, find_phrase, join_forms
from vietdiplo.find.phrases import Syllable


class Name(NamedTuple):
    """A participant at its syllables; for a person the words of the office, the name alone, and the country's code."""

    kind: str
    title: str
    office: str
    name: str
    country: str
    first: int
    last: int


def find_names(words: Words, syllables: Sequence[Syllable], marks: Sequence[Mark]) -> list[Name]:
    """Find the participants that marks begin, each with the words in capitals that go on with it."""
    names: list[Name] = []
    inner = {mark.first: mark for mark in marks if mark.kind in CAPITALS}
    titles = {mark.first for mark in marks if mark.kind in TITLES}  # đồng chí Bộ trưởng ...
    for mark in marks:
        if mark.kind not in ACTORS or (names and mark.first < names[-1].last):
            continue
        found = _extend(words, syllables, inner, titles, mark)
        _join_offices(words.lists, syllables, names, found)
    return [name for name in names if name.kind not in TITLES or _says_who(words, syllables, name)]


def _extend(
    words: Words, syllables: Sequence[Syllable], inner: Mapping[int, Mark], titles: Set[int], mark: Mark
) -> Name:
    """Go on over what belongs to an office or body, then over the name of a person."""
    at, begin, country = mark.last, mark.last, ""
    while at < len(syllables) and (syllables[at].joint in ("", "-") or _is_initial(syllables, at)):
        part = find_phrase(words.name_parts, syllables, at)
        after = syllables[at + len(part[0]) - 1 : at + len(part[0]) + 1] if part else []
        follows = any(syllable.word[0].isupper() for syllable in after)
        if at in inner and mark.kind != "country":
            country = inner[at].value if inner[at].kind == "country" else country
            at = begin = inner[at].last
        elif part and mark.kind != "country" and (syllables[at].word[0].isupper() or follows):
            at = begin = at + len(part[0])
        elif mark.kind in TITLES and at not in titles and _goes_on(words, syllables, at, begin):
            at += 1
        else:
            break
    name = join_forms(syllables[begin:at])
    country = country or (HOME if name.split(" ")[0] in words.surnames else "")
    countries = [inner[n] for n in range(mark.last, begin) if n in inner and inner[n].kind == "country"]
    within = {n for other in countries for n in range(other.first, other.last)}
    office = join_forms(s for n, s in enumerate(syllables[mark.first : begin], mark.first) if n not in within)
    return Name(mark.kind, mark.value, office, name, country, mark.first, at)


def _goes_on(words: Words, syllables: Sequence[Syllable], at: int, begin: int) -> bool:
    """Tell whether a syllable belongs to a name: a capital, or a small word between two of them (bin, al)."""
    inside = at > begin and syllables[at].form in words.lists["particles"] and at + 1 < len(syllables)
    return syllables[at].word[0].isupper() or (inside and syllables[at + 1].word[0].isupper())


def _is_initial(syllables: Sequence[Syllable], at: int) -> bool:
    return syllables[at].joint == "." and len(syllables[at - 1].word) == 1 and syllables[at - 1].word.isupper()


def _join_offices(
    lists: Mapping[str, frozenset[str]], syllables: Sequence[Syllable], names: list[Name], found: Name
) -> None:
    """Join two offices of one person (Tổng Bí thư, Chủ tịch nước ...): the first has no name and a comma between.

    Where the second has none either, they may be two persons, unless the data say that one holds both.
    """
    before = names[-1] if names else None
    if before and before.kind in TITLES and found.kind in TITLES and not before.name and before.last == found.first:
        joint = syllables[found.first].joint
        is_one = bool(found.name) or f"{before.title} {found.title}" in lists["one_person"]
        if before.title not in lists["companions"] and joint in ("", ",") and is_one:
            names.pop()
            found = found._replace(first=before.first, title=before.title)
    names.append(found)


def _says_who(words: Words, syllables: Sequence[Syllable], name: Name) -> bool:
    """Tell whether an office says whose it is: by a name, a country or a body; `lãnh đạo` alone names nobody."""
    if name.name or name.title in words.lists["collective"]:
        return bool(name.name)
    return any(s.word[0].isupper() for s in syllables[name.first + 1 : name.last])


def list_people(words: Words, names: Sequence[Name]) -> Iterator[str]:
    """List the persons as office|name|country, companions left out."""
    for name in names:
        if name.kind in TITLES and name.title not in words.lists["companions"]:
            yield f"{name.office}|{name.name}|{name.country}"


def list_sides(words: Words, marks: Sequence[Mark], partner: str, *, of_both: bool) -> list[str]:
    """List the countries of a clause by their codes; `hai nước` are Việt Nam and the partner of the text.

    So are those of a visit without a country that can be `of_both`: it names nobody of a third one and no other place.
    """
    codes = {mark.value for mark in marks if mark.kind == "country"}
    head = next((words.heads[mark.value] for mark in marks if mark.kind == "head"), None)
    joint = any(mark.kind == "both" or mark.value in words.lists["joint"] for mark in marks)
    joint = joint or (head is not None and head.joint)
    visit = head is not None and head.by == "people" and (head.lasts or head.span != "")
    joint = joint or (visit and of_both)
    return sorted(codes | {HOME, partner} if partner and joint and not codes - {HOME} else codes)
