"""Names indexed by trigrams, for searches that forgive a slip of the pen."""

from django.db import migrations

from events import schema


class Migration(migrations.Migration):
    dependencies = [("events", "0004_roles")]
    operations = [migrations.RunPython(schema.migrate, migrations.RunPython.noop)]
