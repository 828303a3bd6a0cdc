"""Corpora: what is read, what is refused, and what each problem's line says."""

import os
import sys
from pathlib import Path

import pytest

from vietdiplo import check_corpus, load_documents, load_strings, split_sentences
from vietdiplo.tables import CorpusError, CorpusWarning
from vietdiplo.texts.corpus import list_texts, load_listed

HEADER = "file,doc_id,title,date,genre,partner\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("Hai bên họp.", encoding="utf-8")
    (tmp_path / "documents.csv").write_text(HEADER + "a.txt,A,Tin,2025-05-08,news,AZE\n", encoding="utf-8")
    return tmp_path


def list_problems(corpus: Path) -> list[str]:
    return [f"{problem.severity}: {problem}" for problem in check_corpus(corpus)]


def describe(corpus: Path, row: str) -> list[str]:
    (corpus / "documents.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    return list_problems(corpus)


def test_a_good_corpus_has_no_problem(corpus: Path) -> None:
    assert list_problems(corpus) == []
    row = load_documents(corpus).iloc[0]
    assert row[["doc_id", "date", "date_precision", "genre", "partner", "language", "path"]].tolist() == [
        *("A", "2025-05-08", "day", "news", "AZE", "vi", "texts/a.txt"),
    ]


def test_the_seeds_are_read_as_described() -> None:
    documents = load_documents("seeds")
    assert documents[["doc_id", "date", "genre", "partner"]].to_numpy().tolist() == [
        ["AZE-2025-declaration", "2025-05-07", "declaration", "AZE"],
        ["AZE-2025-news", "2025-05-08", "news", "AZE"],
    ]


def test_a_text_is_not_changed_by_reading(corpus: Path) -> None:
    (corpus / "texts/a.txt").write_bytes("\ufeffMột.\r\nHai.\u00a0\n".encode())
    assert load_documents(corpus)["text"].tolist() == ["Một.\r\nHai.\u00a0\n"]


def test_a_folder_without_texts(tmp_path: Path) -> None:
    place = f"{tmp_path.name}/texts"
    assert list_problems(tmp_path) == [f"error: {place}: no such folder; put the texts there, one file a text"]
    with pytest.raises(CorpusError, match="no such folder; put the texts there"):
        load_documents(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    assert list_problems(tmp_path) == [
        f"error: {tmp_path.name}/texts: no text in it; put .txt, .md, .docx, .pdf, .html or .htm files there"
    ]


def test_texts_of_which_none_can_be_read(corpus: Path) -> None:
    (corpus / "texts/a.txt").write_bytes(b"")
    assert list_problems(corpus) == [
        "left out: texts/a.txt: the file is empty; fill it or take it out",
        f"error: {corpus.name}/texts: no text can be read; see the lines above",
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "the file is empty; fill it or take it out"),
        (b" \n", "the file is empty; fill it or take it out"),
        (
            b"Vi\xeat Nam",
            "neither UTF-8 nor Vietnamese in Windows-1258, TCVN3, VNI, VISCII; save the file as UTF-8 text",
        ),
        (b"\x89PNG\x00", "a zero byte at 4, so not a text; save it as UTF-8 text"),
        (b"PK\x03\x04abc", "control character U+0003 at 2, so not a text; save it as UTF-8 text"),
    ],
)
def test_a_file_that_is_no_text_is_left_out_and_the_others_go_through(corpus: Path, data: bytes, line: str) -> None:
    (corpus / "texts/b.txt").write_bytes(data)
    described = HEADER + "a.txt,A,Tin,2025-05-08,news,AZE\nb.txt,B,Tin,,news,\n"
    (corpus / "documents.csv").write_text(described, encoding="utf-8")
    assert list_problems(corpus) == [f"left out: texts/b.txt: {line}"]
    with pytest.warns(CorpusWarning, match="texts/b.txt"):
        assert load_documents(corpus)["doc_id"].tolist() == ["A"]


def test_a_file_of_another_format_is_left_out(corpus: Path) -> None:
    (corpus / "texts/b.png").write_bytes(b"PNG")
    line = "'.png' files are not read; save it as .docx, .pdf, .html, or .txt in UTF-8"
    assert list_problems(corpus) == [f"left out: texts/b.png: {line}"]
    assert describe(corpus, "a.txt,A,,,,\nb.png,B,,,,") == [f"left out: texts/b.png: {line}"]


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt", ".DOC"])
def test_a_file_of_another_word_processor_is_left_out(corpus: Path, suffix: str) -> None:
    (corpus / f"texts/b{suffix}").write_bytes(b"x")
    line = f"texts/b{suffix}: '{suffix}' files are not read; save it as .docx"
    assert list_problems(corpus) == [f"left out: {line}"]


