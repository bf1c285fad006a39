"""What each word of a text can be in a person's name: name, particle, role, organisation word, state, or none of these.

May import records, the sibling modules names, roles and countries, and spaCy's Doc. Runs of name words are made in sightings.py.
"""

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc

from events.extraction import names, roles
from events.extraction.countries import CountryMention
from events.extraction.roles import Role
from events.records import Document, Span

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’](?=[^\W\d_]{2})|-(?=[^\W\d_]))*")
_ROYAL_NAMES = frozenset({"shah", "king", "prince", "khan"})
SHEIKHS = frozenset({"sheikh", "sheik", "shaikh", "sheikha"})
_FOREBEARS = frozenset({"bin", "ibn", "bint", "al"})
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


@dataclass(slots=True)
class Word:
    """A word of the text and what it can be: N name, P particle, R role, M modifier, O organisation, C country, A acronym,
    X no name, or "" for a word in lower case that is none of these."""

    text: str
    start: int
    end: int
    lower: str
    kind: str = ""
    mention: CountryMention | None = None
    role: Role | None = field(default=None)

    @property
    def capital(self) -> bool:
        if self.text[0].isupper() or (self.text[1:2] in ("'", "’") and self.text[2:3].isupper()):
            return True
        return "-" in self.text and any(p[:1].isupper() for p in self.text.split("-")[1:])


