"""Files into the tables of documents and sentences."""

from vietdiplo.texts.clean import clean_sentence, clean_text, list_changes, unify_tones
from vietdiplo.texts.coding import Coding, check_coding, load_coding
from vietdiplo.texts.corpus import check_corpus, find_folder, load_documents
from vietdiplo.texts.events import check_events, load_events
from vietdiplo.texts.sentences import split_sentences
from vietdiplo.texts.strings import load_strings

__all__ = [
    "Coding",
    "check_coding",
    "check_corpus",
    "check_events",
    "clean_sentence",
    "clean_text",
    "find_folder",
    "list_changes",
    "load_coding",
    "load_documents",
    "load_events",
    "load_strings",
    "split_sentences",
    "unify_tones",
]
