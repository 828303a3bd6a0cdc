"""Generated texts for test_fuzz.py and bench/fuzz.py: the words that the finders look for, mixed with any Unicode."""

import csv
import random
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st

import vietdiplo as vd
from vietdiplo.language import FOLDER, load_data

CASES = Path(__file__).parent / "cases"
GRAMMARS = ("dates.yml", "events.yml", "kinds.yml", "modality.yml")
LISTS = ("abbreviations.txt", "lead_parts.txt", "persons.txt", "structure.txt", "web_parts.txt")
FIGURES = [
    *(
        "7/5",
        "07/05/2025",
        "31/4",
        "29.2.2023",
        "7-8/5",
        "1/1/0001",
        "31/12/9999",
        "0",
        "00",
        "1.000",
        "3,5",
        "2024-2028",
    ),
    *("ngày 7", "tháng 13", "năm 2025", "Q1/2025", "10/2024/NĐ-CP", "8h30", "24:61", "thế kỷ XXI", "15%", "9" * 30),
    *("mùng 3 Tết", "quý IV", "ba mươi năm", "từ ngày", "đến ngày", "năm Ất Tỵ", "²", "½", "Ⅻ", "٣/٤", "７/５"),
]
SIGNS = [
    *(
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "…",
        "/",
        "-",
        "–",
        "—",
        "(",
        ")",
        "[",
        "]",
        '"',
        "“",
        "”",
        "'",
        "«",
        "»",
        "*",
        "%",
    ),
    *(
        "...",
        "(((",
        ")))",
        "1.",
        "a)",
        "•",
        "- ",
        "(i) ",
        "…………",
        "----",
        "====",
        "###",
        "<b>",
        "&nbsp;",
        "{x}",
        "\\",
        "|",
    ),
]
ENDS = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\v",
    "\f",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "   ",
    "\u00a0",
    "\u3000",
    "\u200b",
]
ODD = [
    *(
        "\u0301",
        "\u0323\u0302",
        "\u0301" * 40,
        "\u00ad",
        "\u200d",
        "\ufeff",
        "\u202e",
        "\u2066",
        "\x00",
        "\x1b[0m",
        "\x7f",
    ),
    *(
        "😀",
        "👩\u200d👩\u200d👧",
        "\ue000",
        "\uffff",
        "\U0010ffff",
        "İ",
        "ı",
        "ß",
        "ﬁ",
        "ǅ",
        "ſ",
        "Ð",
        "ﷺ",
        "각",
        "한",
        "漢字",
    ),
    *(
        "Ｈａｉ",
        "ａ",
        "Việ\u0323t",
        "hoà",
        "qúy",
        "uỷ ban",
        "\u1ebd\u0323",
        "a" * 300,
        "Ả" * 120,
        "=1+1",
        "http://a.vn/b?c=d",
        "a@b.vn",
    ),
]


def list_texts(data: Any) -> Iterator[str]:
    """List every text in data of YAML, keys too."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from list_texts(key)
            yield from list_texts(value)
    elif isinstance(data, list):
        for entry in data:
            yield from list_texts(entry)
    elif isinstance(data, str):
        yield data


@cache
def list_words() -> list[str]:
    """List the words and phrases of the language data and the codebook, without the patterns among them."""
    grammars = [load_data(name) for name in GRAMMARS]
    grammars[0] = grammars[0]["words"]
    lists = [line for name in LISTS for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    codebook = vd.load_codebook(vd.find_codebook("seeds"))
    terms = [term for sector in codebook.sectors.values() for term in sector.terms]
    words = [*list_texts(grammars), *lists, *terms, *vd.load_terms("seeds")["term"], *vd.load_stop_words()]
    return sorted({word for word in words if 0 < len(word) < 60 and not set(word) & set("{}|\\<>#_")})


@cache
def list_cases() -> list[str]:
    """List the sentences of the tables of cases."""
    texts = []
    for path in sorted(CASES.glob("*_*match.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [row.get("text") or row.get("sentence") or "" for row in csv.DictReader(file)]
    return sorted({text for text in texts if text})


CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "small": str.lower,
    "titles": str.title,
    "backwards": lambda text: text[::-1],
    "doubled": lambda text: f"{text} {text}",
    "joined": lambda text: text.replace(" ", ""),
    "lines": lambda text: text.replace(" ", "\n"),
    "quoted": lambda text: f"“{text}\", '{text}”",
    "repeated": lambda text: text[:40] * 25,
}


def list_pieces() -> list[str]:
    """List what texts are made of: mostly words with a space after them, and parts of sentences."""
    chance = random.Random(7)
    words = [f"{word} " for word in list_words()]
    small = [*FIGURES, *(f"{figure} " for figure in FIGURES), *SIGNS, *(f"{sign} " for sign in SIGNS), *ENDS, *ODD]
    starts = [(text, chance.randrange(len(text))) for text in list_cases()]
    parts = [text[start : start + chance.randint(1, 100)] for text, start in starts]
    return [*words, *parts, *small * (len(words) // len(small))]


def draw_texts() -> st.SearchStrategy[str]:
    """Draw texts, some of them changed as a whole."""
    pieces = st.sampled_from(list_pieces()) | st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
    joined = st.lists(pieces, min_size=1, max_size=20).map("".join)
    changed = st.tuples(st.sampled_from(list(CHANGES.values())), joined).map(lambda drawn: drawn[0](drawn[1]))
    return joined | changed
