"""Encodings: prose of our own and the seeds through every one of them, and what must stay as it is."""

import csv
import unicodedata
from pathlib import Path

import pytest

from vietdiplo.language import FOLDER
from vietdiplo.tables import CorpusError
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.formats.encodings import decode_bytes
from vietdiplo.texts.formats.legacy import decode_letters, load_encoding, raise_capitals
from vietdiplo.texts.formats.mend import mend_text
from vietdiplo.texts.formats.spelling import is_spelled
from vietdiplo.texts.read import decode_text

PROSE = (Path(__file__).parent / "cases/prose.txt").read_text(encoding="utf-8")
SEEDS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds/texts").glob("*.txt"))]
TEXTS = [PROSE, *SEEDS]
LINES = PROSE.splitlines()
TONES = "\u0300\u0301\u0309\u0303\u0323"
LETTERS = [row["letter"] for row in csv.DictReader((FOLDER / "encodings.csv").read_text(encoding="utf-8").splitlines())]


def encode(text: str, encoding: str) -> bytes:
    """Encode as the programs of the time did: VISCII has no curly quotes, TCVN3 no capitals with a tone."""
    if encoding == "windows-1258":
        return "".join(map(split_tone, text)).encode("cp1258")
    letters = {letter: source for source, letter in load_encoding(encoding).items()}
    if encoding == "tcvn3":
        letters |= {letter.upper(): source for letter, source in letters.items() if letter.upper() not in letters}
    signs = {"“": '"', "”": '"', "–": "-"} if encoding == "viscii" else {}
    stored = "".join(letters.get(letter, signs.get(letter, letter)) for letter in text)
    return stored.encode("latin-1" if encoding == "viscii" else "cp1252")


def split_tone(letter: str) -> str:
    """Write a letter that Windows-1258 lacks as one that it has and a tone mark."""
    apart = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in apart if mark in TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
    return letter if len(letter.encode("cp1258", "ignore")) else base + tones


