"""The search page: every sentence of the texts in the page itself, so that it needs neither server nor network."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vietdiplo.publish.findings import Corpus, Findings
from vietdiplo.publish.links import SEARCH
from vietdiplo.publish.pages import load_environment

MOST_SENTENCES = 5000
LEVELS = ("6", "5", "4", "3", "2", "1", "0")  # of commitments, the firmest first
# What the page says of a search, and what instead where it has not all sentences.
SAID = {"beyond": "beyond", "found": "found", "nothing": "nothing", "sentence": "sentence"}
SAID_OF_SOME = {**SAID, "nothing": "not_here"}
# What could end the script element, and the line ends that JSON has and JavaScript had not.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def save_search(folder: Path, corpus: Corpus, found: Findings, site: Mapping[str, Any]) -> None:
    """Save the search over the first 5,000 sentences, with the sectors and commitments found in each."""
    labels, held = site["labels"], corpus.sentences.head(MOST_SENTENCES)
    texts = [text for text in site["texts"] if text in set(held["doc_id"])]
    numbers = {doc_id: number for number, doc_id in enumerate(texts)}
    columns = (held[name].tolist() for name in ("doc_id", "sentence", "text"))
    sides = sorted({part.split(" ")[1] for parts in found.commitments.values() for part in parts})
    is_cut = len(held) < len(corpus.sentences) or len(texts) < len(site["listing"])
    data = {
        "texts": [[site["texts"][text], *_describe_text(site["listing"][text])] for text in texts],
        "sectors": corpus.sectors,
        "levels": {level: labels[f"value_level_{level}"] for level in LEVELS},
        "sides": {side: labels[f"value_{side}"] for side in sides},
        "sentences": [
            [numbers[doc_id], number, text, *(parts.get((doc_id, number), []) for parts in found[1:])]
            for doc_id, number, text in zip(*columns, strict=True)
        ],
        "labels": {name: labels[f"site_search_{key}"] for name, key in (SAID_OF_SOME if is_cut else SAID).items()},
    }
    limit = labels["site_search_limit"].format(sentences=len(held), texts=len(texts), of=len(site["listing"]))
    page = load_environment().get_template("search.html.j2")
    written = page.render(site=site, labels=labels, data=write_data(data), limit=limit if is_cut else "")
    (folder / SEARCH).write_text(written, encoding="utf-8", newline="\n")


def write_data(data: object) -> str:
    """Write data as JSON that can stand in a script element, whatever the texts in it say."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)


def _describe_text(about: Mapping[str, str]) -> tuple[str, str]:
    return about["title"] or about["doc_id"], about["language"]
