"""Lists to take away: CSV, JSON Lines, calendar and Atom, written from the same dictionaries and streamed."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar
from icalendar import Event as CalendarEntry

from events import edtf, states
from events.criteria import Kind
from events.vocabulary import EventType, Status

FEED_ITEMS = 30
"""Records in a feed: the newest entries, not the latest events."""

COLUMNS = {
    Kind.EVENTS: (
        *("id", "type", "mode", "status", "title", "date", "earliest", "latest", "date_basis", "reported", "recorded"),
        *("place", "countries", "persons", "sources", "review", "url"),
    ),
    Kind.STATEMENTS: (
        *(
            "id",
            "kind",
            "text",
            "cue",
            "speaker_person",
            "speaker_org",
            "speaker_country",
            "date",
            "reported",
            "recorded",
        ),
        *("about", "event", "responds_to", "response", "answers", "source", "words", "review", "url"),
    ),
    Kind.PEOPLE: ("id", "name", "sort_name", "aliases", "country", "roles", "recorded", "review", "url"),
    Kind.COUNTRIES: ("code", "alpha3", "name", "official_name", "region", "subregion", "valid_from", "valid_to", "url"),
    Kind.SOURCES: (
        "id",
        "title",
        "publisher",
        "published",
        "place",
        "original_url",
        "language",
        "licence",
        "sha256",
        "url",
    ),
}


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(kind: Kind, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A header and a line a record; several values of a cell are parted by "; ". A byte order mark makes Excel read UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS[kind])
    for record in records:
        flat = _flat(record)
        yield writer.writerow(_cell(flat.get(column)) for column in COLUMNS[kind])


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    speaker = record.get("speaker")
    if speaker is None:
        return record
    person = speaker["person"]
    names = {"speaker_person": person["name"] if person else None}
    return {**record, **names, "speaker_org": speaker["org"], "speaker_country": speaker["country"]}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(
            _cell(v.get("code") or v.get("name") or v.get("title") or v.get("id")) if isinstance(v, dict) else _cell(v)
            for v in value
        )
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    # A cell that a spreadsheet would take for a formula is shown as the text it is.
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def as_jsonl(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"


def as_calendar(kind: Kind, records: Iterable[dict[str, Any]], title: str) -> Iterator[bytes]:
    """iCalendar, an entry for every record whose days are known at both ends; others can't stand in a calendar."""
    head = Calendar()
    head.add("prodid", "-//Chancery//archive of diplomatic events//EN")
    head.add("version", "2.0")
    head.add("x-wr-calname", title)
    opening, closing = head.to_ical().rsplit(b"END:VCALENDAR", 1)
    yield opening
    for record in records:
        first, last = _days(record)
        if first is not None and last is not None:
            yield _ENTRIES[kind](_entry(record, first, last), record).to_ical()
    yield b"END:VCALENDAR" + closing


def _days(record: dict[str, Any]) -> tuple[date | None, date | None]:
    """When it happened, was said or was published."""
    if "published" in record:
        return record["published"], record["published"]
    if not record["date"]:
        return None, None
    known = edtf.parse(record["date"])
    return known.earliest, known.latest


def _entry(record: dict[str, Any], first: date, last: date) -> CalendarEntry:
    entry = CalendarEntry()
    entry.add("uid", f"{record['id']}@chancery")
    entry.add("dtstart", first)
    entry.add("dtend", _after(last))
    entry.add("dtstamp", record.get("changed") or record["recorded"])
    entry.add("url", record["url"])
    if record.get("place"):
        entry.add("location", record["place"])
    return entry


_CALENDAR_STATUS = {"planned": "TENTATIVE", "alleged": "TENTATIVE", "refused": "CANCELLED"}


def _event_entry(entry: CalendarEntry, record: dict[str, Any]) -> CalendarEntry:
    entry.add("summary", record["title"])
    entry.add("status", _CALENDAR_STATUS.get(record["status"], "CONFIRMED"))
    told = "\n".join(f"“{source['words']}” ({source['title']}, {source['published']})" for source in record["sources"])
    entry.add("description", f"Date as the sources give it: {record['date']}\n{told}")
    return entry


def _statement_entry(entry: CalendarEntry, record: dict[str, Any]) -> CalendarEntry:
    entry.add("summary", _described(Kind.STATEMENTS, record)[:200])
    entry.add("description", f"{record['text']}\n({record['source_title']}, {record['source_published']})")
    return entry


def _source_entry(entry: CalendarEntry, record: dict[str, Any]) -> CalendarEntry:
    entry.add("summary", record["title"])
    entry.add("description", record["publisher"] or "")
    return entry


_ENTRIES = {Kind.EVENTS: _event_entry, Kind.STATEMENTS: _statement_entry, Kind.SOURCES: _source_entry}
CALENDARS = tuple(_ENTRIES)
"""Lists that can be had as a calendar: states and people have no day."""

FEEDS = (Kind.EVENTS, Kind.PEOPLE, Kind.STATEMENTS, Kind.SOURCES)
"""Lists that grow, and can be followed."""


def _after(day: date) -> date:
    """An all-day entry ends on the morning after."""
    return day if day == date.max else day + timedelta(days=1)


def as_atom(
    kind: Kind, records: Iterable[dict[str, Any]], title: str, author: str, address: str, self_address: str
) -> str:
    """The newest entries of a list, with the days that its records speak of in their text, the archive's own in the stamps."""
    feed = Atom1Feed(
        title=title, link=address, description=title, feed_url=self_address, feed_guid=self_address, author_name=author
    )
    for record in records:
        feed.add_item(
            title=_headed(kind, record)[:200],
            link=record["url"],
            description=_described(kind, record),
            unique_id=record["url"],
            pubdate=record["recorded"],
            updateddate=record.get("changed") or record["recorded"],
        )
    return str(feed.writeString("utf-8"))


def _headed(kind: Kind, record: dict[str, Any]) -> str:
    """Of a statement who said it, too: readers of feeds see the titles alone."""
    return _described(kind, record) if kind is Kind.STATEMENTS else str(record.get("title") or record.get("name"))


def _described(kind: Kind, record: dict[str, Any]) -> str:
    if kind is Kind.EVENTS:
        told = "; ".join(f"“{s['words']}” ({s['title']})" for s in record["sources"])
        type_, status = EventType.of(record["type"]).label, Status.of(record["status"]).label.lower()
        when = edtf.display(edtf.parse(record["date"])) if record["date"] else "date not known"
        return f"{type_}, {status}, {when}. {told}"
    if kind is Kind.STATEMENTS:
        speaker = _flat(record)
        state = states.by_code().get(speaker["speaker_country"])
        who = speaker["speaker_person"] or speaker["speaker_org"] or (state.name if state else "")
        return f"{who}: {record['text']}" if who else record["text"]
    if kind is Kind.PEOPLE:
        return "; ".join(role["title"] for role in record["roles"])
    return record["publisher"] or ""
