"""Addresses of the curators' own pages, beside those of Django's admin; all under /admin/."""

from django.urls import path

from events.admin import merging, past, pasting, reviewing, second_factor, several, source_page, suggestions

app_name = "desk"

urlpatterns = [
    path("queue/", reviewing.overview, name="queue"),
    path("queue/<slug:kind>/", reviewing.first, name="queue-kind"),
    path("queue/<slug:kind>/several/", several.choose, name="queue-many"),
    path("queue/<slug:kind>/several/<slug:verb>/", several.decide, name="queue-decide"),
    path("queue/<slug:kind>/<int:pk>/", reviewing.item, name="queue-item"),
    path("proposals/", suggestions.proposals, name="proposals"),
    path("proposals/<int:pk>/accept/", suggestions.answer_proposal, {"verb": "accept"}, name="accept"),
    path("proposals/<int:pk>/keep/", suggestions.answer_proposal, {"verb": "keep"}, name="keep"),
    path("answers/", suggestions.answers, name="answers"),
    path(
        "answers/<int:answer>/<int:claim>/accept/",
        suggestions.answer_answer,
        {"verb": "accept"},
        name="answer-accept",
    ),
    path(
        "answers/<int:answer>/<int:claim>/decline/",
        suggestions.answer_answer,
        {"verb": "decline"},
        name="answer-decline",
    ),
    path("prefer/<int:event>/<int:report>/", suggestions.prefer, name="prefer"),
    path("duplicates/<slug:kind>/", merging.duplicates, name="duplicates"),
    path("merge/<slug:kind>/<int:pk>/", merging.merge, name="merge"),
    path("split/<slug:kind>/<int:pk>/", merging.split, name="split"),
    path("distinct/<slug:kind>/<int:first>/<int:second>/", merging.distinct, name="distinct"),
    path("undo/<slug:decision>/", past.undo, name="undo"),
    path("revert/<slug:kind>/<int:pk>/<int:state>/", past.revert, name="revert"),
    path("events/source/add/", pasting.paste, name="paste"),
    path("events/source/<int:pk>/remove/", source_page.remove, name="remove"),
    path("confirm/", second_factor.confirm, name="confirm"),
    path("second-factor/", second_factor.second_factor, name="second-factor"),
    path("second-factor/set-up/", second_factor.enrol, name="second-factor-enrol"),
    path("second-factor/recovery/", second_factor.recovery, name="second-factor-recovery"),
    path("second-factor/withdraw/", second_factor.withdraw, name="second-factor-withdraw"),
]
