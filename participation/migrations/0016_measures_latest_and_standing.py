"""Two indexes that a million contributions asked for.

`contribution_latest`: search shows the latest of all activities first, and sorted every match.
`contribution_of_standing`: the filter “given by” was the only one without an index of its own.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0015_paper_numbers_serve_once")]

    operations = [
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                condition=models.Q(("moderation", "published")),
                fields=["activity", "standing", "-published_at", "-id"],
                name="contribution_of_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                condition=models.Q(("moderation", "published")),
                fields=["-published_at", "-id"],
                name="contribution_latest",
            ),
        ),
    ]
