"""Whom a word refers to: a name, a pronoun or a role noun -> person; a name or role noun -> state.

May import records, the sibling modules countries, names, roles and wordlists, and spaCy's Doc.
"""

import bisect
import functools
import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from events.extraction import names, roles, wordlists
from events.extraction.countries import CountryMention
from events.records import Document, PersonRecord, Span


@dataclass(frozen=True, slots=True)
class Referents:
    """Look-ups by token or span; built once per document by `resolve`."""

    persons: tuple[PersonRecord, ...]
    country_mentions: tuple[CountryMention, ...]
    _person_of: dict[int, str]
    _country_of: dict[int, str]
    _person_spans: tuple[tuple[Span, str], ...]
    _genders: dict[str, str]
    _group_of: dict[int, str]

    def person_at(self, token: Token) -> str | None:
        """PersonRecord.name of whom a name, a pronoun or a role noun ("the minister") means, or None."""
        return self._person_of.get(token.i)

    def country_at(self, token: Token) -> str | None:
        """Code of the state that the token is (part of) a mention of, or that a role noun's office belongs to."""
        return self._country_of.get(token.i)

    def is_state(self, token: Token) -> bool:
        """Whether the token is part of a state's name: "Union" of "the Soviet Union"."""
        mention = self._mention_at(token)
        return mention is not None and mention.kind == "name"

    def is_place(self, token: Token) -> bool:
        """Whether the token is part of the name of a city, which stands for its state."""
        mention = self._mention_at(token)
        return mention is not None and mention.kind in {"city", "capital"}

    def _mention_at(self, token: Token) -> CountryMention | None:
        at = bisect.bisect_right(self.country_mentions, token.idx, key=lambda m: m.span.start) - 1
        return self.country_mentions[at] if at >= 0 and token.idx < self.country_mentions[at].span.end else None

    def group_at(self, token: Token) -> str | None:
        """Code of the state whose people a movement or an armed group is of: it takes part in events, and is no mention of the state."""
        return self._group_of.get(token.i)

    def gender(self, name: str) -> str:
        """ "m", "f", or "" where the name does not tell."""
        return self._genders.get(name, "")

    def countries_in(self, span: Span) -> tuple[str, ...]:
        """Codes of the states mentioned inside a character span, each once, in order."""
        first = bisect.bisect_left(self.country_mentions, span.start, key=lambda m: m.span.start)
        codes: dict[str, None] = {}
        for mention in self.country_mentions[first:]:
            if mention.span.start >= span.end:
                break
            codes[mention.code] = None
        return tuple(codes)

    def persons_in(self, span: Span) -> tuple[str, ...]:
        """Names (PersonRecord.name) of the persons named inside a character span, each once, in order."""
        first = bisect.bisect_left(self._person_spans, span.start, key=lambda m: m[0].start)
        names: dict[str, None] = {}
        for found, name in self._person_spans[first:]:
            if found.start >= span.end:
                break
            names[name] = None
        return tuple(names)


def resolve(
    doc: Doc, document: Document, persons: tuple[PersonRecord, ...], country_mentions: tuple[CountryMention, ...]
) -> Referents:
    """Work out what each name, pronoun and role noun means, in one pass over the tokens."""
    spans = tuple(sorted((span, person.name) for person in persons for span in person.mentions))
    person_of = {t.i: name for span, name in spans for t in _tokens(doc, span)}
    country_of = {t.i: m.code for m in country_mentions for t in _tokens(doc, m.span)}
    home = next((m.code for m in country_mentions if m.dateline), None)
    if home is not None:
        country_of.update((t.i, home) for t in doc if t.lower_ == "here" and t.dep_ == "advmod")
    genders = {person.name: _title_gender(person.title) or names.gender(names.read(person.name)) for person in persons}
    _follow(doc, persons, spans, person_of, country_of, genders, home)
    ordered = tuple(sorted(country_mentions, key=lambda m: m.span))
    groups = {
        t.i: _groups()[match[0]]
        for match in _group_names().finditer(doc.text)
        for t in _tokens(doc, Span(match.start(), match.end()))
    }
    return Referents(persons, ordered, person_of, country_of, spans, genders, groups)


@functools.cache
def _groups() -> dict[str, str]:
    return {form: row["code"] for row in wordlists.rows("groups") for form in wordlists.forms(row["forms"])}


@functools.cache
def _group_names() -> re.Pattern[str]:
    longest_first = sorted(_groups(), key=lambda form: -len(form))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _title_gender(title: str | None) -> str:
    """ "spokeswoman", "Queen", "Mr": what an office or an address tells of its holder."""
    words = (title or "").split()
    found = [role.gender for word in (words[:1] + words[-1:]) if (role := roles.find(word)) is not None and role.gender]
    return found[0] if found else ""


