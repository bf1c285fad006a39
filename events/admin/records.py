"""What the admin of every record shares: a curator's edit locks the fields it sets, advances the revision, deletes nothing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events import annotating, curation
from events.admin import choosing
from events.models.record import Record
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
    """Correct, approve or reject a record. What a curator sets is locked: no later reading changes it."""

    list_per_page = 50
    show_full_result_count = False
    list_filter: ClassVar[Any] = ("review", "visible")
    actions = ("approve", "reject")
    words: tuple[str, ...] = ()

    def choices(self, found: Any) -> Any:
        """What a pick-list offers: neither rejected nor merged away."""
        return found.exclude(review=Review.REJECTED.value).filter(merged_into=None)

    def choice_texts(self, records: Sequence[Any]) -> dict[Any, str]:
        return choosing.texts(records)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is rejected, never deleted: its address stays its own."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """What a curator changed in the form becomes a decision; a new record is entered by hand."""
        if (change and (values := self.decided(form))) or "review" in form.changed_data:
            stored = type(obj)._default_manager.get(pk=obj.pk)
            review = obj.review if "review" in form.changed_data else None
            curation.set_fields(stored, values, request.user, review=review)

    def decided(self, form: ModelForm) -> dict[str, Any]:
        """The fields that the form changed, by the names of `faces.FIELDS`."""
        return {name: form.cleaned_data[name] for name in form.changed_data if name != "review"}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def _decide(self, request: HttpRequest, queryset: Any, review: Review) -> None:
        verb = curation.approve if review is Review.APPROVED else curation.reject
        chosen = [record for record in queryset if record.review != review.value]
        for record in chosen:
            verb(record, request.user)
        self.message_user(request, f"{len(chosen)} records: {review.label.lower()}")

    @admin.action(description="Approve the chosen records", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, Review.APPROVED)

    @admin.action(description="Reject the chosen records (their addresses answer 410)", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, Review.REJECTED)

    @admin.display(description="Page")
    def public_page(self, obj: Record) -> SafeString:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.public_id)  # type: ignore[attr-defined]


def highlighted(source: Any, rows: Any) -> SafeString:
    """The words of some rows in their context, each a link to its place in the source."""
    found = annotating.excerpts(source.text, rows)
    return format_html_join(
        "",
        '<p>{}<a href="{}#{}"><mark>{}</mark></a>{}</p>',
        ((e.before, source.get_absolute_url(), e.anchor, e.words, e.after) for e in found),
    )