class WordReader:
    """Holds what telling words apart needs to look up: tokens and country mentions of one document, by offset."""

    def __init__(self, doc: Doc, document: Document, mentions: tuple[CountryMention, ...]) -> None:
        self.text = document.text
        self.tokens = {token.idx: token for token in doc}
        self.doubtful: list[Word] = []
        """Words at the beginning of a sentence that only a person named elsewhere can make a name ("Torres is due …")."""
        self.mentions = {start: m for m in mentions for start in range(m.span.start, m.span.end)}

    def words(self, area: Span) -> list[Word]:
        """The words of a stretch of text, each with what it can be."""
        found: list[Word] = []
        for match in _WORD.finditer(self.text, area.start, area.end):
            if match[0] in ("s", "S") and match.start() and self.text[match.start() - 1] in "'’":
                continue  # the ending of "Jordan's" is no word
            word = Word(match[0], match.start(), match.end(), match[0].casefold().replace("’", "'"))
            word.mention = self.mentions.get(word.start)
            word.role = roles.find(word.lower)
            word.kind = self._kind(word, found[-1] if found else None)
            found.append(word)
        for n, word in enumerate(found):
            if word.kind and word.kind not in "NP" and word.capital and self._names_after_all(found, n):
                word.kind = "N"
        return found

    def _names_after_all(self, words: list[Word], n: int) -> bool:
        """Whether a capitalised word that is a role, a month, a star or a bill elsewhere is part of a name here, by its neighbours:
        Dean Rusk, Bill Clinton, Jan Smuts, Moon Jae-in, Kim Jong Un, Ambassador Wellington Koo."""
        word = words[n]
        before = words[n - 1] if n and self.gap(words[n - 1], words[n]) else None
        after = words[n + 1] if n + 1 < len(words) and self.gap(words[n], words[n + 1]) else None
        opened = self._asian_start(words, n)
        if opened is not None and not word.text.isupper() and word.mention is None:
            return names.family_first(" ".join([*(w.text for w in words[opened:n]), word.text]))
        if word.role is not None and word.role.kind == "honorific" and before is not None and before.kind == "N":
            return after is None or not after.capital  # General Khin Tun
        if word.kind == "C" and before is not None and before.kind == "P" and self._is_called(words, n - 1):
            return True  # Miguel de la Madrid
        if before is not None and before.lower in _FOREBEARS - {"al"} and word.role is not None:
            return True  # Zayed bin Sultan
        if word.kind == "C" and before is not None and before.lower in ("al", "el") and n > 1:
            return words[n - 2].kind == "N" and self.gap(words[n - 2], before)  # Salem Al Sabah
        if after is None or after.kind != "N":
            return False
        titled = before is not None and before.role is not None and before.capital
        if word.text == "U" and self.text[word.end] == " ":
            return True  # U Thant, U Nu
        royal = word.role is not None and word.role.kind == "royal" and before is not None and before.role != word.role
        if royal and ((titled and word.lower in _ROYAL_NAMES) or (before is not None and before.kind == "N")):
            return True  # Foreign Minister Shah Mohammad Dost, Abdul Amir al-Anbari
        if len(word.text) == 1 and self.text[word.end : word.end + 1] == ".":
            return True
        if word.kind == "C":
            place = word.mention is not None and word.mention.kind in ("city", "capital", "name")
            given = names.plain(word.lower) in names.given_names()
            token = self.tokens.get(word.start)
            if given and place and token is not None and token.ent_type_ == "PERSON":
                return True  # Virginia Raggi, Florence Parly
            return titled and place and word.text == self.text[word.mention.span.start : word.mention.span.end]  # type: ignore[union-attr]
        if titled and word.lower in SHEIKHS and self._has_forebears(words, n + 1):
            return False  # Emir Sheikh Tamim bin Hamad
        address = word.role is not None and word.role.kind == "honorific"
        apposed = bool(n) and words[n - 1].role is not None and self.text[words[n - 1].end : word.start] == ", "
        if names.family_first(f"{word.text} {after.text}") and (titled or apposed or "-" in after.text):
            return address or word.kind in "XMO"
        if names.plain(word.lower) not in names.given_names() or (address and word.lower != "don"):
            return False
        if word.kind == "O" or (word.role is not None and word.role.kind not in ("royal", "clergy", "military")):
            return True
        token = self.tokens.get(word.start)
        return titled or (word.role is None and token is not None and token.ent_type_ == "PERSON")

    def _has_forebears(self, words: list[Word], n: int) -> bool:
        """Whether a name goes on with whose son or of which house somebody is, as Arabian ones do: Tamim bin Hamad Al Thani."""
        while n + 1 < len(words) and words[n].capital and self.gap(words[n], words[n + 1]):
            n += 1
            if words[n].lower in _FOREBEARS:
                return True
        return False

    def _is_called(self, words: list[Word], n: int) -> bool:
        """Whether the particles that end at a word follow a first name."""
        while n and words[n].kind == "P" and self.gap(words[n - 1], words[n]):
            n -= 1
        return words[n].kind == "N" and names.plain(words[n].lower) in names.given_names()

    def _asian_start(self, words: list[Word], n: int) -> int | None:
        """Where an East Asian name of one or two words begins that ends right before a word: Kim Jong | Un, Tran Van | Do."""
        first = n
        while first and n - first < 3 and words[first - 1].kind == "N" and self.gap(words[first - 1], words[first]):
            first -= 1
        return first if 0 < n - first < 3 and names.is_eastern_family(words[first].text) else None

    def _kind(self, word: Word, before: Word | None) -> str:
        if not word.capital:
            if word.lower in names.particles("bridge"):
                return "P"
            return "R" if word.role else "M" if word.lower in roles.modifiers() else ""
        after_given = (
            before is not None
            and before.kind == "N"
            and self.gap(before, word)
            and names.plain(before.lower) in names.given_names()
            and word.lower not in _WEEKDAYS
        )
        behind_name = (
            before is not None
            and before.kind == "N"
            and self.gap(before, word)
            and len(word.text) > 3
            and (len(before.text) == 1 or word.lower not in roles.organisation_words())
        )
        if (after_given or behind_name) and word.lower in names.surname_words():
            return "N"
        title_before = before is not None and before.kind in ("R", "O") and before.capital and self.gap(before, word)
        if word.mention and not (title_before and self._given(word)):
            return "C"
        if word.lower in roles.not_names():
            return "X"
        if self._opens_sentence(word):
            self.doubtful.append(word)
            return "X"
        if word.role:
            return "R"
        if word.lower in roles.organisation_words():
            return "O"
        if len(word.text) > 1 and word.text.isupper() and not (before and before.kind == "N"):
            return "A"
        return "M" if word.lower in roles.modifiers() else "N"

    def _given(self, word: Word) -> bool:
        return names.plain(word.lower) in names.given_names() or word.lower in names.surname_words()

    def _opens_sentence(self, word: Word) -> bool:
        """A capital that only the beginning of the sentence gives it: the tagger sees no proper noun there."""
        token = self.tokens.get(word.start)
        return (
            token is not None
            and bool(token.is_sent_start)
            and token.tag_ not in ("NNP", "NNPS")
            and token.ent_type_ != "PERSON"
            and names.plain(word.lower) not in names.given_names()
            and "-" not in word.text
        )

    def gap(self, before: Word, word: Word) -> bool:
        """Whether nothing but a space parts two words, or the full stop of an initial or an abbreviation."""
        gap = self.text[before.end : word.start]
        if gap in (" ", "\n", "\r\n", "  "):
            return True
        return gap in (".", ". ") and (
            len(before.text) == 1 or before.lower in roles.honorifics() or before.lower in ("st", "jr")
        )
