"""Statements that may answer one another across sources: offered where speaker, subject and days fit, never asserted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from events.curation.deciding import Account
from events.curation.duplicates import distinct
from events.curation.verdicts import set_fields
from events.models import Apart, Decision, Statement
from events.search import fold
from events.vocabulary import Relation, Response

SOON = timedelta(days=14)
"""An answer is looked for so long after what it may answer."""

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
    words = {fold(word): response for response, known in CUES.items() for word in known}
    cues = [cue for cue in Statement.objects.order_by().values_list("cue", flat=True).distinct() if _kind(cue, words)]
    open_ = Statement.objects.public().filter(responds_to=None, sort_day__isnull=False)
    answering = open_.filter(cue__in=cues).select_related("speaker_person").prefetch_related("about_countries")
    if of is not None:
        answering = answering.filter(pk=of.pk) if _kind(of.cue, words) else answering
    declined = set(
        Apart.objects.filter(kind="statement", relation=Relation.ANSWERS.value).values_list("first", "second")
    )
    found: list[Answer] = []
    for answer in answering.order_by("-sort_day", "pk")[:2000]:
        for claim in _claims(answer, of):
            pair = tuple(sorted([answer.public_id, claim.public_id]))
            if pair in declined:
                continue
            score, reasons = _fit(answer, claim)
            if score >= 0.5:
                found.append(Answer(answer, claim, _kind(answer.cue, words), reasons, score))
    return sorted(found, key=lambda a: (-a.score, a.answer.public_id, a.claim.public_id))[:limit]


def _kind(cue: str, words: dict[str, str]) -> str:
    return next((words[word] for word in fold(cue).split() if word in words), "")


def _state(statement: Statement) -> str | None:
    person = statement.speaker_person
    return statement.speaker_country_id or (person.country_id if person else None)


def _claims(answer: Statement, of: Statement | None) -> Any:
    """Statements of other sources, said not long before, that speak of the answering state."""
    state = _state(answer)
    if state is None or answer.latest is None:
        return ()
    earlier = Statement.objects.public().filter(about_countries=state, sort_day__isnull=False)
    earlier = earlier.filter(sort_day__lte=answer.latest, sort_day__gte=answer.latest - SOON)
    earlier = earlier.exclude(source=answer.source).exclude(pk=answer.pk).exclude(responds_to=answer)
    if of is not None and of.pk != answer.pk:
        earlier = earlier.filter(pk=of.pk)
    return earlier.select_related("speaker_person").prefetch_related("about_countries").order_by("-sort_day", "pk")[:50]


def _fit(answer: Statement, claim: Statement) -> tuple[float, tuple[str, ...]]:
    reasons = []
    about = {country.pk for country in answer.about_countries.all()}
    other, own = _state(claim), _state(answer)
    if other is None or other == own:
        return 0.0, ()
    reasons.append(f"{other} spoke of {own}")
    score = 0.3
    if other in about:
        reasons.append(f"{own} speaks of {other}")
        score += 0.2
    shared = _content(answer) & _content(claim)
    if shared:
        reasons.append("words in common: " + ", ".join(sorted(shared)[:5]))
        score += min(0.1 * len(shared), 0.4)
    if claim.sort_day and answer.sort_day and answer.sort_day - claim.sort_day <= timedelta(days=3):
        reasons.append("within three days")
        score += 0.1
    return score, tuple(reasons)


def _content(statement: Statement) -> set[str]:
    """The stems that carry a statement's sense: the longer ones."""
    return {word for word in fold(statement.text).split() if len(word) > 4}


def accept_answer(
    answer: Statement, claim: Statement, response: str, who: Account, why: str = "", seen: str | None = None
) -> Decision:
    """The one answers the other, and how (a code of `vocabulary.Response`): held as any field that a curator sets."""
    values = {"responds_to": claim.public_id, "response": Response.of(response).value}
    return set_fields(answer, values, who, why, seen)


def decline_answer(answer: Statement, claim: Statement, who: Account, why: str = "") -> Decision:
    """The one does not answer the other: not offered again."""
    return distinct(answer, claim, who, why, Relation.ANSWERS.value)
