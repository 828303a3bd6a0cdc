"""Tables into figures: the only importer of matplotlib; nothing is computed here."""

from vietdiplo.draw.agreement import draw_scores
from vietdiplo.draw.alignment import draw_alignment
from vietdiplo.draw.bars import draw_contrast, draw_sizes
from vietdiplo.draw.commitments import draw_strength
from vietdiplo.draw.frequencies import draw_frequencies
from vietdiplo.draw.heatmap import draw_heatmap
from vietdiplo.draw.network import draw_network
from vietdiplo.draw.positions import draw_positions
from vietdiplo.draw.profile import draw_profile
from vietdiplo.draw.ranks import draw_ranks
from vietdiplo.draw.sequence import draw_sequence
from vietdiplo.draw.style import Picture
from vietdiplo.draw.timeline import draw_timeline
from vietdiplo.draw.years import draw_years

__all__ = [
    "Picture",
    "draw_alignment",
    "draw_contrast",
    "draw_frequencies",
    "draw_heatmap",
    "draw_network",
    "draw_positions",
    "draw_profile",
    "draw_ranks",
    "draw_scores",
    "draw_sequence",
    "draw_sizes",
    "draw_strength",
    "draw_timeline",
    "draw_years",
]
