"""Files into the tables of documents and sentences."""

from vietdiplo.texts.clean import clean_sentence, clean_text, list_changes, unify_tones
from vietdiplo.texts.corpus import check_corpus, find_folder, load_documents
from vietdiplo.texts.sentences import split_sentences
from vietdiplo.texts.strings import load_strings

__all__ = [
    "check_corpus",
    "clean_sentence",
    "clean_text",
    "find_folder",
    "list_changes",
    "load_documents",
    "load_strings",
    "split_sentences",
    "unify_tones",
]
