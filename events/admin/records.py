"""What the admin of every record shares: lists, filters and pick-lists are Django's, pages and decisions the desk's own."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events import annotating
from events.admin import choosing, editing, entering, past, several
from events.admin.pages import require
from events.vocabulary import Review


class ReadOnly(admin.ModelAdmin):
    """Shown, searched and filtered, never edited: sources, their readings and evidence are what they are."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(admin.ModelAdmin):
    """Correct, approve or reject a record. What a curator sets is held: no later reading changes it."""

    list_per_page = 50
    show_full_result_count = False
    list_filter: ClassVar[Any] = ("review", "visible")
    actions = ("approve", "reject", "compare")

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)

    def choices(self, found: Any) -> Any:
        """What a pick-list offers: neither rejected nor merged away."""
        return found.exclude(review=Review.REJECTED.value).filter(merged_into=None)

    def choice_texts(self, records: Sequence[Any]) -> dict[Any, str]:
        return choosing.texts(records)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is rejected, never deleted: its address stays its own."""
        return False

    def has_review_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(f"events.review_{self.kind}"))  # type: ignore[union-attr]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(f"events.merge_{self.kind}"))  # type: ignore[union-attr]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return editing.record_page(request, self.kind, object_id)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return entering.add_page(request, self.kind)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return past.history_page(request, self.kind, object_id)

    def _preview(self, request: HttpRequest, queryset: Any, verb: str) -> HttpResponse | None:
        """The page that shows what would change, and asks."""
        require(request, f"events.review_{self.kind}")
        records = list(queryset.filter(merged_into=None).order_by("pk")[: several.MOST + 1])
        if len(records) > several.MOST:
            text = _("At most %(most)d records are decided on at once: choose fewer") % {"most": several.MOST}
            self.message_user(request, text, messages.ERROR)
            return None
        return several.preview(request, self.kind, verb, records)

    @admin.action(description=_("Approve the chosen records…"), permissions=["review"])
    def approve(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._preview(request, queryset, "approve")

    @admin.action(description=_("Reject the chosen records…"), permissions=["review"])
    def reject(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._preview(request, queryset, "reject")

    @admin.action(description=_("Compare the two chosen records…"), permissions=["merge"])
    def compare(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """To the page where they can be merged."""
        keys = list(queryset.filter(merged_into=None).order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) == 2:
            return redirect(f"{reverse('desk:merge', args=[self.kind, keys[0]])}?second={keys[1]}")
        self.message_user(request, _("Choose two records, neither of them merged already."), messages.ERROR)
        return None


def highlighted(source: Any, rows: Any) -> SafeString:
    """The words of some rows in their context, each a link to its place in the source."""
    where = source.get_absolute_url()
    return format_html_join(
        "",
        "<p>{}</p>",
        (
            (format_html_join("", "{}", ((_run(where, run),) for run in excerpt)),)
            for excerpt in annotating.excerpts(source.text, rows)
        ),
    )


def _run(where: str, run: annotating.Run) -> str:
    return format_html('<a href="{}#{}"><mark>{}</mark></a>', where, run.anchor, run.text) if run.anchor else run.text
