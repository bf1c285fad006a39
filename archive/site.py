"""The curators' desk: Django's admin site, whose every page asks for the second factor where an account has one.

Knows nothing of the archive's records, so that any app may register with it in any order.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import access


class Completions(AutocompleteJsonView):
    """Pick-lists that tell namesakes apart: a model's admin may have `choices(queryset)`, what may be picked, and
    `choice_texts(records)`, primary key -> text for a page of them."""

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        choices = getattr(self.model_admin, "choices", None)
        return choices(found) if choices else found

    def get_context_data(self, *, object_list: Any = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(object_list=object_list, **kwargs)
        describe = getattr(self.model_admin, "choice_texts", None)
        self.texts: dict[Any, str] = describe(list(context["object_list"])) if describe else {}
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": self.texts.get(obj.pk, result["text"])}


class Desk(AdminSite):
    """`has_permission` is the one gate: an active account that may enter, with its second factor shown where it has one."""

    site_header = settings.ARCHIVE_TITLE
    site_title = settings.ARCHIVE_TITLE
    index_title = _("Curators' desk")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not access.lacks_second_factor(request)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Sends those who have given a password but no second factor to the page that asks for it; all may log out."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if super(Desk, self).has_permission(request) and access.lacks_second_factor(request):
                if request.path == reverse("admin:logout"):
                    return self.logout(request)
                return redirect_to_login(request.get_full_path(), reverse("desk:second-factor"))
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Completions.as_view(admin_site=self)(request)  # type: ignore[return-value]
