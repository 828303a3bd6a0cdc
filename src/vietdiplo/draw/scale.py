"""The scale of a time axis on the page: a panel in inches, the dates along it, and the marks of its breaks."""

from collections.abc import Iterable, Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from vietdiplo.draw.axis import Tick, TimeAxis, format_span
from vietdiplo.draw.labels import Extent
from vietdiplo.draw.style import COLOURS, MARGIN, SMALL, WIDTH, Look, Picture
from vietdiplo.language import load_labels

PANEL = Extent(0.0, WIDTH - 2 * MARGIN)
SCALE = Extent(0.3, PANEL.right - 0.3)  # so that the date at an end fits too

PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # under a label inside its mark


def open_panel(picture: Picture) -> Axes:
    """Open axes over the whole body whose units are inches from the left and from the top."""
    axes = picture.add_panel(MARGIN, 0, PANEL.width, picture.body)
    axes.set(xlim=PANEL, ylim=(picture.body, 0))
    axes.set_axis_off()
    return axes


def draw_head(axes: Axes, head: str, top: float, height: float, left: float = 0.0) -> None:
    """Draw the head of a part of the panel: a line over it, and white under it that covers the lines of the dates."""
    band: Look = {"facecolor": "white", "edgecolor": "none", "zorder": 1.5}
    axes.add_patch(Rectangle((0, top), PANEL.width, height, **band))
    axes.hlines([top], *PANEL, color=COLOURS["grey"], linewidth=0.5)
    axes.text(left, top + 0.07, head, va="top", weight="bold")


def lay_link(axes: Axes, taken: Extent, middle: float, height: float, link: str) -> None:
    """Lay a link, if there is one, over a mark with its label: one surface over both is easy to hit."""
    # At an alpha of 0 matplotlib would leave it out.
    look: Look = {"facecolor": "white", "alpha": 0.01, "edgecolor": "none", "zorder": 6, "url": link}
    if link:
        axes.add_patch(Rectangle((taken.left, middle - height / 2), taken.width, height, **look))


def draw_lines(axes: Axes, axis: TimeAxis, ticks: Iterable[Tick], span: tuple[float, float]) -> None:
    """Draw a thin line at each date from top to bottom, and shade each shortened stretch."""
    top, bottom = span
    for stretch in axis.breaks:
        look: Look = {"facecolor": COLOURS["shade"], "edgecolor": "none", "zorder": 0}
        axes.add_patch(Rectangle((stretch.left, top), stretch.width, bottom - top, **look))
    axes.vlines([tick.place for tick in ticks], top, bottom, color=COLOURS["rule"], linewidth=0.6, zorder=1)


def draw_scale(axes: Axes, axis: TimeAxis, ticks: Sequence[Tick], edge: float, *, side: int = 1) -> None:
    """Draw the scale at `edge` with its dates below it, or above it (side -1), and cut it at each shortened stretch."""
    axes.hlines([edge], axis.places[0], axis.places[-1], color=COLOURS["grey"], linewidth=0.9, zorder=2)
    for tick in ticks:
        end = edge + side * (0.05 + 0.17 * tick.row)
        axes.vlines([tick.place], edge, end, color=COLOURS["grey"], linewidth=0.9)
        axes.text(tick.place, end + side * 0.03, tick.text, ha="center", va="top" if side > 0 else "bottom")
    for stretch in axis.breaks:
        _draw_break(axes, (stretch.left + stretch.right) / 2, edge)


def draw_overview(axes: Axes, starts: Sequence[int], shown: Sequence[int], *, lang: str) -> None:
    """Draw a line for the first day of each event on an even scale at the top, a taller one for those shown below."""
    first, last = min(starts), max(starts)
    look: Look = {"size": SMALL, "color": COLOURS["grey"], "va": "top"}
    axes.text(0, 0, load_labels(lang)["draw_overview"].format(n=len(starts)), **look)
    for days, top, colour in ((starts, 0.26, "grey"), (shown, 0.18, "blue")):
        places = {SCALE.left + SCALE.width * (day - first) / max(last - first, 1) for day in days}
        axes.vlines(sorted(places), top, 0.34, color=COLOURS[colour], linewidth=0.8)
    for day, place, side in ((first, SCALE.left, "left"), (last, SCALE.right, "right")):
        on = date.fromordinal(day)
        axes.text(place, 0.37, format_span(on, on, "day", lang), ha=side, **look)


def _draw_break(axes: Axes, place: float, edge: float) -> None:
    axes.hlines([edge], place - 0.03, place + 0.03, color="white", linewidth=2.5, zorder=3)
    for shift in (-0.03, 0.03):
        ends = [place + shift - 0.025, place + shift + 0.025], [edge + 0.06, edge - 0.06]
        axes.plot(*ends, color=COLOURS["grey"], linewidth=1.1, zorder=4)
