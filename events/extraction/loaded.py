"""Importing this loads all that reading needs: for the process that readers are forked from (`events.readers`), and nobody else."""

import gc
from contextlib import suppress

from events.extraction import parsing, pipeline

with suppress(OSError):  # there is none: the first reader says so, and what to do
    parsing.model()
gc.freeze()  # a collection in a fork would write to every page of it, and each have its own copy then

__all__ = ["pipeline"]
