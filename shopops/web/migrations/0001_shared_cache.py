"""The table of the shared cache, so that `migrate` alone is enough. It has no model: only Django's cache touches it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name="SharedCache",
                    fields=[
                        ("cache_key", models.CharField(max_length=255, primary_key=True)),
                        ("value", models.TextField()),
                        ("expires", models.DateTimeField(db_index=True)),
                    ],
                    options={"db_table": "shared_cache"},
                )
            ]
        )
    ]
