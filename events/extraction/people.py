"""Who is named in a text: sightings of names gathered into persons, each with every mention, office and state.

May import records, the sibling modules names, origins, sightings, leaders and countries, and spaCy's Doc. Full names come first; a single
word then joins the one person whose family name it is, or the last who was introduced; one that fits two is left unresolved.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from events.extraction import leaders, names, origins
from events.extraction.countries import CountryMention
from events.extraction.namewords import Word
from events.extraction.sightings import Reader, Sighting
from events.records import Document, PersonRecord, Span


class Unresolved(NamedTuple):
    """A mention that fits more than one person of the text."""

    span: Span
    text: str
    candidates: tuple[str, ...]


class People(NamedTuple):
    """The persons of a text, and the mentions that could not be given to one of them."""

    persons: tuple[PersonRecord, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(slots=True, eq=False)
class _Person:
    """A person in the making."""

    name: names.Name
    text: str
    sightings: list[Sighting] = field(default_factory=list)
    country: str | None = None

    @property
    def keys(self) -> set[str]:
        """The single words that can mean this person."""
        return {self.name.family, *self.name.also}


def gather(doc: Doc, document: Document, country_mentions: tuple[CountryMention, ...]) -> People:
    """The individuals named in the text, in the order of their first mention, and the mentions left unresolved."""
    reader = Reader(doc, document, country_mentions)
    found: list[Sighting] = []
    headline: list[Word] = []
    if document.title_span:
        words = reader.words(document.title_span)
        if _is_titled_throughout(words):
            headline = words
        else:
            found.extend(reader.sightings(words))
    for area in document.paragraphs:
        found.extend(reader.sightings(reader.words(area)))
    people = _full_names(found)
    singles = [s for s in found if not s.full] + _at_beginnings(reader, people)
    unresolved = _single_names(sorted(singles, key=lambda s: s.span), people)
    _in_headline(reader, headline, people)
    _states(doc, document, people, country_mentions)
    records = [_record(document, person) for person in people]
    return People(tuple(sorted(records, key=lambda r: r.mentions[0])), tuple(unresolved))


def _is_titled_throughout(words: list[Word]) -> bool:
    """A headline in Title Case or capitals, whose capitals tell nothing."""
    long = [w for w in words if len(w.text) > 3]
    return bool(long) and sum(w.text[0].isupper() for w in long) >= 0.75 * len(long)


def _full_names(found: list[Sighting]) -> list[_Person]:
    """Cluster the names of two words and more; the fullest form names the person."""
    people: list[_Person] = []
    by_family: dict[str, list[_Person]] = {}
    full = sorted((s for s in found if s.full), key=lambda s: (-len(s.name.parts), s.span))
    for sighting in full:
        near = [p for key in _near_keys(sighting.name) for p in by_family.get(key, ())]
        same = [p for p in dict.fromkeys(near) if names.same_person(p.name, sighting.name)]
        if len(same) == 1:
            same[0].sightings.append(sighting)
        elif not same and sighting.strength >= 2:
            person = _Person(sighting.name, sighting.text, [sighting])
            people.append(person)
            for key in _near_keys(sighting.name):
                by_family.setdefault(key, []).append(person)
    return people


def _at_beginnings(reader: Reader, people: list[_Person]) -> list[Sighting]:
    """Family names that the tagger takes for common words at the beginning of a sentence: "Torres is due in Lima"."""
    known = {key for person in people for key in person.keys}
    return [
        Sighting(Span(word.start, word.end), word.text, names.read(word.text), 0, compound=True)
        for word in reader.doubtful
        if len(word.text) > 3 and names.plain(word.lower) in known and not word.role
    ]


def _near_keys(name: names.Name) -> set[str]:
    """Keys under which two spellings of one family name meet: its first two letters."""
    return {name.family[:2], "".join(name.parts)[:2]}


def _single_names(found: list[Sighting], people: list[_Person]) -> list[Unresolved]:
    """Give each single word to a person; make a person of it where it names nobody yet and the evidence is good."""
    unresolved: list[Unresolved] = []
    fresh: dict[str, list[Sighting]] = {}
    by_key: dict[str, list[_Person]] = {}
    for person in people:
        for key in person.keys:
            by_key.setdefault(key, []).append(person)
    for sighting in found:
        word = sighting.name.family
        if len(word) < 2:
            continue
        fitting = by_key.get(word, [])
        if not fitting:
            fitting = [p for p in people if _loosely(p, sighting)]
        if len(fitting) > 1:
            fitting = _choose(sighting, fitting)
        if len(fitting) == 1:
            fitting[0].sightings.append(sighting)
        elif fitting:
            unresolved.append(Unresolved(sighting.span, sighting.text, tuple(p.text for p in fitting)))
        else:
            fresh.setdefault(word, []).append(sighting)
    for sightings in fresh.values():
        if _names_somebody(sightings):
            people.append(_Person(sightings[0].name, sightings[0].text, sightings))
    return unresolved


def _loosely(person: _Person, sighting: Sighting) -> bool:
    """A family name misspelt by a letter, or somebody called by the first name alone (Saddam, Hillary)."""
    word = sighting.name.family
    if names.alike(person.name.family, word) and len(word) > 3:
        return True
    known = not sighting.titled or any(s.role == sighting.role for s in person.sightings if s.titled)
    within = person.name.given[1:] if word not in names.given_names() else ()  # Lula, and Perez of Felipe Perez Roque
    return bool(person.name.given) and word in (person.name.given[0], *within) and len(word) > 3 and known


def _choose(sighting: Sighting, fitting: list[_Person]) -> list[_Person]:
    """Among persons of one family name: the gender of the address, the office, the only one introduced so far, the one in view."""
    role = sighting.role
    if role and role.gender:
        told = [p for p in fitting if _gender(p) in (role.gender, "")]
        fitting = told if told else fitting
    if sighting.titled and role and len(fitting) > 1:
        told = [p for p in fitting if any(s.titled and s.role == role for s in p.sightings)]
        fitting = told if told else fitting
    if len(fitting) > 1:
        before = [p for p in fitting if any(s.span < sighting.span for s in p.sightings)]
        fitting = before if before else fitting
    if len(fitting) > 1:
        counts = sorted(((len([s for s in p.sightings if s.full]), -n) for n, p in enumerate(fitting)), reverse=True)
        if counts[0][0] >= 2 * counts[1][0]:
            fitting = [fitting[-counts[0][1]]]
    return fitting


def _gender(person: _Person) -> str:
    for sighting in person.sightings:
        if sighting.role and sighting.role.gender:
            return sighting.role.gender
    return names.gender(person.name)


def _names_somebody(sightings: list[Sighting]) -> bool:
    """One good sighting (an office before it), or the model's word for it more than once and never against it."""
    usable = [s for s in sightings if not s.compound]
    if any(s.strength >= 3 for s in usable):
        return True
    return len(usable) > 1 and all(s.strength >= 2 for s in usable)


