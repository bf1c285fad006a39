"""Records in other vocabularies: schema.org JSON-LD, and what a citation is made from. Reads the dictionaries of `exporting`."""

from datetime import date
from typing import Any

from events.citations import Citation
from events.criteria import Kind

_EVENT_STATUS = {
    "planned": "EventScheduled",
    "refused": "EventCancelled",
    "occurred": "EventScheduled",
    "ongoing": "EventScheduled",
}


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _bounds(record: dict[str, Any]) -> tuple[str | None, str | None]:
    """schema.org takes ISO days only: a bound is given when the date is exact to the day, else as the year or month it is."""
    text = record["date"] or ""
    if not text or any(mark in text for mark in "?~%X["):
        return None, None
    start, _, end = text.partition("/")
    if "/" not in text:
        return start, start
    return (start if start not in {"", ".."} else None), (end if end not in {"", ".."} else None)


def event(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org Event."""
    start, end = _bounds(record)
    countries = [{"@type": "Country", "identifier": part["code"]} for part in record["countries"]]
    persons = [{"@type": "Person", "name": part["name"]} for part in record["persons"]]
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": record["url"],
            "url": record["url"],
            "identifier": record["id"],
            "name": record["title"],
            "description": record["summary"],
            "startDate": start,
            "endDate": end,
            "eventStatus": f"https://schema.org/{_EVENT_STATUS[record['status']]}"
            if record["status"] in _EVENT_STATUS
            else None,
            "additionalType": f"https://github.com/openeventdata/PLOVER#{record['type']}",
            "location": {"@type": "Place", "name": record["place"]} if record["place"] else None,
            "attendee": [*countries, *persons],
            "subjectOf": [
                _without_nothing(
                    {
                        "@type": "NewsArticle",
                        "headline": source["title"],
                        "datePublished": source["published"],
                        "publisher": {"@type": "Organization", "name": source["publisher"]}
                        if source["publisher"]
                        else None,
                        "url": source["url"],
                    }
                )
                for source in record["sources"]
            ],
        }
    )


def person(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org Person."""
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Person",
            "@id": record["url"],
            "url": record["url"],
            "identifier": record["id"],
            "name": record["name"],
            "alternateName": record["aliases"],
            "jobTitle": [role["title"] for role in record["roles"]],
            "nationality": {"@type": "Country", "identifier": record["country"]} if record["country"] else None,
        }
    )


def statement(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org Quotation; a paraphrase is one too, since the type covers reported speech."""
    speaker = record["speaker"]
    creator: dict[str, Any] | None = None
    if speaker["person"]:
        creator = {"@type": "Person", "name": speaker["person"]["name"]}
    elif speaker["org"]:
        creator = {"@type": "Organization", "name": speaker["org"]}
    elif speaker["country"]:
        creator = {"@type": "Country", "identifier": speaker["country"]}
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": record["url"],
            "url": record["url"],
            "identifier": record["id"],
            "text": record["text"],
            "creator": creator,
            "dateCreated": record["date"] if record["date"] and "/" not in record["date"] else None,
            "isBasedOn": record["words"],
            "about": [{"@type": "Country", "identifier": code} for code in record["about"]],
        }
    )


def source(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org NewsArticle."""
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": record["url"],
            "url": record["original_url"] or record["url"],
            "identifier": record["sha256"],
            "headline": record["title"],
            "datePublished": record["published"],
            "inLanguage": record["language"],
            "license": record["licence"],
            "publisher": {"@type": "Organization", "name": record["publisher"]} if record["publisher"] else None,
        }
    )


def citation(kind: Kind, record: dict[str, Any], archive: str, today: date) -> Citation:
    """What a record is cited by. `kind` is events, people, statements or sources."""
    stamp = record.get("changed") or record["recorded"]
    shared = {
        "url": record["url"],
        "archive": archive,
        "accessed": today,
        "issued": stamp.date(),
        "version": f"{stamp:%Y-%m-%d}",
    }
    key = f"chancery-{record['id']}"
    if kind is Kind.STATEMENTS:
        person = record["speaker"]["person"]
        author = person["name"] if person else record["speaker"]["org"] or record["speaker"]["country"]
        title = record["text"] if len(record["text"]) <= 120 else record["text"][:119] + "…"
        return Citation(
            "speech",
            key,
            title,
            author=author,
            author_is_person=bool(person),
            event_date=record["date"] or "",
            **shared,
        )
    if kind is Kind.SOURCES:
        shared |= {"issued": record["published"] or stamp.date()}
        return Citation("article-newspaper", key, record["title"], publisher=record["publisher"] or "", **shared)
    if kind is Kind.EVENTS:
        told = "; ".join(f"{s['title']} ({s['published']})" for s in record["sources"])
        where = record["place"] or ""
        return Citation(
            "webpage",
            key,
            record["title"],
            event_date=record["date"] or "",
            event_place=where,
            note=f"Told by: {told}",
            **shared,
        )
    return Citation("webpage", key, record["name"], **shared)


AS_LINKED = {Kind.EVENTS: event, Kind.PEOPLE: person, Kind.STATEMENTS: statement, Kind.SOURCES: source}
