"""The states of the world, past and present."""

from django.db import migrations

from events import reference_data


def load(apps, schema_editor):
    reference_data.load_countries(apps.get_model("events", "Country"))


class Migration(migrations.Migration):
    dependencies = [("events", "0002_database")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
