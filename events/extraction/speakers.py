"""Who speaks: from the noun phrase that a cue names as its source to a person, an organisation or a state.

May import records, states, wordlists, coreference, origins and spaCy's tokens.
"""

import functools
from collections.abc import Iterator
from datetime import date

from spacy.tokens import Token

from events import states
from events.extraction import origins, wordlists
from events.extraction.coreference import Referents
from events.records import Document, Span, Speaker

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "who", "which", "that", "i", "we", "you", "both", "this", "these", "those"}
)
_INDEFINITE = frozenset({"some", "many", "most", "others", "those", "several", "few", "one", "another"})
_LONGEST = 12


@functools.cache
def agencies() -> dict[str, str]:
    """News agencies and state media by name, lower case -> the state they belong to."""
    return {row["name"].lower(): row["country"] for row in wordlists.rows("news_agencies")}


"""Words of an organisation's name kept at most."""


@functools.cache
def nouns(kind: str) -> frozenset[str]:
    """Lemmas of the speech nouns of a kind: content, claim, proposal, artefact, work, office, person; state."""
    return frozenset(row["noun"] for row in wordlists.rows("speech_nouns") if kind in wordlists.forms(row["kinds"]))


_MEDIA = frozenset(
    {"agency", "news", "newspaper", "newspapers", "television", "tv", "radio", "daily", "weekly", "magazine"}
)


def is_medium(speaker: Speaker) -> bool:
    """A news agency, a paper, a station: whoever passes on what others say."""
    name = speaker.org or ""
    return _home_of_medium(name) is not None or name.lower().split(" ")[-1] in _MEDIA


