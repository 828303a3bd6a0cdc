"""The segmenter on arrays gives what underthesea gives, token by token and place by place."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from underthesea import word_tokenize

from vietdiplo import find_tokens, find_words, load_strings, split_sentences
from vietdiplo.find.segmentation.shipped import read_file
from vietdiplo.find.segmentation.table import Table, pack
from vietdiplo.find.segmentation.vocabulary import LONGEST
from vietdiplo.find.words import Reader, load_reader
from vietdiplo.tables import ParameterError, VietdiploError, build_table

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds/texts").glob("*.txt"))]
ODD = [
    *(chr(code) for code in (*range(32, 127), *range(0xA0, 0x250), *range(0x300, 0x330), *range(0x1EA0, 0x1EFA))),
    *"\u00ad\u200b\u200c\ufeff\u2013\u2014\u2018\u2019\u201c\u201d\u2026σΣİªǅ中가각\u1100\u1161\u11a8\u0cc6\u0cc2\u0cd5\u09be\u09c7😀𝐀\U0001f1fb\u2028\x1c\x00",
]
SPECIAL = (
    *("BOS", "EOS", "True", "False", "A.", "TP.", "v.v...", "v.v", ":D", ":DD", "http://a.vn/x(y)", "a@b.vn", "5-10"),
    *("7/5/2025", "1.500,5", "H'Mông", "T.Ư", "NĐ-CP", "=>", "Ð", "hoà", "uỷ", "nghành", "quốc-gia", "43H-0530", "4K"),
    *("20:30:05", "100,000", "°C", "--", "A.B.C.", "e-mail", "vắc-xin", "3x4", "03-5730-2357"),
)


def read_tokens(texts: list[str]) -> list[list[str]]:
    """Give the tokens of each text as underthesea writes them."""
    reader = load_reader("exact")
    found = reader.read_tokens(texts)
    labels = list(reader.tokens.labels)
    tokens: list[list[str]] = [[] for _ in texts]
    for text, label in zip(found.texts.tolist(), found.labels.tolist(), strict=True):
        tokens[text].append(labels[label])
    return tokens


def spoil(word: str, chance: random.Random) -> str:
    kind, at = chance.random(), chance.randrange(len(word) + 1)
    if kind < 0.1:
        return word[:at] + chance.choice(ODD) + word[at:]
    if kind < 0.2:
        return "".join(chance.choices(ODD, k=chance.randrange(1, 6)))
    if kind < 0.25:
        return chance.choice((word.upper(), word.title(), word[:at]))
    return chance.choice(SPECIAL) if kind < 0.3 else word


def generate_lines(number: int, seed: int) -> list[str]:
    """Generate lines of words of the seeds, one in four spoilt by odd characters, with odd spaces."""
    chance = random.Random(seed)
    words = " ".join(SEEDS).split()
    spaces = [*[" "] * 12, "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\x1f", ""]
    return [
        "".join(spoil(chance.choice(words), chance) + chance.choice(spaces) for _ in range(chance.randrange(12)))
        for _ in range(number)
    ]


def test_the_seeds_are_as_underthesea_segments_them() -> None:
    texts = [*SEEDS, *(line for text in SEEDS for line in text.splitlines())]
    assert read_tokens(texts) == [word_tokenize(text) for text in texts]


@pytest.mark.parametrize("seed", range(4))
def test_odd_lines_are_as_underthesea_segments_them(seed: int) -> None:
    lines = generate_lines(25_000, seed)
    mine = read_tokens(lines)
    differing = [line for line, tokens in zip(lines, mine, strict=True) if tokens != word_tokenize(line)]
    assert differing == []


@settings(max_examples=300)
@given(st.text(max_size=60))
@example("A.\n")
@example("A. ")
@example("A.\n\n")
@example("A.\r\n")
@example("nghành\u0300 a\u0323\u0302")
def test_any_text_is_as_underthesea_segments_it(text: str) -> None:
    assert read_tokens([text]) == [word_tokenize(text)]


def test_a_text_does_not_depend_on_those_beside_it() -> None:
    lines = generate_lines(300, 9)
    assert read_tokens(lines) == [tokens for line in lines for tokens in read_tokens([line])]


@settings(max_examples=300)
@given(st.text(st.sampled_from([*'aAđĐoàuỷVietNm -–.,:;()"%/0129', *ODD[95:]]), max_size=40))
def test_every_token_stands_where_it_says(text: str) -> None:
    found = load_reader("exact").read_tokens([text])
    spans = list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    taken = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in taken)


def test_a_token_is_composed_and_its_place_is_that_of_the_letters_as_typed() -> None:
    text = "Vie\u0323\u0302t Nam, huỷ."
    documents = load_strings({"a": text})
    tokens = find_tokens(split_sentences(documents))
    assert tokens["label"].tolist() == ["Việt Nam", ",", "hủy", "."]
    assert tokens["surface"].tolist() == ["Vie\u0323\u0302t Nam", ",", "huỷ", "."]


@pytest.mark.parametrize("text", ["ắ" * 3000, "https://a.vn/" + "b/c?d=e&" * 300, "A" * 2000 + "!?" * 500])
def test_a_long_chunk_is_as_underthesea_segments_it(text: str) -> None:
    assert read_tokens([f"xem {text} nhé"]) == [word_tokenize(f"xem {text} nhé")]


@pytest.mark.parametrize("text", ["http:a" + "!'" * 5000, "http://" + "." * 9000, "a." * 50_000, "x(" * 9000])
def test_no_text_costs_the_power_or_the_square_of_its_length(text: str) -> None:
    found = load_reader("exact").read_tokens([text])
    assert int((found.ends - found.starts).sum()) == len(text)


@settings(max_examples=200)
@given(st.text(st.sampled_from("ab1./?=&()!',:-_ắ[]"), max_size=12))
def test_an_address_is_as_underthesea_segments_it(text: str) -> None:
    lines = [start + text for start in ("http:", "https://", "a.vn/", "abc.com", "a@")]
    assert read_tokens(lines) == [word_tokenize(line) for line in lines]


def test_a_chain_that_is_too_long_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "a." * LONGEST + " Việt Nam"
    found = load_reader("exact").read_tokens([text])
    assert sum((found.ends - found.starts).tolist()) == len(text) - 1
    assert text[found.starts[-1] : found.ends[-1]] == "Việt Nam"


def test_repaired_and_exact_differ_where_the_tone_style_does() -> None:
    sentences = split_sentences(load_strings({"a": "Hai bên lập ủy ban."}))
    labels = {mode: find_words(sentences, mode=mode)["label"].tolist() for mode in ("repaired", "exact")}
    assert labels == {"repaired": ["hai", "bên", "lập", "ủy ban"], "exact": ["hai", "bên", "lập", "ủy", "ban"]}


def test_hyphens_are_kept_where_that_is_chosen() -> None:
    sentences = split_sentences(load_strings({"a": "Quan hệ chính trị-ngoại giao."}))
    assert find_words(sentences)["label"].tolist() == ["quan hệ", "chính trị", "ngoại giao"]
    assert "trị-ngoại" in " ".join(find_words(sentences, hyphens="keep")["label"])


def test_syllables_stand_by_themselves() -> None:
    sentences = split_sentences(load_strings({"a": "Hai bên hợp tác, ký 15 văn kiện chính trị-ngoại giao."}))
    labels = find_words(sentences, mode="syllables")["label"].tolist()
    assert labels == ["hai", "bên", "hợp", "tác", "ký", "văn", "kiện", "chính", "trị", "ngoại", "giao"]


@pytest.mark.parametrize(("name", "value"), [("mode", "best"), ("hyphens", "cut")])
def test_an_unknown_switch_is_answered_with_the_known_ones(name: str, value: str) -> None:
    with pytest.raises(ParameterError, match=f"^{name}: '{value}' is unknown; use one of "):
        Reader(**{name: value})


def test_a_reader_that_has_seen_too_much_begins_again_and_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    monkeypatch.setattr("vietdiplo.find.words.MOST", 3)
    for _ in range(2):
        found = reader.read_words(["Hai bên hợp tác toàn diện.", "Hai bên ký văn kiện."])
        labels = [[*reader.words.labels][number] for number in found.labels]
        assert labels == ["hai", "bên", "hợp tác", "toàn diện", "hai", "bên", "ký", "văn kiện"]


def test_no_text_and_no_word() -> None:
    nothing = build_table({n: [] for n in ("doc_id", "paragraph", "sentence", "start", "end", "text")}, "sentences")
    assert find_words(nothing).empty
    assert [column.tolist() for column in load_reader().read_words(["", " ", "– 5 –"])] == [[], [], [], []]


def test_a_model_file_that_is_not_there_is_named() -> None:
    with pytest.raises(
        VietdiploError, match="weights.bin: No such file or directory; install the version that pyproject"
    ):
        read_file("weights.bin")


def test_a_table_finds_every_pair_and_no_other() -> None:
    chance = random.Random(3)
    pairs = list({(chance.randrange(1, 3000), chance.randrange(1, 3000)) for _ in range(20_000)})
    table = Table(pairs)
    keys = [int(a) << 32 | b for a, b in pairs]
    assert table.find(np.array(keys)).tolist() == list(range(1, len(pairs) + 1))
    assert not table.find(np.array([key + (3000 << 32) for key in keys])).any()
    assert pack(np.array([1]), np.array([2])).tolist() == [(1 << 32) + 2]
    assert Table([]).find(np.array([5])).tolist() == [0]
