"""Places for labels on measured widths: no two overlap, none leaves the canvas. Plain geometry, in inches."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

Measure = Callable[[str], float]
PIECE = re.compile(r"[^\s\-_/–]*(?:[\-_/–]+|\s+|$)")
ELLIPSIS = "…"


class Extent(NamedTuple):
    """A stretch of a line, from its left to its right end."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """The distance between the ends."""
        return self.right - self.left


class Place(NamedTuple):
    """Where a label goes: its ends, its text as far as it fits, and everything that label and mark take up."""

    left: float
    right: float
    text: str
    taken: Extent


def find_lanes(extents: Sequence[Extent], gap: float) -> list[int]:
    """Find for each extent, in the order given, the first lane where it stays a gap away from those before it."""
    taken: list[list[Extent]] = []
    lanes = []
    for extent in extents:
        free = (lane for lane, others in enumerate(taken) if not any(_touch(extent, o, gap) for o in others))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(extent)
        lanes.append(lane)
    return lanes


def find_apart(extents: Sequence[Extent], canvas: Extent, gap: float) -> list[int]:
    """Find the extents that stay on the canvas and a gap apart; an earlier one goes before a later one."""
    kept: list[int] = []
    for number, extent in enumerate(extents):
        inside = canvas.left <= extent.left and extent.right <= canvas.right
        if inside and not any(_touch(extent, extents[other], gap) for other in kept):
            kept.append(number)
    return kept


def find_place(mark: Extent, text: str, canvas: Extent, gap: float, measure: Measure, *, tail: int = 0) -> Place:
    """Find a label's place beside its mark: right of it, left of it, inside it, or shortened where most room is.

    A shortened label keeps its last `tail` characters.
    """
    width = measure(text)
    right, left = canvas.right - mark.right - gap, mark.left - gap - canvas.left
    inside = min(mark.right, canvas.right) - max(mark.left, canvas.left) - 3 * gap
    rooms = [right, left, inside]
    side = next((number for number, room in enumerate(rooms) if width <= room), rooms.index(max(rooms)))
    shown = shorten_text(text, rooms[side], measure, tail=tail)
    width = measure(shown)
    start = [mark.right + gap, mark.left - gap - width, max(mark.left, canvas.left) + 2 * gap][side]
    return Place(start, start + width, shown, Extent(min(start, mark.left), max(start + width, mark.right)))


def shorten_text(text: str, width: float, measure: Measure, *, tail: int = 0) -> str:
    """Shorten a text to the width with an ellipsis, at its end or before its last `tail` characters."""
    if measure(text) <= width:
        return text
    tail = min(tail, len(text) // 2)
    end = ELLIPSIS + text[len(text) - tail :]
    kept = bisect_right(range(len(text) - tail), width, lo=1, key=lambda at: measure(text[:at].rstrip() + end))
    return text[: kept - 1].rstrip() + end


def split_lines(text: str, width: float, measure: Measure, limit: int, *, tail: int = 0) -> list[str]:
    """Split a text into at most `limit` lines of about equal width, after spaces, hyphens and strokes, else anywhere.

    What does not fit is shortened: at the end, or before the last `tail` characters.
    """
    lines = _wrap(text, width, measure)
    room = width * limit
    while len(lines) > limit:
        text = shorten_text(text, room, measure, tail=tail)
        lines = _wrap(text, width, measure)
        room *= 0.95
    narrower = (_wrap(text, width * share, measure) for share in (0.55, 0.65, 0.75, 0.85, 0.95))
    return next((even for even in narrower if len(even) == len(lines)), lines) if len(lines) > 1 else lines


def _wrap(text: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in PIECE.findall(text):
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while measure(line.rstrip()) > width and len(line.rstrip()) > 1:
            cut = _find_cut(line, width, measure)
            lines.append(line[:cut].rstrip())
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _find_cut(text: str, width: float, measure: Measure) -> int:
    """Find how many characters fit, at least one."""
    return bisect_right(range(len(text)), width, lo=2, key=lambda at: measure(text[:at])) - 1


def _touch(one: Extent, other: Extent, gap: float) -> bool:
    return one.left < other.right + gap and other.left < one.right + gap
