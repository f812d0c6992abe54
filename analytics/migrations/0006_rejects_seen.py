from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0005_platform_day")]

    operations = [
        migrations.AddField(model_name="batch", name="rejects_seen_at", field=models.DateTimeField(null=True)),
    ]
