"""Every file of a table of events, what each is for, and what it cannot hold."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.language import load_labels
from vietdiplo.publish.interchange.events import MOST_EVENTS, load_events
from vietdiplo.publish.interchange.ics import save_calendar
from vietdiplo.publish.interchange.spreadsheet import save_table
from vietdiplo.publish.interchange.timelinejs import save_timelinejs
from vietdiplo.publish.saving import name_files
from vietdiplo.tables import ParameterError

FOLDER = "events"
TAKEN = ("index", "search")  # other pages of the site


class File(NamedTuple):
    """A file: its address in the run's folder, what it is for, what it holds, and what is left out and why.

    The address is empty where there is nothing to hold, and has a * where it stands for several files.
    """

    file: str
    use: str
    holds: str
    left_out: str


def save_files(
    events: pd.DataFrame, dates: pd.DataFrame, documents: pd.DataFrame, *, to: str, name: str, lang: str
) -> list[File]:
    """Save events as CSV, JSON and iCalendar in `events/`, and the texts with their expressions as TimeML below it.

    The page `<name>.html` is made from the CSV when a run is finished. Of JSON and iCalendar, which have no form for no
    event, there is then no file.
    """
    if name in TAKEN:
        raise ParameterError(f"name: '{name}' is another page of the site; choose another name")
    path = name_files(to, FOLDER, name)
    loaded = load_events(events)
    days = [event for event in loaded if event.is_to_the_day]
    save_table(events, path.with_suffix(".csv"))
    for suffix in (".json", ".ics"):
        path.with_suffix(suffix).unlink(missing_ok=True)  # of an earlier call
    if loaded:
        save_timelinejs(loaded, path.with_suffix(".json"), lang)
    if days:
        told = dict(zip(documents["doc_id"], documents["date"], strict=True))
        save_calendar(days, told, path.with_suffix(".ics"), lang)
    unknown, coarse = len(events) - len(loaded), len(loaded) - len(days)
    beyond = max(len(loaded) - MOST_EVENTS, 0)
    return [
        _describe_file("page", f"{name}.html", len(loaded) - beyond, lang, unknown=unknown, beyond=beyond),
        _describe_file("csv", f"{FOLDER}/{name}.csv", len(events), lang),
        _describe_file("json", f"{FOLDER}/{name}.json" if loaded else "", len(loaded), lang, unknown=unknown),
        _describe_file("ics", f"{FOLDER}/{name}.ics" if days else "", len(days), lang, coarse=coarse, unknown=unknown),
        _save_texts(dates, documents, path.parent, lang),
    ]


def _describe_file(kind: str, file: str, n: int, lang: str, **left: int) -> File:
    labels = load_labels(lang)
    reasons = [labels[f"events_left_{reason}"].format(n=number) for reason, number in left.items() if number]
    return File(file, labels[f"events_use_{kind}"], labels["events_n"].format(n=n), "; ".join(reasons))


def _save_texts(dates: pd.DataFrame, documents: pd.DataFrame, folder: Path, lang: str) -> File:
    """Save the texts as TimeML, and describe their files."""
    from vietdiplo.publish.interchange.timeml import save_timeml

    written = save_timeml(dates, documents, folder / "timeml")
    names = [path.name for path in (folder / "timeml").iterdir()]
    file = f"{FOLDER}/timeml/{names[0] if len(names) == 1 else '*.xml'}" if names else ""
    described = _describe_file("timeml", file, 0, lang, texts=written.without)
    holds = load_labels(lang)["events_timeml"].format(texts=written.texts, n=written.expressions)
    return described._replace(holds=holds)
