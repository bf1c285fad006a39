"""Records -> database: one transaction a source, safe to repeat, never deleting what one run did not see.

The door for what extraction yields. It writes the readings (reports, namings, statements, evidence) and has the public
records derived from them. Counts what it created, updated, left unchanged and held back because a curator had decided.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, Q

from events import deriving, edtf, holding, identity, individuals, joining, past, search, utterances
from events.curation import returning
from events.models import Country, Evidence, Naming, Original, Person, Report, Source, Statement
from events.records import EventRecord, Extraction, PersonRecord, Span, StatementRecord, as_json
from events.revision import Write, archive_write
from events.vocabulary import Review

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
        if number:
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
        returning.read_again(source, write)
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
        self.evidence: list[Evidence] = []
        self.known = outcome.state != "created"

    def run(self) -> None:
        if self.known:
            # What a curator placed keeps its words, read again or not.
            kept = Q(report__pinned=True) | Q(naming__pinned=True)
            Evidence.objects.filter(source=self.source).exclude(kept).delete()
        self._namings()
        self._country_evidence()
        self._reports()
        Evidence.objects.bulk_create(self.evidence)
        self._statements()

    def _code(self, code: str | None) -> str | None:
        return code if code in self.known_codes else None

    def _evidence(self, spans: tuple[Span, ...], **of: object) -> None:
        """Rows of evidence, written with all others of the source at the end."""
        self.evidence += [Evidence(source=self.source, start=start, end=end, **of) for start, end in sorted(set(spans))]

    def _namings(self) -> None:
        before = {n.public_id: n for n in self.source.namings.all()} if self.known else {}
        touched: set[int] = set()
        homeless: list[tuple[Naming, str]] = []
        read: list[tuple[Naming, PersonRecord]] = []
        for record in self.extraction.persons:
            if not identity.name_key(record.name):
                continue
            public_id = identity.naming_id(self.source.public_id, record.name)
            naming = before.pop(public_id, None)
            home = individuals.home_id(naming) if naming is not None else ""
            naming = naming or Naming(public_id=public_id, source=self.source)
            self._fill_naming(naming, record)
            if home != individuals.home_id(naming) and not naming.pinned:
                if naming.person_id:
                    touched.add(naming.person_id)
                homeless.append((naming, record.name))
            read.append((naming, record))
        created = self._house(homeless)
        _store([naming for naming, _ in read])
        for naming, record in read:
            touched.add(naming.person_id)
            if naming.pinned:
                Evidence.objects.filter(naming=naming).delete()
            self._evidence(record.mentions, naming=naming)
        for gone in before.values():
            Naming.objects.filter(pk=gone.pk).update(current=gone.pinned, lapsed=True)
            touched.add(gone.person_id)
        persons = Person.objects.filter(pk__in=touched).order_by("pk")
        for outcome, number in individuals.persons(persons, self.write, created).items():
            self.outcome.count("persons", outcome, number)

    def _fill_naming(self, naming: Naming, record: PersonRecord) -> None:
        naming.name = record.name[:200]
        naming.key = identity.name_key(record.name)[:200]
        naming.surname = record.surname or ""
        naming.title = (record.title or "")[:300]
        naming.country_id = self._code(record.country)
        naming.aliases = list(record.aliases)
        naming.current, naming.lapsed = True, False

    def _house(self, homeless: list[tuple[Naming, str]]) -> set[int]:
        """Give each naming its person, who may be new or have become another. The keys of the new ones."""
        named: dict[str, tuple[str, str]] = {}
        for naming, name in homeless:
            named.setdefault(individuals.home_id(naming), (name, identity.name_key(name)))
        known = {p.public_id: p for p in Person.objects.filter(public_id__in=named).select_related("merged_into")}
        made = [
            Person(
                public_id=public_id,
                name=name,
                sort_name=individuals.sort_name(name),
                key=key,
                created_at=self.write.at,
                changed_at=self.write.at,
            )
            for public_id, (name, key) in named.items()
            if public_id not in known
        ]
        for person in Person.objects.bulk_create(made):
            past.made(person, self.write)
            known[person.public_id] = person
        for naming, _ in homeless:
            naming.person = holding.root(known[individuals.home_id(naming)])
        return {person.pk for person in made}

    def _country_evidence(self) -> None:
        for record in self.extraction.countries:
            if record.code in self.known_codes:
                self._evidence(record.mentions, country_id=record.code)

    def _reports(self) -> None:
        found = self.source.reports.select_related("event", "source") if self.known else ()
        before = {r.public_id: r for r in found}
        told: Counter[tuple[str, int, int]] = Counter()
        reports: list[Report] = []
        for record in self.extraction.events:
            place = (record.type.value, *record.span)
            public_id = identity.report_id(self.source.public_id, *place, nth=told[place])
            told[place] += 1
            report = before.pop(public_id, None) or Report(public_id=public_id, source=self.source)
            self._fill(report, record)
            if report.pinned:
                Evidence.objects.filter(report=report).delete()
            self._evidence(record.mentions or (record.span,), report=report)
            reports.append(report)
        homeless = [report for report in reports if report.event_id is None]
        for report, event in zip(homeless, joining.events_for(homeless, self.write), strict=True):
            report.event = event
        _store(reports)
        for gone in before.values():
            gone.current, gone.lapsed = gone.pinned, True
            gone.save(update_fields=["current", "lapsed"])
        for outcome, number in joining.join([*reports, *before.values()], self.write).items():
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
        before = {s.public_id: s for s in self.source.statements.all()} if self.known else {}
        nth: Counter[Span] = Counter()
        ids: list[str | None] = []
        for record in self.extraction.statements:
            ids.append(identity.statement_id(self.source.public_id, *record.span, nth[record.span]))
            nth[record.span] += 1
        said = [self._speaker(record) for record in self.extraction.statements]
        ids = [public_id if speaker else None for public_id, speaker in zip(ids, said, strict=True)]
        new: list[Statement] = []
        again: list[Statement] = []
        for public_id, record, speaker in zip(ids, self.extraction.statements, said, strict=True):
            if public_id is None or speaker is None:
                continue
            row = before.pop(public_id, None)
            (again if row else new).append(row or Statement(public_id=public_id, source=self.source))
            columns = self._said(record, speaker, ids)
            if row:
                deriving.put(row, columns, self.write)
                continue
            for name, value in columns.items():
                setattr(new[-1], name, value)
        telling = utterances.Telling(self.source)
        utterances.new(new, telling, self.write)
        self.outcome.count("statements", "created", len(new))
        telling.look_about(again)
        for row in again:
            self.outcome.count("statements", utterances.statement(row, telling, self.write))
        for gone in before.values():
            self.outcome.count("statements", deriving.put(gone, {"current": False}, self.write))
            if gone.visible or gone.locked or gone.review != Review.UNREVIEWED.value:
                # Kept for a curator's sake: it says what its own reading says with the persons and events of today.
                utterances.statement(gone, telling, self.write)

    def _said(self, record: StatementRecord, speaker: dict[str, object], ids: list[str | None]) -> dict[str, object]:
        """The reading, and the columns that no curator sets; deriving does the others."""
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
        return {
            "current": True,
            "text": record.text,
            "start": record.span.start,
            "end": record.span.end,
            "cue_start": record.cue_span.start,
            "cue_end": record.cue_span.end,
            "reading": json.loads(json.dumps(reading)),
        }

    def _speaker(self, record: StatementRecord) -> dict[str, object] | None:
        """The speaker as the source names one, or None when that can't be kept (a code that no country has)."""
        speaker = record.speaker
        code = self._code(speaker.country)
        if not (speaker.person or speaker.org or code):
            return None
        return {"person": speaker.person, "org": speaker.org, "country": code}


def _store(rows: Sequence[Model]) -> None:
    """Write rows of one table: new ones all at once, others one by one."""
    new, others = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    if new:
        type(new[0])._default_manager.bulk_create(new)
    for row in others:
        row.save()
