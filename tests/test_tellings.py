"""Whatever is told, in whatever order, the archive is the same: its events, their addresses, the words about them."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Event, Evidence, Person, Source, Statement
from tests.test_world import snapshot
from tests.world import DENIAL, NEWS, RELIEF, VISIT, VISIT_RETOLD, Deed, News, Words, load_world, tell


@pytest.mark.parametrize("order", list(itertools.permutations(NEWS))[1::29], ids=str)
def test_any_order_of_telling_makes_the_same_archive(archive, django_db_blocker, order):
    load_world()
    wanted = snapshot()
    for model in (Evidence, Statement, Source):
        model.objects.all().delete()
    for model in (Event, Person):
        model.objects.all().delete()
    load_world(order)
    assert snapshot() == wanted


def _encounter(day: date, nights: int, n: int) -> Deed:
    dates = f"{day}/{day + timedelta(days=nights)}" if nights else str(day)
    return Deed("CONSULT", f"met{n}", f"Meeting {n}", ("SE", "PT"), mode="meeting", date=dates)


def _paper(n: int, published: int, days: Sequence[tuple[int, int]]) -> News:
    """A paper of March 2014 that tells of meetings of the same two states, (day, nights) each, with words about every one."""
    deeds = tuple(_encounter(date(2014, 3, day), nights, i) for i, (day, nights) in enumerate(days))
    text = " ".join(f"Ministers of Sweden and Portugal met{i}, Sweden said thing{i}." for i in range(len(days)))
    words = tuple(Words(f"met{i}, Sweden said thing{i}", "SE") for i in range(len(days)))
    return News(f"Paper {n}\n\n{date(2014, 3, published)}\n\n{text}\n", deeds=deeds, words=words)


@st.composite
def _papers(draw):
    """Up to four papers on meetings whose days touch."""
    days = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2)), min_size=1, max_size=3)
    return [_paper(n, draw(st.integers(7, 9)), draw(days)) for n in range(draw(st.integers(2, 4)))]


def told_in(order: Sequence[News]) -> dict[str, object]:
    """The archive that this order of telling makes; nothing of it is kept."""
    with transaction.atomic():
        for paper in order:
            tell(paper)
        made = snapshot()
        transaction.set_rollback(True)
    return made


@settings(max_examples=20)
@given(_papers(), st.randoms(use_true_random=False))
def test_whatever_is_told_in_whatever_order_the_archive_is_the_same(archive, papers, chance):
    shuffled = sorted(papers, key=lambda _: chance.random())
    made = told_in(papers)
    assert told_in(shuffled) == made
    assert told_in([*shuffled[:1], *papers]) == made
    assert all(record["event"] for url, record in made.items() if "/statements/" in url)


def test_words_stay_with_their_event_when_two_reports_of_a_source_change_places(archive):
    papers = [_paper(0, 7, [(3, 2)]), _paper(1, 9, [(5, 0), (4, 0)]), _paper(2, 8, [(5, 0)])]
    made = told_in(papers)
    for order in itertools.permutations(papers):
        assert told_in(order) == made


def test_a_plan_and_a_deed_of_days_that_overlap_are_told_apart_in_every_source(archive):
    """Which of a source's two is looked at first its identifier says, so a few sources have them in either order."""
    for number in range(6):
        text = f"Accord {number}\n\nWed Mar 12 2014\n\nSweden signed it with Portugal. They will sign more, number {number}.\n"
        signed = Deed("AGREE", "signed", "Sweden signed an accord", ("SE", "PT"), date="2014-03-11")
        more = Deed(
            "AGREE", "will sign", "More to be signed", ("SE", "PT"), date="2014-03-11/2014-03-12", status="planned"
        )
        tell(News(text, deeds=(signed, more)))
    told = [{report.status for report in event.reports.all()} for event in Event.objects.public()]
    assert sorted(map(sorted, told)) == [["occurred"], ["planned"]]


def test_a_later_telling_does_not_move_an_address(archive):
    tell(VISIT)
    before = Event.objects.get(mode="visit").public_id
    tell(VISIT_RETOLD)
    assert Event.objects.get(mode="visit", visible=True).public_id == before


def test_each_source_stands_alone(archive):
    for news in (DENIAL, RELIEF):
        assert tell(news).state == "created"
    assert Source.objects.public().count() == 2
