"""Merging, splitting and undoing: nothing is lost, everything comes back, and the decisions rebuild the archive."""

from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import models
from django.test import Client

from events import curation, faces, holding, removing
from events.curation.replaying import Unfit
from events.models import (
    Apart,
    Decision,
    Event,
    Evidence,
    Naming,
    PastState,
    Person,
    Report,
    Source,
    Statement,
)
from tests.test_curation import again, retold
from tests.world import DENIAL, NEWS, OTHER_SPELLING, VISIT, VISIT_RETOLD, load_world, tell


@pytest.fixture(scope="module")
def told(standing):
    return standing(load_world)


@pytest.fixture
def world(told, archive):
    return deepcopy(told)


def every_face() -> dict[str, object]:
    """What every address answers: the face of a record, or where it leads. Not what was withdrawn and never decided on."""
    records = [r for model in (Event, Person, Statement, Source) for r in model.objects.all()]
    return {
        record.get_absolute_url(): faces.face(record)
        if getattr(record, "merged_into", None) is None
        else holding.root(record).get_absolute_url()
        for record in records
        if record.visible or record.locked or getattr(record, "review", "") == "rejected"
    }


def relations(record) -> dict[str, set]:
    """Every row that points at a record, by relation, found by introspection."""
    found = {}
    for relation in record._meta.related_objects:
        model, field = relation.related_model, relation.field
        if isinstance(field, models.ManyToManyField):
            rows = model._default_manager.filter(**{field.name: record})
        else:
            rows = model._default_manager.filter(**{f"{field.name}": record})
        found[f"{model.__name__}.{field.name}"] = set(rows.values_list("pk", flat=True))
    return found


OWN = {"Lock.person", "Lock.event", "Person.merged_into", "Event.merged_into", "Report.home", "Naming.home"}
"""Relations that stay with the row itself, so that undoing is exact; what they hold counts for the other all the same."""

DERIVED = {"EventCountry.event", "EventPerson.event", "PersonAlias.person", "Role.person"}
"""Rows that say what a record's own readings say; the other has its own, made anew out of all readings."""


@pytest.mark.parametrize("kind", ["person", "event"])
def test_no_relation_is_lost_in_a_merge(world, kind):
    tell(OTHER_SPELLING)
    if kind == "person":
        loser, into = Person.objects.get(name="Karin Lindholmm"), world.lindholm
    else:
        loser, into = Event.objects.get(mode="visit", edtf="2014-03-19"), world.visit
    before, own = relations(loser), relations(into)
    told = {name for name, rows in before.items() if rows}
    assert told >= ({"Naming.person", "Statement.speaker_person"} if kind == "person" else {"Report.event"})
    curation.merge([loser], into, None)
    after, left = relations(again(into)), relations(again(loser))
    for name, rows in before.items():
        if name in OWN | DERIVED:
            continue
        if name == "EventPerson.person":  # rows of events, made anew: the events are the same
            assert set(again(into).events.values_list("pk", flat=True)) >= _events(rows)
        else:
            assert after[name] >= rows | own[name], name
        assert not left[name], name
    known = {f"{r.related_model.__name__}.{r.field.name}" for r in loser._meta.related_objects}
    assert set(before) == known


def _events(rows):
    return set(Event.objects.filter(person_parts__in=rows).values_list("pk", flat=True))


def test_merged_persons_speak_take_part_and_are_named_as_one_and_the_old_address_leads_there(world):
    tell(OTHER_SPELLING)
    loser = Person.objects.get(name="Karin Lindholmm")
    before = every_face()
    decision = curation.merge([loser], world.lindholm, None, "one minister, misspelt")
    person = again(world.lindholm)
    assert "Karin Lindholmm" in set(person.aliases.values_list("name", flat=True))
    assert person.statements.count() == 2
    assert {event.edtf for event in person.events.filter(mode="visit")} == {"2014-03-11", "2014-03-19"}
    answer = Client(headers={"host": "localhost"}).get(loser.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, person.get_absolute_url())
    curation.undo(decision, None)
    assert every_face() == before


def test_a_source_that_comes_later_is_joined_to_the_merged_person_and_parted_by_undoing(world):
    tell(OTHER_SPELLING)
    loser = Person.objects.get(name="Karin Lindholmm")
    decision = curation.merge([loser], world.lindholm, None)
    later = replace(OTHER_SPELLING, text=OTHER_SPELLING.text.replace("Thu Mar 20", "Fri Mar 21"))
    tell(later)
    assert again(world.lindholm).namings.count() == 4
    curation.undo(decision, None)
    assert again(world.lindholm).namings.count() == 2
    assert again(loser).namings.count() == 2
    assert again(loser).visible


