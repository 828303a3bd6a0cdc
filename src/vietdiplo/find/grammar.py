"""A grammar kept as data: named blocks and rules of a YAML file, compiled once and run over a text in one pass."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from vietdiplo.language import load_data

GROUP = re.compile(r"\(\?P<([a-z0-9_]+)>")
BLOCK = re.compile(r"\{([a-z][a-z_0-9]*)\}")
# A date neither begins nor ends inside a word, a number or a code such as 10/2024/NĐ-CP.
LEFT = re.compile(r"(?<!\w)(?<!\d[.,/:–-])")
RIGHT = r"(?!\w)(?!/\w)(?![.,:–-]\d)"
# How far a condition looks back: further than any cue is long, and short enough to keep the work linear.
REACH = 60


class Rule(NamedTuple):
    """A rule: its pattern, the reader of its groups, what must and must not stand in front, and its capitals."""

    name: str
    reader: str
    at: tuple[str, ...]
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    cased: re.Pattern[str] | None


class Role(NamedTuple):
    """A role and the texts before, of and after a find that give it; None asks nothing."""

    role: str
    before: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    after: re.Pattern[str] | None


class Grammar(NamedTuple):
    """A compiled grammar: tables of words, where rules are tried and which, roles and cues."""

    words: Mapping[str, Mapping[str, Any]]
    places: re.Pattern[str]  # finds a start
    starts: re.Pattern[str]  # names it: with groups the search would take twice as long
    tried: Mapping[str, tuple[Rule, ...]]  # by start
    rules: tuple[Rule, ...]
    roles: tuple[Role, ...]
    cues: Mapping[str, re.Pattern[str]]


class Match(NamedTuple):
    """A rule that fired and the texts of its groups."""

    rule: Rule
    found: re.Match[str]
    groups: Mapping[str, str]

    @property
    def text(self) -> str:
        """Give the whole text in small letters."""
        return self.found.string

    @property
    def end(self) -> int:
        """Give the code point after the last one."""
        return self.found.end()


@cache
def load_grammar(name: str) -> Grammar:
    """Load a grammar from the folder of the language's data and compile it."""
    data = load_data(name)
    blocks = {table: _any_of(map(re.escape, words)) for table, words in data["words"].items()}
    for block, parts in data["blocks"].items():
        blocks[block] = expand_blocks(parts if isinstance(parts, str) else _any_of(parts), blocks)
    rules = tuple(_compile_rule(rule, blocks) for rule in data["rules"])
    roles = tuple(_compile_role(role, blocks) for role in data["roles"])
    cues = {cue: _compile(pattern, blocks) for cue, pattern in data["cues"].items()}
    starts = {start: expand_blocks(pattern, blocks) for start, pattern in data["starts"].items()}
    places = re.compile(rf"\b(?=\d|(?:{_group_words(data['firsts'])})(?!\w))(?:{'|'.join(starts.values())})")
    named = re.compile("|".join(f"(?P<{start}>{pattern})" for start, pattern in starts.items()))
    tried = {start: tuple(rule for rule in rules if start in rule.at) for start in starts}
    return Grammar(data["words"], places, named, tried, rules, roles, {cue: p for cue, p in cues.items() if p})


def expand_blocks(pattern: str, blocks: Mapping[str, str]) -> str:
    """Write out the {blocks} of a pattern; a space stands for one to three of them."""
    return BLOCK.sub(lambda block: f"(?:{blocks[block[1]]})", pattern.replace(" ", "(?: {1,3})"))


def find_matches(grammar: Grammar, text: str) -> Iterator[Match]:
    """Find the longest match at each place from left to right, without overlaps; the earlier rule wins a tie."""
    # The patterns are in small letters: matching that ignores case takes three times as long.
    lowered, at = lower_text(text), 0
    while place := grammar.places.search(lowered, at):
        match = _match_longest(grammar, text, lowered, place.start())
        at = match.end if match else place.start() + 1
        if match:
            yield match


def lower_text(text: str) -> str:
    """Put a text in small letters, one code point for each."""
    lowered = text.lower()
    # The Turkish İ is two code points as a small letter.
    return lowered if len(lowered) == len(text) else "".join(letter.lower()[0] for letter in text)


def _match_longest(grammar: Grammar, text: str, lowered: str, start: int) -> Match | None:
    begun = grammar.starts.match(lowered, start)
    if not begun or not LEFT.match(lowered, start):
        return None
    longest, end, before = None, start, lowered[max(0, start - REACH) : start]
    for rule in grammar.tried[begun.lastgroup or ""]:
        found = rule.pattern.match(lowered, start)
        if found and found.end() > end and _allows(rule, before, text[start : found.end()]):
            longest, end = (rule, found), found.end()
    if not longest:
        return None
    rule, found = longest
    return Match(rule, found, {name.rstrip("_"): part for name, part in found.groupdict().items() if part})


def _allows(rule: Rule, before: str, surface: str) -> bool:
    asked = ((rule.before, before), (rule.cased, surface))
    if any(pattern and not pattern.search(part) for pattern, part in asked):
        return False
    return not (rule.not_before and rule.not_before.search(before))


def _compile_rule(rule: Mapping[str, Any], blocks: Mapping[str, str]) -> Rule:
    pattern = re.compile(f"(?:{_number_groups(expand_blocks(rule['pattern'], blocks))}){RIGHT}")
    before, not_before = (_compile(rule.get(key), blocks, "(?:{})$") for key in ("before", "not_before"))
    return Rule(
        rule["name"],
        rule["reader"],
        tuple(rule["at"]),
        pattern,
        before,
        not_before,
        _compile(rule.get("cased"), blocks),
    )


def _number_groups(pattern: str) -> str:
    """Give the second group of a name an underscore, the third two: re allows each name once in a pattern."""
    seen: Counter[str] = Counter()

    def rename(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}{'_' * (seen[group[1]] - 1)}>"

    return GROUP.sub(rename, pattern)


def _compile_role(role: Mapping[str, str], blocks: Mapping[str, str]) -> Role:
    before = _compile(role.get("before"), blocks, "(?:{})$")
    return Role(role["role"], before, _compile(role.get("inside"), blocks), _compile(role.get("after"), blocks))


def _compile(pattern: str | None, blocks: Mapping[str, str], frame: str = "{}") -> re.Pattern[str] | None:
    return re.compile(frame.format(expand_blocks(pattern, blocks))) if pattern else None


def _group_words(words: Iterable[str]) -> str:
    """Write words as alternatives by first letter, which re tells apart fast."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{_any_of(rest)})" for letter, rest in rests.items())


def _any_of(parts: Any) -> str:
    """Write alternatives with the longest first: the first that fits is taken."""
    return "|".join(sorted(map(str, parts), key=len, reverse=True))
