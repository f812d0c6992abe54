import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_day_part")]

    operations = [
        migrations.CreateModel(
            name="PlatformDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("dimension", models.CharField(blank=True, max_length=20)),
                ("member", models.BigIntegerField()),
                ("visitors", models.BigIntegerField(null=True)),
                ("views", models.BigIntegerField(null=True)),
                ("one_view_visitors", models.BigIntegerField(null=True)),
                ("visits", models.BigIntegerField(null=True)),
                ("bounced_visits", models.BigIntegerField(null=True)),
                ("timed_visits", models.BigIntegerField(null=True)),
                ("stay_seconds", models.BigIntegerField(null=True)),
                ("engaged_visitors", models.BigIntegerField(null=True)),
                ("favouriters", models.BigIntegerField(null=True)),
                ("carters", models.BigIntegerField(null=True)),
                ("favourite_or_cart_visitors", models.BigIntegerField(null=True)),
                ("inquiring_visitors", models.BigIntegerField(null=True)),
                ("inquirers", models.BigIntegerField(null=True)),
                ("orderers", models.BigIntegerField(null=True)),
                ("orderers_paid", models.BigIntegerField(null=True)),
                ("orders", models.BigIntegerField(null=True)),
                ("ordered_amount", models.BigIntegerField(null=True)),
                ("payers", models.BigIntegerField(null=True)),
                ("returning_payers", models.BigIntegerField(null=True)),
                ("carry_over_payers", models.BigIntegerField(null=True)),
                ("paid_orders", models.BigIntegerField(null=True)),
                ("paid_amount", models.BigIntegerField(null=True)),
                ("paid_items", models.BigIntegerField(null=True)),
                ("refund_amount", models.BigIntegerField(null=True)),
                ("refunded_of_paid", models.BigIntegerField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="platform_days",
                        to="analytics.batch",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="platform_days",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "dimension", "day", "member"), name="one_platform_row_a_member_day"
                    )
                ],
            },
        ),
    ]
