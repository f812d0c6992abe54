from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0002_inquirers_and_returning_payers")]

    operations = [
        # 0 is unknown; every day is counted anew under the new definitions, and these with it.
        migrations.AddField(
            "payerday", "region", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "payerday", "device", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "payerday", "landing_page", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "payerday", "landing_product", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddIndex(
            "payerday", models.Index(fields=["shop", "visitor", "day"], name="days_of_payer")
        ),
    ]