def is_one(speaker: Speaker) -> bool:
    """Whether "he" may be a speaker that has no name: "an official", not "officials" nor "the figures"."""
    if speaker.org is None:
        return False  # a state
    word = speaker.org.split(" ")[-1]
    return speaker.country is not None or word[:1].isupper() or word in nouns("person") or word in nouns("office")


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or paper."""
    return name.lower() in agencies()


def _home_of_medium(name: str) -> str | None:
    """The state of the agency that a name is of or has in it: "official Petra news agency"."""
    known = agencies()
    return next((known[w] for w in (name.lower(), *name.lower().split()) if w in known), None)


class Speakers:
    """Resolves noun phrases of one document to speakers."""

    def __init__(self, document: Document, referents: Referents) -> None:
        self.document = document
        self.referents = referents
        home = referents.countries_in(document.dateline_span) if document.dateline_span else ()
        self.home = home[-1] if home else None
        self.authors: dict[str, Speaker] = {}
        """Who wrote "a message": by the artefact's lemma, for "the message said"."""
        self.known: dict[str, Speaker] = {}
        """Organisations met, by the first word of their name: "Kyodo" is "Kyodo News" again."""

    def of(self, head: Token, last: Speaker | None = None) -> Speaker | None:
        """The speaker that a noun phrase names. `last` is who spoke before, for what stands for nobody by itself."""
        if head.lower_ in {"i", "we", "you", "me", "us"}:
            return None
        head = _counted(head)
        if (person := self.referents.person_at(head)) is not None:
            return Speaker(person=person)
        if head.pos_ == "PRON" or head.lower_ in PRONOUNS:
            return self._pronoun(head, last)
        if (person := self._within(head)) is not None:
            return Speaker(person=person)
        if head.lemma_.lower() in self.authors and not any(c.lower_ in {"a", "an"} for c in head.children):
            return self.authors[head.lemma_.lower()]
        if head.lemma_.lower() in nouns("artefact") and (author := self._author(head, last)) is not None:
            return author
        state = self.referents.country_at(head)
        if state is not None and (self.referents.is_state(head) or not self._is_office(head)):
            return Speaker(country=state)
        return self._organisation(head)

    def _pronoun(self, head: Token, last: Speaker | None) -> Speaker | None:
        if head.lower_ in {"it", "they", "both"}:
            return self._standing_for(head, last)
        if head.lower_ in _INDEFINITE:
            return Speaker(org=head.text)
        if head.lower_ in {"he", "she"} and last is not None and last.person is None and not is_one(last):
            return None
        return last if head.lower_ in {"he", "she", "this", "these"} else None

    def _standing_for(self, head: Token, last: Speaker | None) -> Speaker | None:
        """ "it" and "they": the last speaker that is no person, else the last subject that is a state or an office."""
        if last is not None and last.person is None:
            return last
        for token in reversed(head.doc[max(0, head.i - 60) : head.i]):
            if token.dep_ in {"nsubj", "nsubjpass"} and (token.pos_ in {"NOUN", "PROPN"}):
                found = self.of(token)
                if found is not None and found.person is None:
                    return found
        return Speaker(org=head.text)

    def _within(self, head: Token) -> str | None:
        """The person in the phrase itself: "the minister, Sergei Lavrov"; never a possessor ("Putin's adviser")."""
        lemma = head.lemma_.lower()
        if lemma in nouns("office") or lemma in nouns("work"):
            # "the Clinton campaign", "a Trump tweet" are no person's mouth.
            return None
        for token in _phrase(head):
            if token.dep_ in {"appos", "compound", "flat", "nmod"} or token is head:
                person = self.referents.person_at(token)
                if person is not None and not _possesses(token):
                    return person
        return None

    def _author(self, head: Token, last: Speaker | None) -> Speaker | None:
        """An artefact speaks for its author: its possessor, "letter from X", else whoever is on stage; a joint one for no single one."""
        if any(c.lower_ == "joint" for c in head.children):
            return None
        for child in head.children:
            if child.dep_ == "poss":
                return self.of(child, last)
            if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
                for inner in child.children:
                    if inner.dep_ == "pobj" and (self.referents.person_at(inner) or self.referents.country_at(inner)):
                        return self.of(inner, last)
        definite = any(child.lower_ in {"the", "this", "that", "his", "her", "its"} for child in head.children)
        named = any(child.pos_ == "PROPN" for child in head.children)
        return last if definite and not named else None

    def _is_office(self, head: Token) -> bool:
        return head.lemma_.lower() in nouns("office") or head.lemma_.lower() in nouns("person")

    def _organisation(self, head: Token) -> Speaker | None:
        """An office, a paper, an unnamed official: the name as the text has it, and the state it belongs to."""
        words = [token for token in _phrase(head) if token.dep_ not in {"appos"} and not token.is_space]
        office = _office_of(head)
        name = self._core(office or head).strip() or head.text.strip()
        named = next(
            (c for c in head.children if c.dep_ == "appos" and c.left_edge.i == head.i + 1 and c.pos_ == "PROPN"), None
        )
        if named is not None and head.lower_ in _MEDIA:
            name = f"{name} {head.doc[named.left_edge.i : named.i + 1].text}"  # "the state news agency IRNA"
        if not name:
            return None
        span = Span(words[0].idx, words[-1].idx + len(words[-1])) if words else Span(head.idx, head.idx + len(head))
        own_states = self.referents.countries_in(span)
        official = (office or head).lemma_.lower() in nouns("state") and not _are_several(head)
        own = self.referents.country_at(office or head) or self._owned(office or head)
        own = own or self.referents.group_at(office or head)
        code = own_states[0] if own_states else own or self._at_the_time(_home_of_medium(name))
        if (
            head.lemma_.lower() in nouns("artefact") | nouns("work")
            and head.i
            and self.referents.is_place(head.nbor(-1))
        ):
            code = None  # "the Tashkent Declaration"
        known = self.known.get(name.lower()) if " " not in name else None
        if known is not None and code is None and head.pos_ == "PROPN":
            return known
        found = Speaker(
            org=name,
            country=code
            or (self._here(head) if official and (head.pos_ == "NOUN" or head.lower_ == "ministry") else None),
        )
        if head.pos_ == "PROPN":
            self.known.setdefault(name.split()[0].lower(), found)
        return found

    def _here(self, head: Token) -> str | None:
        """ "In Yaounde, a ministry spokesman said": of where the sentence is set, else of where the report is from."""
        scene = head.sent
        opened = scene[0].lower_ == "in" and len(scene) > 2
        city = next((c for c in scene[0].children if c.dep_ == "pobj"), None) if opened else None
        if city is not None and city.i < head.left_edge.i and self.referents.is_place(city):
            return self.referents.country_at(city) if city.lower_ not in origins.SEATS else self.home
        return self.home

    def _at_the_time(self, code: str | None) -> str | None:
        """The state that an agency was of when the text was written: TASS of the Soviet Union in 1986."""
        published = self.document.published
        return states.on(code, date.fromisoformat(published)) if code is not None and published else code

    def _owned(self, office: Token) -> str | None:
        """The state of "a spokeswoman for the French ministry", "the ministry's press service"."""
        beside = [c for c in office.children if c.i < office.i]
        own = next((code for c in beside if (code := self.referents.country_at(c)) is not None), None)
        if own is None and any(c.lower_ in {"his", "her"} for c in beside):
            boss = next((name for c in beside if (name := self.referents.person_at(c)) is not None), None)
            own = next((p.country for p in self.referents.persons if p.name == boss), None)  # "his spokesman"
        if own is not None or office.lemma_.lower() not in nouns("person"):
            return own
        near = {"to", "of", "for", "in"} if office.lemma_.lower() in _GOVERNING else {"to", "of", "for"}
        served = [h for c in office.children if c.lower_ in near and c.dep_ == "prep" for h in c.children]
        if (
            state := next((code for h in served if (code := self.referents.country_at(h)) is not None), None)
        ) is not None:
            return state  # "a spokesman for North Korea", "officials in Tehran"
        names = (name for h in served if (name := self.referents.person_at(h)) is not None)
        states_of = {person.name: person.country for person in self.referents.persons}
        return next((code for name in names if (code := states_of[name]) is not None), None)  # "an aide to Hun Sen"

    def _core(self, head: Token) -> str:
        """The head with what stands before it, without article: "Kyodo News", "Russian foreign ministry"."""
        left = [t for t in head.children if t.i < head.i and t.dep_ in {"compound", "amod", "poss", "nmod", "nummod"}]
        start = min((t.left_edge.i for t in left), default=head.i)
        doc = head.doc
        while start < head.i and doc[start].pos_ in {"DET", "PUNCT", "SPACE", "PRON"}:
            start += 1
        return doc[max(start, head.i - _LONGEST) : _field_end(head)].text


