import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_payer_attributes")]

    operations = [
        migrations.CreateModel(
            name="DayPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("revision", models.BigIntegerField()),
                ("bucket", models.PositiveSmallIntegerField()),
                ("buckets", models.PositiveSmallIntegerField()),
                ("counted", models.JSONField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_parts",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "day", "revision", "buckets", "bucket"), name="one_part_a_bucket"
                    )
                ],
            },
        ),
    ]
