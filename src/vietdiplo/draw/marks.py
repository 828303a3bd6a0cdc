"""The marks of a timeline: one look a role, solid where past and hollow where pledged, and their key."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from vietdiplo.draw.axis import TimeAxis
from vietdiplo.draw.events import Event
from vietdiplo.draw.labels import Extent, Place
from vietdiplo.draw.style import COLOURS, Look
from vietdiplo.language import load_labels

LOOKS = {
    "event": ("blue", "o"),
    "instrument": ("green", "s"),
    "validity": ("sky", "D"),
    "reference": ("grey", "v"),
    "anniversary": ("purple", "P"),
    "target": ("vermilion", ">"),
}
Key = list[tuple[Artist, str]]
DATE_LINE: Look = {"color": COLOURS["grey"], "linestyle": ":", "linewidth": 1.1}
DASHED = (0, (3, 2))
HALF = 0.055  # inches, half a marker
DAYS_HIGH, PERIOD_HIGH = 0.045, 0.16  # inches, the height of a bar of days and of a period
STEPS = 12  # of a shade
LIGHT = 0.7  # share of white in a period


def find_mark(event: Event, axis: TimeAxis) -> Extent:
    """Find the inches that the mark of an event takes up, never less than a marker's."""
    left = axis.place(event.start)
    right = axis.places[-1] if event.end is None else axis.place(event.end)
    if event.is_instant or right - left < 2 * HALF:
        return Extent((left + right) / 2 - HALF, (left + right) / 2 + HALF)
    return Extent(left, right)


def find_cut(event: Event, mark: Extent, axis: TimeAxis, now: int | None) -> float:
    """Find the inches where the mark turns from solid to hollow: at `now`, the day after the text's date.

    What the table calls past is solid and what it calls pledged hollow throughout.
    """
    if event.status == "past" or now is None or (event.end and event.end <= now):
        return mark.left if event.status == "pledged" else mark.right
    if event.status == "pledged" or event.start >= now:
        return mark.left
    return min(max(axis.place(now), mark.left), mark.right)


def find_marker(event: Event, mark: Extent, label: Place) -> float:
    """Find the inches of the marker on a bar: its middle, or its start where the label stands or the end is open."""
    is_inside = mark.left < label.left and label.right < mark.right
    at_middle = 0.5 if event.centre is None else event.centre
    centre = 0.0 if event.end is None or is_inside else at_middle
    return mark.left + HALF + centre * (mark.width - 2 * HALF)


def draw_mark(axes: Axes, event: Event, mark: Extent, top: float, cut: float, place: float) -> None:
    """Draw an instant as a marker, days as a narrow bar, a longer period as a light one, with the marker at `place`.

    What lies right of `cut` is hollow and dashed; an open end fades, both ends of an approximate time too.
    """
    colour, marker = _find_look(event)
    axes.plot([place], [top], **_marker(colour, marker, _find_fill(event, is_solid=cut > place - HALF)), zorder=4)
    if event.is_instant:
        return
    _draw_bar(axes, event, mark, top, cut)
    if event.centre is not None:
        _draw_shade(axes, colour, mark, top, event.centre)
    if event.end is None:
        draw_fade(axes, mark, top, 1, 0.5)
    if event.mod == "APPROX":
        draw_fade(axes, mark, top, 1, 0.3)
        draw_fade(axes, mark, top, -1, 0.3)


def draw_fade(axes: Axes, mark: Extent, top: float, side: int, share: float) -> None:
    """Cover a share of a bar with white, the denser the nearer to its right end (side 1) or left end (side -1)."""
    end = mark.right + 0.02 if side > 0 else mark.left - 0.02
    inner = [end - side * share * mark.width * step / STEPS for step in range(1, STEPS + 1)]
    ends = [Extent(min(end, at), max(end, at)) for at in inner]
    _draw_layers(axes, ends, top, PERIOD_HIGH + 0.04, {"facecolors": "white", "alpha": 0.25, "zorder": 3.5})


def draw_sign(axes: Axes, role: str, place: float, top: float) -> None:
    """Draw the marker of a role beside its name."""
    colour, marker = LOOKS[role]
    axes.plot([place], [top], **_marker(colour, marker, COLOURS[colour]), zorder=4)


