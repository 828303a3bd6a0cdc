"""Whatever a text or a file holds: finders and readers keep their promises or refuse it in their own words.

A sample of what bench/fuzz.py does with 100,000 inputs each; the same inputs in every run.
"""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import fuzz_files as files
import fuzz_finders as finders
import fuzz_growth as growth
import fuzz_inputs as inputs
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import vietdiplo as vd
from vietdiplo.publish.layers import LAYERS, choose_finder
from vietdiplo.publish.lines import Request, find_lines
from vietdiplo.texts.clean import clean_sentence, clean_text, list_changes, unify_tones

SAMPLE = settings(max_examples=6, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
NOISE = 500  # steps that do not hang on the length of a text: caches, the collection of garbage
FILES = 30  # damaged files for each reader
CYCLES = [
    "ngày 7/5 hai bên nhất trí tăng cường hợp tác về quốc phòng và an ninh, ",
    "sau khi mở đường bay thẳng, hai bên sẽ trao đổi 1,5 tỷ USD; ",
    "nhất trí và ",
    "Bộ trưởng, ",
    "(a “",
    "1/1/",
    "a. ",
    "\u0301",
]
BATCHES = st.lists(inputs.draw_texts(), min_size=1, max_size=12)


def find_whole(name: str, texts: list[str], first: int = 0) -> pd.DataFrame:
    documents = finders.make_documents(texts, first)
    return finders.check_found(name, documents, finders.keep_whole(documents))


@pytest.mark.parametrize("name", finders.FINDERS)
@SAMPLE
@given(texts=BATCHES)
@example(texts=["Hai bên nhất trí"])
@example(texts=[""])
def test_what_is_found_in_any_text_keeps_the_promises_of_its_layer(name: str, texts: list[str]) -> None:
    documents = finders.make_documents(texts)
    finders.check_found(name, documents, vd.split_sentences(documents))
    finders.check_found(name, documents, finders.keep_whole(documents))


@settings(SAMPLE, max_examples=40)
@given(texts=BATCHES)
def test_any_text_is_split_into_sentences_that_hold_every_letter_once(texts: list[str]) -> None:
    documents = finders.make_documents(texts)
    finders.check_sentences(documents, vd.split_sentences(documents))


@pytest.mark.parametrize("name", [name for name in finders.FINDERS if name not in finders.TOGETHER])
@settings(SAMPLE, max_examples=3)
@given(texts=st.lists(inputs.draw_texts(), min_size=2, max_size=4))
def test_a_text_does_not_change_what_is_found_in_another(name: str, texts: list[str]) -> None:
    together = find_whole(name, texts)
    for number, text in enumerate(texts):
        own = together[together["doc_id"] == f"d{number}"]
        assert own.to_dict("list") == find_whole(name, [text], number).to_dict("list")


@settings(SAMPLE, max_examples=100)
@given(text=st.text(st.characters() | st.sampled_from("aệ \n\u0301\u0323\u200b\ud800"), max_size=40))
def test_any_text_even_with_half_letters_is_cleaned_with_the_way_back(text: str) -> None:
    for cleaned in (clean_text(text), clean_sentence(text)):
        assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
        spans = list(zip(cleaned.starts, cleaned.ends, strict=True))
        assert spans == sorted(spans) and all(0 <= start < end <= len(text) for start, end in spans)
    assert len(unify_tones(text)) == len(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in list_changes(text))


@pytest.mark.parametrize("name", files.list_samples())
def test_a_damaged_file_is_read_or_refused_in_our_own_words(name: str, tmp_path: Path) -> None:
    files.make_corpus(tmp_path)
    sample = files.list_samples()[name]
    files.read_file(name, sample, tmp_path)
    for number in range(FILES):
        with suppress(vd.VietdiploError):
            files.read_file(name, files.damage(sample, random.Random(number)), tmp_path)


@pytest.mark.parametrize("layer", LAYERS)
@settings(SAMPLE, max_examples=2)
@given(texts=BATCHES)
def test_lines_for_other_programs_are_json_about_the_text_that_was_given(layer: str, texts: list[str]) -> None:
    requests = [Request(number, text, "") for number, text in enumerate(texts)]
    for line in find_lines(choose_finder(layer), requests):
        found = json.loads(line)
        assert texts[found["id"]][found["start"] : found["end"]] == found["surface"]


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize(
    "name",
    ["sentences", "dates", "commitments", "events", "sectors", "contexts", "words", "terms", "clauses", "units"],
)
def test_twice_the_text_takes_no_more_than_twice_the_steps(name: str, cycle: str) -> None:
    prepare = growth.work_on_texts(name)
    prepare(cycle)()  # what is loaded once
    works = (prepare(growth.repeat(("", cycle, ""), size)) for size in (0, 3000, 6000))
    idle, one, two = map(growth.count_steps, works)
    assert two - idle <= 2.2 * (one - idle) + NOISE


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (name, make)
        for name, what, make in growth.list_growing()
        if what in ("column", "line", "code", "term", "sector")
    ],
)
def test_twice_the_file_takes_no_more_than_twice_the_steps(
    name: str, make: Callable[[int], bytes], tmp_path: Path
) -> None:
    files.make_corpus(tmp_path)
    prepare = growth.work_on_files(name, make, tmp_path)
    prepare(1)()
    one, two = (growth.count_steps(prepare(count)) for count in (100, 200))
    assert two <= 2.2 * one
