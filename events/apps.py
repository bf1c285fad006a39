"""Django's entry for the app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Archive"

    def ready(self) -> None:
        from events import checks  # noqa: F401  registers them
