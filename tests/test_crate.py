"""An output as a research object crate, read back by the library that its readers use."""

import hashlib
import json
import unicodedata
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from click.testing import CliRunner
from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.crate import save_crate

FILES = {
    "index.html": b"<p>a",
    "figures/a b.png": b"\x89PNG",
    "tables/a.csv": "vi,t\nTuyên bố,1\n".encode(),
    "notebooks/01_corpus.ipynb": b"{}",
    "provenance.json": b"{}",
    "other.zzz": b"",
}
RECORD: dict[str, Any] = {
    "vietdiplo": "0.1.0",
    "code_swhid": "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "corpus": "tư liệu",
    "inputs": {"texts/a b.txt": "1" * 64, "documents.csv": "2" * 64},
    "codebook": {"sectors.yml": "3" * 64},
    "language": {"terms.csv": "4" * 64},
    "model": {"models.bin": "5" * 64},
    "lock": {"requirements.lock": "6" * 64},
    "notebooks": {"01_corpus": "done"},
    "parameters": {"01_corpus": {"lang": "vi", "names": ["á", "b"], "top": 5, "is_long": True}},
    "title": "Việt Nam – Lào, 2024",
}
CITED = "cff-version: 1.2.0\nmessage: m\ntitle: Tư liệu\nauthors: [{family-names: Nguyễn, given-names: An}]\n"


