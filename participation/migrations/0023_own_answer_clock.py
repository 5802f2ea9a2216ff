"""A clock for each contribution, from its publication; a question is answered, not decided."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0006_evidence_moved_out_of_news"),
        ("participation", "0022_tally_says_when_terms_froze"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_verdict_has_its_date",
        ),
        migrations.AddField(
            model_name="activity",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Counted from the day when it is published; a later answer is shown as late.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="days to answer each contribution",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("under_study", "Under study"),
                    ("retained", "Idea retained"),
                    ("partly", "Retained in part"),
                    ("declined", "Not retained"),
                    ("already_done", "Already in place"),
                    ("answered", "Answer given"),
                ],
                max_length=14,
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="answertemplate",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("under_study", "Under study"),
                    ("retained", "Idea retained"),
                    ("partly", "Retained in part"),
                    ("declined", "Not retained"),
                    ("already_done", "Already in place"),
                    ("answered", "Answer given"),
                ],
                max_length=14,
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="answerversion",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("under_study", "Under study"),
                    ("retained", "Idea retained"),
                    ("partly", "Retained in part"),
                    ("declined", "Not retained"),
                    ("already_done", "Already in place"),
                    ("answered", "Answer given"),
                ],
                max_length=14,
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("under_study", "Under study"),
                    ("retained", "Idea retained"),
                    ("partly", "Retained in part"),
                    ("declined", "Not retained"),
                    ("already_done", "Already in place"),
                    ("answered", "Answer given"),
                ],
                max_length=14,
                verbose_name="answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "verdict__in",
                            ("retained", "partly", "declined", "already_done", "answered"),
                        ),
                        _negated=True,
                    ),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="contribution_verdict_has_its_date",
            ),
        ),
    ]