def test_a_link_out_of_the_corpus_is_left_out(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("other") / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    (corpus / "texts/b.txt").symlink_to(secret)
    assert list_problems(corpus) == ["left out: texts/b.txt: a link out of the corpus; copy what it leads to here"]


def test_a_link_to_a_folder_out_of_the_corpus_is_left_out(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (corpus / "texts/b").symlink_to(tmp_path_factory.mktemp("other"))
    assert list_problems(corpus) == ["left out: texts/b: a link out of the corpus; copy what it leads to here"]


def test_the_second_of_two_names_in_two_unicode_forms_is_left_out(corpus: Path) -> None:
    (corpus / "texts/tuye\u0302n.txt").write_text("Hai bên ký.", encoding="utf-8")
    (corpus / "texts/tuy\u00ean.txt").write_text("Hai bên mừng.", encoding="utf-8")
    line = "left out: texts/tuy\u00ean.txt: the name of another text, but for its Unicode form; rename one of the two"
    assert describe(corpus, "a.txt,A,,,,\ntuy\u00ean.txt,B,,,,") == [line]
    with pytest.warns(CorpusWarning, match="Unicode form"):
        assert load_documents(corpus)["text"].tolist() == ["Hai bên họp.", "Hai bên ký."]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_without_permission_is_left_out(corpus: Path) -> None:
    (corpus / "texts/b.txt").touch(mode=0o000)
    assert "cannot be read (Permission denied); check the file" in list_problems(corpus)[-1]


def test_an_unknown_genre(corpus: Path) -> None:
    assert describe(corpus, "a.txt,A,Tin,2025-05-08,nws,AZE") == [
        "error: documents.csv: line 2: genre: 'nws' is unknown; use one of declaration, communique, news, speech, other"
    ]


@pytest.mark.parametrize("date", ["8/5/2025", "2025-13", "2025-02-30", "20255", "2025-5-8", "mai"])
def test_a_date_that_is_no_date(corpus: Path, date: str) -> None:
    remedy = "write 2025-05-07, 2025-05 or 2025, as far as it is known"
    assert describe(corpus, f"a.txt,A,Tin,{date},news,AZE") == [
        f"error: documents.csv: line 2: date: '{date}' is no date; {remedy}"
    ]


@pytest.mark.parametrize(("date", "precision"), [("2025", "year"), ("2025-05", "month"), ("", "")])
def test_a_date_as_far_as_it_is_known(corpus: Path, date: str, precision: str) -> None:
    assert describe(corpus, f"a.txt,A,Tin,{date},news,AZE") == []
    assert load_documents(corpus)["date_precision"].tolist() == [precision]


@pytest.mark.parametrize("partner", ["AZ", "Azerbaijan", "XXX", "aze"])
def test_a_partner_that_is_no_country(corpus: Path, partner: str) -> None:
    remedy = "use an ISO 3166-1 alpha-3 code such as AZE"
    assert describe(corpus, f"a.txt,A,Tin,2025,news,{partner}") == [
        f"error: documents.csv: line 2: partner: '{partner}' is no country code; {remedy}"
    ]


def test_two_rows_for_one_file(corpus: Path) -> None:
    assert describe(corpus, "a.txt,A,,,,\ntexts/a.txt,B,,,,") == [
        "error: documents.csv: line 3: file: 'a.txt' has line 2 too; keep one of the two"
    ]


def test_a_row_without_its_file(corpus: Path) -> None:
    assert describe(corpus, "a.txt,A,,,,\nb.txt,B,,,,") == [
        "error: documents.csv: line 3: file: 'b.txt' is not in texts/; correct the name or take the line out"
    ]


def test_a_row_whose_file_is_written_in_another_case(corpus: Path) -> None:
    assert describe(corpus, "A.TXT,A,,,,") == [
        "error: documents.csv: line 2: file: 'A.TXT' is not in texts/; write 'a.txt'",
        "warning: texts/a.txt: no line in documents.csv; used without date, genre and partner; add a line for it",
    ]


def test_a_row_with_too_many_cells(corpus: Path) -> None:
    remedy = "put quotes around a cell with a separator in it"
    assert describe(corpus, "a.txt,A,Tin, hay,2025,news,AZE")[0] == (
        f"error: documents.csv: line 2: 7 cells for 6 columns; {remedy}"
    )


def test_a_table_without_the_column_file(corpus: Path) -> None:
    (corpus / "documents.csv").write_text("name,date\na.txt,2025\n", encoding="utf-8")
    assert "error: documents.csv: no column 'file' among name, date; name the texts in it" in list_problems(corpus)


def test_a_text_without_a_row_is_used_with_a_warning(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên ký.", encoding="utf-8")
    line = "texts/b.txt: no line in documents.csv; used without date, genre and partner; add a line for it"
    assert list_problems(corpus) == [f"warning: {line}"]
    with pytest.warns(CorpusWarning, match="no line in documents.csv"):
        documents = load_documents(corpus)
    assert documents[["doc_id", "date", "genre"]].to_numpy().tolist() == [
        ["A", "2025-05-08", "news"],
        ["b", "", ""],
    ]


def test_a_corpus_needs_no_documents_csv(corpus: Path) -> None:
    (corpus / "documents.csv").unlink()
    with pytest.warns(CorpusWarning, match="no line in documents.csv"):
        assert load_documents(corpus)["doc_id"].tolist() == ["a"]


def test_the_same_text_twice_is_a_warning(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên họp.", encoding="utf-8")
    assert describe(corpus, "a.txt,A,,,,\nb.txt,B,,,,") == [
        "warning: texts/b.txt: the same text as texts/a.txt; counted twice; take one out"
    ]


def test_one_doc_id_for_two_texts(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên ký.", encoding="utf-8")
    remedy = "give each text its own doc_id in documents.csv"
    assert describe(corpus, "a.txt,A,,,,\nb.txt,A,,,,") == [
        f"error: texts/b.txt: doc_id 'A' belongs to texts/a.txt too; {remedy}"
    ]


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "utf-8-sig"), ("\t", "utf-8")])
def test_the_table_as_excel_saves_it(corpus: Path, separator: str, encoding: str) -> None:
    table = HEADER.replace(",", separator) + separator.join(["a.txt", "A", '"Tin, ảnh"', "2025", "news", "AZE"])
    (corpus / "documents.csv").write_text(table.replace("\n", "\r\n"), encoding=encoding, newline="")
    assert load_documents(corpus)["title"].tolist() == ["Tin, ảnh"]


def test_further_columns_are_kept(corpus: Path) -> None:
    (corpus / "documents.csv").write_text("file,note\na.txt,kiểm tra lại\n", encoding="utf-8")
    assert load_documents(corpus)["note"].tolist() == ["kiểm tra lại"]


def test_a_decomposed_file_name_fits_its_row(corpus: Path) -> None:
    (corpus / "texts/tuye\u0302n.txt").write_text("Hai bên ký.", encoding="utf-8")
    assert describe(corpus, "a.txt,A,,,,\ntuy\u00ean.txt,B,,,,") == []


def test_columns_are_known_in_any_case_and_without_a_name_are_nothing(corpus: Path) -> None:
    (corpus / "documents.csv").write_text("File,Genre,\na.txt,news,\n", encoding="utf-8")
    assert load_documents(corpus)["genre"].tolist() == ["news"]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("file,date,date\na.txt,2024,2025", "documents.csv: the column 'date' stands twice; keep one of the two"),
        ("file,text\na.txt,x", "documents.csv: the column 'text' is made by reading the text; rename it"),
        ("file,\na.txt,x", "documents.csv: line 2: a cell without a column; name the column"),
        (
            'file,title\na.txt,"Tin',
            "documents.csv: line 2: unexpected end of data; look for a quote that is not closed",
        ),
        (
            f"file,title\na.txt,{'x' * 200_000}",
            "documents.csv: line 2: field larger than field limit (131072); look for a quote that is not closed",
        ),
        (
            "file,language\na.txt,klingon",
            "documents.csv: line 2: language: 'klingon' is no language code; use",
        ),
    ],
)
def test_a_table_that_is_wrong(corpus: Path, table: str, line: str) -> None:
    (corpus / "documents.csv").write_text(table, encoding="utf-8")
    assert list_problems(corpus)[0].startswith(f"error: {line}")


