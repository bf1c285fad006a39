"""Records in other vocabularies: schema.org JSON-LD, and what a citation is made from. Reads the dictionaries of `exporting`."""

from datetime import date
from typing import Any
from urllib.parse import urljoin

from events import states
from events.citations import Citation
from events.criteria import Kind

LONGEST_TITLE = 120
"""Characters of a statement that stand for its title."""

_EVENT_STATUS = {
    "planned": "EventScheduled",
    "refused": "EventCancelled",
    "occurred": "EventScheduled",
    "ongoing": "EventScheduled",
}


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _country(record: dict[str, Any], code: str) -> dict[str, Any]:
    """A state beside a record, under the address of its own page: linked data leads on."""
    return {
        "@type": "Country",
        "@id": urljoin(record["url"], f"../../countries/{code}/"),
        "identifier": code,
        "name": _state(code),
    }


def _person(record: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "Person", "@id": urljoin(record["url"], f"../../people/{person['id']}/"), "name": person["name"]}


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
    countries = [_country(record, part["code"]) for part in record["countries"]]
    persons = [_person(record, part) for part in record["persons"]]
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
                _article(source["title"], source["published"], source["publisher"], source["url"])
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
            "nationality": _country(record, record["country"]) if record["country"] else None,
        }
    )


def _article(title: str, published: Any, publisher: str | None, url: str | None) -> dict[str, Any]:
    return _without_nothing(
        {
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": published,
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
            "url": url,
        }
    )


def statement(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org Quotation; a paraphrase is one too, since the type covers reported speech. What was answered is a Claim as well."""
    speaker = record["speaker"]
    creator: dict[str, Any] | None = None
    if speaker["person"]:
        creator = _person(record, speaker["person"])
    elif speaker["org"]:
        creator = {"@type": "Organization", "name": speaker["org"]}
    elif speaker["country"]:
        creator = _country(record, speaker["country"])
    article = None
    if record["source"]:
        article = _article(
            record["source_title"], record["source_published"], record["source_publisher"], record["words"]
        )
    claim = {"author": creator, "appearance": article} if record["answers"] else {}
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": ["Quotation", "Claim"] if claim else "Quotation",
            "@id": record["url"],
            "url": record["url"],
            "identifier": record["id"],
            "text": record["text"],
            "creator": creator,
            **claim,
            "dateCreated": record["date"] if _bounds(record)[0] == record["date"] else None,
            "datePublished": record["reported"],
            "isBasedOn": article,
            "about": [_country(record, code) for code in record["about"]],
        }
    )


def country(record: dict[str, Any]) -> dict[str, Any]:
    """schema.org Country."""
    others = [record["official_name"], *record["names"].values()]
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Country",
            "@id": record["url"],
            "url": record["url"],
            "identifier": record["code"],
            "name": record["name"],
            "alternateName": [name for name in dict.fromkeys(others) if name != record["name"]],
            "containedInPlace": {"@type": "Place", "name": record["subregion"] or record["region"]},
        }
    )


def _state(code: str) -> str:
    known = states.by_code().get(code)
    return known.name if known else code


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
    """What a record is cited by. A state, which the archive never changes, has no date of its own."""
    stamp = record.get("changed") or record.get("recorded")
    shared: dict[str, Any] = {
        "key": f"chancery-{record.get('id') or record['code']}",
        "url": record["url"],
        "archive": archive,
        "accessed": today,
        "issued": stamp.date() if stamp else None,
        "version": f"{stamp:%Y-%m-%d}" if stamp else "",
    }
    return _CITED[kind](record, shared)


def _cited_statement(record: dict[str, Any], shared: dict[str, Any]) -> Citation:
    speaker = record["speaker"]
    person = speaker["person"]
    family, comma, _given = person["sort_name"].partition(", ") if person else ("", "", "")
    author = person["name"] if person else speaker["org"] or _state(speaker["country"])
    text = record["text"]
    told = [record["source_title"], record["source_publisher"], record["source_published"]]
    return Citation(
        "speech",
        title=text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…",
        author=author,
        author_family=family if comma and author.endswith(family) else "",
        event_date=record["date"] or "",
        note="Reported in: " + ", ".join(str(part) for part in told if part) if record["source"] else "",
        **shared,
    )


def _cited_source(record: dict[str, Any], shared: dict[str, Any]) -> Citation:
    shared |= {"issued": record["published"] or shared["issued"]}
    first = record["original_url"]
    return Citation(
        "article-newspaper",
        title=record["title"],
        publisher=record["publisher"] or "",
        note=f"First published at {first}" if first else "",
        **shared,
    )


def _cited_event(record: dict[str, Any], shared: dict[str, Any]) -> Citation:
    told = "; ".join(f"{s['title']} ({s['published']})" for s in record["sources"])
    return Citation(
        "webpage",
        title=record["title"],
        event_date=record["date"] or "",
        event_place=record["place"] or "",
        note=f"Told by: {told}" if told else "",
        **shared,
    )


def _cited_name(record: dict[str, Any], shared: dict[str, Any]) -> Citation:
    return Citation("webpage", title=record["name"], **shared)


_CITED = {
    Kind.STATEMENTS: _cited_statement,
    Kind.SOURCES: _cited_source,
    Kind.EVENTS: _cited_event,
    Kind.PEOPLE: _cited_name,
    Kind.COUNTRIES: _cited_name,
}

AS_LINKED = {
    Kind.EVENTS: event,
    Kind.PEOPLE: person,
    Kind.STATEMENTS: statement,
    Kind.SOURCES: source,
    Kind.COUNTRIES: country,
}