_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}

_OFFICES = (
    frozenset({"premier", "prime minister"}),
    frozenset({"president", "head of state"}),
    frozenset({"king", "monarch", "queen", "emir", "sultan"}),
    frozenset({"minister", "foreign minister", "secretary", "secretary of state"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    frozenset({"ambassador", "envoy", "diplomat", "d'affaires", "consul", "attaché", "attache", "commissioner"}),
    frozenset({"chancellor"}),
    frozenset({"prince", "crown prince", "princess"}),
    frozenset({"senator", "congressman", "congresswoman", "representative", "lawmaker"}),
    frozenset({"governor"}),
    frozenset({"general", "commander"}),
    frozenset({"chairman", "chairwoman", "speaker", "chief", "head", "director"}),
    frozenset({"candidate", "nominee"}),
)
"""Words for one office. "The leader" may be any of the first three."""

_LEADERS = frozenset().union(*_OFFICES[:3]) | {"chancellor"}


def _follow(
    doc: Doc,
    persons: tuple[PersonRecord, ...],
    spans: tuple[tuple[Span, str], ...],
    person_of: dict[int, str],
    country_of: dict[int, str],
    gender: dict[str, str],
    home: str | None,
) -> None:
    """Give pronouns and role nouns their person, in one pass: he and she the last subject of that gender, "the premier" the
    person last named whose office it is. Whom "according to X" names is on stage as a subject is."""
    by_name = {person.name: person for person in persons}
    stage: list[str] = []
    main: list[str] = []
    met: list[str] = []
    holders: dict[str, str] = {}
    for token in doc:
        name = person_of.get(token.i)
        if name is not None:
            _to_front(met, name)
            role = token.head.dep_ if token.dep_ == "appos" else token.dep_
            if role in _SUBJECTS or (token.dep_ == "pobj" and _is_according(token)):
                _to_front(stage, name)
                subject = token.head if token.dep_ == "appos" else token
                if role not in _SUBJECTS or subject.head.dep_ == "ROOT":
                    _to_front(main, name)
        elif (wanted := _PRONOUNS.get(token.lower_)) is not None:
            own = _own_subject(token, person_of)
            if own is not None and token.tag_ == "PRP$" and gender[own] in (wanted, ""):
                person_of[token.i] = own  # "Torres ended his visit", whoever else was named since
                continue
            opens = token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT"
            order = [*(main[:1] if opens else ()), *stage, *met]
            fitting = (n for n in order if gender[n] in (wanted, "") and (n != own or token.dep_ in _SUBJECTS))
            found = _subject_ahead(token, person_of) or next(fitting, None)
            if found is not None:
                person_of[token.i] = found
        elif token.pos_ in ("NOUN", "PROPN") and (
            any(c.lower_ == "the" for c in token.children) or _stands_bare(token)
        ):
            if token.lower_ in _SEATS_OF_POWER:
                _of_state(token, holders, country_of)
            found = _role_holder(token, met, by_name, country_of, home)
            if found is not None:
                person_of[token.i] = found
                if token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT":
                    _to_front(stage, found)
                    _to_front(main, found)
        elif token.lower_ in _SEATS_OF_POWER:
            _of_state(token, holders, country_of)


_SUBJECTS = ("nsubj", "nsubjpass")


_SEATS_OF_POWER = frozenset(
    {"government", "junta", "regime", "ministry", "cabinet", "embassy", "parliament", "delegation"}
)
"""What belongs to a state: "the junta" is of the state whose junta was named last."""


def _of_state(token: Token, holders: dict[str, str], country_of: dict[int, str]) -> None:
    """Note whose "the Malian junta" or "the government in Bamako" is; give "the junta" the state that was noted last."""
    own = next((country_of[c.i] for c in token.children if c.i in country_of), None)
    if own is None:
        owning = ("of",) if token.lower_ == "embassy" else ("of", "in")  # an embassy in Tehran is not of Iran
        inner = [g for c in token.children if c.lower_ in owning for g in c.children]
        inner += [
            h for g in inner for c in g.children if c.lower_ == "of" for h in c.children
        ]  # "of the party of Cuba"
        own = next((country_of[g.i] for g in inner if g.i in country_of), None)
        if own is not None:
            country_of.setdefault(token.i, own)
    if own is None and any(c.lower_ == "its" and c.dep_ == "poss" for c in token.children):
        own = _whose_it_is(token, country_of)  # "Chile sent a ship, but its ministry denied …"
        if own is not None:
            country_of.setdefault(token.i, own)
        return
    word = token.lower_
    if own is not None:
        holders[word] = own
    elif word in holders and any(c.lower_ == "the" for c in token.children):
        country_of.setdefault(token.i, holders[word])


def _whose_it_is(token: Token, country_of: dict[int, str]) -> str | None:
    """The state that acts before a word in its sentence."""
    start = max(token.sent.start, token.i - _SENTENCE)
    before = list(token.doc[start : token.i])
    if token.dep_ in _SUBJECTS and token.sent.start == token.left_edge.i:
        before = [*token.doc[max(0, start - _SENTENCE) : start], *before]  # "Poland … Its parliament voted …"
    return next((country_of[t.i] for t in reversed(before) if t.dep_ in _SUBJECTS and t.i in country_of), None)


_SENTENCE = 40
"""Words back to which "its" may reach."""


def _own_subject(token: Token, person_of: dict[int, str]) -> str | None:
    """The person who is the subject of the very clause that a pronoun stands in: whom "his" means there, and "him" does not."""
    above = token.head
    for _ in range(6):
        if above.pos_ in ("VERB", "AUX"):
            subject = next((c for c in above.children if c.dep_ in _SUBJECTS), None)
            if subject is not None:
                return person_of.get(subject.i) if subject.i < token.i else None
            if above.dep_ not in ("conj", "xcomp", "advcl"):
                return None
        if above.head.i == above.i:
            return None
        above = above.head
    return None


def _subject_ahead(token: Token, person_of: dict[int, str]) -> str | None:
    """ "Following his visit to Pyongyang, Putin …": a possessive before the main clause means its subject."""
    if token.dep_ != "poss":
        return None
    root = token.sent.root
    subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    fronted = (
        subject is not None
        and token.i < subject.left_edge.i
        and not any(t.dep_ == "nsubj" for t in token.doc[token.sent.start : token.i])
    )
    return person_of.get(subject.i) if subject is not None and fronted else None


def _to_front(names_: list[str], name: str) -> None:
    if name in names_:
        names_.remove(name)
    names_.insert(0, name)


def _is_according(token: Token) -> bool:
    return token.head.lower_ == "to" and token.head.head.lower_ == "according"


_GUESTS = frozenset({"guest", "visitor"})
"""Whoever was named last of those who are not of where the report is from."""


def _stands_bare(token: Token) -> bool:
    """ "Foreign Secretary called on the king": an office with a capital and no article, as ministries write of their own."""
    if token.pos_ != "PROPN" or token.dep_ not in {*_SUBJECTS, "dobj", "pobj"} or not token.text.istitle():
        return False
    return all(c.dep_ == "compound" and c.i < token.i for c in token.children if c.i <= token.i) and not any(
        c.dep_ in {"appos", "flat"} for c in token.children
    )


def _is_posted(person: PersonRecord) -> bool:
    """An ambassador, who is at his post and no guest."""
    return "ambassador" in (person.title or "").lower()


def _role_holder(
    token: Token, met: list[str], by_name: dict[str, PersonRecord], country_of: dict[int, str], home: str | None
) -> str | None:
    """Whom "the premier", "the South Korean minister" or "the US speaker" means, if the text has named such a one."""
    role = token.lemma_.lower()
    if role in _GUESTS and token.tag_ in {"NN", "NNP"} and home is not None:
        return next((n for n in met if by_name[n].country not in (None, home) and not _is_posted(by_name[n])), None)
    if token.tag_ in {"NNS", "NNPS"}:
        return None  # "the ministers" are several
    if role == "leader":
        alike = _LEADERS
    else:
        alike = frozenset().union(*(office for office in _OFFICES if role in office))
    if not alike:
        return None
    before = [
        c for c in token.children if c.dep_ == "compound" and c.pos_ in ("NOUN", "PROPN") and c.i not in country_of
    ]
    office = " ".join([*(c.lower_ for c in before), role])
    if before and roles.find(office) is None:
        return None
    state = next((country_of[c.i] for c in token.children if c.i in country_of), None)
    likely: str | None = None
    for name in met:
        person = by_name[name]
        words = (person.title or "").lower().split()
        if not words or (state is not None and person.country not in (None, state)):
            continue
        if before and office not in " ".join(words):
            continue
        if role in words:
            return name
        if likely is None and ((words[-1] in alike) or " ".join(words[-2:]) in alike):
            likely = name
    return likely


def _tokens(doc: Doc, span: Span) -> list[Token]:
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(found) if found is not None else []