def _in_headline(reader: Reader, words: list[Word], people: list[_Person]) -> None:
    """Look for the persons of the text in a headline whose capitals tell nothing."""
    by_key: dict[str, list[_Person]] = {}
    for person in people:
        for key in person.keys:
            by_key.setdefault(key, []).append(person)
    n = 0
    while n < len(words):
        step = 1
        for length in (4, 3, 2, 1):
            window = words[n : n + length]
            if len(window) < length:
                continue
            span = Span(window[0].start, window[-1].end)
            name = names.read(" ".join(reader.text[span.start : span.end].split()))
            fitting = (
                [p for p in people if "".join(p.name.parts) == "".join(name.parts)]
                if length > 1
                else by_key.get(name.family, [])
            )
            if len(fitting) == 1 and (length > 1 or len(name.family) > 2):
                text = reader.text[span.start : span.end]
                fitting[0].sightings.append(Sighting(span, text, name, 0, compound=True))
                step = length
                break
        n += step


def _states(doc: Doc, document: Document, people: list[_Person], mentions: tuple[CountryMention, ...]) -> None:
    """The state of each person: as the office says, as the owner's, as known of a leader, else the dateline's for a state office."""
    year = int(document.published[:4]) if document.published else None
    home = next((m.code for m in mentions if m.dateline), None)
    for person in people:
        told = Counter(s.country for s in person.sightings if s.country)
        person.country = told.most_common(1)[0][0] if told else None
    for person in people:
        owner = next((s.owner for s in person.sightings if s.owner), None)
        if not person.country and owner:
            boss = next((p for p in people if any(s.span.overlaps(owner) for s in p.sightings)), None)
            person.country = boss.country if boss else None
    for person in people:
        titled = any(s.titled for s in person.sightings)
        if not person.country:
            royal = any(s.role is not None and s.role.kind == "royal" and s.titled for s in person.sightings)
            person.country = leaders.state_of(person.name, year, titled, royal)
        if not person.country:
            person.country = next((c for s in person.sightings if (c := _by_office(document, s, home))), None)
    _of_one_delegation(document, people)
    for person in people:
        if not person.country:
            spans = [s.span for s in person.sightings]
            led = (code for span in spans if (code := origins.led(doc, span, mentions)) is not None)
            person.country = next(led, None) or _of_his_own(document, person, people)
    origins.by_own_words(doc, [(p, [s.span for s in p.sightings]) for p in people if not p.country], mentions)
    at_seat = document.dateline_span is not None and origins.is_seat(document.text[slice(*document.dateline_span)])
    for person in people:
        if not person.country and any(_state_office(document, s) for s in person.sightings):
            first = min(s.span for s in person.sightings)
            person.country = origins.host(doc, first, mentions)
            if person.country or not home:
                continue
            elsewhere = origins.beside(doc, first, home, mentions)
            elsewhere = elsewhere or origins.abroad(doc, person.text, first, home, mentions, at_seat)
            person.country = elsewhere or home


