"""Addresses in the site: of a text, of a sentence, of a search; and the links to them in what a notebook wrote.

A notebook knows no site: the cells of its tables say in `data-` attributes what they are about, and its page turns
these into links.
"""

import html
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from itertools import chain, count
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from vietdiplo.tables import ParameterError

SEARCH = "search.html"
LONGEST = 60  # letters of a doc_id in the name of its page: systems refuse names beyond 255 bytes
UNSAFE = re.compile(r"[^a-z0-9]+")
LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z])\b")
# nbconvert sorts attributes, and quotes by ' what holds a ". No attribute holds a < or >.
CELL = re.compile(r'<tr id="(?P<row>[^"]*)">|(?P<open><td (?P<about>[^>]*\bdata-[^>]*)>)(?P<text>[^<]+)</td>')
ROW_MARK = re.compile(r'(?P<open><a [^>]*\bxlink:href=")#(?P<row>[^"]+)')
MARK = re.compile(r"<a (?P<about>[^>]*\bdata-(?:doc|level|phrase|sector)=[^>]*)>")
FIGURE = re.compile(r'<figure id="(?P<name>figure-[^"]+)">.*?</figure>', re.DOTALL)
IMAGE = re.compile(r'(<svg [^>]*\brole=")img')
LINKED = re.compile(r"<a [^>]*\bxlink:href=")
LINKED_MARK = re.compile(r'<a (?P<about>[^>]*\bxlink:href="(?:text[^"]*#s\d|search)[^>]*)>')
ABOUT = re.compile(r"""\bdata-([a-z]+)=(?:"([^"]*)"|'([^']*)')""")
LEADS = ("doc", "file", "level", "phrase", "sector", "sentence")
WITH_OTHER = ("phrase", "sentence")  # leads that take a second column
OF_SENTENCES = ("sector", "level", "side")  # what the search chooses sentences by, besides a phrase and a text
PAIRED = "+"  # as the search reads it: both phrases in one sentence
OF_MARK = "about:"
LINK = re.compile(r'<a xlink:href="([^"]*)"[^>]*>')  # as matplotlib writes it


def name_texts(doc_ids: Iterable[str]) -> dict[str, str]:
    """Name the page of each text: small ASCII letters, digits and hyphens, of which no two are alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for doc_id in doc_ids:
        stem = "-".join(["text", *filter(None, [_make_slug(doc_id)])])
        name = next(name for name in chain([stem], (f"{stem}-{n}" for n in count(2))) if name not in taken)
        taken.add(name)
        names[doc_id] = f"{name}.html"
    return names


def find_address(about: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Find where something leads that is about a doc, a sentence, a phrase, a sector or a file; empty if nowhere.

    It may be about commitments too: of a `level`, a `side`. `texts` gives the page of a text by its doc_id. A phrase of
    a text is searched in it.
    """
    if "file" in about:
        return about["file"] if "*" not in about["file"] else ""  # several files are none to open
    page = texts.get(about.get("doc", ""), "")
    if "phrase" in about or any(name in about for name in OF_SENTENCES):
        # Quoted, so that only these diacritics match.
        phrase = about.get("phrase", "").replace('"', " ").strip()
        query = {"q": f'"{phrase}"'} if any(letter.isalnum() for letter in phrase) else {}
        query |= {name: about[name] for name in OF_SENTENCES if about.get(name)}
        return make_search(**query, **({"in": page} if page else {})) if query else ""
    number = about.get("sentence", "")
    return f"{page}#s{number}" if page and number.isdecimal() else page


def make_search(**query: str) -> str:
    """Make the address of a search: `q` the phrase, `sector` a code, `level` and `side`, `in` the page of a text."""
    return f"{SEARCH}#{urlencode(query, quote_via=quote)}"


def add_links(page: str, texts: Mapping[str, str]) -> str:
    """Make links of the cells of a page's tables; a figure's mark that led to a row leads to that row's sentence."""
    rows: dict[str, str] = {}
    row = ""

    def link(cell: re.Match[str]) -> str:
        nonlocal row
        if cell["open"] is None:
            row = cell["row"]
            return cell[0]
        about = _read_about(cell["about"])
        address = html.escape(find_address(about, texts))
        if address and "sentence" in about:
            rows.setdefault(row, address)
        return f'{cell["open"]}<a href="{address}">{cell["text"]}</a></td>' if address else cell[0]

    def lead(mark: re.Match[str]) -> str:
        address = find_address(_read_about(mark["about"]), texts)
        return f'<a xlink:href="{html.escape(address)}" {mark["about"]}>' if address else mark[0]

    page = CELL.sub(link, page)
    page = ROW_MARK.sub(lambda mark: mark["open"] + rows.get(mark["row"], f"#{mark['row']}"), page)
    return FIGURE.sub(_number_marks, MARK.sub(lead, page))


