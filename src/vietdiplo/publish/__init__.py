"""Notebooks, tables and figures into what other people read."""

from vietdiplo.publish.annotated import Part, Parts, load_parts
from vietdiplo.publish.export import Sheet, Shown
from vietdiplo.publish.parameters import check_parameters

__all__ = ["Part", "Parts", "Sheet", "Shown", "check_parameters", "load_parts"]
