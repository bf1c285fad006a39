"""Statements that may answer one another across sources: offered where speaker, subject and days fit, never asserted."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from events.curation.deciding import Account
from events.curation.duplicates import distinct
from events.curation.verdicts import set_fields
from events.models import Apart, Country, Decision, Statement
from events.search import fold
from events.vocabulary import Relation, Response

SOON = timedelta(days=14)
"""An answer is looked for so long after what it may answer."""

LOOKED_AT = 2000
"""Statements looked at for answers, the latest first, and as many for what they may answer: the cost has a bound."""

COMPARED = 300
"""Answers compared with what they may answer."""

CUES = {
    "denial": ("deny", "denied", "denies", "refuted", "refute", "dismissed", "dismiss", "denial"),
    "confirmation": ("confirm", "confirmed", "confirms", "acknowledged", "acknowledge", "admitted", "admit"),
    "acceptance": ("accept", "accepted", "accepts", "agreed", "agree", "welcomed", "welcome"),
    "refusal": ("reject", "rejected", "rejects", "refused", "refuse", "declined", "decline"),
}
"""Cue words by what kind of answer they announce."""


@dataclass(frozen=True)
class Answer:
    """`answer` may answer `claim`. `response` is what its cue announces; `reasons` are words for the curator."""

    answer: Statement
    claim: Statement
    response: str
    reasons: tuple[str, ...]
    score: float


def suggested_answers(limit: int = 50, of: Statement | None = None) -> list[Answer]:
    """The likeliest pairs over sources, the likeliest first, without those that were declined. With `of`, its own only."""
    announced = {fold(word): response for response, known in CUES.items() for word in known}
    answering = _answering(announced, of)
    claims = _claims(answering, of)
    declined = set(
        Apart.objects.filter(kind="statement", relation=Relation.ANSWERS.value).values_list("first", "second")
    )
    names = dict(Country.objects.values_list("code", "name").order_by())
    found: list[Answer] = []
    for answer in answering:
        for claim in claims.get(_state(answer) or "", ()):
            if not _may_answer(answer, claim) or tuple(sorted([answer.public_id, claim.public_id])) in declined:
                continue
            score, reasons = _fit(answer, claim, names)
            if score >= 0.5:
                found.append(Answer(answer, claim, _kind(answer.cue, announced), reasons, score))
    return sorted(found, key=lambda a: (-a.score, a.answer.public_id, a.claim.public_id))[:limit]


def _answering(announced: dict[str, str], of: Statement | None) -> list[Statement]:
    """The latest statements whose cue announces an answer and that answer nothing yet; with `of`, it or those soon after it."""
    open_ = Statement.objects.public().filter(responds_to=None, sort_day__isnull=False)
    if of is not None and _kind(of.cue, announced):
        open_ = open_.filter(pk=of.pk)
    elif of is not None and of.sort_day is not None:
        open_ = open_.filter(sort_day__gte=of.sort_day, sort_day__lte=of.sort_day + SOON)
    latest = open_.order_by("-sort_day", "pk").values_list("pk", "cue")[:LOOKED_AT]
    chosen = [pk for pk, cue in latest if _kind(cue, announced)][:COMPARED]
    return list(_related(Statement.objects.filter(pk__in=chosen)).order_by("-sort_day", "pk"))


def _claims(answering: list[Statement], of: Statement | None) -> dict[str, list[Statement]]:
    """What may be answered, by the state that it speaks of: asked for all at once."""
    states = {state for statement in answering if (state := _state(statement))}
    days = [statement.sort_day for statement in answering if statement.sort_day]
    if not states or not days:
        return {}
    earlier = Statement.objects.public().filter(sort_day__lte=max(days), sort_day__gte=min(days) - SOON)
    if of is not None and of.pk not in {statement.pk for statement in answering}:
        earlier = earlier.filter(pk=of.pk)
    spoken = Statement.about_countries.through.objects.filter(country__in=states, statement__in=earlier)
    keys = set(spoken.order_by("-statement").values_list("statement", flat=True)[:LOOKED_AT])
    found: dict[str, list[Statement]] = {}
    for claim in _related(Statement.objects.filter(pk__in=keys)).order_by("-sort_day", "pk"):
        for country in claim.about_countries.all():
            found.setdefault(country.pk, []).append(claim)
    return found


def _related(found: Any) -> Any:
    return found.select_related("speaker_person").prefetch_related("about_countries")


def _may_answer(answer: Statement, claim: Statement) -> bool:
    """Of another source, said before it and not long before, and no answer to it."""
    if claim.pk == answer.pk or claim.source_id == answer.source_id or claim.responds_to_id == answer.pk:
        return False
    if claim.sort_day is None or answer.sort_day is None:
        return False
    return answer.sort_day - SOON <= claim.sort_day <= answer.sort_day


def _kind(cue: str, words: dict[str, str]) -> str:
    return next((words[word] for word in fold(cue).split() if word in words), "")


def _state(statement: Statement) -> str | None:
    person = statement.speaker_person
    return statement.speaker_country_id or (person.country_id if person else None)


def _fit(answer: Statement, claim: Statement, names: dict[str, str]) -> tuple[float, tuple[str, ...]]:
    reasons = []
    about = {country.pk for country in answer.about_countries.all()}
    other, own = _state(claim), _state(answer)
    if other is None or own is None or other == own:
        return 0.0, ()
    reasons.append(f"{names[other]} spoke of {names[own]}")
    score = 0.3
    if other in about:
        reasons.append(f"{names[own]} speaks of {names[other]}")
        score += 0.2
    said = _content(answer)
    shared = said.keys() & _content(claim).keys()
    if shared:
        reasons.append("words in common: " + ", ".join(sorted(said[stem] for stem in shared)[:5]))
        score += min(0.1 * len(shared), 0.4)
    if claim.sort_day and answer.sort_day and answer.sort_day - claim.sort_day <= timedelta(days=3):
        reasons.append("within three days")
        score += 0.1
    return score, tuple(reasons)


def _content(statement: Statement) -> dict[str, str]:
    """The words that carry a statement's sense, the longer ones, by their stems."""
    stems = {fold(word): word for word in re.findall(r"[^\W\d_]+", statement.text)}
    return {stem: word for stem, word in stems.items() if len(stem) > 4}


def accept_answer(
    answer: Statement, claim: Statement, response: str, who: Account, why: str = "", seen: str | None = None
) -> Decision:
    """The one answers the other, and how (a code of `vocabulary.Response`): held as any field that a curator sets."""
    values = {"responds_to": claim.public_id, "response": Response.of(response).value}
    return set_fields(answer, values, who, why, seen)


def decline_answer(answer: Statement, claim: Statement, who: Account, why: str = "") -> Decision:
    """The one does not answer the other: not offered again."""
    return distinct(answer, claim, who, why, Relation.ANSWERS.value)
