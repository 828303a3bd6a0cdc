"""The marks of a timeline: one look a role, solid before the date of the text and hollow after it, and their key."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
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
HALF = 0.055  # inches, half a marker
DAYS_HIGH, PERIOD_HIGH = 0.045, 0.17  # inches, the height of a bar of days and of a period
FADE = 12  # steps


def find_mark(event: Event, axis: TimeAxis) -> Extent:
    """Find the inches that the mark of an event takes up, never less than a marker's."""
    left = axis.place(event.start)
    right = axis.places[-1] if event.end is None else axis.place(event.end)
    if event.is_instant or right - left < 2 * HALF:
        return Extent((left + right) / 2 - HALF, (left + right) / 2 + HALF)
    return Extent(left, right)


def find_cut(event: Event, mark: Extent, axis: TimeAxis, now: int | None) -> float:
    """Find the inches where the mark turns from solid to hollow: at `now`, the day after the text's date."""
    if now is None or (event.end and event.end <= now):
        return mark.right
    if event.start >= now:
        return mark.left
    return min(max(axis.place(now), mark.left), mark.right)


def find_marker(event: Event, mark: Extent, label: Place) -> float:
    """Find the inches of the marker on a bar: its middle, or its start where the label stands or the end is open."""
    is_inside = mark.left < label.left and label.right < mark.right
    return mark.left + HALF if event.end is None or is_inside else (mark.left + mark.right) / 2


def draw_mark(axes: Axes, event: Event, mark: Extent, top: float, cut: float, place: float) -> None:
    """Draw an instant as a marker, days as a narrow bar, a longer period as a light one, with the marker at `place`.

    What lies right of `cut` is hollow and dashed; an open end fades.
    """
    colour, marker = LOOKS[event.role]
    fill = COLOURS[colour] if cut > place - HALF else "white"
    axes.plot([place], [top], **_marker(colour, marker, fill), zorder=4)
    if event.is_instant:
        return
    height = DAYS_HIGH if event.is_days else PERIOD_HIGH
    inner = COLOURS[colour] if event.is_days else _lighten(colour, 0.7)
    solid: Look = {"facecolor": inner, "edgecolor": COLOURS[colour], "linewidth": 0.9}
    hollow: Look = {"facecolor": "white", "edgecolor": COLOURS[colour], "linewidth": 0.9, "linestyle": (0, (3, 2))}
    for left, right, look in ((mark.left, cut, solid), (cut, mark.right, hollow)):
        if right > left:
            axes.add_patch(Rectangle((left, top - height / 2), right - left, height, zorder=3, **look))
    if event.end is None:
        _draw_fade(axes, mark, top)


def load_role_key(roles: Sequence[str], lang: str) -> Key:
    """Load the entries of the legend for roles."""
    wording = load_labels(lang)
    looks = [_marker(*LOOKS[role], COLOURS[LOOKS[role][0]]) for role in roles]
    return [(Line2D([], [], **look), wording[f"draw_role_{role}"]) for role, look in zip(roles, looks, strict=True)]


def load_date_key(lang: str) -> Key:
    """Load the entries of the legend that say what solid, hollow and dotted mean."""
    wording = load_labels(lang)
    edge: Look = {"edgecolor": COLOURS["grey"], "linewidth": 0.9}
    return [
        (Patch(facecolor=_lighten("grey", 0.7), **edge), wording["draw_before"]),
        (Patch(facecolor="white", linestyle=(0, (3, 2)), **edge), wording["draw_after"]),
        (Line2D([], [], **DATE_LINE), wording["draw_text_date"]),
    ]


def _marker(colour: str, marker: str, fill: str) -> Look:
    edge = {"markeredgecolor": COLOURS[colour], "markerfacecolor": fill, "markeredgewidth": 1.1}
    return {"marker": marker, "markersize": 5.5, "linestyle": "none", **edge}


def _lighten(colour: str, share: float) -> tuple[float, float, float]:
    red, green, blue = to_rgb(COLOURS[colour])
    return red + (1 - red) * share, green + (1 - green) * share, blue + (1 - blue) * share


def _draw_fade(axes: Axes, mark: Extent, top: float) -> None:
    """Cover the end of a bar with white strips, each denser than the one before."""
    strip = mark.width / 2 / FADE
    for step in range(FADE):
        left = mark.right + 0.02 - (FADE - step) * strip
        look: Look = {"facecolor": "white", "alpha": (step + 1) / FADE, "edgecolor": "none", "zorder": 3.5}
        axes.add_patch(Rectangle((left, top - PERIOD_HIGH / 2 - 0.02), strip, PERIOD_HIGH + 0.04, **look))
