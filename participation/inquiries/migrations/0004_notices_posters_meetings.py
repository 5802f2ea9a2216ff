"""Proofs kept privately, posters of each regime, public meetings that a regime demands."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import participation.inquiries.models.stored


class Migration(migrations.Migration):
    dependencies = [
        ("inquiries", "0003_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="postponement",
            name="postponement_step_is_known",
        ),
        # No screen ever filled it: proofs were to lie in the public library, they are kept here.
        migrations.RemoveField(
            model_name="noticepublication",
            name="proof",
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="content_type",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="ended_on",
            field=models.DateField(
                blank=True,
                help_text="Of posters: the last day on which they hung.",
                null=True,
                verbose_name="until",
            ),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="file",
            field=models.FileField(
                blank=True,
                max_length=200,
                upload_to=participation.inquiries.models.stored.stored_name,
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="file_name",
            field=models.CharField(blank=True, max_length=80, verbose_name="name of the file"),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="noted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="noted on"),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="noted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="sha256",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="SHA-256"
            ),
        ),
        migrations.AddField(
            model_name="noticepublication",
            name="size",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="size"),
        ),
        migrations.AddField(
            model_name="regime",
            name="closing_meeting_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=None,
                help_text="Counted back from the closing. Empty: no such meeting is demanded.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1100),
                ],
                verbose_name="public meeting of closing, within the last days",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="needs_permanence",
            field=models.BooleanField(
                default=True,
                help_text="One at least is then demanded before the announcement.",
                verbose_name="the commissioner holds permanences",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="opening_meeting_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=None,
                help_text="Counted from the opening. Empty: no such meeting is demanded.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1100),
                ],
                verbose_name="public meeting of opening, within so many days",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="poster_colour",
            field=models.CharField(
                choices=[("yellow", "Yellow"), ("white", "White"), ("green", "Green")],
                default="yellow",
                max_length=6,
                verbose_name="background of the posters",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="poster_format",
            field=models.CharField(
                choices=[
                    ("A2", "A2 (42 × 59.4 cm)"),
                    ("A3", "A3 (29.7 × 42 cm)"),
                    ("A4", "A4 (21 × 29.7 cm)"),
                ],
                default="A2",
                max_length=2,
                verbose_name="format of the posters",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="poster_heading",
            field=models.CharField(
                blank=True,
                help_text="In the words of the text. Empty: “Avis”, then the name of the regime.",
                max_length=160,
                verbose_name="title of the notice",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="poster_reference",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="text that sets the posters"
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="poster_title_mm",
            field=models.PositiveSmallIntegerField(
                default=20,
                help_text="On a poster of this format: capital letters are at least that high.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="height of the letters of the title, in millimetres",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="publishes_proofs",
            field=models.BooleanField(
                default=False,
                help_text="The pages of newspapers and photographs of posters are then on the page of the notice.",
                verbose_name="proofs of the notice are public",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="replies_while_open",
            field=models.BooleanField(
                default=True,
                help_text="Otherwise replies are given after the closing.",
                verbose_name="the applicant replies while the register is open",
            ),
        ),
        migrations.AlterField(
            model_name="alertsent",
            name="step",
            field=models.CharField(
                choices=[
                    ("notice", "Notice published"),
                    ("posters", "Notice on posters"),
                    ("newspapers", "Notice in the newspapers"),
                    ("reminder", "Notice recalled in the newspapers"),
                    ("minutes", "Summary given to the applicant"),
                    ("reply", "Reply of the applicant"),
                    ("report", "Report and conclusions given"),
                    ("synthesis", "Summary of the observations published"),
                    ("balance", "Report of the concertation published"),
                    ("measures", "Measures announced"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="inquirysession",
            name="kind",
            field=models.CharField(
                choices=[
                    ("permanence", "Permanence of the commissioner"),
                    ("meeting", "Public meeting"),
                    ("opening", "Public meeting of opening"),
                    ("closing", "Public meeting of closing"),
                ],
                default="permanence",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="postponement",
            name="step",
            field=models.CharField(
                choices=[
                    ("notice", "Notice published"),
                    ("posters", "Notice on posters"),
                    ("newspapers", "Notice in the newspapers"),
                    ("reminder", "Notice recalled in the newspapers"),
                    ("minutes", "Summary given to the applicant"),
                    ("reply", "Reply of the applicant"),
                    ("report", "Report and conclusions given"),
                    ("synthesis", "Summary of the observations published"),
                    ("balance", "Report of the concertation published"),
                    ("measures", "Measures announced"),
                ],
                max_length=10,
                verbose_name="step",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticepublication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("published_on")), _connector="OR"
                ),
                name="notice_ends_after_it_begins",
                violation_error_message="The last day cannot come before the first one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticepublication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file", ""), models.Q(("sha256", ""), _negated=True), _connector="OR"
                ),
                name="notice_proof_is_hashed",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "notice",
                            "posters",
                            "newspapers",
                            "reminder",
                            "minutes",
                            "reply",
                            "report",
                            "synthesis",
                            "balance",
                            "measures",
                        ],
                    )
                ),
                name="postponement_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="regime",
            constraint=models.CheckConstraint(
                condition=models.Q(("poster_format__in", ["A2", "A3", "A4"])),
                name="regime_poster_format_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="regime",
            constraint=models.CheckConstraint(
                condition=models.Q(("poster_colour__in", ["yellow", "white", "green"])),
                name="regime_poster_colour_is_known",
            ),
        ),
    ]
