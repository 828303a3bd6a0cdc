"""YAML files that people write, with the line of every value, so that a problem can be named by its place."""

import re
from pathlib import Path
from typing import Any, TypeAlias, cast

import yaml

from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts.read import load_text

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Place: TypeAlias = tuple[str, ...]

DEEPEST = 8
# Control characters and half letters, which only an escape brings in: no file and no drawing has a place for them.
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
}


class Source:
    """A YAML file as read: its values, the line of each, and the problems found so far."""

    def __init__(self, path: Path) -> None:
        """Read the file; what is not YAML is the first problem."""
        self.name = path.name
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.value: Value = ""
        try:
            node = _compose(load_text(path).text)
        except CorpusError as error:
            value, _, remedy = str(error).partition("; ")
            self.problems.append(Problem("error", self.name, value, remedy))
        except yaml.reader.ReaderError as error:
            value = f"the character U+{error.character:04X}"
            self.problems.append(Problem("error", self.name, value, "take it out; YAML has no such character"))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            remedy = "look at the indentation, the colons and the quotes there"
            self.problems.append(Problem("error", f"{self.name}: line {line}", f"not YAML: {error.problem}", remedy))
        else:
            self.value = self._read(node, ()) if node else ""

    def add(self, place: Place, value: str, remedy: str) -> None:
        """Add a problem; the line is that of the place or of what holds it."""
        known = next((place[:n] for n in range(len(place), -1, -1) if place[:n] in self.lines), ())
        names = [name for name in place if not name.isdecimal()]
        spoken = names[1:] if names[:1] == ["sectors"] and len(names) > 1 else names
        where = ": ".join([self.name, f"line {self.lines.get(known, 1)}", *spoken])
        self.problems.append(Problem("error", where, value, remedy))

    def _read(self, node: yaml.Node, place: Place) -> Value:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if node.tag not in PLAIN_TAGS:
            self.add(place, f"the tag {node.tag}", "take it out; the file has texts, lists and keys only")
        if isinstance(node, yaml.ScalarNode):
            self._check_letters(node.value, place)
            return "" if node.tag.endswith(":null") and node.value in ("", "~") else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(entry, (*place, str(number))) for number, entry in enumerate(node.value)]
        values: dict[str, Value] = {}
        for key, entry in cast(yaml.MappingNode, node).value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            self._check_letters(name, place)
            if name in values:
                line = self.lines[(*place, name)]
                self.lines[(*place, name)] = key.start_mark.line + 1
                self.add((*place, name), f"'{name}' stands in line {line} too", "keep one of the two")
            self.lines[(*place, name)] = key.start_mark.line + 1
            values[name] = self._read(entry, (*place, name))
        return values

    def _check_letters(self, text: str, place: Place) -> None:
        for sign in sorted(set(NO_TEXT.findall(text))):
            self.add(place, f"the character U+{ord(sign):04X}", "take it out; no text has it")


def _compose(text: str) -> yaml.Node | None:
    """Compose YAML by the loader in C, ten times faster; what is wrong the other one says more clearly."""
    try:
        return _compose_by(getattr(yaml, "CSafeLoader", yaml.SafeLoader), text)
    except yaml.MarkedYAMLError:
        return _compose_by(yaml.SafeLoader, text)


def _compose_by(loader: Any, text: str) -> yaml.Node | None:
    """Compose YAML without aliases and deep nesting, with which a small file could take all memory."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            what = "lists in lists" if depth > DEEPEST else "an alias (*)"
            raise yaml.MarkedYAMLError(None, None, f"{what}, which this file cannot have", event.start_mark)  # type: ignore[arg-type]
    return yaml.compose(text, Loader=loader)
