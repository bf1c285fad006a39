"""Accounts and what guards them. An administrator gives roles; only a superuser makes superusers or touches one."""

from typing import Any, ClassVar

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive import access
from events.admin import second_factor
from events.admin.records import ReadOnly

User = get_user_model()

for _model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(_model)


class Confirmed:
    """Pages that change accounts are opened to whoever has given the password within half an hour."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _confirmed(request) or super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _confirmed(request) or super().delete_view(request, *args, **kwargs)  # type: ignore[misc]


def _confirmed(request: HttpRequest) -> HttpResponse | None:
    if access.recently_confirmed(request):
        return None
    return redirect_to_login(request.get_full_path(), reverse("desk:confirm"))


@admin.register(User)
class AccountAdmin(Confirmed, UserAdmin):
    """Roles are groups. What would lift an account above an administrator is neither shown to one nor taken from one."""

    show_full_result_count = False
    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    filter_horizontal = ("groups",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        over = ("is_superuser", "user_permissions") if _is_superuser(request) else ()
        return (
            (None, {"fields": ("username", "password")}),
            (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
            (_("Permissions"), {"fields": ("is_active", "is_staff", "groups", *over)}),
            (_("Important dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        over = () if _is_superuser(request) else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined", *over)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One at a time, and never a superuser by a lesser account (the list has no action that deletes)."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        return _confirmed(request) or super().user_change_password(request, id, form_url)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, account: Any) -> bool:
    return account is None or not account.is_superuser or _is_superuser(request)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles are what the installation makes them: seen by administrators, changed by superusers."""


class ForAdministrators(Confirmed, ReadOnly):
    """Seen and deleted by whoever may change accounts."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("auth.change_user"))  # type: ignore[union-attr]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and _may_touch(request, getattr(obj, "user", None))

    def get_actions(self, request: HttpRequest) -> Any:
        return {}


@admin.register(TOTPDevice)
class SecondFactorAdmin(ForAdministrators):
    """To help an account whose owner has lost the device: deleting it lets the password alone in again."""

    list_display = ("user", "name", "confirmed", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields: ClassVar[Any] = ("user__username",)
    fields = ("user", "name", "confirmed", "created_at", "last_used_at")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        second_factor.remove(obj.user)  # recovery codes too: one without the other would lock the owner out


@admin.register(AccessAttempt)
class FailedLoginAdmin(ForAdministrators):
    """Wrong passwords by address; deleting a row opens the door to that address again."""

    list_display = ("ip_address", "username", "failures_since_start", "attempt_time")
    search_fields = ("ip_address", "username")
    fields = ("ip_address", "username", "failures_since_start", "attempt_time", "path_info")
