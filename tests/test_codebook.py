"""Codebooks: what is loaded, and each problem with its line."""

from pathlib import Path

import pytest

from vietdiplo.find.codebook import Codebook, check_codebook, find_codebook, load_codebook
from vietdiplo.find.sectors import Coder
from vietdiplo.tables import CodebookError
from vietdiplo.texts.corpus import ROOT

GOOD = """version: 1.0
domains:
  III: {vi: An ninh, en: Security}
groups:
  join:
    - tăng cường
sectors:
  DEF:
    label: {vi: Quốc phòng, en: Defence}
    domain: III
    definition: {vi: Quân đội, en: Armies}
    terms:
      - quốc phòng
      - <join> ... quân đội
    example: Hai bên hợp tác quốc phòng.
"""
SEC = """  SEC:
    label: {vi: An ninh, en: Security}
    definition: {vi: Công an, en: Police}
    terms:
      - an ninh
"""


def check(tmp_path: Path, text: str) -> list[str]:
    """Check a codebook of this text."""
    path = tmp_path / "sectors.yml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_codebook(path)]


def test_shipped_codebook_is_good() -> None:
    assert check_codebook(ROOT / "seeds" / "sectors.yml") == []


def test_shipped_codebook_has_twenty_sectors_in_six_domains() -> None:
    codebook = load_codebook(ROOT / "seeds" / "sectors.yml")
    spoken = "POL PAR MUL TER ECO ENE AGR TRA AID DEF SEC LAW SCI EDU ENV CUL PPL HEA LAB CON"
    assert (" ".join(codebook.sectors), len(codebook.domains)) == (spoken, 6)


def test_shipped_sectors_are_complete() -> None:
    sectors = load_codebook(ROOT / "seeds" / "sectors.yml").sectors.values()
    assert [s.code for s in sectors if not (s.include and s.exclude and s.example and s.domain and s.crosswalk)] == []


def test_codebook_holds_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "sectors.yml"
    path.write_text(GOOD, encoding="utf-8")
    codebook = load_codebook(path)
    sector = codebook.sectors["DEF"]
    assert (codebook.version, sector.label["en"], sector.terms) == (
        "1.0",
        "Defence",
        ["quốc phòng", "<join> ... quân đội"],
    )


