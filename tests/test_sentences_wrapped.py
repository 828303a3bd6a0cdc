"""Lines that a program has wrapped: joined where the text shows it, hard everywhere else."""

import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietdiplo import (
    check_surfaces,
    find_contexts,
    find_dates,
    find_terms,
    load_documents,
    load_strings,
    split_sentences,
)

MAIL = """Kính gửi: Vụ châu Mỹ
Chiều nay, Thứ trưởng đã tiếp Đại sứ Cuba tại Hà Nội. Hai bên trao đổi về
tình hình triển khai các thỏa thuận cấp cao và thống nhất kế hoạch từ năm
2025 đến năm 2027. Đại sứ cảm ơn sự giúp đỡ quý báu của Việt Nam, nhất là
gạo và hàng y tế.
Trân trọng
Lê Hà"""
WORDS = [
    "Hai bên",
    "Hòa Bình",
    "ký",
    "hoà",
    "ngày 7/5/2025",
    "Việt Nam",
    "Đối tác",
    "TP.",
    "năm",
    "2024.",
    "quan hệ.",
    "Ảnh: TTXVN",
    "1.",
    "- ",
    "về",
    "I.",
]
WORDS += ["(Ảnh: AFP)", "Nguyễn Văn A", "Theo", "ở", "qúy", "Chiều 7/5"]
ENDS = ["\n", "\r\n", "\r", "\u2028", " "]


def split_text(text: str) -> list[str]:
    return split_sentences(load_strings({"a": text}))["text"].tolist()


def test_a_wrapped_sentence_holds_its_line_ends() -> None:
    assert split_text(MAIL) == [
        "Kính gửi: Vụ châu Mỹ",
        "Chiều nay, Thứ trưởng đã tiếp Đại sứ Cuba tại Hà Nội.",
        "Hai bên trao đổi về\ntình hình triển khai các thỏa thuận cấp cao và thống nhất kế hoạch từ năm\n"
        "2025 đến năm 2027.",
        "Đại sứ cảm ơn sự giúp đỡ quý báu của Việt Nam, nhất là\ngạo và hàng y tế.",
        "Trân trọng",
        "Lê Hà",
    ]


def test_a_wrapped_paragraph_is_one_paragraph() -> None:
    assert split_sentences(load_strings({"a": MAIL}))["paragraph"].tolist() == [0, 1, 1, 1, 2, 3]


@pytest.mark.parametrize(
    "lines", [["Bộ trưởng Ngoại giao", "cùng đoàn", "và phu nhân"], ["Một dòng dài " * 20, "hai dòng dài " * 20]]
)
def test_lines_without_a_common_width_are_hard(lines: list[str]) -> None:
    assert split_text("\n".join(lines)) == [line.strip() for line in lines]


def test_a_heading_in_a_wrapped_text_is_hard() -> None:
    body = MAIL.split("\n", 1)[1].split("\nTrân trọng")[0]
    assert split_text(f"Kết quả cuộc gặp\n{body}")[0] == "Kết quả cuộc gặp"


def test_items_in_a_wrapped_text_are_hard() -> None:
    items = [
        "- Hai bên nhất trí sớm hoàn tất các thủ tục trong nước để hiệp định có hiệu lực;",
        "- Hai bên họp hằng năm.",
    ]
    text = "\n".join(textwrap.fill(item, 50, subsequent_indent="  ") for item in items)
    assert [" ".join(sentence.split()) for sentence in split_text(f"{MAIL}\n{text}")][-2:] == items


def test_findings_do_not_see_a_line_end_inside_a_sentence() -> None:
    documents = load_strings({"a": MAIL})
    sentences = split_sentences(documents)
    dates = check_surfaces(find_dates(sentences, documents), documents)
    assert dates[["surface", "label"]].to_numpy().tolist()[-1:] == [["năm\n2025 đến năm 2027", "2025/2027"]]
    terms = find_terms(sentences, ["trao đổi về tình hình", "nhất là gạo"])
    assert terms["surface"].tolist() == ["trao đổi về\ntình hình", "nhất là\ngạo"]
    assert find_contexts(terms, sentences)["right"].tolist()[1] == " và hàng y tế."


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("width", [60, 72, 90])
def test_the_seeds_wrapped_have_the_sentences_of_the_seeds(width: int, indent: str, gap: str) -> None:
    documents = load_documents("seeds")
    wrapped = documents.assign(text=[wrap_text(text, width, indent, gap) for text in documents["text"]])
    expected = {" ".join(text.split()) for text in split_sentences(documents)["text"]}
    found = {" ".join(text.split()) for text in split_sentences(wrapped)["text"]}
    assert len(expected & found) >= 0.97 * max(len(expected), len(found))


def wrap_text(text: str, width: int, indent: str, gap: str) -> str:
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return gap.join(
        textwrap.fill(line, width, initial_indent=indent, break_long_words=False, break_on_hyphens=False)
        for line in paragraphs
    )


def read_tables(text: str) -> list[object]:
    """Give what is found in a text, without its offsets and in one Unicode form."""
    documents = load_strings({"a": text}, dates={"a": "2025-05-08"})
    sentences = check_surfaces(split_sentences(documents), documents)
    dates = check_surfaces(find_dates(sentences, documents), documents)
    terms = check_surfaces(find_terms(sentences, ["Việt Nam", "hòa bình", "quan hệ"]), documents)
    shown = [" ".join(unicodedata.normalize("NFC", part).split()) for part in sentences["text"]]
    keys = [*zip(sentences["paragraph"], sentences["kind"], shown, strict=True)]
    return [keys, *(zip(table["sentence"], table["label"], strict=True) for table in (dates, terms))]


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(WORDS),
            st.sampled_from(["", "", "\u200b", "\u00ad", "\ufeff"]),
            st.sampled_from([" ", *ENDS]),
        )
    )
)
def test_two_unicode_forms_of_a_text_give_equal_tables(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(word[:1] + sign + word[1:] + end for word, sign, end in parts)
    composed, decomposed = (read_tables(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert [[*table] for table in composed] == [[*table] for table in decomposed]


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", "\n"]))),
    st.sampled_from(["\r\n", "\r", "\u2028", "\x85"]),
)
def test_the_spelling_of_line_ends_does_not_matter(parts: list[tuple[str, str]], end: str) -> None:
    text = "".join(word + gap for word, gap in parts)
    assert [[*table] for table in read_tables(text)] == [[*table] for table in read_tables(text.replace("\n", end))]
