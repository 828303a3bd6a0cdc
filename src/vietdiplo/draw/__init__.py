"""Tables into figures: the only importer of matplotlib; nothing is computed here."""

from vietdiplo.draw.bars import draw_contrast, draw_frequencies, draw_sizes
from vietdiplo.draw.heatmap import draw_heatmap
from vietdiplo.draw.style import Picture
from vietdiplo.draw.timeline import draw_timeline

__all__ = ["Picture", "draw_contrast", "draw_frequencies", "draw_heatmap", "draw_sizes", "draw_timeline"]
