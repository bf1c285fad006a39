"""What a WSGI server imports: `archive.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()

from events.faceting import keeping  # noqa: E402  models must be ready

keeping.warm()
