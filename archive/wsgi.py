"""What a WSGI server imports: `archive.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()

from events.faceting import keeping  # noqa: E402  models must be ready

keeping.warm()
gc.freeze()  # what is here now stays: no collection needs to look at it again
