"""Notebooks as they were run into pages that need nothing but a browser."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import nbformat
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from vietdiplo.language import load_labels
from vietdiplo.publish.citation import cite_program
from vietdiplo.publish.engine import Failure
from vietdiplo.publish.links import add_links
from vietdiplo.tables import VERSION

TEMPLATES = Path(__file__).parent / "templates"
# A cell's prose is English, and in a folded block of this form the same in Vietnamese.
TRANSLATION = re.compile(r"\s*<details lang=\"vi\">\s*<summary>[^<]*</summary>(?P<vi>.*?)</details>\s*", re.DOTALL)
SVG_PROLOG = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
# Nothing but the page's own style, pictures and one script. In Firefox 'self' is nothing where a page is a file, so the
# script stands in the page, and pictures may be files. Source: CSP Level 3; Firefox, nsCSPUtils.cpp.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; script-src 'sha256-{sha256}'; "
    "base-uri 'none'; form-action 'none'"
)
CORPUS = re.compile(r"^corpus\b", re.MULTILINE)


class Page(NamedTuple):
    """A page of the site: a notebook's name, title, question, what it shows for download, and where it failed."""

    name: str
    title: str
    question: str
    shown: tuple[Mapping[str, str], ...] = ()
    failure: Failure | None = None

    @property
    def figures(self) -> list[Mapping[str, str]]:
        """The figures among what the page shows."""
        return [about for about in self.shown if about["kind"] == "figure"]

    @property
    def events(self) -> list[str]:
        """The names of the tables of events among what the page shows; each has a page of that name."""
        return [about["name"] for about in self.shown if about["kind"] == "events"]


def read_page(name: str, notebook: NotebookNode, lang: str, failure: Failure | None = None) -> Page:
    """Read the title and the question from a notebook's first cell, and from its outputs what it shows."""
    first = choose_language(notebook.cells[0].source, lang).strip()
    title, _, rest = first.partition("\n")
    paragraphs = [part.strip() for part in rest.split("\n\n") if part.strip()]
    question = re.sub(r"[*_`]", "", " ".join(paragraphs[0].split())) if paragraphs else ""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    shown = [about for output in outputs for about in output.get("metadata", {}).values() if about.get("name")]
    return Page(name, title.lstrip("# "), question, tuple(shown), failure)


def save_page(notebook: NotebookNode, page: Page, site: Mapping[str, Any], folder: Path) -> None:
    """Save a notebook as `<name>.html` in the site's language, and for download as `notebooks/<name>.ipynb`."""
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "notebooks" / f"{page.name}.ipynb")
    cells = [
        NotebookNode(cell, source=choose_language(cell.source, site["lang"])) if cell.cell_type == "markdown" else cell
        for cell in notebook.cells
    ]
    written, _ = load_exporter().from_notebook_node(
        NotebookNode(notebook, cells=cells), resources={"site": site, "page": page}
    )
    if reads_corpus(notebook):
        written = add_links(written, site["texts"])
    (folder / f"{page.name}.html").write_text(written, encoding="utf-8", newline="\n")


def save_index(site: Mapping[str, Any], folder: Path) -> None:
    """Save `index.html`: the pages, the texts, what was left out, and every file to download."""
    written = load_environment().get_template("site.html.j2").render(site=site, labels=site["labels"])
    (folder / "index.html").write_text(written, encoding="utf-8", newline="\n")


def reads_corpus(notebook: NotebookNode) -> bool:
    """Tell whether a notebook is about the texts of the corpus: it has the parameter."""
    cells = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    return any(CORPUS.search(cell.source) for cell in cells)


def save_failure(page: Page, site: Mapping[str, Any], folder: Path) -> None:
    """Save the page of what failed and is no notebook, with the reason."""
    written = load_environment().get_template("failure.html.j2").render(site=site, labels=site["labels"], page=page)
    (folder / f"{page.name}.html").write_text(written, encoding="utf-8", newline="\n")


def describe_site(title: str, lang: str, pages: list[Page]) -> dict[str, Any]:
    """Describe what all pages share: title, language, labels, style, version, citation and the navigation's pages."""
    style, reading_style, script = (
        (TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("style.css", "reading.css", "site.js")
    )
    sha256 = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "title": title,
        "lang": lang,
        "labels": load_labels(lang),
        "style": style,
        "reading_style": reading_style,
        "script": script,
        "policy": POLICY.format(sha256=sha256),
        "version": VERSION,
        "cited": {"site_cite_program": cite_program(lang)},
        "pages": pages,
        "texts": {},
    }


def choose_language(source: str, lang: str) -> str:
    """Give the prose of a cell in one language; English where there is no translation."""
    translation = TRANSLATION.search(source)
    if translation is None:
        return source
    return translation["vi"].strip() if lang == "vi" else TRANSLATION.sub("\n\n", source).strip()


def _read_markdown(text: str) -> str:
    """Turn what a cell said into HTML; it may quote the corpus, so tags in it stay text."""
    return str(MarkdownWithMath(renderer=IPythonRenderer(escape=True, allow_harmful_protocols=False)).render(text))


@cache
def load_environment() -> jinja2.Environment:
    """Load the templates of the pages that are no notebooks, once a process."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=False)


@cache
def load_exporter() -> HTMLExporter:
    """Load the exporter with its templates, once a process."""
    return HTMLExporter(
        template_name="vietdiplo",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES)],
        filters={"inline_svg": lambda svg: SVG_PROLOG.sub("", svg).strip(), "reading2html": _read_markdown},
        anchor_link_text="",
    )
