"""The officers' list of a million contributions sorted all of them to show the first fifty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0016_measures_latest_and_standing")]

    operations = [
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["moderation", "submitted_at", "id"], name="contribution_at_desk"
            ),
        ),
    ]
