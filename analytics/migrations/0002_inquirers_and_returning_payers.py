from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial")]

    operations = [
        migrations.AddField("funnelday", "inquirers", models.BigIntegerField(null=True)),
        migrations.AddField("funnelday", "returning_payers", models.BigIntegerField(null=True)),
    ]
