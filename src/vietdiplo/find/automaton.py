"""A tree of phrases as flat arrays, so that numpy takes one step in many texts at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeAlias

import numpy as np

from vietdiplo.find.phrases import ANY, STAR, Node, Phrases, is_acronym, unify_word
from vietdiplo.find.signs import Ints

Edges: TypeAlias = dict[tuple[int, str], int]
Nodes: TypeAlias = tuple[Node, ...]


class Automaton(NamedTuple):
    """States 1, 2 ... and where a sign leads from each; state 0 is none.

    From a state the sign leads to `target[base[state] + sign]` if `check` has the state there. `start` is the state
    after a first sign, `ends` the number of the phrase that ends in a state, -1 for none. Source: Aoe (1989), An
    efficient digital search algorithm by using a double-array structure.
    """

    signs: Mapping[str, int]
    start: Ints
    base: Ints
    check: Ints
    target: Ints
    ends: Ints


def make_automaton(phrases: Sequence[str]) -> Automaton:
    """Make the automaton of phrases; where two end in one state the one with the text's punctuation counts."""
    automaton, ends = make_state_automaton(phrases)
    numbers = {phrase: number for number, phrase in reversed([*enumerate(phrases)])}
    ending = np.full(len(automaton.ends), -1)
    ending[list(ends)] = [numbers[ended[0]] for ended in ends.values()]
    return automaton._replace(ends=ending)


def make_state_automaton(phrases: Sequence[str]) -> tuple[Automaton, dict[int, list[str]]]:
    """Make an automaton whose `ends` are the states in which phrases end, and list all phrases of each."""
    edges, ends = _list_edges(Phrases(phrases).root)
    signs = {sign: number for number, sign in enumerate(dict.fromkeys(sign for _, sign in edges), start=1)}
    ways: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (state, sign), target in edges.items():
        ways[state].append((signs[sign], target))
    start = np.zeros(len(signs) + 1, np.int64)
    for number, target in ways.pop(0, []):
        start[number] = target
    size = max(edges.values(), default=0) + 1
    ending = np.full(size, -1)
    ending[list(ends)] = list(ends)
    return Automaton(signs, start, *_pack(ways, size, len(signs)), ending), ends


def find_matches(automaton: Automaton, signs: Ints) -> tuple[Ints, Ints, Ints]:
    """Find every phrase at every place: its first sign, the one after its last and its number, in this order."""
    signs = np.append(signs, 0)
    state = automaton.start[signs]
    first = np.flatnonzero(state)
    last, state = first, state[first]
    found = [(first[:0], first[:0], first[:0])]
    while len(first):
        phrase = automaton.ends[state]
        done = np.flatnonzero(phrase >= 0)
        last = last + 1
        found.append((first[done], last[done], phrase[done]))
        slot = automaton.base[state] + signs[last]
        alive = np.flatnonzero(automaton.check[slot] == state)
        first, last, state = first[alive], last[alive], automaton.target[slot[alive]]
    first, last, phrase = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(first * len(signs) - last, kind="stable")  # the first, then the longest
    return first[order], last[order], phrase[order]


def _list_edges(root: Node) -> tuple[Edges, dict[int, list[str]]]:
    """List the steps from state to state, a sign each, and the phrases that end in a state.

    A space in the text may be a hyphen of one phrase and a space of another: all nodes that a text leads to are one
    state (subset construction).
    """
    numbers, forms = count(1), _list_forms(root)
    states: dict[Nodes, int] = {(root,): 0}
    edges: Edges = {}
    waiting: list[Nodes] = [(root,)]
    for nodes in waiting:
        for (joint, form), targets in _list_ways(nodes, nodes == (root,), forms).items():
            state = states[nodes]
            for mark in joint:
                if (state, mark) not in edges:
                    edges[state, mark] = next(numbers)
                state = edges[state, mark]
            if targets not in states:
                states[targets] = next(numbers)
                waiting.append(targets)
            edges[state, form] = states[targets]
    ends = {state: [p for node in nodes for p in node.phrases] for nodes, state in states.items()}
    ends = {state: found for state, found in ends.items() if found}
    return edges | _list_capitals(edges, root), ends


def _list_forms(root: Node) -> list[str]:
    """List the forms of all steps if there is a star, else none."""
    waiting, forms = [root], dict[str, None]()
    for node in waiting:
        forms |= dict.fromkeys(form for _, form in node.following)
        waiting += node.following.values()
    return [*forms] if any(form.endswith(STAR) for form in forms) else []


def _list_ways(nodes: Nodes, is_root: bool, forms: Sequence[str]) -> dict[tuple[str, str], Nodes]:
    ways: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        for step, target in node.following.items():
            ways[step].append(target)
        for (joint, form), target in node.following.items():
            if joint == "-":
                ways["", form].append(target)
    for joint, starred in [step for step in ways if step[1].endswith(STAR)] if forms else ():
        begins = "" if starred == ANY else starred.removesuffix(STAR)
        for form in forms:
            if form != starred and form.lower().startswith(begins):
                ways[joint, form] += ways[joint, starred]
    if is_root:
        for joint, form in [step for step in ways if is_acronym(step[1])]:
            ways[joint, form] += ways.get((joint, unify_word(form)), [])
    return {step: tuple(dict.fromkeys(targets)) for step, targets in ways.items()}


def _list_capitals(edges: Edges, root: Node) -> Edges:
    """List the steps of a word that is an acronym of its own where it stands inside a phrase: trí tuệ AI."""
    capitals = {unify_word(form): form for _, form in root.following if is_acronym(form)}
    return {(state, capitals[s]): target for (state, s), target in edges.items() if state and s in capitals}


def _pack(ways: Mapping[int, Sequence[tuple[int, int]]], size: int, signs: int) -> tuple[Ints, Ints, Ints]:
    """Lay the steps of all states into one array, each where it is free: those with most steps first."""
    room = sum(map(len, ways.values())) + 1
    base = np.zeros(size, np.int64)
    check, target = np.full(room + signs, -1), np.zeros(room + signs, np.int64)
    for state, steps in sorted(ways.items(), key=lambda way: -len(way[1])):
        while not (fits := _find_room(check, [sign for sign, _ in steps], signs)).any():
            check, target = np.append(check, np.full(room, -1)), np.append(target, np.zeros(room, np.int64))
        base[state] = fits.argmax()
        for sign, to in steps:
            check[base[state] + sign] = state
            target[base[state] + sign] = to
    return base, check, target


def _find_room(check: Ints, steps: Sequence[int], signs: int) -> np.ndarray:
    """Tell for each base whether the places of all steps are free."""
    free = check == -1
    room = len(check) - signs
    return np.asarray(np.logical_and.reduce([free[sign : sign + room] for sign in steps]))
