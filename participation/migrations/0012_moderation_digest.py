"""The digest of a day is noted; refusals of before get the day until which they are kept."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def keep(apps: Any, schema_editor: Any) -> None:
    """A refused text without a day would count as erased."""
    days = timedelta(days=settings.REFUSED_RETENTION_DAYS)
    for name in ("Contribution", "Comment"):
        model = apps.get_model("participation", name)
        for row in model.objects.filter(moderation="refused", keep_until__isnull=True):
            day = timezone.localdate(row.moderated_at or row.submitted_at) + days
            model.objects.filter(pk=row.pk).update(keep_until=day)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0011_answers_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModerationDigest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day of sending")),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                ("waiting_count", models.PositiveIntegerField(verbose_name="waiting")),
                ("recipient_count", models.PositiveIntegerField(verbose_name="recipients")),
            ],
            options={
                "verbose_name": "daily digest of moderation",
                "verbose_name_plural": "daily digests of moderation",
                "constraints": [
                    models.UniqueConstraint(fields=("day",), name="moderation_digest_once_a_day")
                ],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
