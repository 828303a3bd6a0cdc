"""Places in cleaned sentences back to places in the originals, and occurrences made from whole columns."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from vietdiplo.tables import build_table
from vietdiplo.texts.clean import Cleaned

Ints = npt.NDArray[np.int64]


def restore_places(cleaned: Sequence[Cleaned], rows: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Give spans in the original texts for spans in the cleaned ones; `rows` is the text of each, in growing order."""
    starts, ends = starts.copy(), ends.copy()
    changed = [row for row, text in enumerate(cleaned) if not isinstance(text.starts, range)]
    begins, stops = (np.searchsorted(rows, changed, side) for side in ("left", "right"))
    for row, begin, stop in zip(changed, begins, stops, strict=True):
        place = slice(begin, stop)
        starts[place] = np.asarray(cleaned[row].starts)[starts[place]]
        ends[place] = np.asarray(cleaned[row].ends)[ends[place] - 1]
    return starts, ends


def build_occurrences(
    sentences: pd.DataFrame, rows: Ints, starts: Ints, ends: Ints, columns: Mapping[str, object]
) -> pd.DataFrame:
    """Build the occurrences at places in sentences, given by their row, with layer, label and further columns."""
    texts = sentences["text"].tolist()
    offsets = sentences["start"].to_numpy()[rows]
    spans = zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    place = {
        "doc_id": sentences["doc_id"].to_numpy()[rows],
        "sentence": sentences["sentence"].to_numpy()[rows],
        "start": starts + offsets,
        "end": ends + offsets,
        "surface": [texts[row][start:end] for row, start, end in spans],
    }
    return build_table({**place, **columns}, "occurrences")
