"""Records -> database: one transaction a source, safe to repeat, never deleting what one run did not see.

The door for what extraction yields. It writes the readings (reports, namings, statements, evidence) and has the public
records derived from them. Counts what it created, updated, left unchanged and held back because a curator had decided.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from events import deriving, edtf, identity, joining, search
from events.extraction import pipeline
from events.models import Country, Evidence, Naming, Original, Person, Report, Source, Statement
from events.records import EventRecord, Extraction, Span, StatementRecord
from events.revision import Write, archive_write

READER = "2"
"""Version of the reader. Raise it when extraction changes what it yields: a re-ingest then reads every source anew."""


@dataclass
class Outcome:
    """What loading one source did: `state` of the source (created, updated, unchanged), counts by kind and outcome."""

    state: str
    source: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        self.counts.setdefault(kind, Counter())[outcome] += number


def digest(extraction: Extraction) -> str:
    """SHA-256 of what was read: equal for equal readings."""
    content = pipeline.as_json(extraction)
    content["source"].pop("path")
    return hashlib.sha256(json.dumps([READER, content], sort_keys=True).encode()).hexdigest()


def load(extraction: Extraction) -> Outcome:
    """Write one source and all that was read in it. Loading the same again changes nothing."""
    reading = digest(extraction)
    public_id = identity.source_id(extraction.document.sha256)
    with archive_write() as write:
        source = Source.objects.filter(public_id=public_id).first()
        if source and source.reading == reading:
            return Outcome("unchanged", public_id, notes=extraction.notes)
        outcome = Outcome("updated" if source else "created", public_id, notes=extraction.notes)
        source = _source(source, extraction, reading, write)
        _Loading(source, extraction, write, outcome).run()
    return outcome


def _source(source: Source | None, extraction: Extraction, reading: str, write: Write) -> Source:
    document = extraction.document
    if source is None:
        original, _ = Original.objects.get_or_create(sha256=document.sha256, defaults={"data": document.data})
        source = Source(
            public_id=identity.source_id(document.sha256),
            original=original,
            text=document.text,
            length=len(document.text),
            encoding=document.encoding,
            title=document.title[:500],
            publisher=(document.publisher or "")[:200],
            url=(document.url or "")[:1000],
            published=date.fromisoformat(document.published) if document.published else None,
            place=(document.place or "")[:200],
            language=document.language,
            licence=(document.licence or "")[:200],
            path=document.path[-1000:],
            created_at=write.at,
            search_text=search.fold(document.text),
        )
    source.layout = {
        "title": document.title_span,
        "published": document.published_span,
        "dateline": document.dateline_span,
        "paragraphs": document.paragraphs,
        "noise": document.noise,
    }
    source.reader, source.reading, source.changed_at = READER, reading, write.at
    source.save()
    write.changed = True
    return source


class _Loading:
    """One source being loaded: the rows made so far, by the names that the records use for them."""

    def __init__(self, source: Source, extraction: Extraction, write: Write, outcome: Outcome) -> None:
        self.source = source
        self.extraction = extraction
        self.write = write
        self.outcome = outcome
        self.known_codes = set(Country.objects.values_list("code", flat=True))
        self.namings: dict[str, Naming] = {}
        self.reports: list[Report] = []

    def run(self) -> None:
        Evidence.objects.filter(source=self.source).delete()
        self._namings()
        self._country_evidence()
        self._reports()
        self._statements()

    def _code(self, code: str | None) -> str | None:
        return code if code in self.known_codes else None

    def _evidence(self, spans: tuple[Span, ...], **of: object) -> None:
        Evidence.objects.bulk_create(
            Evidence(source=self.source, start=start, end=end, **of) for start, end in sorted(set(spans))
        )

    def _namings(self) -> None:
        before = {n.public_id: n for n in self.source.namings.all()}
        touched: set[int] = set()
        created: set[int] = set()
        for record in self.extraction.persons:
            key = identity.name_key(record.name)
            if not key:
                continue
            public_id = identity.naming_id(self.source.public_id, record.name)
            values = {
                "name": record.name[:200],
                "key": key[:200],
                "surname": record.surname or "",
                "title": (record.title or "")[:300],
                "country_id": self._code(record.country),
                "aliases": list(record.aliases),
                "current": True,
            }
            naming = before.pop(public_id, None)
            if naming is None:
                person, new = self._person(key, record.name)
                if new:
                    created.add(person.pk)
                naming = Naming(public_id=public_id, source=self.source, person=person)
            for name, value in values.items():
                setattr(naming, name, value)
            naming.save()
            touched.add(naming.person_id)
            self.namings[record.name] = naming
            self._evidence(record.mentions, naming=naming)
        for gone in before.values():
            Naming.objects.filter(pk=gone.pk).update(current=False)
            touched.add(gone.person_id)
        for person in Person.objects.filter(pk__in=touched).order_by("pk"):
            self.outcome.count("persons", deriving.person(person, self.write, created=person.pk in created))

    def _person(self, key: str, name: str) -> tuple[Person, bool]:
        public_id = identity.person_id(key, self.source.public_id)
        person, created = Person.objects.get_or_create(
            public_id=public_id, defaults={"name": name, "sort_name": deriving.sort_name(name), "key": key}
        )
        while person.merged_into is not None:
            person = person.merged_into
        return person, created

    def _country_evidence(self) -> None:
        for record in self.extraction.countries:
            if record.code in self.known_codes:
                self._evidence(record.mentions, country_id=record.code)

    def _reports(self) -> None:
        before = {r.public_id: r for r in self.source.reports.select_related("event", "source")}
        for record in self.extraction.events:
            public_id = identity.report_id(self.source.public_id, record.type.value, *record.span)
            report = before.pop(public_id, None) or Report(public_id=public_id, source=self.source)
            self._fill(report, record)
            if report.event_id is None:
                report.event = joining.new_event(report)
            report.save()
            self.reports.append(report)
            self._evidence(record.mentions or (record.span,), report=report)
        for gone in before.values():
            gone.current = gone.pinned
            gone.save(update_fields=["current"])
        for outcome, number in joining.join([*self.reports, *before.values()], self.write).items():
            self.outcome.count("events", outcome, number)
        homes = dict(self.source.reports.values_list("pk", "event"))
        for report in self.reports:
            report.event_id = homes[report.pk]

    def _fill(self, report: Report, record: EventRecord) -> None:
        parts = dict(record.parts)
        bounds = edtf.parse(record.date) if record.date else None
        codes = [code for code in record.countries if code in self.known_codes]
        report.start, report.end = record.span
        report.edtf = record.date or ""
        report.earliest = bounds.earliest if bounds else None
        report.latest = bounds.latest if bounds else None
        report.status = record.status.value
        report.cluster = joining.cluster_key(record.type.value, record.mode and record.mode.value, codes)
        report.current = True
        report.reading = {
            "type": record.type.value,
            "mode": record.mode.value if record.mode else None,
            "title": record.title,
            "trigger": record.trigger,
            "date_basis": record.date_basis.value if record.date_basis else None,
            "date_span": record.date_span,
            "place": record.place,
            "countries": [[code, str(parts.get(code, "participant"))] for code in codes],
            "persons": [[name, str(parts.get(name, "participant"))] for name in record.persons],
            "rule": record.rule,
            "confidence": record.confidence,
        }

    def _statements(self) -> None:
        before = {s.public_id: s for s in self.source.statements.all()}
        rows: list[Statement | None] = []
        nth: Counter[Span] = Counter()
        for record in self.extraction.statements:
            public_id = identity.statement_id(self.source.public_id, *record.span, nth[record.span])
            nth[record.span] += 1
            rows.append(self._statement(before.pop(public_id, None), public_id, record))
        for gone in before.values():
            self.outcome.count("statements", deriving.put(gone, {"current": False}, self.write))
        for row, record in zip(rows, self.extraction.statements, strict=True):
            answered = rows[record.responds_to] if record.responds_to is not None else None
            if row is not None:
                values = {
                    "responds_to_id": answered.pk if answered else None,
                    "response": record.response.value if record.response and answered else "",
                }
                deriving.put(row, values, self.write)

    def _statement(self, row: Statement | None, public_id: str, record: StatementRecord) -> Statement | None:
        speaker = self._speaker(record)
        if speaker is None:
            return None
        created = row is None
        row = row or Statement(public_id=public_id, source=self.source)
        values = {
            "current": True,
            "text": record.text,
            "start": record.span.start,
            "end": record.span.end,
            "kind": record.kind.value,
            "cue": record.cue[:200],
            "cue_start": record.cue_span.start,
            "cue_end": record.cue_span.end,
            **deriving.statement_bounds(record.date or "", self.source.published),
            **speaker,
            "reported": self.source.published,
            "event_id": self._event_of(record),
            "search_text": search.fold(" . ".join([record.text, self._speaker_words(record)])),
            "reading": {
                "speaker": {
                    "person": record.speaker.person,
                    "org": record.speaker.org,
                    "country": record.speaker.country,
                    "span": record.speaker_span,
                },
                "date": record.date,
                "rule": record.rule,
            },
        }
        if "edtf" in row.locked:
            values |= deriving.statement_bounds(row.edtf, self.source.published)
        self.outcome.count("statements", deriving.put(row, values, self.write, created))
        row.about_countries.set(Country.objects.filter(code__in=record.about_countries))
        row.about_persons.set({self.namings[n].person_id for n in record.about_persons if n in self.namings})
        return row

    def _speaker(self, record: StatementRecord) -> dict[str, object] | None:
        """The speaker's columns, or None when the speaker can't be kept (a code that no country has)."""
        speaker = record.speaker
        if speaker.person and speaker.person in self.namings:
            person = self.namings[speaker.person].person_id
            return {"speaker_person_id": person, "speaker_org": "", "speaker_country_id": None}
        org = speaker.org or speaker.person or ""
        code = self._code(speaker.country)
        if not org and not code:
            return None
        return {"speaker_person_id": None, "speaker_org": org[:200], "speaker_country_id": code}

    def _speaker_words(self, record: StatementRecord) -> str:
        return record.speaker.person or record.speaker.org or record.speaker.country or ""

    def _event_of(self, record: StatementRecord) -> int | None:
        """The event of this source whose words lie closest around or within the statement's own."""
        whole = Span(min(record.span.start, record.cue_span.start), max(record.span.end, record.cue_span.end))
        near = [r for r in self.reports if whole.overlaps(Span(r.start, r.end))]
        return min(near, key=lambda r: (abs(r.start - whole.start), r.public_id)).event_id if near else None
