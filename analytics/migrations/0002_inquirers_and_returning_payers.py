from django.db import migrations, models


def count_days_anew(apps, schema_editor):
    # A day that was counted before has no such figures, whatever definitions it was counted by.
    apps.get_model("analytics", "DayFill").objects.using(schema_editor.connection.alias).update(definitions="")


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial")]

    operations = [
        migrations.AddField("funnelday", "inquirers", models.BigIntegerField(null=True)),
        migrations.AddField("funnelday", "returning_payers", models.BigIntegerField(null=True)),
        migrations.RunPython(count_days_anew, migrations.RunPython.noop),
    ]
