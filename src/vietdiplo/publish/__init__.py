"""Notebooks, tables and figures into what other people read."""

from vietdiplo.publish.export import Sheet, Shown
from vietdiplo.publish.parameters import check_parameters

__all__ = ["Sheet", "Shown", "check_parameters"]
