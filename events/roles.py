"""The four roles of curation, as Django groups: what each may do, said once. May import nothing of ours.

`migrate` may run any number of times. A migration that adds a model must end with `RunPython(roles.migrate)`, since
permissions to see the new model are given here.
"""

from typing import Any

RECORDS = ("event", "person", "statement")
PARTS = ("eventcountry", "eventperson", "personalias", "role")
"""Rows that belong to a record and are edited with it."""

VIEWER, CURATOR, EDITOR, ADMINISTRATOR = ROLES = ("viewer", "curator", "editor", "administrator")
"""Each may do what the one before it may, and more."""


def permitted(role: str, viewable: list[str]) -> set[tuple[str, str]]:
    """(app, code name) of everything that a role may do; `viewable` names the models of the archive."""
    grants: dict[str, set[tuple[str, str]]] = {
        VIEWER: {("events", f"view_{model}") for model in viewable},
        CURATOR: {
            *(("events", f"{verb}_{model}") for verb in ("add", "change", "review") for model in RECORDS),
            *(("events", f"{verb}_{model}") for verb in ("add", "change", "delete") for model in PARTS),
            *(("events", f"{verb}_source") for verb in ("add", "change")),
        },
        EDITOR: {
            *(("events", f"{verb}_{model}") for verb in ("merge", "split") for model in RECORDS),
            *(("events", f"{verb}_source") for verb in ("publish", "delete")),
        },
        ADMINISTRATOR: {
            *(("auth", f"{verb}_user") for verb in ("add", "change", "delete", "view")),
            ("auth", "view_group"),
        },
    }
    return set().union(*(grants[each] for each in ROLES[: ROLES.index(role) + 1]))


def migrate(apps: Any, schema_editor: Any) -> None:
    """For RunPython in migrations."""
    install(apps)


def install(apps: Any) -> None:
    """Make the groups, or renew what they may do. Makes the permissions too: Django makes them only after all migrations."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type = apps.get_model("contenttypes", "ContentType")
    models = [
        *apps.get_app_config("events").get_models(),
        *(apps.get_model("auth", name) for name in ("User", "Group")),
    ]
    for model in models:
        options = model._meta
        kind, _ = content_type.objects.get_or_create(app_label=options.app_label, model=options.model_name)
        for verb in options.default_permissions:
            permission.objects.get_or_create(
                content_type=kind,
                codename=f"{verb}_{options.model_name}",
                defaults={"name": f"Can {verb} {options.verbose_name_raw}"},
            )
    viewable = [model._meta.model_name for model in models if model._meta.app_label == "events"]
    for role in ROLES:
        wanted = permitted(role, viewable)
        found = permission.objects.filter(
            content_type__app_label__in={app for app, _ in wanted}, codename__in={code for _, code in wanted}
        )
        group.objects.get_or_create(name=role)[0].permissions.set(found)