def make_documents(*days: str) -> pd.DataFrame:
    rows = [(f"texts/{name}.txt", "Tuyên bố", "Báo", day) for name, day in zip(("a b", "c"), days, strict=False)]
    return pd.DataFrame(rows, columns=["path", "title", "source", "date"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(data)
    (tmp_path / "corpus").mkdir()
    return tmp_path / "out"


def test_the_pages_of_texts_that_failed_are_no_notebook(folder: Path) -> None:
    run = read_crate(folder, notebooks={"01_corpus": "done", "search": "KeyError: 'a'"}).get("#run")
    assert run["description"] == "1 notebooks were run on the corpus with the values that are listed."
    assert run["error"] == "search: KeyError: 'a'"


def read_crate(folder: Path, *days: str, **changes: Any) -> ROCrate:
    save_crate(folder, folder.parent / "corpus", make_documents(*days), {**RECORD, **changes})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ROCrate(folder)


def name_all(entities: list[ContextEntity] | ContextEntity) -> list[str]:
    return [entity.id for entity in (entities if isinstance(entities, list) else [entities])]


def test_every_file_is_a_part_with_its_hash_size_and_format(folder: Path) -> None:
    crate = read_crate(folder, "2024-05-08")
    names = {entity.id: entity for entity in crate.root_dataset["hasPart"]}
    assert sorted(names) == sorted(name.replace(" ", "%20") for name in FILES)
    for name, data in FILES.items():
        entity = names[name.replace(" ", "%20")]
        assert entity["sha256"] == hashlib.sha256(data).hexdigest()
        assert entity["contentSize"] == str(len(data))
    formats = {name: entity.get("encodingFormat") for name, entity in names.items()}
    assert formats == {
        "figures/a%20b.png": "image/png",
        "index.html": "text/html",
        "notebooks/01_corpus.ipynb": "application/x-ipynb+json",
        "other.zzz": None,
        "provenance.json": "application/json",
        "tables/a.csv": "text/csv",
    }


def test_only_the_metadata_file_is_written(folder: Path) -> None:
    read_crate(folder)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(files) == {*FILES, "ro-crate-metadata.json"}
    assert {name: files[name].read_bytes() for name in FILES} == FILES


def test_the_run_tells_what_it_used_what_it_took_and_what_it_made(folder: Path) -> None:
    crate = read_crate(folder, "2024-05-08")
    run = crate.get("#run")
    assert crate.root_dataset["mentions"] is run
    assert (run.type, run["actionStatus"]) == ("CreateAction", "http://schema.org/CompletedActionStatus")
    assert run["instrument"].id == RECORD["code_swhid"]
    assert name_all(run["result"]) == name_all(crate.root_dataset["hasPart"])
    assert name_all(run["object"]) == [
        "#inputs/documents.csv",
        "#inputs/texts/a%20b.txt",
        "#codebook/sectors.yml",
        "#language/terms.csv",
        "#model/models.bin",
        "#lock/requirements.lock",
        "#parameters/01_corpus/is_long",
        "#parameters/01_corpus/lang",
        "#parameters/01_corpus/names",
        "#parameters/01_corpus/top",
    ]
    values = [entity["value"] for entity in run["object"] if entity.type == "PropertyValue"]
    assert values == [True, "vi", '["á", "b"]', 5]


def test_a_failed_run_says_so(folder: Path) -> None:
    run = read_crate(folder, notebooks={"01_corpus": "ValueError: a", "02_terms": "done"}).get("#run")
    assert (run["actionStatus"], run["error"]) == ("http://schema.org/FailedActionStatus", "01_corpus: ValueError: a")


def test_a_text_has_its_title_source_and_day(folder: Path) -> None:
    text = read_crate(folder, "2024-05-08").get("#inputs/texts/a%20b.txt")
    expected = {"name": "Tuyên bố", "alternateName": "texts/a b.txt", "description": "Báo", "sha256": "1" * 64}
    assert {**expected, "datePublished": "2024-05-08"}.items() <= text.properties().items()


def test_a_text_has_its_title_whatever_form_of_its_name_the_disk_has(folder: Path) -> None:
    name = "texts/b\u00e1o.txt"
    documents = pd.DataFrame([(name, "Tuyên bố", "Báo", "2024")], columns=["path", "title", "source", "date"])
    disk = unicodedata.normalize("NFD", name)
    save_crate(folder, folder.parent / "corpus", documents, {**RECORD, "inputs": {disk: "1" * 64}})
    text = ROCrate(folder).get(f"#inputs/{quote(disk)}")
    assert (text["name"], text["alternateName"], text["datePublished"]) == ("Tuyên bố", disk, "2024")


def test_the_date_is_that_of_the_newest_text_and_no_clock_s(folder: Path) -> None:
    assert read_crate(folder, "2024-05-08", "2024").root_dataset["datePublished"] == "2024-05-08"
    assert read_crate(folder, "", "").root_dataset["datePublished"] == "1970-01-01"


def test_no_licence_is_claimed_that_nobody_gave(folder: Path) -> None:
    crate = read_crate(folder)
    assert crate.root_dataset["license"].id == "#rights"
    assert crate.get("#corpus")["license"].id == "#rights"
    assert crate.get("#rights")["description"].startswith("No licence is given with the texts:")
    assert crate.get(RECORD["code_swhid"])["license"].id == "https://spdx.org/licenses/Apache-2.0"


def test_the_licence_and_the_authors_that_a_corpus_gives_are_told(folder: Path) -> None:
    (folder.parent / "corpus/CITATION.cff").write_text(f"{CITED}license: CC-BY-4.0\n", encoding="utf-8")
    crate = read_crate(folder)
    corpus = crate.get("#corpus")
    assert (corpus["name"], corpus["license"].id) == ("Tư liệu", "https://spdx.org/licenses/CC-BY-4.0")
    assert (corpus["author"].type, corpus["author"]["name"]) == ("Person", "Nguyễn, An")
    assert crate.get("#rights")["description"] == "The CITATION.cff of the corpus gives its licence: CC-BY-4.0."
    assert name_all(crate.root_dataset["citation"]) == [RECORD["code_swhid"], "#corpus"]


def test_a_commit_is_told_where_one_is_named(folder: Path) -> None:
    assert "identifier" not in read_crate(folder).get(RECORD["code_swhid"])
    assert read_crate(folder, commit="c" * 40).get(RECORD["code_swhid"])["identifier"] == "c" * 40


def test_every_reference_leads_to_an_entity(folder: Path) -> None:
    read_crate(folder)
    held = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    values = [value for entity in held for name, value in entity.items() if name != "@id"]
    referred = {
        one["@id"]
        for value in values
        for one in (value if isinstance(value, list) else [value])
        if "@id" in (one if isinstance(one, dict) else {})
    }
    assert referred - {entity["@id"] for entity in held} == {"https://w3id.org/ro/crate/1.1"}


def test_two_crates_of_equal_files_are_equal(folder: Path) -> None:
    read_crate(folder, "2024-05-08")
    one = (folder / "ro-crate-metadata.json").read_bytes()
    (folder / "ro-crate-metadata.json").unlink()
    for name in sorted(FILES, reverse=True):  # another order on the disk
        (folder / name).unlink()
        (folder / name).write_bytes(FILES[name])
    read_crate(folder, "2024-05-08")
    assert (folder / "ro-crate-metadata.json").read_bytes() == one


def test_the_crate_of_a_run_holds_every_file_as_it_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(vietdiplo, ["run", "-n", "corpus", "--out", str(tmp_path / "site")])
    assert result.exit_code == 0, result.output
    crate = ROCrate(tmp_path / "site")
    parts = {entity.id: entity["sha256"] for entity in crate.root_dataset["hasPart"]}
    files = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.*")}
    del files["ro-crate-metadata.json"]
    assert parts == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert crate.root_dataset["name"] == "Viet Nam – Azerbaijan, 2025"
    assert crate.get("#parameters/01_corpus/corpus")["value"] == "seeds"