def straighten(text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("–", "-")


@pytest.mark.parametrize("text", TEXTS, ids=["prose", "declaration", "news"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_comes_back_without_a_mark_at_its_start(text: str, encoding: str) -> None:
    expected = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    assert decode_bytes(text.encode(encoding)) == (text, expected, "")


def test_utf_16_in_the_other_order_says_so_with_a_mark() -> None:
    assert decode_bytes(b"\xfe\xff" + PROSE.encode("utf-16-be")) == (PROSE, "utf-16-be", "")


@pytest.mark.parametrize("text", TEXTS, ids=["prose", "declaration", "news"])
@pytest.mark.parametrize("encoding", ["windows-1258", "vni", "viscii"])
def test_a_text_from_before_unicode_comes_back(text: str, encoding: str) -> None:
    decoded = decode_bytes(encode(text, encoding))
    expected = straighten(text) if encoding == "viscii" else text
    assert (unicodedata.normalize("NFC", decoded.text), *decoded[1:]) == (expected, encoding, "")


def test_windows_1258_stays_as_it_is_decoded() -> None:
    assert decode_bytes(encode(PROSE, "windows-1258")).text[:12] == "TUYÊN BÔ\u0301 CH"


@pytest.mark.parametrize(
    ("text", "small"),
    [*zip(TEXTS, [["á", "ủy", "ấn"], [], ["ủy", "á"]], strict=True)],
    ids=["prose", "news", "declaration"],
)
def test_tcvn3_comes_back_but_for_single_capitals_with_a_tone(text: str, small: list[str]) -> None:
    decoded = decode_bytes(encode(text, "tcvn3"))
    pairs = zip(text.split(), decoded.text.split(), strict=True)
    assert ([new for old, new in pairs if old != new], *decoded[1:]) == (small, "tcvn3", "")


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii"])
def test_a_line_is_enough_to_know_an_encoding(encoding: str) -> None:
    expected = [(straighten(line) if encoding == "viscii" else line).lower() for line in LINES]
    decoded = [decode_bytes(encode(line, encoding)) for line in LINES]
    assert [unicodedata.normalize("NFC", text).lower() for text, *_ in decoded] == expected
    assert {name for _, name, _ in decoded} == {encoding}


@pytest.mark.parametrize("encoding", ["vni", "viscii"])
def test_every_letter_has_its_bytes(encoding: str) -> None:
    table = load_encoding(encoding)
    assert sorted(table.values()) == sorted(LETTERS)
    assert decode_letters("".join(f"{source} " for source in table), encoding).split() == list(table.values())


def test_every_small_letter_and_no_capital_with_a_tone_has_its_byte_in_tcvn3() -> None:
    small = [letter for letter in LETTERS if letter.islower()]
    assert sorted(load_encoding("tcvn3").values()) == sorted([*small, *"ĂÂÊÔƠƯĐ"])


def test_signs_beside_the_letters_of_a_font_are_those_of_windows() -> None:
    assert decode_bytes(encode("“Hữu nghị” – tin cậy… đối thoại, hiểu biết lẫn nhau", "tcvn3")).text == (
        "“Hữu nghị” – tin cậy… đối thoại, hiểu biết lẫn nhau"
    )


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("CộNG HòA Xã HộI CHủ NGHĩA VIệT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("HộI ĐàM TạI Hà NộI", "HỘI ĐÀM TẠI HÀ NỘI"),
        ("ở Hà Nội", "ở Hà Nội"),
        ("Ký tại TP Hà Nội", "Ký tại TP Hà Nội"),
        ("HộI NGHị\nHà Nội, ngày 5", "HỘI NGHỊ\nHà Nội, ngày 5"),
        ("ASEAN và Lào", "ASEAN và Lào"),
    ],
)
def test_words_of_capitals_are_raised(stored: str, shown: str) -> None:
    assert raise_capitals(stored) == shown


def test_a_mark_of_vni_may_be_small_or_large_after_a_capital() -> None:
    assert decode_letters("COÄNG HOØA, Coäng hoøa, AÁn Ñoä", "vni") == "CỘNG HÒA, Cộng hòa, Ấn Độ"
    assert decode_letters("Aán Ñoä, Uûy ban", "vni") == "Ấn Độ, Ủy ban"


@pytest.mark.parametrize(
    "word", ["Việt", "nghiêng", "quý", "quốc", "gì", "giếng", "khuỷu", "hòa", "hoà", "ĐẶC", "uống"]
)
def test_a_syllable_is_spelled_rightly(word: str) -> None:
    assert is_spelled(word)
    assert is_spelled(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["Viêt", "côc", "hạ́", "Côte", "café", "vieät", "ViÖt", "nghị́"])
def test_a_word_is_no_syllable(word: str) -> None:
    assert not is_spelled(word)


@pytest.mark.parametrize(
    "text",
    [
        "The two sides signed 3 documents on 7 May 2025.\r\nThey met again.",
        "Le président a déclaré à Genève que l'accord était prêt.",
        "Türkmənistan, Bakı, Heydər Əliyev, görüş üçün bu günü gözləyirik",
        "Für die Größe der Köln-Straße, schöne Grüße",
        "El Niño, año señor español mañana",
        "«Hợp tác» 25°C ±3 §5 ©TTXVN ®2025",
        unicodedata.normalize("NFD", PROSE),
        PROSE.replace("\n", "\ufeff\r\n", 2).replace("\n", "\r", 9),
    ],
)
def test_good_utf_8_stays(text: str) -> None:
    assert decode_bytes(text.encode()) == (text, "utf-8", "")
    assert mend_text(text) == (text, {})


def test_a_mostly_english_text_in_windows_1258() -> None:
    text = "President T\u00f4 L\u00e2m met Ph\u1ea1m Minh Ch\u00ednh. “We agree”, he said."
    data = encode(text, "windows-1258")
    doubt = "read as Windows-1258, which 4 words show; see whether its letters are right"
    decoded = decode_bytes(data)
    assert (unicodedata.normalize("NFC", decoded.text), *decoded[1:]) == (text, "windows-1258", doubt)


def test_an_english_text_with_curly_quotes() -> None:
    text = "“We agree”, he said – and signed."
    assert decode_bytes(text.encode("cp1252")) == (text, "windows-1258", "")


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_letters_of_a_font_in_utf_8_become_vietnamese(font: str) -> None:
    stored = encode(PROSE, font).decode("cp1252")
    mended, changes = mend_text(stored)
    assert mended.lower() == PROSE.lower()
    assert changes == {font: {"tcvn3": 715, "vni": 699}[font]}


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_lines_of_a_font_among_lines_of_unicode_become_vietnamese(font: str) -> None:
    lines = [encode(line, font).decode("cp1252") if n % 3 == 0 else line for n, line in enumerate(LINES)]
    assert mend_text("\n".join(lines))[0].lower() == "\n".join(LINES).lower()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_mojibake_is_mended(encoding: str) -> None:
    letters = PROSE.encode().decode("latin-1")
    if encoding == "cp1252":
        letters = "".join(bytes([ord(letter)]).decode("cp1252", "ignore") or letter for letter in letters)
    mended, changes = mend_text(letters)
    assert (mended, list(changes)) == (PROSE, ["mojibake"])


def test_mojibake_on_one_line_is_mended_and_the_others_stay() -> None:
    assert mend_text("Hội đàm.\r\nViá»‡t Nam, Há»™i nghá»‹\n") == ("Hội đàm.\r\nViệt Nam, Hội nghị\n", {"mojibake": 3})


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            b"Vi\xeat Nam",
            "neither UTF-8 nor Vietnamese in Windows-1258, TCVN3, VNI, VISCII; save the file as UTF-8 text",
        ),
        (
            "Niño, mañana, año".encode("cp1252"),
            "neither UTF-8 nor Vietnamese in Windows-1258, TCVN3, VNI, VISCII; save",
        ),
        (b"a\xed\xa0\x80b", "half a character (a lone surrogate) at byte 1; save the file as UTF-8 text"),
        (PROSE.encode()[:-3] + b"\xff", "broken UTF-8; correct it and save the file as UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "a zero byte at 8, so not a text; save it as UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n", "control character U+001A at 6, so not a text; save it as UTF-8 text"),
        (b"\xff\xfea", "byte 0 is not UTF-16-LE; save the file as UTF-8 text"),
        (
            b"\xff\xfe" + "a\ud800b".encode("utf-16-le", "surrogatepass"),
            "byte 2 is not UTF-16-LE; save the file as UTF-8 text",
        ),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, line: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decode_text(data)
    assert line in str(caught.value)


def test_bytes_that_two_encodings_make_vietnamese_are_refused_with_both() -> None:
    stored = encode("ả", "viscii")
    with pytest.raises(CorpusError) as caught:
        decode_bytes(stored)
    assert str(caught.value) == "not UTF-8, and it could be TCVN3 or VISCII; save the file as UTF-8 text"


def test_standard_input_is_decoded_and_mended() -> None:
    assert (
        decode_text(encode("Hội đàm tại Đà Nẵng, kết quả tốt đẹp.", "vni")) == "Hội đàm tại Đà Nẵng, kết quả tốt đẹp."
    )
    assert decode_text("Viá»‡t Nam".encode()) == "Viá»‡t Nam"  # places are those of the text as given
    assert decode_text(b"") == ""
