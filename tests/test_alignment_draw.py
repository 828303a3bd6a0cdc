"""The figure of two texts side by side: its parts, its lines, its links, and what it refuses."""

import pandas as pd
import pytest

import vietdiplo as vd
from vietdiplo.draw import Picture
from vietdiplo.tables import TableError

HEADS = ("Declaration", "News")


def make_parts(*statuses: str, link: str = "") -> pd.DataFrame:
    rows = range(len(statuses))
    texts = [f"Hai bên nhất trí điều {row}." for row in rows]
    return pd.DataFrame({"part": rows, "sentence": rows, "status": statuses, "text": texts, "link": link})


def make_pairs(*pairs: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["left", "right", "status"])


def list_texts(picture: Picture) -> list[str]:
    said = [text.get_text() for axes in picture.axes for text in axes.texts]
    return [*said, *(text.get_text() for legend in picture.legends for text in legend.get_texts())]


def test_a_line_joins_each_pair_and_the_key_names_what_is_drawn() -> None:
    left, right = make_parts("verbatim", "absent"), make_parts("verbatim")
    picture = vd.draw_alignment(make_pairs((0, 0, "verbatim")), left=left, right=right, heads=HEADS, title="T")
    curves = [patch for patch in picture.axes[0].patches if type(patch).__name__ == "PathPatch"]
    assert len(curves) == 1
    assert list_texts(picture)[-2:] == ["told (nearly) word for word", "not told in the other text"]
    assert {"Declaration", "News", "Hai bên nhất trí điều 1."} <= set(list_texts(picture))


def test_long_texts_have_numbers_of_sentences_and_no_words() -> None:
    left, right = make_parts(*["absent"] * 200), make_parts(*["absent"] * 180)
    picture = vd.draw_alignment(make_pairs(), left=left, right=right, heads=HEADS, lang="vi", title="T")
    said = list_texts(picture)
    assert not [text for text in said if text.startswith("Hai bên")]
    assert 80 < len([text for text in said if text.isdigit()]) < 140
    assert picture.get_size_inches()[1] < 10


def test_a_part_leads_to_its_sentence() -> None:
    link = "#compare-1"
    picture = vd.draw_alignment(
        make_pairs(), left=make_parts("absent", link=link), right=make_parts("absent"), heads=HEADS, title="T"
    )
    assert f'xlink:href="{link}"' in picture.to_svg()


def test_two_texts_without_parts_say_so() -> None:
    picture = vd.draw_alignment(make_pairs(), left=make_parts(), right=make_parts(), heads=HEADS, lang="vi", title="T")
    assert "Không có câu nào để đối chiếu." in [text.get_text() for text in picture.texts]


@pytest.mark.parametrize(
    ("pairs", "statuses", "message"),
    [
        (make_pairs((0, 0, "verbatim")), ("told",), "left: status 'told' is unknown; use one of verbatim, reworded"),
        (make_pairs((1, 0, "verbatim")), ("absent",), "pairs: left 1 is unknown; use one of 0"),
        (make_pairs((0, 0, "absent")), ("absent",), "pairs: status 'absent' is unknown; use one of verbatim, reworded"),
        (make_pairs().drop(columns="left"), ("absent",), "pairs: no column left; expected left, right, status"),
    ],
)
def test_what_cannot_be_drawn_is_refused(pairs: pd.DataFrame, statuses: tuple[str, ...], message: str) -> None:
    with pytest.raises(TableError, match=message):
        vd.draw_alignment(pairs, left=make_parts(*statuses), right=make_parts("absent"), heads=HEADS, title="T")
