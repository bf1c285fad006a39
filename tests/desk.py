"""Curators at their desk: accounts of every role, and forms sent back as a browser sends them."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

PASSWORD = "correct horse battery"


def account(role: str, name: str = "") -> Any:
    """An account of a role, named like it or otherwise; "superuser" for one above all, "nobody" for one without any."""
    name = name or role
    users = get_user_model().objects
    if role == "superuser":
        return users.create_superuser(name, password=PASSWORD)
    user = users.create_user(name, password=PASSWORD, is_staff=True)
    if role != "nobody":
        user.groups.add(Group.objects.get(name=role))
    return user


def client_as(role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(account(role))
    return client


def posted(form: Any) -> dict[str, Any]:
    """What a browser sends when nothing is touched."""
    data: dict[str, Any] = {}
    for each in (form, *(row for rows in form.lists.values() for row in rows)):
        for bound in each:
            value = bound.field.prepare_value(bound.value())
            if value is None and type(bound.field) is forms.ChoiceField:
                value = bound.field.choices[0][0]  # a browser's list always has something chosen
            if value in (None, False, []):
                continue
            data[bound.html_name] = "on" if value is True else value
    for rows in form.lists.values():
        for bound in rows.management_form:
            data[bound.html_name] = bound.value()
    return data


def open_and_send(client: Client, address: str, **changes: Any) -> Any:
    """Open a record's page, change fields of its form, send it."""
    page = client.get(address)
    data = {**posted(page.context["form"]), "seen": page.context["seen"], **changes}
    return client.post(address, data)
