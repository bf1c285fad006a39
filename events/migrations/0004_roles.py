"""What an account may do with records, and the four roles as groups."""

from django.db import migrations, models

from events import roles


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('events', '0003_countries'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='event',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'review', 'merge', 'split'), 'ordering': [models.OrderBy(models.F('sort_day'), descending=True, nulls_last=True), 'id']},
        ),
        migrations.AlterModelOptions(
            name='person',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'review', 'merge', 'split'), 'ordering': ['sort_name', 'id'], 'verbose_name_plural': 'people'},
        ),
        migrations.AlterModelOptions(
            name='source',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['-published', 'id']},
        ),
        migrations.AlterModelOptions(
            name='statement',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'review', 'merge', 'split'), 'ordering': [models.OrderBy(models.F('sort_day'), descending=True, nulls_last=True), 'id']},
        ),
        migrations.RunPython(roles.migrate, migrations.RunPython.noop),
    ]
