"""Reference data -> database: the Country table out of `states`, by migration at install and again after each upgrade."""

from typing import Any

from events import states


def load_countries(country: Any) -> int:
    """Make the Country table (model class given, since migrations bring their own) what `states` says. How many states there are.

    No state is ever deleted: records may rest on it.
    """
    known = states.all_states()
    fields = ("alpha3", "name", "official_name", "names", "region", "subregion", "valid_from", "valid_to")
    country.objects.bulk_create(
        [country(code=state.code, **{name: _value(state, name) for name in fields}) for state in known],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(fields),
    )
    links = country.successors.through
    links.objects.all().delete()
    links.objects.bulk_create(
        links(from_country_id=state.code, to_country_id=successor) for state in known for successor in state.successors
    )
    return len(known)


def _value(state: states.State, name: str) -> Any:
    value = getattr(state, name)
    return dict(value) if name == "names" else value
