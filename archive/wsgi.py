"""What a WSGI server imports: `archive.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

django_application = get_wsgi_application()

from archive.door import Door  # noqa: E402  models must be ready
from events import readiness  # noqa: E402
from events.faceting import keeping  # noqa: E402

application = Door(django_application)
readiness.tell()
keeping.warm()
gc.freeze()  # what is here now stays: no collection needs to look at it again
