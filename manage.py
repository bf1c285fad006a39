#!/usr/bin/env python
"""Django's command line for the archive."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        # A wrong variable of the environment: who set it needs its name, not where it was read.
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
    except OperationalError:
        # Django's own commands, such as migrate, show where it was met and not what to do.
        from events import readiness  # not before Django is set up

        problem = readiness.unanswered()
        if not problem or "--traceback" in sys.argv:
            raise
        sys.exit(f"{problem[0].upper()}{problem[1:]}")
    except BrokenPipeError:  # whoever reads what is printed has read enough: `extract … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
