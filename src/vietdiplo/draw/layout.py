"""Places for the boxes of a graph: near what they go with, none over another. Plain geometry, without chance."""

from collections.abc import Sequence
from math import atan2, cos, pi, sin

import numpy as np

Edges = Sequence[tuple[int, int]]
STEPS = 500  # of the layout; it stands still earlier
PUSHES = 200


def find_distances(edges: Edges, lengths: Sequence[float], nodes: int) -> np.ndarray:
    """Find the length of the shortest way between any two nodes; without a way, a little more than the longest.

    Source: Floyd (1962), Algorithm 97.
    """
    distances = np.full((nodes, nodes), np.inf)
    np.fill_diagonal(distances, 0)
    for (one, other), length in zip(edges, lengths, strict=True):
        distances[one, other] = distances[other, one] = min(length, distances[one, other])
    for middle in range(nodes):
        distances = np.minimum(distances, distances[:, middle, None] + distances[None, middle, :])
    longest = distances[np.isfinite(distances)].max(initial=1.0)
    return np.where(np.isfinite(distances), distances, longest + 0.5)


def place_nodes(distances: np.ndarray) -> np.ndarray:
    """Place nodes in the plane so that they are as far apart as their distances ask, the near ones above all.

    The nodes start on a circle in their order, and the longest side of the whole is turned level. Source: Gansner,
    Koren & North (2004), Graph drawing by stress majorization, with weights distance ** -2.
    """
    nodes = len(distances)
    angles = 2 * pi * np.arange(nodes) / nodes
    points = np.column_stack([np.cos(angles), np.sin(angles)]) * distances.max(initial=1.0) / 2
    weights = np.divide(1, distances**2, out=np.zeros_like(distances), where=distances > 0)
    inverse = np.linalg.pinv(_find_laplacian(weights))
    for _ in range(STEPS):
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        pull = np.divide(weights * distances, apart, out=np.zeros_like(apart), where=apart > 1e-9)
        moved = inverse @ _find_laplacian(pull) @ points
        is_still = bool(np.abs(moved - points).max(initial=0) < 1e-5)
        points = moved
        if is_still:
            break
    return _turn_level(points)


def place_boxes(points: np.ndarray, sizes: np.ndarray, width: float, height: float, gap: float) -> np.ndarray:
    """Place boxes about their points, spread over width and height, so that none comes nearer than the gap to another.

    Gives the middles. No box is further left or right than the width; those that find no room go below the height.
    """
    half = sizes / 2
    low, high = points.min(axis=0), points.max(axis=0)
    share = np.divide(points - low, high - low, out=np.full(points.shape, 0.5), where=high - low > 1e-6)
    canvas = np.array([width, height])
    middles = half + share * np.maximum(canvas - sizes, 0)
    for _ in range(PUSHES):
        pushed = np.clip(middles + _push_apart(middles, sizes, gap), half, np.maximum(canvas - half, half))
        if np.allclose(pushed, middles, atol=1e-6):
            break
        middles = pushed
    return _drop_apart(np.round(middles, 3), sizes, gap)


def _find_laplacian(weights: np.ndarray) -> np.ndarray:
    return np.asarray(np.diag(weights.sum(axis=1)) - weights)


def _turn_level(points: np.ndarray) -> np.ndarray:
    centred = points - points.mean(axis=0)
    (x, xy), (_, y) = centred.T @ centred
    angle = atan2(2 * xy, x - y) / 2
    return np.asarray(centred @ np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]))


def _push_apart(middles: np.ndarray, sizes: np.ndarray, gap: float) -> np.ndarray:
    """Find how each box moves so that it leaves those it overlaps, along the shorter way, each of two by half."""
    apart = middles[:, None] - middles[None]
    overlap = (sizes[:, None] + sizes[None]) / 2 + gap - np.abs(apart)
    is_clash = (overlap > 1e-9).all(axis=2) & ~np.eye(len(sizes), dtype=bool)
    is_level = overlap[..., 0] < overlap[..., 1]
    order = np.sign(np.arange(len(sizes))[:, None] - np.arange(len(sizes))[None])
    side = np.where(apart == 0, order[..., None], np.sign(apart))
    push = side * overlap / 2 * np.stack([is_clash & is_level, is_clash & ~is_level], axis=2)
    return np.asarray(push.sum(axis=1)) * 0.6


def _drop_apart(middles: np.ndarray, sizes: np.ndarray, gap: float) -> np.ndarray:
    """Move boxes down, from the upper to the lower, until each is free of those above it."""
    placed = middles.copy()
    done: list[int] = []
    for box in np.argsort(middles[:, 1] - sizes[:, 1] / 2, kind="stable").tolist():
        while hits := [other for other in done if _overlap(placed, sizes, box, other, gap)]:
            lowest = max(placed[other, 1] + sizes[other, 1] / 2 for other in hits)
            placed[box, 1] = lowest + gap + sizes[box, 1] / 2
        done.append(box)
    return placed


def _overlap(middles: np.ndarray, sizes: np.ndarray, one: int, other: int, gap: float) -> bool:
    room = (sizes[one] + sizes[other]) / 2 + gap - np.abs(middles[one] - middles[other])
    return bool((room > 1e-6).all())