def test_events_merged_and_parted(world):
    before = every_face()
    decision = curation.merge([world.accusation], world.talks, None)
    merged = again(world.talks)
    assert merged.reports.count() == 2
    assert world.accusation.get_absolute_url() != merged.get_absolute_url()
    assert again(world.claim).event == merged
    assert Client(headers={"host": "localhost"}).get(world.accusation.get_absolute_url()).status_code == 301
    retold(DENIAL, date="2014-03-15")
    retold(DENIAL)
    assert again(world.talks).reports.count() == 2
    curation.undo(decision, None)
    assert every_face() == before


def test_a_merge_with_itself_or_with_what_was_merged_is_refused(world):
    with pytest.raises(curation.Refused, match="with itself"):
        curation.merge([world.lindholm], world.lindholm, None)
    curation.merge([world.ferryman], world.lindholm, None)
    for loser, into in ((world.lindholm, world.ferryman), (world.ferryman, world.lindholm)):
        with pytest.raises(curation.Refused, match="was merged into"):
            curation.merge([loser], into, None)
    with pytest.raises(curation.Refused, match="different kinds"):
        curation.merge([world.visit], world.lindholm, None)


def test_fields_that_curators_set_differently_must_be_resolved(world):
    curation.set_fields(world.accusation, {"title": "A charge"}, None)
    curation.set_fields(world.talks, {"title": "Talks"}, None)
    with pytest.raises(curation.Refused, match="title"):
        curation.merge([world.accusation], world.talks, None)
    curation.merge([world.accusation], world.talks, None, resolved={"title": "A charge, and talks"})
    assert again(world.talks).title == "A charge, and talks"


def test_a_wrongly_joined_person_is_split_and_stays_so(world):
    naming = Naming.objects.get(person=world.lindholm, source__title="Swedish Minister in Portugal")
    before = every_face()
    decision, other = curation.split(world.lindholm, [naming], None, "a namesake")
    assert other.namings.get() == naming
    assert again(world.lindholm).namings.count() == 1
    tell(replace(VISIT_RETOLD, words=()))
    assert again(naming).person == other
    assert set(again(world.visit).persons.all()) >= {again(world.lindholm), again(other)}
    tell(VISIT_RETOLD)
    curation.undo(decision, None)
    assert {a: f for a, f in every_face().items() if a != other.get_absolute_url()} == before
    answer = Client(headers={"host": "localhost"}).get(other.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, world.lindholm.get_absolute_url())


def test_a_wrongly_joined_event_is_split_and_stays_so(world):
    report = Report.objects.get(event=world.visit, source__title="Swedish Minister in Portugal")
    _, other = curation.split(world.visit, [report], None)
    assert other.public_id == report.public_id
    tell(replace(VISIT_RETOLD, words=()))
    tell(replace(VISIT, words=()))
    assert again(report).event == other
    assert again(world.visit).reports.count() == 1
    with pytest.raises(curation.Refused, match="Nothing would remain"):
        curation.split(other, [report], None)


def test_records_are_compared_field_by_field(world):
    found = {c.field: c for c in curation.compare(world.accusation, world.talks)}
    assert found["title"].differs
    assert (found["type"].first, found["type"].second) == ("ACCUSE", "CONSULT")
    assert not found["review"].differs


def wipe() -> None:
    """An empty archive; what tables hold each other goes in order."""
    from events.models import Lock

    for model in (Event, Person, Statement):
        model.objects.update(merged_into=None)
    Report.objects.update(home=None, pinned=False)
    Naming.objects.update(home=None, pinned=False)
    for model in (Apart, Lock, Decision, PastState, Evidence, Statement, Report, Event, Naming, Person):
        model.objects.all().delete()
    Source.objects.all().delete()


def decide_on_everything(world) -> None:
    tell(OTHER_SPELLING)
    curation.approve(world.signing, None)
    curation.merge([Person.objects.get(name="Karin Lindholmm")], world.lindholm, None, "misspelt")
    curation.set_fields(world.lindholm, {"aliases": ["K. Lindholm"], "country": "FI"}, None)
    naming = Naming.objects.get(person=world.lindholm, source__title="Swedish Minister in Portugal")
    curation.split(again(world.lindholm), [naming], None)
    curation.merge([world.accusation], world.talks, None)
    curation.undo(curation.set_fields(again(world.talks), {"place": "Oslo"}, None), None)
    curation.set_fields(world.claim, {"edtf": "2014-03-12"}, None, review="approved")
    curation.reject(world.relief, None, "no event")
    curation.distinct(world.ferryman, world.lindholm, None)
    curation.add_person({"name": "Ola Nordmann"}, None, "he was there")
    source = world.denial.source
    values = {"type": "PROTEST", "status": "occurred", "title": "Sweden protests", "countries": [["SE", "initiator"]]}
    curation.add_event(values, None, source=source, words=(0, 6))
    curation.set_fields(source, {"publisher": "The Oslo Daily"}, None)
    tell(replace(DENIAL, words=(), deeds=DENIAL.deeds[1:]))


