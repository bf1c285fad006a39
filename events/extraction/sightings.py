"""Finds where a text names persons: runs of capitalised words, cut by what they are, weighed by the evidence around them.

May import records, the sibling modules names, namewords, offices, roles, leaders and countries, and spaCy's Doc. Who is who is
settled in people.py.
"""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from events.extraction import leaders, names, namewords, offices, roles
from events.extraction.countries import CountryMention
from events.extraction.namewords import Word, WordReader
from events.extraction.roles import Role
from events.records import Document, Span

_SPEECH = frozenset(
    {
        "said",
        "says",
        "told",
        "added",
        "stressed",
        "warned",
        "noted",
        "stated",
        "announced",
        "tweeted",
        "wrote",
        "replied",
    }
)
_NOT_TITLES = frozenset(
    {"official", "officer", "general", "rival", "ally", "neighbor", "neighbour", "star", "model", "private", "brother"}
)
_JOINING = frozenset({"and", "of", "for", "the"})
_ADDRESSES = frozenset({"sir", "lord", "lady", "dame"})
_SURE = 3
"""Strength from which a single word is taken for a person's name; two words and more need one less."""


@dataclass(slots=True)
class Sighting:
    """Words that may name a person. `strength` sums the evidence; `title` is the office beside them, `country` its state."""

    span: Span
    text: str
    name: names.Name
    strength: int
    title: Span | None = None
    titled: bool = False
    role: Role | None = None
    country: str | None = None
    owner: Span | None = None
    """The name that possesses the office, as in "Putin's adviser, Yuri Ushakov"."""
    compound: bool = False
    """The name only modifies a noun ("the Clinton campaign"): a mention of a known person, never the first of a new one."""

    @property
    def full(self) -> bool:
        return len(self.name.parts) > 1 or bool(self.name.suffix)