PROBLEMS = {
    "tab": (
        GOOD.replace("    - tăng cường", "\t- tăng cường"),
        "sectors.yml: line 6: not YAML: found character '\\t' that cannot start any token; "
        "look at the indentation, the colons and the quotes there",
    ),
    "alias": (
        GOOD.replace("- tăng cường", "&a tăng cường\n    - *a").replace("  join:\n    &a", "  join:\n    - &a"),
        "sectors.yml: line 7: not YAML: an alias (*), which this file cannot have; "
        "look at the indentation, the colons and the quotes there",
    ),
    "tag": (
        GOOD.replace("version: 1.0", "version: !!python/name:os.system 1.0"),
        "sectors.yml: line 1: version: the tag tag:yaml.org,2002:python/name:os.system; "
        "take it out; the file has texts, lists and keys only",
    ),
    "empty": (
        "# nothing\n",
        "sectors.yml: line 1: empty; write keys below it, each indented and with a colon after it",
    ),
    "list": ("- a\n", "sectors.yml: line 1: not a table; write keys below it, each indented and with a colon after it"),
    "unknown key": (
        GOOD.replace("    example:", "    exampel:"),
        "sectors.yml: line 15: DEF: exampel: unknown key 'exampel'; use one of label, domain, definition, include, "
        "exclude, terms, not_within, example, crosswalk",
    ),
    "unknown key at the top": (
        GOOD + "sector: x\n",
        "sectors.yml: line 16: sector: unknown key 'sector'; "
        "use one of version, domains, groups, titles, not_within, sectors",
    ),
    "code twice": (
        GOOD + SEC + SEC.replace("an ninh", "công an"),
        "sectors.yml: line 21: SEC: 'SEC' stands in line 16 too; keep one of the two",
    ),
    "key twice": (
        GOOD + "    domain: III\n",
        "sectors.yml: line 16: DEF: domain: 'domain' stands in line 10 too; keep one of the two",
    ),
    "no label": (
        GOOD.replace("    label: {vi: Quốc phòng, en: Defence}\n", ""),
        "sectors.yml: line 8: DEF: no label; add it",
    ),
    "no definition": (
        GOOD.replace("    definition: {vi: Quân đội, en: Armies}\n", ""),
        "sectors.yml: line 8: DEF: no definition; add it",
    ),
    "no terms": (
        GOOD[: GOOD.index("    terms")] + "\n",
        "sectors.yml: line 8: DEF: no terms; add it",
    ),
    "one language": (
        GOOD.replace("{vi: Quân đội, en: Armies}", "{vi: Quân đội}"),
        "sectors.yml: line 11: DEF: definition: no en; add it",
    ),
    "empty list": (
        GOOD.replace("      - quốc phòng\n      - <join> ... quân đội\n", ""),
        "sectors.yml: line 12: DEF: terms: empty; write one entry a line, each after a hyphen and a space",
    ),
    "text for a list": (
        GOOD.replace("    terms:\n      - quốc phòng\n      - <join> ... quân đội\n", "    terms: quốc phòng\n"),
        "sectors.yml: line 12: DEF: terms: not a list; write one entry a line, each after a hyphen and a space",
    ),
    "list for a text": (
        GOOD.replace("example: Hai", "example:\n      - Hai"),
        "sectors.yml: line 15: DEF: example: not a text; write words after the colon",
    ),
    "empty term": (
        GOOD.replace("- quốc phòng\n", "-\n"),
        "sectors.yml: line 13: DEF: terms: empty; write words after the colon",
    ),
    "term without letters": (
        GOOD.replace("- quốc phòng\n", "- '!'\n"),
        "sectors.yml: line 13: DEF: terms: '!' has no letter on one side; write a word there or take it out",
    ),
    "gap at the end": (
        GOOD.replace("... quân đội", "..."),
        "sectors.yml: line 14: DEF: terms: '<join> ...' has no letter on one side; write a word there or take it out",
    ),
    "unknown group": (
        GOOD.replace("<join>", "<joined>"),
        "sectors.yml: line 14: DEF: terms: <joined> is not a group; use one of join",
    ),
    "group in a group": (
        GOOD.replace("- tăng cường", "- <join> cường"),
        "sectors.yml: line 6: groups: join: <join> is not a group; use plain words here",
    ),
    "unknown domain": (
        GOOD.replace("domain: III", "domain: IV"),
        "sectors.yml: line 10: DEF: domain: 'IV' is not a domain; use one of III",
    ),
    "term in two codes": (
        GOOD + SEC + "      - Quốc  phòng\n",
        "sectors.yml: line 21: SEC: terms: the term 'Quốc  phòng' stands in DEF too; keep one, or add not_within",
    ),
    "example not found": (
        GOOD.replace("Hai bên hợp tác quốc phòng.", "Hai bên họp."),
        "sectors.yml: line 15: DEF: example: no term of DEF fires in 'Hai bên họp.'; "
        "add a term or take another example",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_problem_has_place_value_and_remedy(name: str, tmp_path: Path) -> None:
    text, message = PROBLEMS[name]
    assert check(tmp_path, text) == [message]


def test_not_within_may_be_open_at_the_end(tmp_path: Path) -> None:
    assert check(tmp_path, GOOD + "not_within:\n  - thăm Viện ...\n") == []


def test_not_within_decides_a_term_in_two_codes(tmp_path: Path) -> None:
    decided = "      - quốc phòng\n    not_within:\n      - Bộ Quốc phòng\n"
    assert check(tmp_path, GOOD + SEC + decided) == []


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("    domain: III\n", "    domian: III\n").replace("example: Hai bên", "example:\n      - Hai")
    assert [problem.partition(";")[0] for problem in check(tmp_path, text)] == [
        "sectors.yml: line 10: DEF: domian: unknown key 'domian'",
        "sectors.yml: line 15: DEF: example: not a text",
    ]


def test_load_raises_with_all_problems(tmp_path: Path) -> None:
    path = tmp_path / "sectors.yml"
    path.write_text("version: 1\nsectors:\n  A:\n    terms:\n      - b\n", encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_codebook(path)
    assert str(error.value) == (
        "sectors.yml: line 3: A: no label; add it\nsectors.yml: line 3: A: no definition; add it"
    )


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"^sectors\.yml: cannot be read \(No such file or directory\); check"):
        load_codebook(tmp_path / "sectors.yml")


def test_corpus_without_a_codebook_uses_the_shipped_one(tmp_path: Path) -> None:
    assert find_codebook(tmp_path) == ROOT / "seeds" / "sectors.yml"


def test_corpus_with_a_codebook_uses_its_own(tmp_path: Path) -> None:
    own = tmp_path / "sectors.yml"
    own.write_text(GOOD, encoding="utf-8")
    assert find_codebook(tmp_path) == own


DICTIONARY = """economy:
  - kinh tế
  - thương mại*
security:
  crime: [tội phạm, buôn *, ma_túy]
  cyber:
    - cyber*
    - state: tin tặc
"""


def load(tmp_path: Path, text: str) -> Codebook:
    """Load a codebook of this text."""
    path = tmp_path / "dictionary.yml"
    path.write_text(text, encoding="utf-8")
    return load_codebook(path)


def test_dictionary_of_quanteda_has_a_code_for_each_list(tmp_path: Path) -> None:
    sectors = load(tmp_path, DICTIONARY).sectors
    assert {code: list(sector.terms) for code, sector in sectors.items()} == {
        "economy": ["kinh tế", "thương mại*"],
        "security.crime": ["tội phạm", "buôn *", "ma túy"],
        "security.cyber": ["cyber*"],
        "security.cyber.state": ["tin tặc"],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kinh tế và Thương mại", [("economy", "Kinh tế"), ("economy", "Thương mại")]),
        ("chống buôn lậu, buôn người", [("security.crime", "buôn lậu"), ("security.crime", "buôn người")]),
        ("cybersecurity, Cyber và cyb", [("security.cyber", "cybersecurity"), ("security.cyber", "Cyber")]),
        ("buôn, lậu", []),
        ("buôn kinh tế", [("security.crime", "buôn kinh")]),
        ("buôn ma túy *", [("security.crime", "buôn ma")]),
    ],
)
def test_star_stands_for_letters_or_a_syllable(text: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    fired = Coder(load(tmp_path, DICTIONARY)).find(text)
    assert [(one.code, text[one.start : one.end]) for one in fired] == found


def test_longer_beginnings_match_what_shorter_ones_do(tmp_path: Path) -> None:
    coder = Coder(load(tmp_path, "a: [nông*]\nb: [nô*]\nc: ['* dân']\n"))
    assert [(one.code, one.term) for one in coder.find("nông dân")] == [("c", "* dân")]
    assert [(one.code, one.term) for one in coder.find("nông")] == [("a", "nông*"), ("b", "nô*")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [k?nh]\n", "line 1: a: the pattern 'k?nh'; use * at the end of a word or alone"),
        ("a:\n  - b\n  - '*tế'\n", "line 3: a: the pattern '*tế'; use * at the end of a word or alone"),
        ("a:\n  b:\n", "line 2: a: b: empty; write a key, a colon and a list of patterns below it"),
        ("a: ['*']\n", "line 1: a: '*' has no letter; write a word there or take it out"),
        ("a: [b]\na: [c]\n", "line 2: a: 'a' stands in line 1 too; keep one of the two"),
    ],
)
def test_problem_of_a_dictionary_has_place_value_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    assert check(tmp_path, text) == [f"sectors.yml: {message}"]


def test_a_character_that_yaml_has_not_is_named(tmp_path: Path) -> None:
    said = "sectors.yml: the character U+FFFF; take it out; YAML has no such character"
    assert check(tmp_path, GOOD.replace("Armies", "Arm\uffffies")) == [said]


def test_groups_that_multiply_are_refused_before_they_are_written_out(tmp_path: Path) -> None:
    words = "[" + ", ".join(f"a{number}" for number in range(100)) + "]"
    text = GOOD.replace("groups:", f"groups:\n  many: {words}").replace("<join> ...", "<many> <many> <many> ...")
    said = "with '<many> <many> <many> ... quân đội' the phrases have over 200000 wordings"
    assert check(tmp_path, text) == [
        f"sectors.yml: line 15: DEF: terms: {said}; use smaller groups, or fewer of them in a phrase"
    ]


def test_a_phrase_of_very_many_gaps_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("<join> ...", "<join> ... " * 9)
    assert check(tmp_path, text) == [
        "sectors.yml: line 14: DEF: terms: a phrase with over 8 groups and gaps; leave some out"
    ]
