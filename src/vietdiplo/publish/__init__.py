"""Notebooks, tables and figures into what other people read."""

import sys

# Who imports nbformat imports jsonschema's formats, and these compile a grammar for addresses: a second for nothing
# that a notebook needs. It stands here, before any module of this room.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from vietdiplo.publish.annotated import Part, Parts, load_parts
from vietdiplo.publish.export import Sheet, Shown
from vietdiplo.publish.parameters import check_parameters

__all__ = ["Part", "Parts", "Sheet", "Shown", "check_parameters", "load_parts"]
