"""Every distinct run of characters between spaces, with its tokens, and every distinct token, numbered once."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vietdiplo.find.segmentation.model import Model
from vietdiplo.find.segmentation.shipped import load_tokenizer, read_shapes

# Underthesea's patterns take the square of the length of a.a.a.a: such a chain is cut, so that junk costs no hours.
LONGEST = 1000
# Possessive and not from within a chain, so that the search itself does not take the square.
CHAIN = re.compile(r"(?<![A-Za-z0-9])(?<![A-Za-z0-9][.,_+-])(?:[A-Za-z0-9]++[.,_+-]){300}")
AT_END = "\n"  # after a chunk that ends its text: A. is then a letter and a full stop
HYPHENED = re.compile(r"[^\W\d_]-[^\W\d_]")
# Marks and letters that may join what stands before them when a text is composed.
JOINING = re.compile("[^\x00-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]")


class Token(NamedTuple):
    """A token as it stands, composed, and its place in the chunk."""

    form: str
    start: int
    end: int


class Numbers(dict[str, int]):
    """The number of each string; one that is new gets the next."""

    def __missing__(self, text: str) -> int:
        """Give a new string the next number."""
        number = self[text] = len(self)
        return number


class Column:
    """A growing array: what is appended is copied once in a while and not every time."""

    def __init__(self, *first: Any, kind: type[np.generic]) -> None:
        """Begin with the first rows."""
        self._rows = np.array(first, kind)
        self._size = len(first)

    def extend(self, rows: Sequence[Any]) -> None:
        """Append rows."""
        size = self._size + len(rows)
        if size > len(self._rows):
            room = np.empty((size * 2, *self._rows.shape[1:]), self._rows.dtype)
            room[: self._size] = self._rows[: self._size]
            self._rows = room
        if rows:
            self._rows[self._size : size] = rows
        self._size = size

    @property
    def rows(self) -> npt.NDArray[Any]:
        """All rows so far."""
        return self._rows[: self._size]


class Vocabulary:
    """The chunks and tokens seen so far, in arrays by number; `normalise` writes a token as the model knows it."""

    def __init__(self, model: Model, normalise: Callable[[str], str]) -> None:
        """Begin empty but for token 0, which stands outside every sentence."""
        self._model = model
        self.normalise = normalise
        self._tokenize = load_tokenizer()
        self.chunks = Numbers()
        self.sizes = Column(kind=np.int32)  # tokens of a chunk
        self.firsts = Column(kind=np.int64)  # where its tokens begin in the next three
        self.tokens, self.starts, self.ends = (Column(kind=np.int32) for _ in range(3))
        self.lengths = Column(kind=np.int64)  # code points of a chunk
        self.ends_differently = Column(kind=np.bool_)
        self.hyphened = Column(kind=np.bool_)
        self.forms = Numbers({"": 0})
        self._written: list[str] = []
        self.weights = Column(model.weigh_border(), kind=np.float64)
        self.raw, self.lower = Column(0, kind=np.int32), Column(0, kind=np.int32)
        self.titles = Column(False, kind=np.bool_)
        self.spoken = Column(0, kind=np.int8)  # 2: has a letter, 1: a digit or _, 0: only signs

    def number_chunks(self, chunks: Sequence[str]) -> npt.NDArray[np.int64]:
        """Give the numbers of chunks in their order; what is new is tokenized and weighed."""
        known = len(self.chunks)
        numbers = np.fromiter(map(self.chunks.__getitem__, chunks), np.int64, len(chunks))
        self._add_chunks(list(islice(self.chunks, known, None)))
        return numbers

    def read_forms(self, numbers: Iterable[int]) -> list[str]:
        """Give tokens by their number, as the model knows them."""
        known = len(self._written)
        self._written += [self.normalise(form) if form else "" for form in islice(self.forms, known, None)]
        return [self._written[number] for number in numbers]

    def _add_chunks(self, chunks: list[str]) -> None:
        known = len(self.forms)
        found = [self._read_chunk(chunk) for chunk in chunks]
        sizes = [len(tokens) for tokens in found]
        self.firsts.extend((len(self.tokens.rows) + np.cumsum([0, *sizes])[:-1]).tolist())
        self.sizes.extend(sizes)
        self.tokens.extend([self.forms[token.form] for tokens in found for token in tokens])
        self.starts.extend([token.start for tokens in found for token in tokens])
        self.ends.extend([token.end for tokens in found for token in tokens])
        self.lengths.extend([len(chunk) - 2 * chunk.count(" - ") - chunk.endswith(AT_END) for chunk in chunks])
        self.ends_differently.extend([chunk.endswith(".") and self._ends_differently(chunk) for chunk in chunks])
        self.hyphened.extend([" " not in chunk and HYPHENED.search(chunk) is not None for chunk in chunks])
        self._add_tokens(list(islice(self.forms, known, None)))

    def _add_tokens(self, forms: list[str]) -> None:
        shapes = read_shapes([self.normalise(form) for form in forms])
        self.weights.extend([self._model.weigh_token(shape) for shape in shapes])
        self.raw.extend([self._model.raw.parts.get(shape.token, 0) for shape in shapes])
        self.lower.extend([self._model.lower.parts.get(shape.lower, 0) for shape in shapes])
        self.titles.extend([shape.is_title == "True" for shape in shapes])
        self.spoken.extend([2 if any(map(str.isalpha, f)) else int(re.search(r"\w", f) is not None) for f in forms])

    def _ends_differently(self, chunk: str) -> bool:
        end = chunk[-LONGEST:]
        return [*self._tokenize(end)] != [*self._tokenize(end + " ")]

    def _read_chunk(self, chunk: str) -> list[Token]:
        """Tokenize a chunk as it is inside a text, or at its end; spaces around a hyphen of it are not its own."""
        text = chunk.removesuffix(AT_END)
        after = "" if text != chunk else " "
        composed, places = _compose(text)
        tokens = []
        size = LONGEST if CHAIN.search(composed) else len(composed)
        for at in range(0, len(composed), size):
            piece = composed[at : at + size]
            for start, end in self._tokenize(piece + after):
                first = places[at + start]
                tokens.append(Token(piece[start:end], first, max(places[at + end], first + 1)))
        if " - " in text:
            return [*_close_hyphens(text, tokens)]
        return tokens


def _compose(text: str) -> tuple[str, Sequence[int]]:
    """Compose a chunk (NFC), with the place in it of each character and of its end."""
    text = text.replace("\u00f0", "\u0111").replace("\u00d0", "\u0110")  # eth for đ, as underthesea reads it
    if not JOINING.search(text) or unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    composed = ""
    places: list[int] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or _is_border(text[begin:at], text[at]):
            piece = unicodedata.normalize("NFC", text[begin:at])
            composed += piece
            places += [min(place, at - 1) for place in range(begin, begin + len(piece))]
            begin = at
    return composed, [*places, len(text)]


def _is_border(before: str, after: str) -> bool:
    """Tell whether a letter composes with nothing that stands before it."""
    if unicodedata.combining(after):
        return False
    apart = [unicodedata.normalize("NFC", part) for part in (before, after)]
    return unicodedata.normalize("NFC", before + after) == "".join(apart)


def _close_hyphens(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Give the places of tokens in the chunk as it was before spaces were put around its hyphens."""
    spaces = [*accumulate(map(" ".__eq__, text), initial=0)]
    for form, start, end in tokens:
        yield Token(form, start - spaces[start], end - spaces[end])
