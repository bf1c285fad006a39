"""What waits for a curator: which records of a kind, by source or by what is doubtful about them, in which order.

Only chooses; nothing is written here. The order is that in which the records came in, so that those of one article stand together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy

from events.curation import stretch
from events.models import Event, Person, Source, Statement
from events.vocabulary import Review

UNSURE = 0.5
"""A reader's confidence under which an event is in doubt."""

MOST_PAIRS = 200
"""Pairs of possible duplicates that a queue takes."""

STRETCHES = 3
"""Stretches of time that it looks through for them; the list of possible duplicates goes on from there."""

KINDS: dict[str, Any] = {"event": Event, "statement": Statement, "person": Person}
_OF_SOURCE = {"event": "reports__source", "statement": "source", "person": "namings__source"}


@dataclass(frozen=True)
class Doubt:
    """What may be wrong with records of a kind."""

    label: str | Promise
    condition: Callable[[], Q]
    counted: bool = True
    """Whether the overview counts it; what has to be compared first is not."""


def _alike(kind: str) -> Callable[[], Q]:
    """Records that may be the same as another."""

    def condition() -> Q:
        found = stretch(kind, MOST_PAIRS)
        pairs = found.pairs
        for _more in range(STRETCHES - 1):
            if found.further is None or len(pairs) >= MOST_PAIRS:
                break
            found = stretch(kind, MOST_PAIRS - len(pairs), found.further)
            pairs = pairs + found.pairs
        return Q(pk__in={record.pk for pair in pairs for record in (pair.first, pair.second)})

    return condition


DOUBTS: dict[str, dict[str, Doubt]] = {
    "event": {
        "unsure": Doubt(gettext_lazy("The reader is unsure"), lambda: Q(confidence__lte=UNSURE)),
        "undated": Doubt(gettext_lazy("No date"), lambda: Q(edtf="")),
        "duplicate": Doubt(gettext_lazy("Possible duplicate"), _alike("event"), counted=False),
    },
    "statement": {
        "speaker": Doubt(
            gettext_lazy("Speaker not known as a person or state"),
            lambda: Q(speaker_person=None, speaker_country=None),
        ),
        "undated": Doubt(gettext_lazy("No date"), lambda: Q(edtf="")),
    },
    "person": {
        "stateless": Doubt(gettext_lazy("No state"), lambda: Q(country=None)),
        "single": Doubt(gettext_lazy("A single name"), lambda: ~Q(key__contains=" ")),
        "duplicate": Doubt(gettext_lazy("Possible duplicate"), _alike("person"), counted=False),
    },
}


class Unknown(ValueError):
    """A filter that there is not; the message names it and what there is."""


@dataclass(frozen=True)
class Queue:
    """Records of a kind, of one source or all, with one doubt or any."""

    kind: str
    source: str = ""
    doubt: str = ""

    @classmethod
    def asked(cls, kind: str, parameters: Mapping[str, str]) -> "Queue":
        """The queue that an address asks for."""
        if kind not in KINDS:
            raise Unknown(f"{kind} is no kind of record: it is one of {', '.join(KINDS)}")
        doubt = parameters.get("doubt", "")
        if doubt and doubt not in DOUBTS[kind]:
            raise Unknown(f"doubt={doubt} is not known: it is one of {', '.join(DOUBTS[kind])}")
        source = parameters.get("source", "")
        if source and not Source.objects.filter(public_id=source).exists():
            raise Unknown(f"source={source} is not in the archive")
        return cls(kind, source, doubt)

    @property
    def query(self) -> str:
        """The filters as an address carries them."""
        return urlencode({name: value for name, value in (("source", self.source), ("doubt", self.doubt)) if value})

    def records(self) -> QuerySet[Any]:
        """All that the filters take, whatever has been decided; never what was merged away or is read no longer."""
        found = KINDS[self.kind].objects.filter(merged_into=None, current=True)
        if self.doubt:
            found = found.filter(self._condition)
        if self.source:
            rows = Source.objects.filter(public_id=self.source).values("pk")
            through = KINDS[self.kind].objects.filter(**{f"{_OF_SOURCE[self.kind]}__in": rows})
            found = found.filter(pk__in=through.values("pk"))
        return found.order_by("pk")

    @cached_property
    def _condition(self) -> Q:
        """Worked out once a request."""
        return DOUBTS[self.kind][self.doubt].condition()

    def pending(self) -> QuerySet[Any]:
        return self.records().filter(review=Review.UNREVIEWED.value)

    def after(self, pk: int) -> int | None:
        """The next that waits; behind the last, the first again."""
        waiting = self.pending().values_list("pk", flat=True)
        return waiting.filter(pk__gt=pk).first() or waiting.exclude(pk=pk).first()

    def before(self, pk: int) -> int | None:
        """The one before, decided or not: to look again at what one has just done."""
        keys = self.records().values_list("pk", flat=True)
        return keys.filter(pk__lt=pk).last()

    def progress(self) -> tuple[int, int]:
        """(decided, all)."""
        total = Count("pk")
        counted = self.records().order_by().aggregate(total=total, left=Count("pk", filter=Q(review="unreviewed")))
        return counted["total"] - counted["left"], counted["total"]


def overview() -> list[dict[str, Any]]:
    """How many records wait, by kind and doubt: one question a kind."""
    rows = []
    for kind, doubts in DOUBTS.items():
        conditions = {code: Count("pk", filter=doubt.condition()) for code, doubt in doubts.items() if doubt.counted}
        counted = Queue(kind).pending().order_by().aggregate(all=Count("pk"), **conditions)
        rows.append(
            {
                "kind": kind,
                "label": KINDS[kind]._meta.verbose_name_plural,
                "total": counted["all"],
                "doubts": [(code, doubt.label, counted.get(code, "")) for code, doubt in doubts.items()],
            }
        )
    return rows


def sources(most: int = 25) -> list[dict[str, Any]]:
    """The sources that came in last, with how much of each waits: one question a kind."""
    found = list(Source.objects.defer("text", "search_text", "layout").order_by("-pk")[:most])
    keys = [source.pk for source in found]
    waiting: dict[str, dict[int, int]] = {}
    for kind, path in _OF_SOURCE.items():
        rows = KINDS[kind].objects.filter(merged_into=None, current=True, review="unreviewed", **{f"{path}__in": keys})
        waiting[kind] = dict(rows.order_by().values_list(path).annotate(Count("pk", distinct=True)))
    return [
        {"source": source, "counts": [(kind, waiting[kind].get(source.pk, 0)) for kind in KINDS]} for source in found
    ]