_OF_STATES = frozenset(
    {"government", "president", "premier", "minister", "leader", "chancellor", "ministry", "parliament"}
)


def _are_several(head: Token) -> bool:
    """ "the two governments", "presidents": each of a state of its own, none of them that of where the report is from."""
    return head.tag_ in {"NNS", "NNPS"} and head.lemma_.lower() in _OF_STATES


_GOVERNING = frozenset(
    {"official", "authority", "spokesman", "spokeswoman", "minister", "police", "leader", "prosecutor"}
)
_WITH_FIELDS = frozenset(
    {"ministry", "department", "office", "bureau", "committee", "council", "board", "commission", "academy"}
)


def _field_end(head: Token) -> int:
    """Behind the last word of an office's name: of "the Ministry of Foreign Affairs of Peru" it is the ministry of foreign affairs."""
    if (
        head.lemma_.lower() not in _WITH_FIELDS
        or head.i + 2 >= len(head.doc)
        or head.nbor().lower_ not in {"of", "for"}
    ):
        return head.i + 1
    field = next((c for c in head.nbor().children if c.dep_ == "pobj"), None)
    if field is None or not field.text[:1].isupper() or field.ent_type_ in {"GPE", "NORP"} or field.i - head.i > 6:
        return head.i + 1
    return field.i + 1


def _office_of(head: Token) -> Token | None:
    """Of "a Foreign Ministry official" or "a spokesman for the ministry": the office."""
    if head.lemma_.lower() not in nouns("person"):
        return None
    for child in head.children:
        if child.dep_ in {"compound", "nmod", "poss"} and child.lemma_.lower() in nouns("office"):
            return child
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "at", "from", "with", "in"}:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.lemma_.lower() in nouns("office"):
                    return inner
    return None


def _counted(head: Token) -> Token:
    """Of "both of his rivals" and "some of them": the rivals, them."""
    if head.lower_ in _INDEFINITE or head.lower_ in {"both", "all", "each", "none"}:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((c for c in child.children if c.dep_ == "pobj"), head)
    return head


def _phrase(head: Token) -> Iterator[Token]:
    """The noun phrase around a head: what stands before it and its appositions, without relative clauses."""
    doc = head.doc
    left = min(
        (t.left_edge.i for t in head.children if t.i < head.i and t.dep_ not in {"punct", "cc", "conj"}), default=head.i
    )
    yield from doc[max(left, head.i - 25) : head.i + 1]
    for child in head.children:
        if child.i > head.i and child.dep_ in {"appos", "flat"}:
            yield from doc[child.left_edge.i : child.i + 1]


def _possesses(token: Token) -> bool:
    head = token
    while head.dep_ in {"compound", "flat"} and head.head.i != head.i:
        head = head.head
    return head.dep_ == "poss"
