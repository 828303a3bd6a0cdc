"""What the documents' rows say that their sentences do not."""

from typing import NamedTuple

import pandas as pd

from vietdiplo.tables import check_table
from vietdiplo.texts.countries import shorten_code


class Facts(NamedTuple):
    """The genre of a text, the other side by its ISO 3166-1 alpha-2 code, and the text's date."""

    genre: str = ""
    partner: str = ""
    date: str = ""


def list_facts(documents: pd.DataFrame | None) -> dict[str, Facts]:
    """List what is known of each text; of none where there are no documents."""
    if documents is None:
        return {}
    check_table(documents, "documents")
    columns = (documents[name] for name in ("doc_id", "genre", "partner", "date"))
    return {doc_id: Facts(genre, shorten_code(code), date) for doc_id, genre, code, date in zip(*columns, strict=True)}
