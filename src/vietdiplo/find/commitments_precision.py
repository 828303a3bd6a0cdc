"""How precise a promise is, whatever its force: the amounts, the day to come and the documents that it names."""

from vietdiplo.find.commitments_marks import load_lexicon
from vietdiplo.find.dates import read_sentence
from vietdiplo.find.dates_points import Told as Dated

KIND = 2  # syllables of most kinds of documents


def find_amounts(text: str) -> str:
    """Find sums of money, weights, shares and numbers of what is given, as the text writes them; `; ` between them."""
    return "; ".join(found.group().strip() for found in load_lexicon().amount.finditer(text))


def find_target(text: str, date: str) -> str:
    """Find the first day to come; where the document has no date, any that is told as an event may be one."""
    if not any(map(str.isdigit, text)):
        return ""
    for timex in read_sentence(text, Dated(date))[0]:
        if timex.role == "target" or (timex.role == "event" and timex.first > date):
            return timex.reading.value
    return ""


def find_instruments(text: str) -> str:
    """Find documents by the capital of their kind, their names up to punctuation, or by their initials.

    A kind of two syllables without a name is none. One that is named twice is listed once; `; ` stands between them.
    """
    found = (match.group().strip() for match in load_lexicon().instrument.finditer(text))
    return "; ".join(dict.fromkeys(name for name in found if name.isupper() or len(name.split()) > KIND))