def test_a_line_separator_inside_a_cell_is_no_new_line(corpus: Path) -> None:
    (corpus / "documents.csv").write_text("file,title\na.txt,Tuyên bố\u2028chung\n", encoding="utf-8")
    assert load_documents(corpus)["title"].tolist() == ["Tuyên bố\u2028chung"]


def test_hidden_files_are_no_texts(corpus: Path) -> None:
    (corpus / "texts/.DS_Store").write_bytes(b"\x00")
    assert list_problems(corpus) == []


def test_strings_with_a_date_that_is_no_date() -> None:
    with pytest.raises(CorpusError, match="^a: date '8/5' is no date; write 2025-05-07, 2025-05 or 2025$"):
        load_strings({"a": "Hai bên họp."}, dates={"a": "8/5"})


def test_what_reading_tells_stands_beside_each_text(corpus: Path) -> None:
    (corpus / "texts/b.md").write_bytes("Viá»‡t Nam và Lào hội đàm.".encode())
    (corpus / "texts/c.txt").write_bytes("Hai bên đồng ý tiếp tục đối thoại, hợp tác.".encode("utf-16"))
    describe(corpus, "a.txt,A,,,,\nb.md,B,,,,\nc.txt,C,,,,")
    documents = load_documents(corpus)
    assert documents[["format", "encoding", "changes"]].to_numpy().tolist() == [
        ["txt", "utf-8", ""],
        ["md", "utf-8", "mojibake 1"],
        ["txt", "utf-16-le", ""],
    ]


