"""A record as plain data: one dictionary a record, from which CSV, JSON Lines, the API and JSON-LD are all made."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from events import languages
from events.criteria import Kind
from events.models import Country, Event, EventPerson, Evidence, Person, Report, Source, Statement

CHUNK = 1000
"""Records fetched at a time while an export streams, so that memory does not grow with the archive."""


class Addresses:
    """Makes the absolute address of a record, from the request that asked; the same whatever language it asked in."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")

    def of(self, record: Any) -> str:
        return f"{self.root}{languages.bare(record.get_absolute_url())}"

    def words(self, source: Source, start: int, end: int) -> str:
        """Where in a source the words stand."""
        return f"{self.of(source)}#c{start}-{end}"


def event(record: Event, at: Addresses) -> dict[str, Any]:
    """An event with who took part and every source that tells it, by the words."""
    return {
        "id": record.public_id,
        "url": at.of(record),
        "type": record.type,
        "mode": record.mode or None,
        "status": record.status,
        "title": record.title,
        "summary": record.summary or None,
        "date": record.edtf or None,
        "earliest": record.earliest,
        "latest": record.latest,
        "date_basis": record.date_basis or None,
        "reported": record.reported,
        "recorded": record.created_at,
        "changed": record.changed_at,
        "place": record.place or None,
        "countries": [{"code": part.country_id, "part": part.part} for part in record.country_parts.all()],
        "persons": [
            {"id": part.person.public_id, "name": part.person.name, "part": part.part}
            for part in record.person_parts.all()
        ],
        "sources": [_told(report, at) for report in record.reports.all()],
        "review": record.review,
    }


def _told(report: Report, at: Addresses) -> dict[str, Any]:
    return {
        "id": report.source.public_id,
        "title": report.source.title,
        "publisher": report.source.publisher or None,
        "published": report.source.published,
        "words": report.reading.get("trigger"),
        "url": at.words(report.source, report.start, report.end),
        "date": report.edtf or None,
        "status": report.status,
    }


def statement(record: Statement, at: Addresses) -> dict[str, Any]:
    """A statement with its speaker, its words' place, and what it answers and is answered by."""
    person = record.speaker_person
    source = record.source
    return {
        "id": record.public_id,
        "url": at.of(record),
        "text": record.text,
        "kind": record.kind,
        "cue": record.cue or None,
        "speaker": {
            "person": {"id": person.public_id, "name": person.name, "sort_name": person.sort_name} if person else None,
            "org": record.speaker_org or None,
            "country": record.speaker_country_id,
        },
        "date": record.edtf or None,
        "reported": record.reported,
        "recorded": record.created_at,
        "changed": record.changed_at,
        "about": [country.code for country in record.about_countries.all()],
        "event": record.event.public_id if record.event else None,
        "responds_to": record.responds_to.public_id if record.responds_to and record.responds_to.visible else None,
        "response": record.response or None,
        "answers": [{"id": answer.public_id, "response": answer.response} for answer in record.answers.all()],
        "source": source.public_id if source else None,
        "source_title": source.title if source else None,
        "source_publisher": (source.publisher or None) if source else None,
        "source_published": source.published if source else None,
        "words": at.words(source, record.start or 0, record.end or 0) if source else None,
        "review": record.review,
    }


def person(record: Person, at: Addresses) -> dict[str, Any]:
    return {
        "id": record.public_id,
        "url": at.of(record),
        "name": record.name,
        "sort_name": record.sort_name,
        "aliases": [alias.name for alias in record.aliases.all()],
        "country": record.country_id,
        "roles": [
            {"title": r.title, "country": r.country_id, "since": r.since or None, "until": r.until or None}
            for r in record.roles.all()
        ],
        "recorded": record.created_at,
        "changed": record.changed_at,
        "review": record.review,
    }


def country(record: Country, at: Addresses) -> dict[str, Any]:
    return {
        "code": record.code,
        "url": at.of(record),
        "alpha3": record.alpha3,
        "name": record.name,
        "official_name": record.official_name,
        "names": record.names,
        "region": record.region,
        "subregion": record.subregion,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "successors": [other.code for other in record.successors.all()],
        "predecessors": [other.code for other in record.predecessors.all()],
    }


def source(record: Source, at: Addresses) -> dict[str, Any]:
    """A source's description; its text is given with the record alone, not in lists."""
    return {
        "id": record.public_id,
        "url": at.of(record),
        "title": record.title,
        "publisher": record.publisher or None,
        "published": record.published,
        "place": record.place or None,
        "original_url": record.url or None,
        "language": record.language,
        "licence": record.licence or None,
        "sha256": record.original_id,
        "length": record.length,
        "recorded": record.created_at,
    }


def event_rows(words: bool = False) -> QuerySet[Event]:
    """Events with all that their dictionary needs, in a constant number of queries; with the words they rest on, if asked."""
    told = Report.objects.filter(current=True, source__visible=True).select_related("source")
    told = told.order_by("source__published", "public_id").defer("source__search_text", "source__layout")
    if words:
        told = told.prefetch_related(Prefetch("evidence", Evidence.objects.order_by("start")))
    else:
        told = told.defer("source__text")
    persons = EventPerson.objects.select_related("person")
    return Event.objects.prefetch_related("country_parts", Prefetch("person_parts", persons), Prefetch("reports", told))


def statement_rows(text: bool = False) -> QuerySet[Statement]:
    """Statements likewise; with the text of their sources, if asked."""
    answers = Prefetch("answers", Statement.objects.public())
    heavy = ("source__search_text", "source__layout", *(() if text else ("source__text",)))
    return (
        Statement.objects.select_related("source", "speaker_person", "event", "responds_to")
        .defer(*heavy)
        .prefetch_related("about_countries", answers)
    )


ROWS: dict[Kind, Callable[[], QuerySet[Any]]] = {
    Kind.EVENTS: event_rows,
    Kind.STATEMENTS: statement_rows,
    Kind.PEOPLE: lambda: Person.objects.prefetch_related("aliases", "roles"),
    Kind.COUNTRIES: lambda: Country.objects.prefetch_related("successors", "predecessors"),
    Kind.SOURCES: lambda: Source.objects.defer("text", "search_text", "layout"),
}

AS_DATA: dict[Kind, Callable[[Any, Addresses], dict[str, Any]]] = {
    Kind.EVENTS: event,
    Kind.STATEMENTS: statement,
    Kind.PEOPLE: person,
    Kind.COUNTRIES: country,
    Kind.SOURCES: source,
}


def stream(kind: Kind, keys: Iterable[Any], at: Addresses) -> Iterator[dict[str, Any]]:
    """The records with these keys, in their order, fetched a chunk at a time."""
    chunk: list[Any] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == CHUNK:
            yield from _chunk(kind, chunk, at)
            chunk = []
    if chunk:
        yield from _chunk(kind, chunk, at)


def _chunk(kind: Kind, keys: list[Any], at: Addresses) -> Iterator[dict[str, Any]]:
    found = {record.pk: record for record in ROWS[kind]().filter(pk__in=keys)}
    for key in keys:
        if key in found:
            yield AS_DATA[kind](found[key], at)