def load_role_key(roles: Sequence[str], lang: str) -> Key:
    """Load the entries of the legend for roles."""
    wording = load_labels(lang)
    looks = [_marker(*LOOKS[role], COLOURS[LOOKS[role][0]]) for role in roles]
    return [(Line2D([], [], **look), wording[f"draw_role_{role}"]) for role, look in zip(roles, looks, strict=True)]


def load_status_key(lang: str, *, told: bool) -> Key:
    """Load the entries of the legend that say what solid and hollow mean; `told` where the table has a status."""
    wording = load_labels(lang)
    past, pledged = ("draw_past", "draw_pledged") if told else ("draw_before", "draw_after")
    edge: Look = {"edgecolor": COLOURS["grey"], "linewidth": 0.9}
    solid, hollow = Patch(facecolor=_lighten("grey", LIGHT), **edge), Patch(facecolor="white", linestyle=DASHED, **edge)
    return [(solid, wording[past]), (hollow, wording[pledged])]


def load_date_key(lang: str) -> Key:
    """Load the entry of the legend for the date of a text."""
    return [(Line2D([], [], **DATE_LINE), load_labels(lang)["draw_text_date"])]


def load_context_key(lang: str) -> Key:
    """Load the entry of the legend for events that no text tells."""
    return [(Line2D([], [], **_marker("grey", "o", COLOURS["rule"])), load_labels(lang)["draw_context"])]


def _find_look(event: Event) -> tuple[str, str]:
    colour, marker = LOOKS[event.role]
    return ("grey", marker) if event.is_context else (colour, marker)


def _find_fill(event: Event, *, is_solid: bool) -> str:
    if not is_solid:
        return "white"
    return COLOURS["rule"] if event.is_context else COLOURS[LOOKS[event.role][0]]


def _marker(colour: str, marker: str, fill: str) -> Look:
    edge = {"markeredgecolor": COLOURS[colour], "markerfacecolor": fill, "markeredgewidth": 1.1}
    return {"marker": marker, "markersize": 5.5, "linestyle": "none", **edge}


def _lighten(colour: str, share: float) -> tuple[float, float, float]:
    red, green, blue = to_rgb(COLOURS[colour])
    return red + (1 - red) * share, green + (1 - green) * share, blue + (1 - blue) * share


def _draw_bar(axes: Axes, event: Event, mark: Extent, top: float, cut: float) -> None:
    colour, _ = _find_look(event)
    inner = COLOURS[colour] if event.is_days and not event.is_context else _lighten(colour, LIGHT)
    solid: Look = {"facecolor": inner, "edgecolor": COLOURS[colour], "linewidth": 0.9}
    hollow: Look = {"facecolor": "white", "edgecolor": COLOURS[colour], "linewidth": 0.9, "linestyle": DASHED}
    height = DAYS_HIGH if event.is_days else PERIOD_HIGH
    for left, right, look in ((mark.left, cut, solid), (cut, mark.right, hollow)):
        if right > left:
            axes.add_patch(Rectangle((left, top - height / 2), right - left, height, zorder=3, **look))


def _draw_shade(axes: Axes, colour: str, mark: Extent, top: float, centre: float) -> None:
    """Shade half of a bar, the darker the nearer to the centre."""
    at = mark.left + centre * mark.width
    reach = mark.width / 2 if centre in (0, 1) else mark.width / 4
    ends = [
        Extent(max(mark.left, at - reach * step / STEPS), min(mark.right, at + reach * step / STEPS))
        for step in range(1, STEPS + 1)
    ]
    _draw_layers(axes, ends, top, PERIOD_HIGH, {"facecolors": COLOURS[colour], "alpha": 0.07, "zorder": 3.2})


def _draw_layers(axes: Axes, ends: Sequence[Extent], top: float, height: float, look: Look) -> None:
    """Draw strips over each other: side by side they would show seams."""
    up, down = top - height / 2, top + height / 2
    strips = [[(left, up), (right, up), (right, down), (left, down)] for left, right in ends]
    axes.add_collection(PolyCollection(strips, edgecolors="none", **look), autolim=False)
