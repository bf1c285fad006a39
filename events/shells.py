"""Pages and parts of them drawn once, with holes for what differs from one time to the next. May import nothing of ours."""

import re
import secrets
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

_MARK = secrets.token_hex(8)
"""Made anew in each process, so that no words of a reader or a source can be taken for a hole. It needs no escaping of any kind."""

_HOLE = re.compile(rf"{_MARK}-([a-z0-9]+)-")


def hole(name: str) -> Markup:
    """What to give a template in place of a value that is filled in later. The name is small letters and digits."""
    return Markup(f"{_MARK}-{name}-")  # noqa: S704  letters and digits only


def escaped(texts: Sequence[str]) -> list[str]:
    """Each of the texts as markup; all at once, for of short ones the calls take longer than the escaping."""
    return str.split(escape(_MARK.join(texts)), _MARK) if texts else []


def safe(text: object) -> str:
    """The value as markup; a text in which nothing needs to be escaped is itself, in a fifth of the time."""
    if type(text) is str and not ("&" in text or "<" in text or ">" in text or '"' in text or "'" in text):
        return text
    return text if type(text) is Markup else escape(text)


def form(html: str) -> str:
    """Markup with holes as a format, to be filled by `%` with a value for each name."""
    made = _HOLE.sub(r"%(\1)s", html.replace("%", "%%"))
    if _MARK in made.lower():
        raise ValueError(f"a hole was changed where it should be set in, in {made}: draw that part without holes")
    return made


class Shell:
    """Markup with holes, ready to be sent but for them."""

    def __init__(self, html: str) -> None:
        first, *rest = _HOLE.split(html)
        self.first = first.encode()
        self.rest = [(name, piece.encode()) for name, piece in zip(rest[::2], rest[1::2], strict=True)]

    def filled(self, **values: Iterable[bytes]) -> list[bytes]:
        """The parts of the page, to be joined; every hole needs a value, which is markup in parts itself."""
        parts = [self.first]
        for name, piece in self.rest:
            parts += values[name]
            parts.append(piece)
        return parts

    def fixed(self, **values: bytes) -> "Shell":
        """The same with some of its holes filled."""
        made = Shell("")
        parts, name = [self.first], ""
        for hole, piece in self.rest:
            if hole in values:
                parts += [values[hole], piece]
                continue
            made._end(name, parts)
            parts, name = [piece], hole
        made._end(name, parts)
        return made

    def _end(self, name: str, parts: list[bytes]) -> None:
        if name:
            self.rest.append((name, b"".join(parts)))
        else:
            self.first = b"".join(parts)
