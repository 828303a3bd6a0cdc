"""A corpus of strings that run, load, calculate or mislead wherever a text is taken for more than a text."""

import csv
import json
import os
from pathlib import Path
from typing import Any

SCRIPT = "<script>window.__x=1</script>"
IMAGE = '<img src=x onerror="window.__x=1">'
# What must come out as the text that it is; the names tell the tests of one kind apart.
STRINGS = {
    "script": SCRIPT,
    "image": IMAGE,
    "svg": "<svg onload='window.__x=1'><use href='data:image/svg+xml,x'/></svg>",
    "closing": f"</script></style></title></textarea>--> ]]> {SCRIPT}",
    "attribute": "\" onmouseover=\"window.__x=1\" ' onfocus='window.__x=1' autofocus x=`",
    "javascript": "javascript:window.__x=1//",
    "data": f"data:text/html,{SCRIPT}",
    "remote": "http://vietdiplo.invalid/a.png",
    "markdown": "[x](javascript:window.__x=1) ![](http://vietdiplo.invalid/b) <http://vietdiplo.invalid/c> `x` | *x*",
    "entity": "&lt;script&gt;window.__x=1&lt;/script&gt; &#60;b&#62; &x;",
    "maths": "$\\frac{1}{0}$ $$\\undefined$$ \\(x\\) \\[y\\] %s %(x)s {0} {x!r} {{7*7}} {% raw %}",
    "bidi": "\u202egnol\u202c \u2067abc\u2069 \u200fa\u200eb\u202d",
    "invisible": "a\u200bb\u200dc\ufeffd\u00ade\u2060f",
    "hyperlink": '=HYPERLINK("http://vietdiplo.invalid/d","x")',
    "plus": "+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "wide": "\uff1dHYPERLINK(1)",
    "quoted": "'=1+1",
    "path": "../../../../etc/passwd",
    "calendar": "END:VEVENT\\nBEGIN:VALARM\\, ATTACH;VALUE=URI:http://vietdiplo.invalid/e",
    "long": "a" * 3000,
}
FORMULAE = ("hyperlink", "plus", "minus", "at", "wide")
NAMES = ("=1+1.txt", "-1+1.txt", "a' onfocus='window.__x=1.txt", "a%2e%2e%5c$x$.txt", "javascript:window.__x=1.txt")
# What a file may be called where the system has no other rule than / and zero.
POSIX_NAMES = (
    'a"onclick=window.__x=1 .txt',
    "<img src=x onerror=window.__x=1>.txt",
    "a\u202e\u2028\u200b.txt",
)
SENTENCE = "Ngày {day}/5/2024, hai bên nhất trí tăng cường hợp tác quốc phòng {said} và thuật ngữ ma {word}."
CODES = ("AAA", "BBB", "CCC", "DDD")


def save_corpus(folder: Path) -> Path:
    """Save the corpus; every file of a corpus is there, and each holds such strings wherever it may hold any."""
    (folder / "texts").mkdir(parents=True)
    (folder / "hand_coded").mkdir()
    names = list_names()
    texts = {name: make_text(number) for number, name in enumerate(names)}
    for name, text in texts.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8", newline="")
    (folder / "texts/page.html").write_text(make_page(), encoding="utf-8")
    save_rows(folder / "documents.csv", make_documents([*names[1:], "page.html"]))
    save_rows(folder / "events.csv", make_events())
    save_rows(folder / "terms.csv", make_terms())
    book = {"version": STRINGS["closing"], "sectors": {code: make_sector(n) for n, code in enumerate(CODES)}}
    (folder / "sectors.yml").write_text(json.dumps(book), encoding="utf-8")  # which is YAML, with escapes
    said = list(STRINGS.values())
    authors = [{"family-names": text, "given-names": text} for text in said] + [{"name": text} for text in said]
    cited = {"cff-version": "1.2.0", "message": said[0], "title": said[3], "authors": authors, "version": said[13]}
    cited |= {"url": "https://vietdiplo.invalid/'\"><script>window.__x=1</script>", "date-released": "2025-05-08"}
    (folder / "CITATION.cff").write_text(json.dumps(cited), encoding="utf-8")
    return folder


def list_names() -> list[str]:
    return [*(NAMES if os.name != "nt" else ("-1+1.txt", "a.txt")), *(POSIX_NAMES if os.name == "posix" else ())]


def make_text(number: int) -> str:
    """Make a text: of each string a sentence with a date, a term, a sector and a commitment, and the string bare."""
    lines = ["TUYÊN BỐ CHUNG", f"{SCRIPT} {number}"]
    for day, (word, said) in enumerate(STRINGS.items(), 1):
        lines += [SENTENCE.format(day=day, said=said, word=word), said]
    return "\n\n".join(lines) + "\n"


def make_page() -> str:
    head = f'<meta property="og:title" content="{quote(SCRIPT)}"><meta name="author" content="{quote(IMAGE)}">'
    head += f"<title>{quote(STRINGS['hyperlink'])}</title><script>window.__x=1</script><base href='http://vietdiplo.invalid/'>"
    said = "".join(f"<p>{quote(SENTENCE.format(day=9, said=said, word='b'))}</p>" for said in STRINGS.values())
    body = f"<h1 onclick='window.__x=1'>{quote(IMAGE)}</h1>{said}<img src='http://vietdiplo.invalid/f.png'>"
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body><article>{body}</article></body></html>"
    )


def quote(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def make_documents(names: list[str]) -> list[dict[str, str]]:
    said = list(STRINGS.values())
    kinds = ("declaration", "communique", "news", "speech", "other")
    return [
        {
            "file": name,
            "doc_id": said[(7 * n + 13) % len(said)][:200],
            "title": said[n],
            "date": f"2024-05-{n + 1:02}",
            "genre": kinds[n % len(kinds)],
            "partner": ("LAO", "AZE", "")[n % 3],
            "source": said[-n - 1],
            STRINGS["hyperlink"]: said[n],
            IMAGE: STRINGS["bidi"],
        }
        for n, name in enumerate(names)
    ]


def make_events() -> list[dict[str, str]]:
    return [
        {"date": f"20{n:02}", "headline": said, "role": "event", "participants": f"Việt Nam; {said}", "source": said}
        for n, said in enumerate(STRINGS.values(), 1)
    ]


def make_terms() -> list[dict[str, str]]:
    terms = [f"thuật ngữ ma {word}" for word in STRINGS]
    return [
        {"term": term, "en": said, "sector": CODES[n % 4], "kind": "concept", "opaque": ""}
        for n, (term, said) in enumerate(zip(terms, STRINGS.values(), strict=True))
    ]


def make_sector(number: int) -> dict[str, Any]:
    said = list(STRINGS.values())[number::4]
    words = list(STRINGS)[number::4]
    return {
        "label": {"vi": said[0][:300], "en": said[1][:300]},
        "definition": {"vi": said[2], "en": said[3]},
        "include": said,
        "exclude": said,
        "terms": [f"thuật ngữ ma {word}" for word in words],
        "crosswalk": {"CAP": said[-1]},
    }


def save_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)


def save_coding(sheet: Path, to: Path) -> None:
    """Save a sheet that `vietdiplo sample` drew as a coder would: filled in, and otherwise as it was drawn."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    save_rows(to, [{**row, "sectors": CODES[n % 4], "notes": "=1+1"} for n, row in enumerate(rows)])


def save_lines(path: Path) -> Path:
    """Save the texts as JSON lines, for `vietdiplo annotate` and `find`."""
    rows = [{"id": said, "text": make_text(n), "doc_date": "2024-05-08"} for n, said in enumerate(STRINGS.values())]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
