"""Persons out of namings: name, other forms, state and offices, worked out from every source's current naming.

Imports what `deriving` does. Aliases and offices are held as what a curator adds and drops, so later sources still bring theirs.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from events import deriving, holding, identity, past, search, unread
from events.models import Lock, Naming, Person, PersonAlias, Role
from events.revision import Write

RoleKey = tuple[str, str | None]


def home_id(naming: Naming) -> str:
    """The person that a naming belongs to before any merge, where no curator has placed it: that of its full name."""
    return identity.person_id(naming.key, naming.source.public_id, naming.title, naming.country_id)


class Named(NamedTuple):
    """What one source's naming says of a person. Of somebody known the archive has thousands: no more is asked for than is used."""

    name: str
    surname: str
    country: str | None
    title: str
    published: date | None
    aliases: list[str]


def namings(persons: Iterable[int]) -> dict[int, list[Named]]:
    """The namings by which sources know some persons now, by the key of the person, in the order in which they were read."""
    found: dict[int, list[Named]] = {key: [] for key in persons}
    current = Naming.objects.filter(person__in=found, current=True).order_by("pk")
    columns = ("name", "surname", "country", "title", "source__published", "aliases")
    for key, *said in current.values_list("person", *columns):
        found[key].append(Named(*said))
    return found


class Around:
    """What deriving persons asks of the database, asked once for all of them: the namings, other forms and offices of each."""

    def __init__(self, records: Iterable[Person]) -> None:
        records = list(records)
        keys = [record.pk for record in records]
        self.namings = namings(keys)
        self.aliases: dict[int, set[str]] = {key: set() for key in keys}
        self.roles: dict[int, dict[RoleKey, Role]] = {key: {} for key in keys}
        for key, name in PersonAlias.objects.filter(person__in=keys).values_list("person", "name").order_by():
            self.aliases[key].add(name)
        for role in Role.objects.filter(person__in=keys).order_by():
            self.roles[role.person_id][role.title, role.country_id] = role
        merged = Person.objects.filter(merged_into__in=keys).values_list("merged_into", flat=True)
        self.merged = set(merged.order_by())
        lasting = [r.pk for r in records if not r.current or not self.namings[r.pk] or r.pk in self.merged]
        self.last = unread.known(Person, lasting)

    def machine(self, record: Person, locks: dict[str, Lock]) -> dict[str, Any]:
        """What the sources say of a person, or last said."""
        known = self.namings[record.pk]
        said = person_reading(record, known)
        if known:
            return said
        return {**said, **self.last[record.pk]} if record.pk in self.last else unread.last(said, locks)

    def keep_last(self, record: Person, said: dict[str, Any]) -> None:
        """As `deriving.Around.keep_last`: name and state; forms and offices are only those that sources give now."""
        if record.pk in self.last:
            if self.namings[record.pk] and _named_itself(record):
                unread.forget(record)
        elif record.current and not self.namings[record.pk] and record.merged_into_id is None:
            unread.remember(record, {name: said[name] for name in ("name", "sort_name", "country")})


def _named_itself(record: Person) -> bool:
    """Whether a naming of its own is read, and not only those of who was merged into it."""
    read = Naming.objects.filter(person=record, current=True).select_related("source")
    columns = ("home", "key", "title", "country", "source__public_id")
    return any(
        n.home_id == record.pk or (n.home_id is None and home_id(n) == record.public_id) for n in read.only(*columns)
    )


def persons(records: Iterable[Person], write: Write, created: Collection[int] = ()) -> Counter[str]:
    """Derive some persons, of which these keys are new. How many came to each outcome."""
    records = list(records)
    around = Around(records)
    return Counter(person(record, write, record.pk in created, around) for record in records)


def person(record: Person, write: Write, created: bool = False, around: Around | None = None) -> str:
    """Derive a person: the commonest full form, other forms, state, offices. Outcomes as of `deriving.event`."""
    around = around or Around([record])
    known = around.namings[record.pk]
    locks = holding.held(record)
    machine = around.machine(record, locks)
    if not created:
        around.keep_last(record, machine)
    said = {**machine, **{f: lock.value for f, lock in locks.items() if f in machine and f not in holding.DELTAS}}
    if "name" in locks and "sort_name" not in locks:
        said["sort_name"] = sort_name(said["name"])
    values = {
        "current": bool(known),
        "name": said["name"],
        "sort_name": said["sort_name"],
        "key": identity.name_key(said["name"])[:200],
        "country_id": said["country"],
    }
    differs = deriving.setting(record, values, write, created)
    moved = _aliases(record, machine["aliases"], around, write)
    moved |= _roles(record, machine["roles"], around, write)
    outcome = deriving.saved(record, write, created, differs, moved, _words(record, around))
    if "name" in locks:
        machine["sort_name"] = sort_name(machine["name"])
    holding.propose(record, locks.values(), machine, write)
    plain = [name for name in locks if name in machine and name not in holding.DELTAS]
    differs = any(machine[name] != locks[name].value for name in plain)
    return "held" if outcome == "unchanged" and differs else outcome