def _of_one_delegation(document: Document, people: list[_Person]) -> None:
    """ "Foreign Minister Sergei Lavrov, Defence Minister Andrei Belousov and …": listed side by side, they are of one state."""
    listed = sorted(
        ((s, p) for p in people for s in p.sightings if s.full and s.titled and s.title), key=lambda pair: pair[0].span
    )
    pairs = [
        (a, b)
        for (first, a), (second, b) in pairwise(listed)
        if a is not b
        and second.title is not None
        and _state_office(document, first)
        and _state_office(document, second)
        and document.text[first.span.end : second.title.start] in (", ", " and ", ", and ")
    ]
    for a, b in [*pairs, *reversed(pairs)]:
        a.country = a.country or b.country
        b.country = b.country or a.country


_OPPOSITES = ("counterpart", "colleague", "successor", "predecessor", "rival", "opponent")
_OWN = re.compile(r"\b(?:his|her) $")
_NEAR = 200
"""Characters back to the person whom "his" means."""


def _of_his_own(document: Document, person: _Person, people: list[_Person]) -> str | None:
    """ "Trump …, his press secretary, Sean Spicer, said": of the state of whom he serves."""
    for sighting in person.sightings:
        title = sighting.title
        if title is None or not _OWN.search(document.text, max(0, title.start - _NEAR), title.start):
            continue
        if document.text[slice(*title)].lower().endswith(_OPPOSITES):
            continue
        near = [
            (s.span.end, p)
            for p in people
            for s in p.sightings
            if p is not person and title.start - _NEAR < s.span.end < title.start
        ]
        return max(near, key=lambda pair: pair[0])[1].country if near else None
    return None


_WITH_SECRETARIES = frozenset({"IN", "PK", "BD", "LK", "NP", "PH", "MX", "KE", "HK"})
"""States beside the United Kingdom that have a foreign secretary."""


def _by_office(document: Document, sighting: Sighting, home: str | None) -> str | None:
    """The state that alone calls an office so: a Secretary of State, of Defense or of the Treasury is an American."""
    if not sighting.title or not sighting.titled:
        return None
    words = " ".join(document.text[slice(*sighting.title)].casefold().split())
    american = (
        *("secretary of state", "secretary of defense", "secretary of the treasury", "speaker of the house"),
        *("under secretary", "undersecretary", "deputy secretary", "assistant secretary"),
    )
    if words.endswith(("pope", "pontiff")):
        return "VA"
    british = ["home secretary", "lord chancellor", "chancellor of the exchequer"]
    british += ["foreign secretary"] if home not in _WITH_SECRETARIES else []
    return "US" if words.endswith(american) else "GB" if words.endswith(tuple(british)) else None


def _state_office(document: Document, sighting: Sighting) -> bool:
    """An office that a state has, named without saying of which: a minister at home needs no adjective."""
    if not sighting.title or not sighting.titled:
        return False
    words = document.text[sighting.title.start : sighting.title.end].casefold().split()
    if not words:
        return False
    if words[-1] in {"spokesman", "spokeswoman", "spokesperson"}:
        return set(words[:-1]) <= _OF_GOVERNMENTS  # not "company spokesman"
    if sighting.role is not None and sighting.role.kind == "military" and not words[:-1]:
        return True  # "General Kwak" in a report from Pyongyang
    return words[-1] in {"minister", "premier", "president", "king", "queen", "emir", "sultan", "chancellor"}


_OF_GOVERNMENTS = frozenset(
    "deputy chief senior acting government ministry department military army presidential foreign defense defence state embassy "
    "official palace the 's".split()
)


def _record(document: Document, person: _Person) -> PersonRecord:
    spans = sorted({s.span for s in person.sightings})
    forms = Counter(s.text for s in person.sightings if s.full or not person.name.given)
    best = (
        max(forms, key=lambda text: (len(names.read(text).parts), bool(names.read(text).suffix), forms[text]))
        if forms
        else person.text
    )
    aliases = tuple(
        dict.fromkeys(a for a in (" ".join(document.text[s.start : s.end].split()) for s in spans) if a != best)
    )
    titles = sorted((s for s in person.sightings if s.title), key=lambda s: (not s.titled, s.span))
    title = titles[0].title if titles else None
    words = " ".join(document.text[title.start : title.end].split()) if title else None
    return PersonRecord(best, aliases, words, person.country, tuple(spans), title, names.read(best).family)