@pytest.mark.parametrize("name", ["format", "encoding", "changes"])
def test_a_column_that_reading_makes_is_reserved(corpus: Path, name: str) -> None:
    (corpus / "documents.csv").write_text(f"file,{name}\na.txt,x\n", encoding="utf-8")
    line = f"error: documents.csv: the column '{name}' is made by reading the text; rename it"
    assert line in list_problems(corpus)


def test_a_doubtful_encoding_is_a_warning(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_bytes(b"\xd0a\xf2i s\xfd\xec")
    doubt = "read as Windows-1258, which 2 words show; see whether its letters are right"
    assert describe(corpus, "a.txt,A,,,,\nb.txt,B,,,,") == [f"warning: texts/b.txt: {doubt}"]


def test_two_formats_of_one_name_need_their_own_doc_id(corpus: Path) -> None:
    (corpus / "texts/a.html").write_text("<p>Hai bên họp và nhất trí mở rộng hợp tác.</p>", encoding="utf-8")
    (corpus / "documents.csv").unlink()
    line = "error: texts/a.txt: doc_id 'a' belongs to texts/a.html too; give each text its own doc_id in documents.csv"
    assert line in list_problems(corpus)


def test_one_doc_id_for_two_texts_is_found_without_reading(corpus: Path) -> None:
    (corpus / "texts/sub").mkdir()
    (corpus / "texts/sub/a.txt").write_bytes(b"\0")
    (corpus / "documents.csv").unlink()
    listing, problems = list_texts(corpus)
    remedy = "give each text its own doc_id in documents.csv"
    lines = [f"error: texts/sub/a.txt: doc_id 'a' belongs to texts/a.txt too; {remedy}"]
    assert ([*listing.files], [f"{problem.severity}: {problem}" for problem in problems]) == (["a.txt"], lines)


def test_a_table_in_utf_16_is_read(corpus: Path) -> None:
    (corpus / "documents.csv").write_text("file\ttitle\na.txt\tTin vắn\n", encoding="utf-16")
    assert load_documents(corpus)["title"].tolist() == ["Tin vắn"]


def test_a_text_of_numbers_only_is_read_and_split(corpus: Path) -> None:
    (corpus / "texts/a.txt").write_text("2024 2025\n1.234,5\n\n7/5\n", encoding="utf-8")
    sentences = split_sentences(load_documents(corpus))
    assert sentences["text"].tolist() == ["2024 2025", "1.234,5", "7/5"]


@pytest.mark.parametrize("text", ["\n \n\t\r\n", "\u00a0\n\u200b\n\ufeff\n", "\u2028\x85\f"])
def test_a_text_of_blank_lines_is_empty(corpus: Path, text: str) -> None:
    (corpus / "texts/b.txt").write_text(text, encoding="utf-8")
    assert describe(corpus, "a.txt,A,,,,\nb.txt,B,,,,") == [
        "left out: texts/b.txt: the file is empty; fill it or take it out"
    ]


def test_a_file_that_vanishes_is_left_out(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên ký.", encoding="utf-8")
    listing, problems = list_texts(corpus)
    (corpus / "texts/b.txt").unlink()
    documents, left_out = load_listed(listing)
    reason = "cannot be read (No such file or directory); check the file and its permissions"
    assert (documents["doc_id"].tolist(), problems, [*map(str, left_out)]) == (["A"], [], [f"texts/b.txt: {reason}"])


def test_a_link_that_goes_round_is_left_out(corpus: Path) -> None:
    (corpus / "texts/b.txt").symlink_to("c.txt")
    (corpus / "texts/c.txt").symlink_to("b.txt")
    assert [line.partition(": texts/")[2].partition(":")[0] for line in list_problems(corpus)] == ["b.txt", "c.txt"]


def test_a_part_of_a_listing_is_loaded_alone(corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên ký.", encoding="utf-8")
    listing, _ = list_texts(corpus)
    assert [load_listed(listing.take([key]))[0]["doc_id"].tolist() for key in listing.files] == [["A"], ["b"]]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name cannot be other bytes than UTF-8")
def test_a_file_whose_name_is_no_utf8_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("Hai bên hợp tác.", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path / "texts") + b"/bad\xff.txt")).write_text("Hai bên", encoding="utf-8")
    problems = [str(problem) for problem in check_corpus(tmp_path) if problem.severity == "left out"]
    assert problems == ["texts/bad\\udcff.txt: its name is no UTF-8; rename it"]
