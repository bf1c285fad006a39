"""Whatever curators and readers do, in whatever order: no decision is lost, nothing is orphaned, every address answers, and
sources + decisions rebuild the same archive.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from events import curation, faces, holding, removing
from events.models import Decision, Event, Lock, Naming, PastState, Person, Report, Source, Statement
from events.vocabulary import Standing
from tests.test_merging import OTHER_SPELLING, every_face, wipe
from tests.world import DENIAL, RELIEF, VISIT, VISIT_RETOLD, News, tell


def _variants(news: News) -> tuple[News, ...]:
    """One text as successive readers might read it: as it is; with another date and title; without its last words and deed."""
    first, *others = news.deeds
    otherwise = replace(first, date="2014-03-12", title=f"{first.title}, as read later", place="Faro")
    return (
        news,
        replace(news, deeds=(otherwise, *others)),
        replace(news, deeds=news.deeds[1:], words=news.words[:0]),
    )


CORRECTED = replace(DENIAL, text=DENIAL.text.replace("Fri Mar 14", "Sat Mar 15") + "This corrects an earlier report.\n")
"""A changed article is a source of its own."""

PAPERS = [_variants(news) for news in (VISIT, VISIT_RETOLD, DENIAL, RELIEF, OTHER_SPELLING, CORRECTED)]
PLACES = st.integers(0, 30)


class Archive(RuleBasedStateMachine):
    """An archive in a transaction that is never committed; `read` is which variant of each paper was read last."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.read: dict[int, int] = {}
        self.seen: set[tuple[str, str]] = set()
        self.log: list[str] = []

    @rule(paper=st.integers(0, len(PAPERS) - 1), variant=st.integers(0, 2))
    def ingest(self, paper: int, variant: int) -> None:
        tell(PAPERS[paper][variant])
        self.read[paper] = variant

    @precondition(lambda self: self.read)
    @rule(place=PLACES)
    def remove(self, place: int) -> None:
        """The one way in which addresses are lost; what is removed may be read again."""
        paper = sorted(self.read)[place % len(self.read)]
        text = PAPERS[paper][self.read.pop(paper)].text
        removing.remove([source for source in Source.objects.all() if source.text == text], force=True)
        self.seen = {(kind, public_id) for kind, public_id in self.seen if holding.find(kind, public_id) is not None}

    def pick(self, model: Any, place: int) -> Any:
        found = (
            model.objects.public().order_by("public_id") if model is not Source else model.objects.order_by("public_id")
        )
        rows = list(found)
        return rows[place % len(rows)] if rows else None

    def decide(self, verb: Any, *given: Any, **more: Any) -> None:
        if any(one is None for one in given):
            return
        before = every_face()
        try:
            with transaction.atomic():
                verb(*given, None, **more)
        except curation.Refused:
            return
        if verb is not curation.undo:
            self.can_be_taken_back(before)

    def can_be_taken_back(self, before: dict[str, Any]) -> None:
        """Undone at once, a decision leaves everything as it was, but for addresses that lead on."""
        with transaction.atomic():
            curation.undo(Decision.objects.latest("pk"), None)
            after = every_face()
            differing = {at for at in {*before, *after} if before.get(at) != after.get(at)}
            assert {at for at in differing if at in before or not isinstance(after[at], str)} == set()
            transaction.set_rollback(True)

    @precondition(lambda self: self.read)
    @rule(place=PLACES, field=st.sampled_from(["title", "edtf", "place", "persons", "countries", "type"]))
    def correct_event(self, place: int, field: str) -> None:
        event = self.pick(Event, place)
        person = self.pick(Person, place)
        values = {
            "title": "A title of a curator's", "edtf": "2014-03-10", "place": "Bergen", "type": "PROTEST",
            "countries": [["FI", "host"]], "persons": [[person.public_id, "host"]] if person else [],
        }  # fmt: skip
        if event:
            self.decide(curation.set_fields, event, {field: values[field]})

    @precondition(lambda self: self.read)
    @rule(place=PLACES, field=st.sampled_from(["name", "country", "aliases", "roles"]))
    def correct_person(self, place: int, field: str) -> None:
        values = {"name": "Karin Maria Lindholm", "country": "FI", "aliases": ["K. L."], "roles": [{"title": "Envoy"}]}
        self.decide(curation.set_fields, self.pick(Person, place), {field: values[field]})

    @precondition(lambda self: self.read)
    @rule(place=PLACES, field=st.sampled_from(["edtf", "speaker", "about_countries", "event"]))
    def correct_statement(self, place: int, field: str) -> None:
        event = self.pick(Event, place)
        values = {"edtf": "2014-03-09", "speaker": {"org": "A board"}, "about_countries": ["FI"], "event": event}
        self.decide(curation.set_fields, self.pick(Statement, place), {field: values[field]})

    @precondition(lambda self: self.read)
    @rule(
        place=PLACES,
        model=st.sampled_from([Event, Person, Statement]),
        verb=st.sampled_from([curation.approve, curation.reject]),
    )
    def review(self, place: int, model: Any, verb: Any) -> None:
        self.decide(verb, self.pick(model, place))

    @precondition(lambda self: len(self.read) > 1)
    @rule(one=PLACES, other=PLACES, model=st.sampled_from([Event, Person]))
    def merge(self, one: int, other: int, model: Any) -> None:
        loser, into = self.pick(model, one), self.pick(model, other)
        if loser and into:
            self.decide(curation.merge, [loser], into)

    @precondition(lambda self: len(self.read) > 1)
    @rule(place=PLACES, model=st.sampled_from([Event, Person]))
    def split(self, place: int, model: Any) -> None:
        record = self.pick(model, place)
        if record:
            rows: Any = record.reports if model is Event else record.namings
            last = rows.filter(current=True).order_by("public_id").last()
            self.decide(curation.split, record, [last] if last else [])

    @rule(place=PLACES)
    def undo(self, place: int) -> None:
        standing = Decision.objects.filter(standing=Standing.STANDING.value).order_by("-pk")
        rows = list(standing[: place % 5 + 1])
        if rows:
            self.decide(curation.undo, rows[-1])

    @rule(place=PLACES)
    def revert(self, place: int) -> None:
        states = list(PastState.objects.exclude(kind="source").order_by("pk"))
        if states:
            state = states[place % len(states)]
            record = faces.MODELS[state.kind].objects.filter(pk=state.row).first()
            if record is not None and record.visible:
                self.decide(curation.revert, record, state)

    @invariant()
    def no_decision_is_lost(self) -> None:
        log = list(Decision.objects.order_by("pk").values_list("public_id", flat=True))
        assert log[: len(self.log)] == self.log
        self.log = log

    @invariant()
    def what_curators_hold_is_what_is_shown(self) -> None:
        for lock in Lock.objects.exclude(field__in=["public_id", *holding.DELTAS]):
            record = lock.record
            if getattr(record, "merged_into", None) is None:
                shown = faces.face(record)[lock.field]
                gone = lock.field == "event" and lock.value and holding.find("event", lock.value) is None
                if lock.field != "persons" and not gone:  # two that were merged are one participant
                    assert holding.alike(lock.field, shown, lock.value), (lock.field, shown, lock.value)

    @invariant()
    def nothing_is_orphaned(self) -> None:
        assert not Report.objects.filter(event__merged_into__isnull=False).exists()
        assert not Naming.objects.filter(person__merged_into__isnull=False).exists()
        assert not Statement.objects.filter(speaker_person__merged_into__isnull=False).exists()
        assert not Event.objects.filter(public_id__startswith="~").exists()
        assert not Event.objects.public().filter(reports=None).exists()
        for report in Report.objects.filter(pinned=True).select_related("home"):
            assert holding.root(report.home).pk == report.event_id

    @invariant()
    def every_address_answers(self) -> None:
        for kind, model in faces.MODELS.items():
            self.seen |= {(kind, pid) for pid in model.objects.filter(visible=True).values_list("public_id", flat=True)}
        for kind, public_id in self.seen:
            assert holding.find(kind, public_id) is not None, (kind, public_id)

    def teardown(self) -> None:
        try:
            self.rebuild()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def rebuild(self) -> None:
        """From an empty archive: the papers as they were read last, in another order, and the decisions."""
        made, lines = every_face(), list(curation.export_lines())
        wipe()
        for paper in sorted(self.read, reverse=True):
            tell(PAPERS[paper][self.read[paper]])
        curation.import_lines(lines)
        again = every_face()
        assert again == made
        assert list(curation.export_lines()) == lines


def test_whatever_is_read_and_decided_in_whatever_order(archive):
    examples = min(settings.default.max_examples // 10, 100)
    run_state_machine_as_test(Archive, settings=settings(max_examples=examples, stateful_step_count=14))
