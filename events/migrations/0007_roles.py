"""The roles may see what curation has added."""

from django.db import migrations

from events import roles


class Migration(migrations.Migration):

    dependencies = [('events', '0006_curation')]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
