"""Two lists of the Office of the Historian, U.S. Department of State: foreign leaders' visits and presidents' travels abroad.

Public domain (CC0 1.0), from the public repositories HistoryAtState/visits (data/*.xml, a file a decade) and HistoryAtState/travels
(president-travels/*.xml, a file a president). Each file is one source, each <visit> or <trip> in it one event. May import records,
vocabulary, edtf and `composing`.
"""

import hashlib
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from events import states
from events.datasets.composing import Composition, UnknownDataset, name_and_office, plain, state_code
from events.records import CountryRecord, Document, EventRecord, Extraction, PersonRecord, Span
from events.vocabulary import DateBasis, EventType, Mode, Part, Status

_HOST = "US"
_CONFIDENCE = 0.95
"""A list kept by hand is believed before anything that a machine has read, and not before a curator."""


def leader_visits(path: str, data: bytes) -> Extraction:
    """Visits by foreign leaders to the United States: a file of <visit>s under <visits>."""
    root = _root(path, data, "visits")
    list_ = _List(path, data, "Visits by foreign leaders to the United States", "visits")
    for row in root.iter("visit"):
        list_.add(row, place="from", remarks="description", travellers=_visitors(plain(row.findtext("visitor"))))
    return list_.extraction(root)


def president_travels(path: str, data: bytes) -> Extraction:
    """Travels abroad of presidents of the United States: a file of <trip>s under <trips>."""
    root = _root(path, data, "trips")
    list_ = _List(path, data, "Travels abroad of presidents of the United States", "president-travels")
    for row in root.iter("trip"):
        office = plain(row.findtext("role")).capitalize()
        if "[Visit made as President-elect.]" in plain(row.findtext("remarks")):
            office = "President-elect"
        traveller = _Traveller(plain(row.findtext("name")), plain(row.findtext("name")), office or None)
        list_.add(row, place="country", remarks="remarks", travellers=[traveller])
    return list_.extraction(root)


def _root(path: str, data: bytes, tag: str) -> ElementTree.Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnknownDataset(f"{path} declares entities, which these lists never do: give the file as it was published")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 (no entities can be declared: see above)
    except ElementTree.ParseError as error:
        raise UnknownDataset(f"{path} is no well-formed XML ({error}): give the file as it was published") from error
    if root.tag != tag:
        raise UnknownDataset(f"{path} opens with <{root.tag}>, not <{tag}>: give a file of that list")
    return root


@dataclass(frozen=True)
class _Traveller:
    words: str
    name: str
    office: str | None


def _visitors(words: str) -> list[_Traveller]:
    """ "President Stjepan Mesic and Prime Minister Ivica Racan" are two, each with an office; anything else is one."""
    parts = re.split(r" and |, ", words)
    read = [_Traveller(part, *name_and_office(part)) for part in parts]
    if len(read) > 1 and all(traveller.office for traveller in read):
        return read
    return [_Traveller(words, *name_and_office(words))]


@dataclass
class _Named:
    """An individual of one file: a single name that fits visitors of two states is nobody's."""

    office: str | None
    country: str
    mentions: list[Span] = field(default_factory=list)


