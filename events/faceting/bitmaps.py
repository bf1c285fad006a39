"""Between numpy's arrays and compressed bitmaps, both of record numbers. Imports nothing of ours."""

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

Array = NDArray[Any]

__all__ = ["Array", "BitMap", "between", "bitmap", "meet", "numbers"]


def bitmap(found: Array) -> BitMap:
    """The bitmap of some record numbers, in any order."""
    made = array("I")
    made.frombytes(np.ascontiguousarray(found, dtype=np.uint32).tobytes())
    return BitMap(made)


def numbers(hits: BitMap) -> Array:
    """The record numbers of a bitmap, ascending."""
    return np.frombuffer(hits.to_array(), dtype=np.uint32)


def between(first: int, end: int) -> BitMap:
    """The numbers from `first` up to but not including `end`."""
    return BitMap(range(first, end)) if end > first else BitMap()


def meet(sets: Iterable[BitMap], everything: BitMap) -> BitMap:
    """What is in all of the sets; everything when there is none."""
    ordered = sorted(sets, key=len)
    if not ordered:
        return everything
    hits = ordered[0] & everything
    for more in ordered[1:]:
        hits &= more
    return hits
