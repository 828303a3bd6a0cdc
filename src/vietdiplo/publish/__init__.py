"""Notebooks, tables and figures into what other people read."""

from vietdiplo.publish.export import Shown, format_number, format_share, save_figure, save_table
from vietdiplo.publish.parameters import check_parameters

__all__ = ["Shown", "check_parameters", "format_number", "format_share", "save_figure", "save_table"]