class _List:
    """One file becoming an extraction, row by row. A row that can't be used is left out and said so in a note."""

    def __init__(self, path: str, data: bytes, title: str, address: str) -> None:
        self.path, self.data, self.address = path, data, address
        self.title = f"{title}: {PurePath(path).stem}"
        self.text = Composition(self.title)
        self.states: dict[str, list[Span]] = {}
        self.named: dict[tuple[str, str], _Named] = {}
        self.rows: list[EventRecord] = []
        self.notes: list[str] = []

    def add(self, row: ElementTree.Element, place: str, remarks: str, travellers: list[_Traveller]) -> None:
        number = plain(row.findtext("id")) or "without id"
        where = row.find(place)
        name = plain(where.text) if where is not None else ""
        try:
            start, end = (date.fromisoformat(plain(row.findtext(side))) for side in ("start-date", "end-date"))
        except ValueError:
            self.notes.append(f"record {number}: a date is missing or no day of the calendar; left out")
            return
        code = state_code(name, where.get("id", "") if where is not None else "")
        if start > end or code is None or not any(traveller.name for traveller in travellers):
            wrong = (
                "ends before it begins"
                if start > end
                else f"“{name}” is no state the archive knows"
                if not code
                else "names nobody"
            )
            self.notes.append(f"record {number}: {wrong}; left out")
            return
        self._write(row, start, end, states.on(code, start), name, remarks, travellers)

    def _write(
        self,
        row: ElementTree.Element,
        start: date,
        end: date,
        code: str,
        name: str,
        remarks: str,
        travellers: list[_Traveller],
    ) -> None:
        text = self.text
        text.begin()
        when = start.isoformat() if start == end else f"{start}/{end}"
        dated = text.write(when)
        text.write(". ")
        names = []
        for nth, traveller in enumerate(travellers):
            text.write(" and " if nth else "")
            span = text.write(traveller.words)
            home = _HOST if self.address == "president-travels" else code
            known = self.named.setdefault((traveller.name, home), _Named(traveller.office, home))
            known.mentions.append(Span(span.end - len(traveller.name), span.end))
            known.office = traveller.office or known.office
            names.append(traveller.name)
        locale = plain(row.findtext("locale"))
        text.write(", ")
        if locale:
            text.write(f"{locale}, ")
        self.states.setdefault(code, []).append(text.write(name))
        remark = plain(row.findtext(remarks))
        text.write(f". {remark}" if remark else ".")
        self.rows.append(self._event(text.end(), when, dated, code, tuple(names), travellers, locale))

    def _event(
        self,
        span: Span,
        when: str,
        dated: Span,
        code: str,
        names: tuple[str, ...],
        travellers: list[_Traveller],
        locale: str,
    ) -> EventRecord:
        abroad = self.address == "president-travels"
        guest, host = (_HOST, code) if abroad else (code, _HOST)
        who = " and ".join(traveller.words for traveller in travellers)
        host_name = states.by_code()[host].name
        return EventRecord(
            type=EventType.CONSULT,
            mode=Mode.VISIT,
            title=f"{who} visits {'the ' if host == _HOST else ''}{host_name}",
            trigger=self.text.text[slice(*span)],
            span=span,
            status=Status.OCCURRED,
            countries=(guest, host),
            persons=names,
            date=when,
            date_basis=DateBasis.STATED,
            date_span=dated,
            place=locale or host_name,
            mentions=(span,),
            parts=((guest, Part.INITIATOR), (host, Part.HOST), *((name, Part.INITIATOR) for name in names)),
            rule=f"dataset:{self.address}",
            confidence=_CONFIDENCE,
        )

    def extraction(self, root: ElementTree.Element) -> Extraction:
        if not self.rows:
            why = "; ".join(self.notes[:3]) or "it holds none"
            raise UnknownDataset(f"{self.path} holds no record that the archive can use ({why}): leave the file out")
        persons = tuple(self._persons())
        kept = {person.name for person in persons}
        rows = tuple(_only(row, kept) for row in self.rows)
        countries = tuple(CountryRecord(code, tuple(spans)) for code, spans in sorted(self.states.items()))
        return Extraction(self._document(root), persons, countries, (), rows, tuple(self.notes))

    def _persons(self) -> Iterator[PersonRecord]:
        homes: dict[str, list[_Named]] = {}
        for (name, _home), known in self.named.items():
            homes.setdefault(name, []).append(known)
        for name, found in homes.items():
            if len(found) > 1:
                fits = " and ".join(states.by_code()[known.country].name for known in found)
                self.notes.append(f"{name} fits visitors of {fits}: left unresolved")
                continue
            known = found[0]
            yield PersonRecord(name, (), known.office, known.country, tuple(known.mentions))

    def _document(self, root: ElementTree.Element) -> Document:
        changed = [plain(e.text)[:10] for e in root.iter("last-modified-datetime") if plain(e.text)]
        return Document(
            path=self.path,
            data=self.data,
            sha256=hashlib.sha256(self.data).hexdigest(),
            encoding="utf-8",
            text=self.text.text,
            title=self.title,
            title_span=self.text.title_span,
            published=max(changed, default=None),
            published_span=None,
            place=None,
            dateline_span=None,
            publisher="Office of the Historian, U.S. Department of State",
            url=None,
            language="en",
            paragraphs=tuple(self.text.paragraphs),
            licence="CC0-1.0",
        )


def _only(row: EventRecord, names: set[str]) -> EventRecord:
    """The event without persons that were left unresolved."""
    if all(name in names for name in row.persons):
        return row
    return replace(
        row,
        persons=tuple(name for name in row.persons if name in names),
        parts=tuple((who, part) for who, part in row.parts if who in row.countries or who in names),
    )