def person_reading(record: Person, known: Sequence[Named]) -> dict[str, Any]:
    """What the sources say of a person, by the names of `faces.FIELDS`. Without any source: what the record says."""
    name = _commonest(n.name for n in known) or record.name
    surname = _commonest(n.surname for n in known if n.name == name)
    country = _commonest(n.country or "" for n in known) or None
    days: dict[RoleKey, list[date]] = {}
    for naming in known:
        if naming.title:
            seen = days.setdefault((naming.title, naming.country), [])
            if naming.published:
                seen.append(naming.published)
    return {
        "name": name,
        "sort_name": sort_name(name, surname) if known else record.sort_name,
        "country": country if known else record.country_id,
        "aliases": sorted({form[:200] for n in known for form in (n.name, *n.aliases)}),
        "roles": [
            {
                "title": title,
                "country": code,
                "organisation": "",
                "since": str(min(seen)) if seen else "",
                "until": str(max(seen)) if seen else "",
            }
            for (title, code), seen in sorted(days.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        ],
    }


def sort_name(name: str, surname: str = "") -> str:
    """ "Vladimir Putin" -> "Putin, Vladimir"; a name that opens with its surname ("Hu Jintao") stays as it is."""
    words = name.split()
    if len(words) < 2:
        return name
    family = surname if surname and surname in name else words[-1]
    if name.startswith(family + " "):
        return name
    return f"{family}, {name[: name.rindex(family)].strip()}" if name.endswith(family) else name


def _commonest(values: Iterable[str]) -> str:
    counted = Counter(v for v in values if v)
    return min(counted, key=lambda v: (-counted[v], -len(v), v)) if counted else ""


def _aliases(record: Person, machine: list[str], around: Around, write: Write) -> bool:
    """The forms that sources give, those that a curator added, not those that one dropped; a merged person's own name too."""
    forms = set(machine)
    for lock in reversed(holding.held_all(record, "aliases")):
        forms = (forms - set(holding.delta(lock)["drop"])) | set(holding.delta(lock)["add"])
    if record.pk in around.merged:
        forms |= {other.name for other in holding.tree(record)[1:] if "name" in other.locked}
    forms -= {record.name}
    known = around.aliases[record.pk]
    if forms == known:
        return False
    past.note(record, write)
    if known - forms:
        record.aliases.filter(name__in=known - forms).delete()
    PersonAlias.objects.bulk_create(
        PersonAlias(person=record, name=form, key=identity.name_key(form)) for form in sorted(forms - known)
    )
    around.aliases[record.pk] = forms
    return True


def _roles(record: Person, machine: list[dict[str, Any]], around: Around, write: Write) -> bool:
    """Offices as the sources give them, with the first and last day on which a source says so, and as curators set them."""
    wanted: dict[RoleKey, dict[str, Any]] = {(r["title"], r["country"]): {**r, "curated": False} for r in machine}
    for lock in reversed(holding.held_all(record, "roles")):
        for title, code in holding.delta(lock)["drop"]:
            wanted.pop((title, code), None)
        wanted |= {(r["title"], r["country"]): {**r, "curated": True} for r in holding.delta(lock)["add"]}
    kept = around.roles[record.pk]
    around.roles[record.pk] = {}
    changed = False
    for key, values in wanted.items():
        role = kept.pop(key, None)
        columns = {"organisation": values["organisation"], "since": values["since"], "until": values["until"]}
        columns["curated"] = values["curated"]
        if role is None:
            past.note(record, write)
            role = Role.objects.create(person=record, title=key[0], country_id=key[1], **columns)
            changed = True
        elif any(getattr(role, name) != value for name, value in columns.items()):
            if values["curated"] or role.curated:  # a source more that reports it is no other state (faces.differs)
                past.note(record, write)
            Role.objects.filter(pk=role.pk).update(**columns)
            changed = True
        around.roles[record.pk][key] = role
    if kept:
        past.note(record, write)
        Role.objects.filter(pk__in=[role.pk for role in kept.values()]).delete()
    return changed or bool(kept)


def _words(record: Person, around: Around) -> str:
    titles = sorted(title for title, _ in around.roles[record.pk])
    return search.fold(" . ".join([record.name, *sorted(around.aliases[record.pk]), *titles]))
