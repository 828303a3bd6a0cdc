"""A grammar kept as data: named blocks and rules of a YAML file, compiled once and run over a text in one pass."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import yaml

from vietdiplo.language import FOLDER

GROUP = re.compile(r"\(\?P<([a-z0-9_]+)>")
BLOCK = re.compile(r"\{([a-z][a-z_0-9]*)\}")
# A date neither begins nor ends inside a word, a number or a code such as 10/2024/NĐ-CP.
LEFT = r"(?<!\w)(?<!\d[.,/:–-])"
RIGHT = r"(?!\w)(?!/\w)(?![.,:–-]\d)"
# How far a condition looks back: further than any cue is long, and short enough to keep the work linear.
REACH = 60


class Rule(NamedTuple):
    """A rule: its pattern, the reader of its groups, and what must and must not stand in front."""

    name: str
    reader: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None


class Role(NamedTuple):
    """A role and the texts before, of and after a find that give it; None asks nothing."""

    role: str
    before: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    after: re.Pattern[str] | None


class Grammar(NamedTuple):
    """A compiled grammar: tables of words, the places where rules are tried, rules, roles and cues."""

    words: Mapping[str, Mapping[str, Any]]
    starts: re.Pattern[str]
    rules: tuple[Rule, ...]
    roles: tuple[Role, ...]
    cues: Mapping[str, re.Pattern[str]]


class Match(NamedTuple):
    """A rule that fired and the texts of its groups."""

    rule: Rule
    found: re.Match[str]
    groups: Mapping[str, str]

    @property
    def end(self) -> int:
        """Give the code point after the last one."""
        return self.found.end()


@cache
def load_grammar(name: str) -> Grammar:
    """Load a grammar from the folder of the language's data and compile it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C takes a tenth of the time
    data = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)
    blocks = {table: _any_of(map(re.escape, words)) for table, words in data["words"].items()}
    for block, parts in data["blocks"].items():
        blocks[block] = expand_blocks(parts if isinstance(parts, str) else _any_of(parts), blocks)
    rules = tuple(_compile_rule(rule, blocks) for rule in data["rules"])
    roles = tuple(_compile_role(role, blocks) for role in data["roles"])
    cues = {cue: _compile(pattern, blocks) for cue, pattern in data["cues"].items()}
    starts = re.compile(f"{LEFT}(?:{_any_of(data['starts'])})", re.IGNORECASE)
    return Grammar(data["words"], starts, rules, roles, {cue: p for cue, p in cues.items() if p})


def expand_blocks(pattern: str, blocks: Mapping[str, str]) -> str:
    """Write out the {blocks} of a pattern; a space stands for one to three of them."""
    return BLOCK.sub(lambda block: f"(?:{blocks[block[1]]})", pattern.replace(" ", "(?: {1,3})"))


def find_matches(grammar: Grammar, text: str) -> Iterator[Match]:
    """Find the longest match at each place from left to right, without overlaps; the earlier rule wins a tie."""
    at = 0
    while start := grammar.starts.search(text, at):
        fired = [match for rule in grammar.rules if (match := _try_rule(rule, text, start.start()))]
        if fired:
            best = max(fired, key=lambda match: match.end)
            yield best
        at = best.end if fired else start.start() + 1


def _try_rule(rule: Rule, text: str, start: int) -> Match | None:
    found = rule.pattern.match(text, start)
    if found is None:
        return None
    before = text[max(0, start - REACH) : start]
    if rule.before and not rule.before.search(before):
        return None
    if rule.not_before and rule.not_before.search(before):
        return None
    return Match(rule, found, {name.rstrip("_"): text for name, text in found.groupdict().items() if text})


def _compile_rule(rule: Mapping[str, str], blocks: Mapping[str, str]) -> Rule:
    pattern = re.compile(f"(?:{_number_groups(expand_blocks(rule['pattern'], blocks))}){RIGHT}", re.IGNORECASE)
    before, not_before = (_compile(rule.get(key), blocks, "(?:{})$") for key in ("before", "not_before"))
    return Rule(rule["name"], rule["reader"], pattern, before, not_before)


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
    return re.compile(frame.format(expand_blocks(pattern, blocks)), re.IGNORECASE) if pattern else None


def _any_of(parts: Any) -> str:
    """Write alternatives with the longest first: the first that fits is taken."""
    return "|".join(sorted(map(str, parts), key=len, reverse=True))
