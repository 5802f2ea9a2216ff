"""Grouping gives its reason and has a consent; a consent to publish can be taken back."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0013_imports_undo_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="promotion",
            name="promotion_only_with_consent",
        ),
        migrations.AddField(
            model_name="promotion",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back on"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="moderation",
            field=models.CharField(
                choices=[
                    ("staged", "Being imported"),
                    ("unconfirmed", "Waiting for its author to confirm"),
                    ("unverified", "Keyed in, waiting to be verified"),
                    ("pending", "Waiting to be read"),
                    ("published", "Published"),
                    ("refused", "Refused"),
                    ("merged", "Grouped under another one"),
                    ("withdrawn", "Withdrawn by its author"),
                ],
                default="pending",
                max_length=11,
                verbose_name="reading",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="moderation",
            field=models.CharField(
                choices=[
                    ("staged", "Being imported"),
                    ("unconfirmed", "Waiting for its author to confirm"),
                    ("unverified", "Keyed in, waiting to be verified"),
                    ("pending", "Waiting to be read"),
                    ("published", "Published"),
                    ("refused", "Refused"),
                    ("merged", "Grouped under another one"),
                    ("withdrawn", "Withdrawn by its author"),
                ],
                default="pending",
                max_length=11,
                verbose_name="reading",
            ),
        ),
        migrations.AlterField(
            model_name="moderationdecision",
            name="decision",
            field=models.CharField(
                choices=[
                    ("staged", "Being imported"),
                    ("unconfirmed", "Waiting for its author to confirm"),
                    ("unverified", "Keyed in, waiting to be verified"),
                    ("pending", "Waiting to be read"),
                    ("published", "Published"),
                    ("refused", "Refused"),
                    ("merged", "Grouped under another one"),
                    ("withdrawn", "Withdrawn by its author"),
                ],
                max_length=11,
                verbose_name="decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="merge_gives_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grouped_at__isnull", True),
                    ("by_default", True),
                    models.Q(("accepted", True), ("accepted__isnull", False)),
                    _connector="OR",
                ),
                name="merge_with_consent_or_by_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="promotion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__isnull", True),
                    models.Q(("accepted", True), ("accepted__isnull", False)),
                    _connector="OR",
                ),
                name="promotion_only_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="promotion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("accepted", True), ("accepted__isnull", False)),
                    _connector="OR",
                ),
                name="promotion_takes_back_a_given_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="promotion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="promotion_gives_its_reason"
            ),
        ),
    ]
