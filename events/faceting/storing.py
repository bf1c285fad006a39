"""A snapshot's base as a file: written whole or not at all, mapped into memory by every worker rather than read.

A line of JSON says where each array lies; bitmaps are kept in their own portable form. A file of another format, of another
database or of a revision that is not in this archive's past is no use, and is made anew.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from events.criteria import Kind
from events.faceting.bitmaps import Array, BitMap
from events.faceting.days import Days
from events.faceting.layers import Layer, Matches
from events.faceting.names import Names
from events.faceting.orders import Order
from events.faceting.segments import Segment
from events.faceting.snapshots import Snapshot, State
from events.faceting.terms import Terms
from events.revision import Stamp

log = logging.getLogger(__name__)

FORMAT = "chancery facets 3"
_ALIGNED = 64


def identity(database: dict[str, Any]) -> str:
    """Which database, short enough for a file name."""
    named = [str(database.get(part) or "") for part in ("ENGINE", "HOST", "PORT", "NAME")]
    return hashlib.sha256("\x1f".join(named).encode()).hexdigest()[:12]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One worker at a time; all at once where nothing can be written anyway."""
    try:
        lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115 (closed below; there may be none)
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def save(path: Path, snapshot: Snapshot, mark: tuple[int, int, str]) -> bool:
    """Write the bases of a snapshot. False, with a line in the log, where the folder can't be written."""
    arrays: list[Array] = []
    content: dict[str, Any] = {
        "format": FORMAT,
        "stamp": [snapshot.stamp.number, snapshot.stamp.at, snapshot.stamp.noted],
        "mark": list(mark),
        "states": [[state.code, state.name, state.region] for state in snapshot.states],
        "layers": {
            str(kind): [_out(layer.base, arrays), _out(layer.recent, arrays)] for kind, layer in snapshot.layers.items()
        },
    }
    try:
        _write(path, content, arrays)
    except OSError as error:
        log.warning("The facet index is not kept for the next start: %s: %s", path, error)
        return False
    return True


def _write(path: Path, content: dict[str, Any], arrays: list[Array]) -> None:
    place = 0
    shapes: list[tuple[str, list[int], int]] = []
    for made in arrays:
        place += -place % _ALIGNED
        shapes.append((made.dtype.str, list(made.shape), place))
        place += made.nbytes
    head = json.dumps({**content, "arrays": shapes, "length": place}).encode() + b"\n"
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(head)
            start = len(head) + -len(head) % _ALIGNED
            for made, (_dtype, _shape, at) in zip(arrays, shapes, strict=True):
                file.seek(start + at)
                file.write(np.ascontiguousarray(made).tobytes())
            file.truncate(start + place)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def load(path: Path, matches: Matches) -> tuple[Snapshot, tuple[int, int, str]] | None:
    """The snapshot that was saved and its mark; None when there is none that this version can read."""
    try:
        with open(path, "rb") as file:
            head = file.readline()
            content = json.loads(head)
            if content.get("format") != FORMAT:
                return None
            start = len(head) + -len(head) % _ALIGNED
            if os.fstat(file.fileno()).st_size != start + content["length"]:
                raise ValueError("it is cut short")
            data = np.memmap(file, dtype=np.uint8, mode="r", offset=0)
        arrays = [_array(data, start, *shape) for shape in content["arrays"]]
        layers = {
            Kind(kind): Layer(_in(base, arrays), BitMap(), _in(recent, arrays))
            for kind, (base, recent) in content["layers"].items()
        }
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("The facet index %s is not used and will be made anew: %s", path, error)
        return None
    snapshot = Snapshot(Stamp(*content["stamp"]), layers, tuple(State(*s) for s in content["states"]), matches)
    number, revision, at = content["mark"]
    return snapshot, (number, revision, at)


def _array(data: Array, start: int, dtype: str, shape: list[int], place: int) -> Array:
    kind = np.dtype(dtype)
    length = kind.itemsize * int(np.prod(shape))
    made: Array = np.asarray(data[start + place : start + place + length]).view(kind).reshape(shape)
    return made


_CLASSES: dict[str, Any] = {cls.__name__: cls for cls in (Segment, Terms, Order, Days, Names)}
_REMEMBERED = {"found"}


def _out(value: Any, arrays: list[Array]) -> Any:
    """As JSON, arrays and bitmaps put aside."""
    if isinstance(value, np.ndarray):
        known = next((n for n, made in enumerate(arrays) if made is value), None)
        if known is None:
            arrays.append(value)
            known = len(arrays) - 1
        return {"array": known}
    if isinstance(value, BitMap):
        return {"bitmap": _out(np.frombuffer(value.serialize(), dtype=np.uint8), arrays)}
    if isinstance(value, Kind):
        return {"kind": str(value)}
    if type(value).__name__ in _CLASSES:
        kept = {f.name: _out(getattr(value, f.name), arrays) for f in fields(value) if f.name not in _REMEMBERED}
        return {"class": type(value).__name__, "fields": kept}
    if isinstance(value, dict) and value and all(isinstance(v, BitMap) for v in value.values()):
        return _bitmaps_out(value, arrays)
    if isinstance(value, dict):
        return {"dict": {str(name): _out(item, arrays) for name, item in value.items()}}
    if isinstance(value, tuple):
        return {"tuple": [_out(item, arrays) for item in value]}
    return value


def _bitmaps_out(value: dict[Any, BitMap], arrays: list[Array]) -> Any:
    """Many bitmaps, one after the other in one array."""
    packed = [made.serialize() for made in value.values()]
    ends = np.cumsum([len(made) for made in packed])
    return {
        "bitmaps": list(value),
        "ends": _out(ends, arrays),
        "data": _out(np.frombuffer(b"".join(packed), dtype=np.uint8), arrays),
    }


def _in(value: Any, arrays: list[Array]) -> Any:
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    if "bitmap" in value:
        return BitMap.deserialize(_in(value["bitmap"], arrays).tobytes())
    if "kind" in value:
        return Kind(value["kind"])
    if "class" in value:
        made = {name: _in(item, arrays) for name, item in value["fields"].items()}
        return _CLASSES[value["class"]](**made)
    if "bitmaps" in value:
        data = _in(value["data"], arrays).tobytes()
        ends = _in(value["ends"], arrays).tolist()
        starts = [0, *ends[:-1]]
        spans = zip(value["bitmaps"], starts, ends, strict=True)
        return {name: BitMap.deserialize(data[first:end]) for name, first, end in spans}
    if "dict" in value:
        return {name: _in(item, arrays) for name, item in value["dict"].items()}
    return tuple(_in(item, arrays) for item in value["tuple"])
