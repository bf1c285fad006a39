"""Every role tries every action, by the page that offers it and by a request made by hand: nothing above a role succeeds."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from events import curation
from events.models import Decision, Event, Lock, PastState, Person, Source, Statement
from tests.conftest import DENIAL, VISIT, read_text
from tests.desk import client_as, posted

ROLES = ("nobody", "viewer", "curator", "editor", "administrator", "superuser")


@dataclass
class World:
    """What the actions are tried on."""

    event: Event
    person: Person
    other: Person
    statements: list[Statement]
    source: Source
    free: Source
    report: int
    merged: Decision
    approved: Decision
    state: PastState
    lock: Lock


@pytest.fixture(scope="module")
def told(standing) -> World:
    return standing(_tell)


@pytest.fixture
def world(told, archive) -> World:
    return deepcopy(told)


def _tell() -> World:
    read_text(VISIT)
    read_text(DENIAL)
    first, second, *_rest = Person.objects.order_by("pk")
    third = curation.add_person({"name": "Karin Lindholm-Berg"}, None, "known")
    merged = curation.merge([third], first, None)
    event = Event.objects.get(mode="visit")
    curation.set_fields(event, {"place": "Lisbon"}, None)
    event.refresh_from_db()
    approved = curation.approve(event, None)
    curation.unreview(event, None)
    event.refresh_from_db()
    state = PastState.objects.filter(kind="event", row=event.pk).order_by("pk").first()
    assert state is not None
    lock = Lock.objects.get(event=event, field="place")
    statements = list(Statement.objects.order_by("pk"))
    report = event.reports.get()
    free = Source.objects.exclude(pk=report.source_id).get()
    return World(event, first, second, statements, report.source, free, report.pk, merged, approved, state, lock)


def fields(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """A form as a superuser's page has it: what somebody could have copied to send by hand."""
    page = client.get(address)
    return {**posted(page.context["form"]), "seen": page.context.get("seen", ""), **changes}


EVENT = "/admin/events/event/{w.event.pk}/change/"
QUEUE = "/admin/queue/event/{w.event.pk}/"
SOURCE = "/admin/events/source/{w.source.pk}/change/"
BY_HAND = {"type": "CONSULT", "status": "occurred", "title": "Talks", "why": "known", "countries-TOTAL_FORMS": 0}
BY_HAND |= {"countries-INITIAL_FORMS": 0, "persons-TOTAL_FORMS": 0, "persons-INITIAL_FORMS": 0}


@dataclass(frozen=True)
class Action:
    """`role` is the least that may; `data` None is a GET; `form` takes the fields of that page along; `offered` is what the
    page at `on` shows to those who may, and to nobody else; `writes` says that it leaves a trace when it is done."""

    role: str
    address: str
    data: dict[str, Any] | None = None
    form: str = ""
    on: str = ""
    offered: str = ""
    writes: bool = True


def sees(address: str, role: str = "viewer") -> Action:
    return Action(role, address, writes=False)


