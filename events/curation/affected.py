"""The records that a decision touches, and deriving them when it has had its effect: persons, then events, then statements."""

from typing import Any

from django.db.models import Q

from events import deriving, faces, holding, individuals, joining, past, utterances
from events.models import Event, Person, Report, Source, Statement
from events.revision import Write


class Affected:
    """The records that a decision touches, noted before they change, and derived when it has had its effect."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, int], Any] = {}
        self.events: set[int] = set()
        self.statements: set[int] = set()

    def add(self, record: Any, write: Write) -> None:
        key = (faces.kind_of(record), record.pk)
        if key in self.records:
            return
        past.note(record, write)
        self.records[key] = record
        if isinstance(record, Event):
            self.events.add(record.pk)
            self.statements |= set(Statement.objects.filter(event=record).values_list("pk", flat=True))
        elif isinstance(record, Statement):
            self.statements.add(record.pk)
            self.statements |= set(record.answers.values_list("pk", flat=True))

    def at(self, address: str) -> Event | None:
        """The event at an address, if it is one of these."""
        return next((r for r in self.records.values() if isinstance(r, Event) and r.public_id == address), None)

    def moving(self, person: Person, namings: Any) -> None:
        """Namings are about to leave a person: what their sources say by that name, or last said, and what curators hold of it."""
        sources = set(namings.values_list("source", flat=True))
        deeds = Event.objects.filter(person_parts__person=person)
        kept = deeds.filter(Q(locks__field="persons") | Q(current=False))
        told = deeds.filter(reports__source__in=sources)
        self.events |= {*told.values_list("pk", flat=True), *kept.values_list("pk", flat=True)}
        words = utterances.touching(person)
        said, held = words.filter(source__in=sources), words.filter(locks__field__in=["speaker", "about_persons"])
        self.statements |= {*said.values_list("pk", flat=True), *held.values_list("pk", flat=True)}

    def settle(self, write: Write) -> None:
        """Derive everything anew: persons, then events with their reports, then statements."""
        for record in self._rows(Person):
            individuals.person(record, write)
        self._events(write)
        found = Statement.objects.filter(pk__in=self.statements).select_related("source").order_by("source", "pk")
        utterances.rederive(found.defer("source__text", "source__search_text", "source__layout"), write)
        for kind, key in self.records:
            faces.MODELS[kind].objects.filter(pk=key).update(changed_at=write.at)
        write.changed = True

    def _rows(self, model: Any) -> list[Any]:
        """The rows of one model, fresh, with the names of what is held in each; also what they are merged into."""
        keys = {record.pk for record in self.records.values() if isinstance(record, model)}
        found = list(model.objects.filter(pk__in=keys).order_by("pk"))
        if model is not Source and (ends := {holding.root(record).pk for record in found} - keys):
            found = list(model.objects.filter(pk__in=keys | ends).order_by("pk"))
        for record in found:
            before = record.locked
            holding.refresh(record)
            if record.locked != before:
                record.save(update_fields=["locked"])
        return found

    def _events(self, write: Write) -> None:
        own = [record.pk for record in self._rows(Event)]
        self.statements |= {record.pk for record in self._rows(Statement)}  # with what they were merged into
        self._rows(Source)
        reports = list(Report.objects.filter(event__in=own).select_related("source", "event"))
        joining.join(reports, write)
        for record in Event.objects.filter(pk__in=own, reports=None).order_by("pk"):
            told = Report.objects.filter(public_id=record.public_id).exists()
            if told and not record.locked and record.merged_into_id is None:
                record.delete()  # its report lives under another event now, and answers for the address
            else:
                deriving.event(record, write)
        for record in Event.objects.filter(pk__in=self.events - set(own)).order_by("pk"):
            deriving.event(record, write)
        of_sources = Statement.objects.filter(source__in={report.source_id for report in reports}, start__isnull=False)
        self.statements |= set(of_sources.values_list("pk", flat=True))
