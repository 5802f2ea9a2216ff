"""The wordings of answers that the public could read, beginning with the present ones."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

_BATCH = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    version = apps.get_model("participation", "AnswerVersion")
    answers = apps.get_model("participation", "Answer").objects.filter(live=True).order_by("pk")
    batch: list[Any] = []
    for answer in answers.iterator(chunk_size=_BATCH):
        at = answer.answered_at or answer.last_published_at or timezone.now()
        batch.append(
            version(answer=answer, verdict=answer.verdict, text=answer.text, published_at=at)
        )
        if len(batch) == _BATCH:
            version.objects.bulk_create(batch)
            batch = []
    version.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0010_giving_staged_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("under_study", "Under study"),
                            ("retained", "Idea retained"),
                            ("partly", "Retained in part"),
                            ("declined", "Not retained"),
                            ("already_done", "Already in place"),
                        ],
                        max_length=14,
                        verbose_name="decision",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="reasons")),
                ("published_at", models.DateTimeField(verbose_name="published on")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="participation.answer",
                    ),
                ),
            ],
            options={
                "verbose_name": "published wording",
                "verbose_name_plural": "published wordings",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
