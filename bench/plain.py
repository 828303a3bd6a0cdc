"""The floor for `bench/render.py`: what the notebooks compute, draw and save, in one plain script."""

import sys
from pathlib import Path

import pandas as pd

import vietdiplo as vd

EXAMPLE = (
    "Sáng 12/3/2024, tại Hà Nội, Thủ tướng hai nước hội đàm. Hai bên nhất trí thúc đẩy thương mại và giáo dục-đào tạo. "
    "Phía bạn sẽ cấp 20 học bổng mỗi năm đến năm 2030."
)


def save_all(corpus: str, out: str) -> None:
    """Compute every table and figure of the collection on a corpus and save them below `out`."""
    codebook = vd.load_codebook(vd.find_codebook(corpus))
    sheet = vd.Sheet(out, "en")
    names = {code: f"{code} {sector.label['en']}" for code, sector in codebook.sectors.items()}

    def table(frame: pd.DataFrame, name: str) -> None:
        sheet.save_table(frame, name, en=name, vi=name)

    def figure(picture: "vd.draw.Picture", name: str, data: pd.DataFrame) -> None:
        sheet.save_figure(picture, name, data=data, alt=name)

    documents = vd.load_strings({"example": EXAMPLE}, dates={"example": "2024-03-12"})
    sentences = vd.split_sentences(documents)
    words = vd.find_words(sentences)
    found = [words, vd.find_dates(sentences, documents), vd.find_sectors(sentences, codebook)]
    occurrences = vd.check_surfaces(pd.concat(found, ignore_index=True), documents)
    counts = vd.count_labels(words, vd.count_sizes(documents, sentences, words), by=["doc_id"])
    for name, frame in {"d": documents, "s": sentences, "o": occurrences, "c": counts}.items():
        table(frame, f"start_{name}")

    documents = vd.load_documents(corpus)
    sentences = vd.split_sentences(documents)
    words = vd.find_words(sentences)
    sizes = vd.count_sizes(documents, sentences, words)
    table(sizes, "corpus_documents")
    figure(vd.draw_sizes(sizes, title="sizes"), "corpus_sizes", sizes)
    table(words.groupby(["doc_id", "sentence"]).size().groupby("doc_id").describe().reset_index(), "corpus_lengths")
    table(pd.DataFrame(vd.check_corpus(corpus)), "corpus_problems")
    table(vd.count_labels(vd.find_changes(documents, sentences), sizes, by=["doc_id"]), "corpus_changes")

    counts, by_text = vd.count_labels(words, sizes), vd.count_labels(words, sizes, by=["doc_id"])
    content = counts[~counts["label"].isin(vd.load_stop_words())]
    shown = by_text[by_text["label"].isin(content["label"].head(20))]
    table(content, "terms_frequency")
    figure(vd.draw_frequencies(shown, title="frequencies"), "terms_frequency", shown)
    table(vd.count_labels(vd.find_ngrams(words, sentences, size=3), sizes), "terms_phrases")
    table(vd.find_contexts(vd.find_terms(sentences, ["Đối tác Chiến lược"]), sentences), "terms_concordance")
    one, other = documents["doc_id"].head(2)
    keyness = vd.compare_frequencies(by_text, target=one, reference=other)
    table(keyness, "terms_contrast")
    figure(vd.draw_contrast(keyness.head(20), target=one, reference=other, title="contrast"), "terms_contrast", keyness)

    sectors = vd.find_sectors(sentences, codebook)
    coverage = vd.count_coverage(sectors, sentences, sizes, labels=list(names))
    figure(vd.draw_heatmap(coverage, rows=names, title="coverage"), "sectors_coverage", coverage)
    table(coverage, "sectors_coverage")
    table(sectors.merge(sentences, on=["doc_id", "sentence"]), "sectors_sentences")
    table(vd.find_uncoded(sentences, sectors), "sectors_uncoded")

    dates = vd.find_dates(sentences, documents)
    events = vd.count_events(vd.find_events(dates, sentences, documents), documents)
    days = dict(zip(documents["doc_id"], documents["date"], strict=True))
    figure(vd.draw_timeline(events, document_dates=days, title="timeline"), "timeline_events", events)
    table(events, "timeline_events")
    table(events.groupby(["precision", "role"]).size().reset_index(), "timeline_precision")
    table(vd.find_undated(dates, documents), "timeline_left_off")


if __name__ == "__main__":
    save_all(sys.argv[1], str(Path(sys.argv[2]).resolve()))
