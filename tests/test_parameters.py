"""Parameters of notebooks and plans of runs: what is refused, and with which words."""

from pathlib import Path

import pytest

from vietdiplo import check_parameters
from vietdiplo.publish.engine import load_parameters
from vietdiplo.publish.parameters import Parameter, read_value, write_parameters
from vietdiplo.publish.plan import NOTEBOOKS, list_notebooks, load_runs, plan_run
from vietdiplo.tables import CorpusError, ParameterError


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("str", "Đối tác", "Đối tác"),
        ("int", "12", 12),
        ("int", 12, 12),
        ("float", "0.5", 0.5),
        ("float", 2, 2.0),
        ("bool", "true", True),
        ("bool", False, False),
        ("list[str]", "a, b", ["a", "b"]),
        ("list[str]", ["a"], ["a"]),
    ],
)
def test_a_value_in_the_type_that_the_notebook_declares(kind: str, given: object, value: object) -> None:
    read = read_value(Parameter("x", kind, "", ""), given)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("kind", "given"), [("int", "zwölf"), ("int", 1.5), ("int", True), ("bool", "ja"), ("str", 3)])
def test_a_value_of_another_type_is_refused(kind: str, given: object) -> None:
    with pytest.raises(ParameterError, match=f"^parameter top: {given!r} is not {kind}; 5 to 40$"):
        read_value(Parameter("top", kind, "20", "5 to 40"), given)


def test_the_cell_of_a_run_has_its_values() -> None:
    declared = {"top": Parameter("top", "int", "20", "5 to 40"), "lang": Parameter("lang", "str", '"en"', "")}
    assert write_parameters(declared, {"top": 7}) == 'top: int = 7  # 5 to 40\nlang: str = "en"'


@pytest.mark.parametrize(
    ("value", "choices", "message"),
    [("de", ["en", "vi"], "lang: 'de' cannot be; use en or vi"), (61, range(5, 41), "lang: 61 cannot be; use 5 to 40")],
)
def test_a_value_that_cannot_be_is_answered_with_those_that_can(
    value: object, choices: list[str], message: str
) -> None:
    with pytest.raises(ParameterError, match=f"^{message}$"):
        check_parameters(lang=(value, choices))


def test_every_notebook_declares_its_parameters_with_types_and_meaning() -> None:
    for name in list_notebooks():
        parameters = load_parameters(NOTEBOOKS / f"{name}.ipynb").values()
        assert {"out", "lang"} <= {p.name for p in parameters}
        assert [p for p in parameters if p.type == "None" or not p.help] == []


def test_a_value_goes_to_the_notebooks_that_have_it(tmp_path: Path) -> None:
    run = plan_run(out=tmp_path / "o", notebooks=["terms", "03"], values={"top": "7", "lang": "vi"})
    assert run.notebooks == ("02_terms", "03_sectors")
    assert run.values == {"02_terms": {"top": 7, "lang": "vi"}, "03_sectors": {"lang": "vi"}}
    assert run.lang == "vi"


def test_a_value_that_a_notebook_refuses_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="^top: 900 cannot be; use 5 to 40$"):
        plan_run(out=tmp_path / "o", values={"top": "900"})
    with pytest.raises(ParameterError, match="^lang: 'de' is not a language of the interface; use one of en, vi$"):
        plan_run(out=tmp_path / "o", values={"lang": "de"})


def test_a_file_that_is_no_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "00_x.ipynb").write_text("{", encoding="utf-8")
    monkeypatch.setattr("vietdiplo.publish.plan.NOTEBOOKS", tmp_path)
    with pytest.raises(ParameterError, match="^notebooks/00_x.ipynb: is no notebook .*; restore it: git checkout"):
        plan_run(out=tmp_path / "o")


def test_an_unknown_notebook(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="^--notebook: no notebook 'worte'; use one of 00_start_here, 01_corpus"):
        plan_run(out=tmp_path / "o", notebooks=["worte"])


def test_an_unknown_parameter_is_answered_with_the_valid_ones(tmp_path: Path) -> None:
    with pytest.raises(
        ParameterError, match="^parameter topp: no notebook of this run has it; valid are 02_terms: lang, mode"
    ):
        plan_run(out=tmp_path / "o", notebooks=["terms"], values={"topp": "7"})


def test_the_corpus_is_no_parameter(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="^parameter corpus: it belongs to the run; use --corpus DIR$"):
        plan_run(out=tmp_path / "o", values={"corpus": "x"})


@pytest.mark.parametrize("record", [None, "{}", '{"mine": 1}', '{"code_sha256": "0"}'])
def test_an_output_folder_with_other_files_is_not_replaced(tmp_path: Path, record: str | None) -> None:
    (tmp_path / "thesis.txt").touch()
    if record:
        (tmp_path / "provenance.json").write_text(record, encoding="utf-8")
    with pytest.raises(CorpusError, match="holds files that no run wrote; choose an empty or new folder"):
        plan_run(out=tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_an_output_folder_inside_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "c/texts").mkdir(parents=True)
    with pytest.raises(CorpusError, match="'site' and the corpus 'c' lie in one another; choose another folder"):
        plan_run(corpus=tmp_path / "c", out=tmp_path / "c/site")


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(CorpusError, match="^--out: 'site' is a file; choose a folder$"):
        plan_run(out=tmp_path / "site")


def write_runs(folder: Path, text: str) -> Path:
    path = folder / "runs.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_runs_file_has_several_corpora_and_parameters(tmp_path: Path) -> None:
    text = """
runs:
  - {corpus: one, out: a, notebooks: [terms], parameters: {top: 9}}
  - {corpus: one, out: b, title: Zwei, parameters: {lang: vi}}
"""
    first, second = load_runs(write_runs(tmp_path, text))
    assert (first.corpus, first.out) == (tmp_path / "one", tmp_path / "a")
    assert first.values == {"02_terms": {"top": 9}}
    assert (second.title, second.lang, second.notebooks) == ("Zwei", "vi", tuple(list_notebooks()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "runs.yml: no list 'runs'; see the README's example"),
        ("runs: [", "runs.yml: line 1: not YAML: "),
        ("runs: [{out: a, out: b}]", "runs.yml: line 1: .*out: 'out' stands in line 1 too; keep one of the two"),
        ("runs: [{out: n}, {out: n/p}]", "runs.yml: run 2: out 'p' lies in another run's; choose a folder of its own"),
        (
            "runs: [{out: o, notebooks: [start_here], parameters: {date: 2024-02-31}}, x]",
            "runs.yml: run 2: 'x' is no mapping",
        ),
        ("runs: [{corpora: x}]", "runs.yml: run 1: unknown key corpora; use name, corpus, out, notebooks"),
        ("runs: [x]", "runs.yml: run 1: 'x' is no mapping; give it name, corpus"),
        ("runs: [{notebooks: terms}]", "runs.yml: run 1: notebooks is a list, parameters a mapping; correct them"),
        ("runs: [{out: o}, {out: o}]", "runs.yml: run 2: out 'o' lies in another run's; choose a folder of its own"),
        ("runs: [{out: o, parameters: {top: many}}]", "runs.yml: run 1: parameter top: 'many' is not int; "),
    ],
)
def test_a_runs_file_that_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ParameterError, match=f"^{message}".replace("[", r"\[")):
        load_runs(write_runs(tmp_path, text))
