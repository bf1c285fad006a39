"""Records -> database: one transaction a source, safe to repeat, never deleting what one run did not see.

The door for what extraction yields. It writes the readings (reports, namings, statements, evidence) and has the public
records derived from them. Counts what it created, updated, left unchanged and held back because a curator had decided.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from events import deriving, edtf, identity, individuals, joining, past, search, utterances
from events.models import Country, Evidence, Naming, Original, Person, Report, Source, Statement
from events.records import EventRecord, Extraction, Span, StatementRecord, as_json
from events.revision import Write, archive_write

READER = "3"
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
    content = as_json(extraction)
    content["source"].pop("path")
    return hashlib.sha256(json.dumps([READER, content], sort_keys=True).encode()).hexdigest()


def load(extraction: Extraction) -> Outcome:
    """Write one source and all that was read in it. Loading the same again changes nothing."""
    reading = digest(extraction)
    public_id = identity.source_id(extraction.document.sha256)
    with archive_write() as write:
        write.reader, write.source = READER, public_id
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
        self.reports: list[Report] = []

    def run(self) -> None:
        kept = Q(report__pinned=True) | Q(
            naming__pinned=True
        )  # what a curator placed keeps its words, read again or not
        Evidence.objects.filter(source=self.source).exclude(kept).delete()
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
                "lapsed": False,
            }
            naming = before.pop(public_id, None)
            home = individuals.home_id(naming) if naming is not None else ""
            naming = naming or Naming(public_id=public_id, source=self.source)
            for name, value in values.items():
                setattr(naming, name, value)
            if home != individuals.home_id(naming) and not naming.pinned:
                if naming.person_id:
                    touched.add(naming.person_id)
                naming.person, new = self._person(individuals.home_id(naming), key, record.name)
                if new:
                    created.add(naming.person_id)
            naming.save()
            touched.add(naming.person_id)
            Evidence.objects.filter(naming=naming).delete()
            self._evidence(record.mentions, naming=naming)
        for gone in before.values():
            Naming.objects.filter(pk=gone.pk).update(current=gone.pinned, lapsed=True)
            touched.add(gone.person_id)
        for person in Person.objects.filter(pk__in=touched).order_by("pk"):
            self.outcome.count("persons", individuals.person(person, self.write, created=person.pk in created))

    def _person(self, public_id: str, key: str, name: str) -> tuple[Person, bool]:
        person, created = Person.objects.get_or_create(
            public_id=public_id, defaults={"name": name, "sort_name": individuals.sort_name(name), "key": key}
        )
        if created:
            past.made(person, self.write)
        while person.merged_into is not None:
            person = person.merged_into
        return person, created

    def _country_evidence(self) -> None:
        for record in self.extraction.countries:
            if record.code in self.known_codes:
                self._evidence(record.mentions, country_id=record.code)

    def _reports(self) -> None:
        before = {r.public_id: r for r in self.source.reports.select_related("event", "source")}
        told: Counter[tuple[str, int, int]] = Counter()
        for record in self.extraction.events:
            place = (record.type.value, *record.span)
            public_id = identity.report_id(self.source.public_id, *place, nth=told[place])
            told[place] += 1
            report = before.pop(public_id, None) or Report(public_id=public_id, source=self.source)
            self._fill(report, record)
            if report.event_id is None:
                report.event = joining.new_event(report, self.write)
            report.save()
            self.reports.append(report)
            Evidence.objects.filter(report=report).delete()
            self._evidence(record.mentions or (record.span,), report=report)
        for gone in before.values():
            gone.current, gone.lapsed = gone.pinned, True
            gone.save(update_fields=["current", "lapsed"])
        for outcome, number in joining.join([*self.reports, *before.values()], self.write).items():
            self.outcome.count("events", outcome, number)

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
        report.current, report.lapsed = True, False
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
        nth: Counter[Span] = Counter()
        ids: list[str | None] = []
        for record in self.extraction.statements:
            ids.append(identity.statement_id(self.source.public_id, *record.span, nth[record.span]))
            nth[record.span] += 1
        said = [self._speaker(record) for record in self.extraction.statements]
        ids = [public_id if speaker else None for public_id, speaker in zip(ids, said, strict=True)]
        read: list[tuple[Statement, bool]] = []
        for public_id, record, speaker in zip(ids, self.extraction.statements, said, strict=True):
            if public_id is None or speaker is None:
                continue
            row = before.pop(public_id, None)
            created = row is None
            row = row or Statement(public_id=public_id, source=self.source)
            self._fill_statement(row, record, speaker, ids, created)
            read.append((row, created))
        telling = utterances.Telling(self.source)
        for row, created in read:
            self.outcome.count("statements", utterances.statement(row, telling, self.write, created))
        for gone in before.values():
            self.outcome.count("statements", deriving.put(gone, {"current": False}, self.write))

    def _fill_statement(
        self,
        row: Statement,
        record: StatementRecord,
        speaker: dict[str, object],
        ids: list[str | None],
        created: bool,
    ) -> None:
        """Write the reading into the row, and the columns that no curator sets; deriving does the others."""
        answered = ids[record.responds_to] if record.responds_to is not None else None
        reading = {
            "speaker": {**speaker, "span": record.speaker_span},
            "kind": record.kind.value,
            "cue": record.cue[:200],
            "date": record.date,
            "about_countries": [code for code in record.about_countries if code in self.known_codes],
            "about_persons": list(record.about_persons),
            "answers": answered,
            "response": record.response.value if record.response and answered else "",
            "rule": record.rule,
        }
        columns = {
            "current": True,
            "text": record.text,
            "start": record.span.start,
            "end": record.span.end,
            "cue_start": record.cue_span.start,
            "cue_end": record.cue_span.end,
            "reading": json.loads(json.dumps(reading)),
        }
        if not created:
            deriving.put(row, columns, self.write)
            return
        for name, value in columns.items():
            setattr(row, name, value)
        row.kind, row.cue = reading["kind"], reading["cue"]
        row.speaker_org, row.speaker_country_id = str(speaker["org"] or speaker["person"] or ""), self._code_of(speaker)
        row.created_at = row.changed_at = self.write.at
        row.save()
        past.made(row, self.write)
        self.write.changed = True

    def _speaker(self, record: StatementRecord) -> dict[str, object] | None:
        """The speaker as the source names one, or None when that can't be kept (a code that no country has)."""
        speaker = record.speaker
        code = self._code(speaker.country)
        if not (speaker.person or speaker.org or code):
            return None
        return {"person": speaker.person, "org": speaker.org, "country": code}

    def _code_of(self, speaker: dict[str, object]) -> str | None:
        return None if speaker["org"] or speaker["person"] else str(speaker["country"])