def test_sources_and_decisions_rebuild_the_archive(world, run, tmp_path):
    decide_on_everything(world)
    made, lines = every_face(), list(curation.export_lines())
    assert sum('"decision"' in line for line in lines) == Decision.objects.count()
    (tmp_path / "decisions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    last = [news for news in (*NEWS, OTHER_SPELLING) if news is not DENIAL]
    wipe()
    for news in reversed([*last, replace(DENIAL, words=(), deeds=DENIAL.deeds[1:])]):
        tell(news)
    status, out, _ = run("import_curation", str(tmp_path / "decisions.jsonl"))
    assert (status, f"{Decision.objects.count()} decisions taken" in out) == (0, True)
    assert every_face() == made
    assert list(curation.export_lines()) == lines
    status, out, _ = run("import_curation", str(tmp_path / "decisions.jsonl"))
    assert out.startswith("0 decisions taken")
    assert list(curation.export_lines()) == lines


def test_a_line_that_can_not_be_taken_is_named_and_nothing_is(world, run, tmp_path):
    curation.approve(world.signing, None)
    curation.reject(world.relief, None)
    lines = list(curation.export_lines())
    wipe()
    for news in NEWS:
        if news is not NEWS[-1]:
            tell(news)
    file = tmp_path / "decisions.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    status, _, err = run("import_curation", str(file))
    assert status == 1
    assert "line 2: event" in err
    assert "ingest the source" in err
    assert Decision.objects.count() == 0
    with pytest.raises(Unfit, match=r"line 1: .*changed by hand"):
        curation.import_lines(
            [lines[0].replace('"why": ""', '"why": "x"').replace('"to": "approved"', '"to": "rejected"')]
        )
    with pytest.raises(Unfit, match="line 2"):
        curation.import_lines(["", "{"])


def test_sources_that_curators_decided_on_are_removed_by_force_alone(world):
    decide_on_everything(world)
    with pytest.raises(removing.Curated):
        removing.remove(Source.objects.all())
    removing.remove(Source.objects.all(), force=True)
    assert Source.objects.count() == 0
    assert Report.objects.count() == Naming.objects.count() == 0
    assert set(Person.objects.values_list("name", flat=True)) == {"Ola Nordmann"}
    assert not Event.objects.exists()
    assert Decision.objects.exists()


def test_decisions_outlive_the_removal_of_one_of_their_sources(world):
    decide_on_everything(world)
    removing.remove(Source.objects.filter(title="Swedish Minister in Portugal"), force=True)
    made, lines = every_face(), list(curation.export_lines())
    wipe()
    for news in (*[n for n in NEWS if n not in (DENIAL, VISIT_RETOLD)], OTHER_SPELLING):
        tell(news)
    tell(replace(DENIAL, words=(), deeds=DENIAL.deeds[1:]))
    curation.import_lines(lines)
    assert every_face() == made
    assert list(curation.export_lines()) == lines


def test_statements_that_are_one_are_merged_with_what_answers_them(world):
    other = Statement.objects.get(speaker_person=world.lindholm)
    decision = curation.merge([world.claim], other, None, "one statement, told twice")
    assert again(world.denial).responds_to == other
    answer = Client(headers={"host": "localhost"}).get(world.claim.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, other.get_absolute_url())
    tell(replace(DENIAL, words=DENIAL.words[:1]))
    tell(DENIAL)
    assert again(world.denial).responds_to == other
    curation.undo(decision, None)
    assert again(world.denial).responds_to == world.claim
    assert again(world.claim).visible


def test_what_a_merged_statement_gave_the_other_goes_when_it_is_taken_back(world):
    other = Statement.objects.get(speaker_person=world.lindholm)
    decision = curation.set_fields(other, {"about_countries": ["FI"]}, None)
    curation.merge([other], world.claim, None)
    assert set(again(world.claim).about_countries.values_list("code", flat=True)) == {"FI"}
    curation.undo(decision, None)
    assert set(again(world.claim).about_countries.values_list("code", flat=True)) == {"NO"}
