"""Full-text indexes and span triggers, in each database's own words."""

from django.db import migrations

from events import schema


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(schema.migrate, migrations.RunPython.noop)]