class Reader(WordReader):
    """Finds the runs of name words of one document and weighs them."""

    def __init__(self, doc: Doc, document: Document, mentions: tuple[CountryMention, ...]) -> None:
        super().__init__(doc, document, mentions)
        self.entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]

    def sightings(self, words: list[Word]) -> Iterator[Sighting]:
        """The runs of name words, weighed."""
        n = 0
        while n < len(words):
            if not self._opens(words, n):
                n += 1
                continue
            end = n + 1
            while end < len(words) and self._goes_on(words, end):
                end += 1
            while end > n + 1 and words[end - 1].kind == "P":
                end -= 1
            if self._ends_well(words, n, end):
                yield self._weigh(words, n, end)
            n = end

    def _opens(self, words: list[Word], n: int) -> bool:
        """A name word, or particles before one ("van den Broek")."""
        while words[n].kind == "P" and n + 1 < len(words) and self.gap(words[n], words[n + 1]):
            n += 1
        return words[n].kind == "N"

    def _goes_on(self, words: list[Word], n: int) -> bool:
        before, word = words[n - 1], words[n]
        if word.kind == "P":
            return self.gap(before, word) and self._opens(words, n)
        if word.kind == "A" and names.read(f"X {word.text}").suffix:
            return self.gap(before, word)
        return word.kind == "N" and self.gap(before, word)

    def _ends_well(self, words: list[Word], n: int, end: int) -> bool:
        """Not a name that goes on as an organisation, and not one inside an organisation's name."""
        if (
            end < len(words)
            and words[end].kind in ("O", "A")
            and words[end].capital
            and self.gap(words[end - 1], words[end])
        ):
            return False
        inside = n and words[n - 1].kind in ("O", "A") and self.gap(words[n - 1], words[n]) and end - n == 1
        return not inside or self._office_of(words, n) < n  # "Secretary of State Rusk"

    def _weigh(self, words: list[Word], n: int, end: int) -> Sighting:
        span = Span(words[n].start, words[end - 1].end)
        text = self.text[span.start : span.end]
        if len(text.split()[-1]) == 1 and self.text[span.end : span.end + 1] == ".":
            span = Span(span.start, span.end + 1)
        name = names.read(" ".join(text.split()))
        found = Sighting(span, " ".join(self.text[span.start : span.end].split()), name, 0)
        self._title_before(words, n, found)
        if not found.title or (not found.country and self._is_address(found.title)):
            self._title_behind(words, end, found)
        self._of_state(words, end, found)
        self._of_owner(words, n, end, found)
        found.strength += self._evidence(words, n, end, found)
        return found

    def _is_address(self, title: Span) -> bool:
        """ "Mr.", "Sir": how somebody is addressed, and no office."""
        words = self.text[slice(*title)].casefold().replace(".", "").split()
        known = roles.find(words[0]) if len(words) == 1 else None
        return known is not None and (known.kind == "honorific" or words[0] in _ADDRESSES)

    def _of_state(self, words: list[Word], end: int, found: Sighting) -> None:
        """ "President Xi Jinping of China": the state behind the name."""
        behind = words[end : end + 3]
        if not found.titled or not behind or behind[0].lower != "of":
            return
        state = behind[2] if len(behind) > 2 and behind[1].lower == "the" else behind[1] if len(behind) > 1 else None
        if state is not None and state.mention is not None and "," not in self.text[behind[0].end : state.start]:
            found.country = state.mention.code

    def _of_owner(self, words: list[Word], n: int, end: int, found: Sighting) -> None:
        """ "Germany's Annika Vogt, who …": somebody of the state that owns the name."""
        owner = words[n - 1].mention if n else None
        if owner is None or not found.full:
            return
        if self.text[words[n - 1].end : words[n].start] not in ("'s ", "’s "):
            return
        told_of = self.text[found.span.end : found.span.end + 6] == ", who "
        found.country = found.country or owner.code
        found.strength += 3 if told_of else 1

    def _evidence(self, words: list[Word], n: int, end: int, found: Sighting) -> int:
        name = found.name
        strength = 3 if found.titled else 0
        label = self._label(found.span)
        whole_office = found.titled and found.title is not None and " of " in self.text[slice(*found.title)]
        strength += 2 if label == "PERSON" else -1 if label and not whole_office else 0
        if found.full and (name.parts[0] in names.given_names() or names.family_first(found.text)):
            strength += 2 if name.parts[0] in names.given_names() else 1
        if leaders.known(name):
            strength += 3 if found.full else 1
        after = words[end] if end < len(words) else None
        if after is not None and self.text[words[end - 1].end : after.start] == " ":
            if after.lower in _SPEECH:
                strength += 1
            elif (
                not after.capital
                and (after.lower in roles.organisation_words() or self._noun(after))
                and not found.full
            ):
                found.compound = True
        if n and not found.titled:
            before = words[n - 1]
            if before.lower in roles.thing_words() and self.gap(before, words[n]):
                strength -= 6
            if before.lower == "the" and self.gap(before, words[n]):
                strength -= 2
            if before.lower in ("in", "at", "near", "from") and not found.full:
                strength -= 1
        return strength + (1 if found.title and not found.titled else 0)

    def _noun(self, word: Word) -> bool:
        token = self.tokens.get(word.start)
        return token is not None and token.tag_ in ("NN", "NNS") and token.i > 0 and token.nbor(-1).dep_ == "compound"

    def _label(self, span: Span) -> str:
        """The label of the named entity over most of the span, or ""; PERSON wins over any other."""
        first = max(0, bisect.bisect_right(self.entities, (span.start, 0, "")) - 1)
        best = ""
        for start, end, label in self.entities[first:]:
            if start >= span.end:
                break
            shared = min(end, span.end) - max(start, span.start)
            if shared * 2 >= span.end - span.start and label not in ("DATE", "CARDINAL", "ORDINAL", "TIME"):
                best = label if label == "PERSON" else best or label
        return best

    def _title_before(self, words: list[Word], n: int, found: Sighting) -> None:
        """The office before a name: walk back over roles and what modifies them to the state or the owner."""
        first = self._office_of(words, n)
        if first == n and (opened := self._office_before_comma(words, n)) is not None:
            found.role, found.titled = words[opened].role, True
            found.title = Span(words[opened].start, words[n - 1].end)
            found.country = next((w.mention.code for w in words[opened:n] if w.mention), None)
            return
        if first == n and (office := offices.of_state(words, n, self.gap)) is not None:
            found.role, found.titled, found.country = words[office[0]].role, True, office[1]
            found.title = Span(words[self._office_words_before(words, office[0])].start, words[n - 1].end)
            return
        if first == n and (apart := self._office_before_address(words, n)) is not None:
            found.role, found.titled, found.country = words[apart[0]].role, True, apart[1]
            found.title = Span(words[self._office_words_before(words, apart[0])].start, words[apart[2] - 1].end)
            return
        seen: Role | None = words[first].role if first < n else None
        while first > max(0, n - 10):
            before, word = words[first - 1], words[first]
            gap = self.text[before.end : word.start]
            addressed = all(
                w.role is not None and (w.role.kind == "honorific" or w.lower in namewords.SHEIKHS)
                for w in words[first:n]
            )
            apposed = addressed and gap == ", " and before.role is not None  # "the Ambassador, Mr. Kiselev"
            joined = self.gap(before, word) or gap in ("'s ", "’s ", "-", "' ", "’ ") or apposed
            if not joined and not (gap == ". " and before.mention is not None and "." in before.text):
                break
            if not self._belongs(before, word, first == n, seen is not None):
                break
            if gap in ("'s ", "’s ") and before.kind == "N" and before.mention is None:
                found.owner = Span(before.start, before.end)
                break
            if before.mention:
                joint = next((i for i in range(first, n) if words[i].lower == "and"), n)
                if not any(w.role for w in words[joint:n]):
                    found.country = before.mention.code
                break
            if before.role and not seen:
                if before.lower in _NOT_TITLES and not before.capital:
                    break
                seen = before.role
            first -= 1
        if seen is None:
            return
        while words[first].lower in _JOINING or words[first].lower in ("a", "his", "her"):
            first += 1
        joint = next((i for i in range(n - 1, first, -1) if words[i].lower in ("and", "under")), first)
        if joint > first and not any(word.role for word in words[first:joint]):
            first = joint + 1  # "the chiefs of the forces and | Foreign Minister"
        last = n - 2 if words[n - 1].lower in namewords.SHEIKHS and n - 2 >= first and words[n - 2].role else n - 1
        found.role, found.titled = words[last].role or seen, True
        found.title = Span(words[first].start, words[last].end)

    def _office_before_address(self, words: list[Word], n: int) -> tuple[int, str, int] | None:
        """ "the Deputy Foreign Minister of Peru, Mr. | Nils Dahl": where the office begins, whose it is, and where it ends."""
        end = n
        while end and (role := words[end - 1].role) is not None and role.kind == "honorific":
            end -= 1
        if end in (0, n) or self.text[words[end - 1].end : words[end].start] != ", ":
            return None
        found = offices.of_state(words, end, lambda a, b: a is words[end - 1] or self.gap(a, b))
        return (*found, end) if found is not None else None

    def _office_words_before(self, words: list[Word], first: int) -> int:
        """ "First | Deputy | Minister", "Prime | Minister": where the words before a role begin that belong to it."""
        while first and self.gap(words[first - 1], words[first]):
            word = words[first - 1]
            if (
                word.mention is not None
                or word.lower == "the"
                or not (word.role or (word.capital and word.lower in roles.modifiers()))
            ):
                break
            first -= 1
        return first

    def _office_before_comma(self, words: list[Word], n: int) -> int | None:
        """ "The head of the Bank of Japan, | Masaru Hayami,": where such an office begins, else None."""
        if not n or self.text[words[n - 1].end : words[n].start] != ", ":
            return None
        for first in range(n - 1, max(-1, n - 9), -1):
            word = words[first]
            if word.role is not None and word.role.kind not in ("honorific", "kin"):
                return first if first + 1 < n and words[first + 1].lower in ("of", "for") else None
            if not (word.kind in ("O", "M", "C", "A") or word.lower in ("of", "for", "the", "and")):
                return None
            if first + 1 < n and not self.gap(word, words[first + 1]):
                return None
        return None

    def _office_of(self, words: list[Word], n: int) -> int:
        """ "Secretary of State | Colin Powell", "Minister of Foreign Affairs | Qian Qichen": where such an office begins, else n."""
        first = n
        while first and n - first < 8 and self.gap(words[first - 1], words[first]):
            word = words[first - 1]
            if word.lower in ("of", "for") and first < n and first > 1:
                office = words[first - 2]
                if office.role is not None and office.capital and self.gap(office, word):
                    return first - 2
            if word.role is not None or not (word.kind in ("M", "O") or word.lower in ("of", "for", "the", "and")):
                break
            first -= 1
        return n

    def _belongs(self, word: Word, after: Word, nearest: bool, seen: bool) -> bool:
        """Whether a word goes on the title that `after` begins, walking back from the name."""
        if word.role:
            return True
        if nearest and word.kind != "C":
            return False
        if not seen or (word.lower in ("of", "for") and after.lower != "staff"):
            return False
        if word.kind in ("N", "A", "O") and after.lower in _JOINING:
            return False
        return word.kind in ("M", "O", "C", "A", "N") or word.lower in roles.modifiers() or self._noun_before(word)

    def _noun_before(self, word: Word) -> bool:
        token = self.tokens.get(word.start)
        return token is not None and token.tag_ in ("NN", "NNP", "JJ") and token.dep_ in ("compound", "amod", "nmod")

    def _are_many(self, before: list[Word], role: Word) -> bool:
        """ "…, three other leaders of the party": what several are called explains none of them; "one of the leaders" does."""
        token = self.tokens.get(role.start)
        return token is not None and token.tag_ == "NNS" and not any(word.lower == "one" for word in before)

    def _title_behind(self, words: list[Word], end: int, found: Sighting) -> None:
        """The office that explains a name from behind: "Rolf Ekeus, head of UNSCOM,"; up to the next comma."""
        if end >= len(words) or self.text[words[end - 1].end : words[end].start] not in (", ", ", \n", ",\n"):
            return
        verb = self.tokens.get(words[end].start)
        if verb is not None and verb.tag_ in ("VBD", "VBZ"):
            return  # "The head of the agency, Olof Lind, sent experts": what he does
        last, seen, country = end, None, None
        while last < min(len(words), end + 14):
            word = words[last]
            gap = self.text[words[last - 1].end : word.start]
            if last > end and (
                set(gap) & set(',;:.!?()"“”\n')
                and not (gap == ". " and _is_short(words[last - 1]))
                and not gap.startswith("'")
            ):
                break
            if word.lower in _CLAUSE or (seen is None and last - end > 7):
                break
            if word.role and seen is None and word.role.kind != "honorific":
                if self._are_many(words[end:last], word):
                    return
                seen = word.role
            if word.mention and country is None:
                country = word.mention.code
            last += 1
        if seen is None:
            return
        first = end
        while words[first].lower in ("the", "a", "an", "his", "her", "its", "their"):
            first += 1
        if first < last and not any(w.kind == "N" and w.role is None for w in words[first : first + 1]):
            found.role, found.country = found.role if found.role and found.role.gender else seen, country
            found.title = Span(words[first].start, words[last - 1].end)


def _is_short(word: Word) -> bool:
    """Whether a full stop behind the word is that of an initial or an abbreviation."""
    return len(word.text) < 2 or word.lower in roles.honorifics() or word.text in ("U.S", "U.N", "U.K")


_CLAUSE = frozenset(
    {"who", "which", "that", "said", "says", "told", "was", "is", "were", "are", "has", "had", "have", "will", "would", "and", "but",
     "when", "where", "as", "with", "after", "before", "while", "because", "if", "met", "by", "he", "she", "they", "it", "we", "i"}
)  # fmt: skip


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that begins at a character offset."""
    return next((t for t in doc if t.idx == offset), None)