def _number_marks(figure: re.Match[str]) -> str:
    """Give the marks of a figure that lead to sentences or a search an id, for the way back."""
    numbers = count(1)
    found = LINKED_MARK.sub(lambda mark: f'<a id="{figure["name"]}-{next(numbers)}" {mark["about"]}>', figure[0])
    # Marks that became links here cannot be reached in what is an image.
    return IMAGE.sub(r"\1group", found, count=1) if LINKED.search(found) else found


def check_leads(leads: Mapping[str, str], name: str, shown: Container[str], columns: Container[Any]) -> None:
    """Check what the shown columns of a table lead to.

    Raises ParameterError for a column or a kind that is not there.
    """
    for column, lead in leads.items():
        kind, _, other = lead.partition(PAIRED)
        if column not in shown:
            raise ParameterError(f"leads: {name}: no column {column!r} is shown; name one that is")
        if other and other not in columns:
            raise ParameterError(f"leads: {name}: {column}: there is no column {other!r}; name one that is")
        if kind not in LEADS or (other and kind not in WITH_OTHER):
            raise ParameterError(f"leads: {name}: {column}: {lead!r} is unknown; use one of {', '.join(LEADS)}")


def describe_cell(name: object, row: Mapping[Any, object], leads: Mapping[str, str]) -> str:
    """Describe what a cell of a row is about, as attributes; empty if it leads nowhere.

    A sector's code comes first. A level is of the side of its row. Of a pair the text is only the first that has both,
    so that the search is of all.
    """
    value, doc_id = str(row[name]), str(row.get("doc_id", ""))
    about = {"doc": doc_id} if doc_id else {}
    kind, _, other = leads.get(str(name), "").partition(PAIRED)
    if kind == "sentence":  # of the text that another column names
        about = {"doc": str(row[other]), "sentence": value} if value.isdecimal() else {}
    elif other:
        about = {"phrase": f"{row[other]} {PAIRED} {value}"}
    elif kind == "level":  # of all texts, though the row may name where the first clause is
        about = {"level": value.removeprefix("level_"), **({"side": str(row["side"])} if "side" in row else {})}
    elif kind:
        about |= {kind: value.split(" ")[0] if kind == "sector" else value}
    elif name == "sentence" and value.isdecimal():
        about |= {"sentence": value} if doc_id else {}
    elif name != "doc_id":
        return ""
    return _write_about(about)


def make_mark(doc_id: str = "", sentence: int | None = None, **search: object) -> str:
    """Make what stands for a sentence, text or search as the address of a figure's mark; what is empty is left out."""
    about = {"doc": doc_id, "sentence": sentence, **search}
    return OF_MARK + urlencode({name: value for name, value in about.items() if value not in ("", None)})


def describe_mark(address: str) -> str:
    """Describe a mark by attributes: its address, or what it is about, which is no link yet; `at` is not told."""
    if not address.startswith(OF_MARK):
        return f'xlink:href="{html.escape(address)}"'
    about = dict(parse_qsl(address.removeprefix(OF_MARK)))
    return _write_about({name: value for name, value in about.items() if name != "at"}).strip()


def has_marks(svg: str) -> bool:
    """Tell whether a figure has marks that lead somewhere."""
    return LINK.search(svg) is not None


def name_marks(svg: str, links: Mapping[str, str]) -> str:
    """Give each link a title, which a screen reader says and a pointer shows; keys reach each address once."""
    pieces, seen, at = [], set(), 0
    for link in LINK.finditer(svg):
        address = html.unescape(link[1])
        again = ' tabindex="-1" aria-hidden="true"' if address in seen else ""
        title = html.escape(links.get(address, address))
        # Without the target that matplotlib writes: a place on the page needs no window of its own.
        pieces += [svg[at : link.start()], f"<a {describe_mark(address)}{again}><title>{title}</title>"]
        seen.add(address)
        at = link.end()
    return "".join([*pieces, svg[at:]])


def _write_about(about: Mapping[str, str]) -> str:
    return "".join(f' data-{name}="{html.escape(value)}"' for name, value in about.items())


def _read_about(attributes: str) -> dict[str, str]:
    return {name: html.unescape(value or other) for name, value, other in ABOUT.findall(attributes)}


def _make_slug(doc_id: str) -> str:
    letters = unicodedata.normalize("NFKD", doc_id)
    plain = "".join(letter if letter.isascii() else _find_letter(letter) for letter in letters)
    return UNSAFE.sub("-", plain.lower()).strip("-")[:LONGEST].strip("-")


def _find_letter(letter: str) -> str:
    """Find the ASCII letter that one with a stroke or the like is made from; marks are none."""
    if unicodedata.combining(letter):
        return ""
    found = LATIN.match(unicodedata.name(letter, ""))
    return found[1] if found else " "
