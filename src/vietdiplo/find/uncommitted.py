"""Why a sentence holds no commitment: what it says instead, by the first predicate in it that promises nothing."""

import pandas as pd

from vietdiplo.find.commitments_marks import CUES, blank_asides, find_marks, fold_text, load_lexicon
from vietdiplo.find.uncoded import find_uncoded
from vietdiplo.tables import make_table
from vietdiplo.texts.clean import clean_sentence

# By the kind of a predicate in modality.yml; the codebook's rules in brackets: C6 and C11, C5, C4, C6.
WHY = {
    "block": "valued",
    "belief": "believed",
    "opinion": "opinion",
    "agreed_opinion": "opinion",
    "need": "needed",
    "will": "predicted",
    "report": "reported",
}
PROMISES = CUES - {"task"}
NO_CUE = "no_cue"
NAMED = "named"  # a cue that is a noun there, or a passive: theo cam kết


def find_uncommitted(sentences: pd.DataFrame, commitments: pd.DataFrame) -> pd.DataFrame:
    """Find the sentences without a commitment, and why: occurrences of the layer uncommitted, labelled with the reason.

    One row per sentence that has none of `commitments`, as a whole; cue is the word that tells the reason: valued,
    believed, opinion, needed, predicted, reported, named (a promise that is only mentioned) or no_cue.
    """
    rest = find_uncoded(sentences, commitments)
    columns = (rest[name] for name in ("doc_id", "sentence", "start", "end", "surface"))
    rows = [(*row, "uncommitted", *_find_reason(row[-1])) for row in zip(*columns, strict=True)]
    return make_table(rows, "occurrences", ("cue",))


def _find_reason(text: str) -> tuple[str, str]:
    """Give the reason and the words that tell it; what promises nothing goes before a cue that was not read as one."""
    lexicon = load_lexicon()
    plain = blank_asides(clean_sentence(text).text)
    marks = find_marks(lexicon, plain, fold_text(plain))
    for mark in marks:
        if mark.kind in WHY:
            return WHY[mark.kind], plain[mark.start : mark.end]
    cue = next((mark for mark in marks if mark.kind in PROMISES), None)
    return (NAMED, plain[cue.start : cue.end]) if cue else (NO_CUE, "")
