"""Pairs of small integers to a number each, looked up by the million."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, Knuth (1998), The Art of Computer Programming 3, 6.4


class Table:
    """Pairs of positive integers, numbered from 1 in their order; open addressing in a table a quarter full at most."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Build the table; no pair stands there twice."""
        bits = max(len(pairs) * 4, 2).bit_length()
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.int64)
        self._numbers = np.zeros(1 << bits, np.int32)
        keys = pack(*np.array(pairs or [(0, 0)], np.int64).T)
        waiting = np.arange(len(pairs))
        slots = self._hash(keys)
        while len(waiting):
            free = waiting[self._keys[slots[waiting]] == 0]
            self._keys[slots[free]] = keys[free]  # of those that meet in a slot the last stays
            placed = self._keys[slots[waiting]] == keys[waiting]
            self._numbers[slots[waiting[placed]]] = waiting[placed] + 1
            waiting = waiting[~placed]
            slots[waiting] = (slots[waiting] + 1) & self._mask

    def find(self, keys: Ints) -> npt.NDArray[np.int32]:
        """Give the number of each packed pair, 0 for one that is not there."""
        slots = self._hash(keys)
        there = self._keys[slots]
        numbers = np.where(there == keys, self._numbers[slots], np.int32(0))
        waiting = np.flatnonzero((there != keys) & (there != 0))
        while len(waiting):
            slots[waiting] = (slots[waiting] + 1) & self._mask
            there = self._keys[slots[waiting]]
            hit = there == keys[waiting]
            numbers[waiting[hit]] = self._numbers[slots[waiting[hit]]]
            waiting = waiting[~hit & (there != 0)]
        return numbers

    def _hash(self, keys: Ints) -> Ints:
        return ((keys.view(np.uint64) * MULTIPLIER) >> self._shift).view(np.int64)


def pack(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Ints:
    """Write two integers below 2**31 as one."""
    return (first.astype(np.int64) << 32) | second