PERSON = "/admin/events/person/{w.person.pk}/change/"
ACTIONS: dict[str, Action] = {
    "see the queue": sees("/admin/queue/"),
    "see the next in the queue": sees(QUEUE),
    "see a record": sees(EVENT),
    "see its history": sees("/admin/events/event/{w.event.pk}/history/"),
    "see duplicates": sees("/admin/duplicates/person/"),
    "see new readings": sees("/admin/proposals/"),
    "see possible answers": sees("/admin/answers/"),
    "see a source": sees(SOURCE),
    "choose several": sees("/admin/queue/event/several/"),
    "approve in the queue": Action("curator", QUEUE, {"verb": "approve"}, QUEUE, QUEUE, 'value="approve"'),
    "correct in the queue": Action("curator", QUEUE, {"verb": "save", "title": "New"}, QUEUE, QUEUE, 'value="save"'),
    "reject in the queue": Action("curator", QUEUE, {"verb": "reject"}, QUEUE, QUEUE, 'value="reject"'),
    "approve several": Action(
        "curator",
        "/admin/queue/event/several/approve/",
        {"record": "{w.event.pk}", "confirmed": 1, "seen-{w.event.pk}": "{seen}"},
    ),
    "correct a record": Action("curator", EVENT, {"verb": "save", "title": "New"}, EVENT, EVENT, 'value="save"'),
    "give a field back": Action(
        "curator", EVENT, {"verb": "release", "field": "place"}, EVENT, EVENT, 'value="release"'
    ),
    "approve a record": Action("curator", EVENT, {"verb": "approve"}, EVENT, EVENT, 'value="approve"'),
    "reject a record": Action("curator", EVENT, {"verb": "reject"}, EVENT, EVENT, 'value="reject"'),
    "add an event": Action("curator", "/admin/events/event/add/", BY_HAND, "", "/admin/", "/admin/events/event/add/"),
    "add a person": Action(
        "curator",
        "/admin/events/person/add/",
        {"name": "Ann Lee", "sort_name": "Lee, Ann", "why": "known", "roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0},
        "",
        "/admin/",
        "/admin/events/person/add/",
    ),
    "add a statement": Action(
        "curator",
        "/admin/events/statement/add/",
        {"kind": "direct", "speaker_country": "SE", "text": "So be it", "why": "known"},
        "",
        SOURCE,
        "/admin/events/statement/add/",
    ),
    "paste a source": Action(
        "curator",
        "/admin/events/source/add/",
        {"text": VISIT, "verb": "read"},
        "",
        "/admin/",
        "/admin/events/source/add/",
        False,
    ),
    "describe a source": Action("curator", SOURCE, {"publisher": "A paper"}, SOURCE),
    "say that two are not the same": Action("curator", "/admin/distinct/person/{w.person.pk}/{w.other.pk}/", {}),
    "keep a value": Action("curator", "/admin/proposals/{w.lock.pk}/keep/", {}, writes=False),
    "take a reading over": Action("curator", "/admin/proposals/{w.lock.pk}/accept/", {}, writes=False),
    "link an answer": Action(
        "curator", "/admin/answers/{w.statements[0].pk}/{w.statements[1].pk}/accept/", {"response": "denial"}
    ),
    "decline an answer": Action("curator", "/admin/answers/{w.statements[0].pk}/{w.statements[1].pk}/decline/", {}),
    "prefer a date": Action("curator", "/admin/prefer/{w.event.pk}/{w.report}/", {}),
    "take an approval back": Action("curator", "/admin/undo/{w.approved.public_id}/", {}, writes=False),
    "revert": Action("curator", "/admin/revert/event/{w.event.pk}/{w.state.pk}/", {}),
    "see what merging would do": sees("/admin/merge/person/{w.person.pk}/?second={w.other.pk}", "editor"),
    "merge": Action(
        "editor",
        "/admin/merge/person/{w.person.pk}/?second={w.other.pk}",
        {"choice-country": "first", "seen_first": "{seen_person}", "seen_second": "{seen_other}"},
        "",
        PERSON,
        "/admin/merge/",
    ),
    "take a merge back": Action("editor", "/admin/undo/{w.merged.public_id}/", {}),
    "split": Action("editor", "/admin/split/event/{w.event.pk}/", {"reading": "x"}, "", EVENT, "/admin/split/", False),
    "hide a source": Action("editor", SOURCE, {"visible": ""}, SOURCE),
    "remove a source": Action("editor", "/admin/events/source/{w.free.pk}/remove/", {}, "", SOURCE, "/remove/"),
    "see accounts": sees("/admin/auth/user/", "administrator"),
    "see failed logins": sees("/admin/axes/accessattempt/", "administrator"),
    "see second factors": sees("/admin/otp_totp/totpdevice/", "administrator"),
    "make an account": Action(
        "administrator",
        "/admin/auth/user/add/",
        {
            "username": "new",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
            "usable_password": "true",
        },
    ),
}


def trace() -> tuple[Any, ...]:
    """Everything that an action may leave behind."""
    accounts = get_user_model().objects
    return (
        Decision.objects.count(),
        list(Decision.objects.values_list("standing", flat=True)),
        Source.objects.count(),
        list(Source.objects.values_list("visible", flat=True)),
        accounts.exclude(username__in=ROLES).count(),
    )


@pytest.mark.parametrize("name", ACTIONS)
def test_no_role_does_what_is_above_it(world, name):
    action = ACTIONS[name]
    versions = {
        "seen": curation.version(Event.objects.get(pk=world.event.pk)),
        "seen_person": curation.version(Person.objects.get(pk=world.person.pk)),
        "seen_other": curation.version(Person.objects.get(pk=world.other.pk)),
    }

    def fill(text: str) -> str:
        return text.format(w=world, **versions)

    clients = {role: client_as(role) for role in ROLES}
    data = None if action.data is None else {fill(k): fill(str(v)) for k, v in action.data.items()}
    if action.form and data is not None:
        data = {**fields(clients["superuser"], fill(action.form)), **data}
    if name == "hide a source" and data is not None:
        data.pop("visible")
    allowed = set(ROLES[ROLES.index(action.role) :])
    for role, client in clients.items():
        if action.on:
            page = client.get(fill(action.on))
            assert (action.offered in page.content.decode()) == (role in allowed), f"{role}: what {action.on} offers"
        before = trace()
        with transaction.atomic():
            ask: Callable[..., Any] = client.get if data is None else client.post
            answer = ask(fill(action.address), data)
            after = trace()
            transaction.set_rollback(True)
        if role in allowed:
            assert answer.status_code in {200, 302}, f"{role}: {answer.content.decode()[-2000:]}"
            assert (after != before) == action.writes, f"{role} leaves a trace"
        else:
            assert after == before, f"{role} did it"
            assert answer.status_code == 403 or name == "hide a source", f"{role}: {answer.status_code}"


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.data is not None])
def test_a_visitor_without_an_account_is_sent_to_log_in(world, name):
    action = ACTIONS[name]
    address = action.address.format(w=world)
    before = trace()
    answer = Client(headers={"host": "localhost"}).post(address, {})
    assert answer["Location"].startswith("/admin/login/")
    assert trace() == before


def test_every_address_of_the_desk_is_tried():
    """A page added to the desk is added to the table."""
    from events.admin.urls import urlpatterns

    own_account = {"confirm", *(f"second-factor{step}" for step in ("", "-enrol", "-recovery", "-withdraw"))}
    led_to = {"queue-kind"}
    tried = {action.address.split("?")[0] for action in ACTIONS.values()}
    shapes = {
        "/".join("*" if "{" in part or part.isdigit() else part for part in a.strip("/").split("/")) for a in tried
    }
    for pattern in urlpatterns:
        if pattern.name in own_account | led_to:
            continue
        parts = ["admin", *str(pattern.pattern).strip("/").split("/")]
        fits = [
            shape
            for shape in shapes
            if len(shape.split("/")) == len(parts)
            and all("<" in p or p == s for p, s in zip(parts, shape.split("/"), strict=True))
        ]
        assert fits, f"{pattern.name} is in no row"


def test_roles_are_groups_of_the_installation(archive):
    assert set(Group.objects.values_list("name", flat=True)) == {"viewer", "curator", "editor", "administrator"}
