"""Milestones, figures, evidence, drafts, reviews, the follow-up body and department projects."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import portal.cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_agent_domains"),
        ("engagements", "0003_department_members_filled"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, verbose_name="end of the address")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins at")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "agenda",
                    models.TextField(
                        blank=True, help_text="One item a line.", verbose_name="agenda"
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                (
                    "attendance",
                    models.TextField(
                        blank=True,
                        help_text="By function, one a line: “Sports department: 2”.",
                        verbose_name="attendance",
                    ),
                ),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="cancelled")),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Untick while it is being prepared.",
                        verbose_name="published",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of the follow-up body",
                "verbose_name_plural": "meetings of the follow-up body",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BodyMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=150, verbose_name="function")),
                ("leads", models.BooleanField(default=False, verbose_name="leads the body")),
                ("joined_on", models.DateField(verbose_name="joined on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "consented_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="agreed to be named on"
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the follow-up body",
                "verbose_name_plural": "members of the follow-up body",
                "ordering": ["-leads", "function", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("label", models.CharField(max_length=150, verbose_name="what for")),
                (
                    "voted",
                    models.DecimalField(decimal_places=2, max_digits=13, verbose_name="voted (€)"),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=13,
                        null=True,
                        verbose_name="spent (€)",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="For example the budget voted.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget line",
                "verbose_name_plural": "budget lines",
                "ordering": ["year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommitmentPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("is_integrated", models.BooleanField(default=False, verbose_name="integrated")),
                (
                    "how",
                    models.TextField(
                        blank=True,
                        help_text="What the department does of it; or why not yet.",
                        max_length=600,
                        verbose_name="how",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommitmentWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("wording", models.TextField(verbose_name="official wording")),
                ("since", models.DateField(blank=True, null=True, verbose_name="official since")),
                ("reason", models.TextField(blank=True, verbose_name="why it changed")),
                (
                    "decision_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the decision"
                    ),
                ),
                (
                    "decision_label",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title of the decision"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "wording of a commitment",
                "verbose_name_plural": "wordings of commitments",
                "ordering": ["commitment", "-version"],
            },
        ),
        migrations.CreateModel(
            name="DepartmentProjectIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One to three short sentences, shown under the title and in lists.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "import_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=80),
                ),
            ],
            options={
                "verbose_name": "index of department projects",
                "verbose_name_plural": "indexes of department projects",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="DepartmentProjectPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One to three short sentences, shown under the title and in lists.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "import_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=80),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("department", "Department project"),
                            ("service", "Service project"),
                        ],
                        default="department",
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("body", portal.cms.fields.StreamField(blank=True)),
                ("revised_on", models.DateField(verbose_name="revised on")),
                (
                    "next_revision_on",
                    models.DateField(blank=True, null=True, verbose_name="next revision"),
                ),
            ],
            options={
                "verbose_name": "department project",
                "verbose_name_plural": "department projects",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="DraftEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Document"),
                            ("link", "Link"),
                            ("deliberation", "Deliberation of the council"),
                        ],
                        default="link",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="title")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "deliberation_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the deliberation"
                    ),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "evidence in preparation",
                "verbose_name_plural": "evidence in preparation",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Document"),
                            ("link", "Link"),
                            ("deliberation", "Deliberation of the council"),
                        ],
                        default="link",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="title")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "deliberation_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the deliberation"
                    ),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the file"),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUpBodyPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One to three short sentences, shown under the title and in lists.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "import_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=80),
                ),
                ("body", portal.cms.fields.StreamField(blank=True)),
                (
                    "seeks_volunteers",
                    models.BooleanField(
                        default=False,
                        help_text="Shows the call on this page and on the commitments.",
                        verbose_name="call for volunteers",
                    ),
                ),
                (
                    "call",
                    models.TextField(
                        blank=True,
                        help_text="Who may join, how much time it takes, what one learns.",
                        max_length=600,
                        verbose_name="words of the call",
                    ),
                ),
                (
                    "call_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="last day of the call"),
                ),
            ],
            options={
                "verbose_name": "page of the follow-up body",
                "verbose_name_plural": "pages of the follow-up body",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FollowUpSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="The public page says so when the next review is late.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="months between two reviews",
                    ),
                ),
                (
                    "reports_days",
                    models.PositiveSmallIntegerField(
                        default=21,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="days to report before the publication",
                    ),
                ),
                (
                    "first_reminder_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="first reminder, days before reports are due"
                    ),
                ),
                (
                    "last_reminder_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="last reminder, days before reports are due"
                    ),
                ),
                (
                    "escalation_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="escalation, days after reports were due"
                    ),
                ),
                (
                    "escalation_email",
                    models.EmailField(
                        blank=True,
                        help_text="A shared mailbox, for example that of the general management.",
                        max_length=254,
                        verbose_name="address that hears of late reports",
                    ),
                ),
            ],
            options={
                "verbose_name": "rhythm of the reviews",
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("label", models.CharField(max_length=200, verbose_name="what is measured")),
                (
                    "unit",
                    models.CharField(
                        help_text="“%”, “€”, “days”, “contracts”…",
                        max_length=40,
                        verbose_name="unit",
                    ),
                ),
                (
                    "decimals",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(3)],
                        verbose_name="decimals shown",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "The higher the better"), ("down", "The lower the better")],
                        default="up",
                        max_length=4,
                        verbose_name="wanted direction",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="target",
                    ),
                ),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="target date")),
                (
                    "source",
                    models.CharField(
                        help_text="Who counts, and how: it is published.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measured_on", models.DateField(verbose_name="measured on")),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=14, verbose_name="value"),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["measured_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("label", models.CharField(max_length=200, verbose_name="step")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned for")),
                (
                    "planned_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        default="month",
                        max_length=5,
                        verbose_name="precision of the planned date",
                    ),
                ),
                (
                    "reached_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="reached on"
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("is_integrated", models.BooleanField(default=False, verbose_name="integrated")),
                (
                    "how",
                    models.TextField(
                        blank=True,
                        help_text="What the department does of it; or why not yet.",
                        max_length=600,
                        verbose_name="how",
                    ),
                ),
                ("label", models.CharField(max_length=255, verbose_name="point of the programme")),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("slug", models.SlugField(max_length=60, verbose_name="end of the address")),
                (
                    "title",
                    models.CharField(
                        help_text="For example: First half of 2026.",
                        max_length=120,
                        verbose_name="title",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day of the period")),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("reports_due_on", models.DateField(verbose_name="reports expected by")),
                ("due_on", models.DateField(verbose_name="publication planned for")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("published", "Published and frozen")],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "agenda",
                    models.TextField(
                        blank=True, help_text="One item a line.", verbose_name="agenda"
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "signed_off_by",
                    models.CharField(
                        blank=True,
                        help_text="A function, never a name: “Chair of the follow-up body”.",
                        max_length=200,
                        verbose_name="signed off by",
                    ),
                ),
                (
                    "canonical",
                    models.TextField(blank=True, editable=False, verbose_name="canonical record"),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="fingerprint"
                    ),
                ),
            ],
            options={
                "verbose_name": "half-yearly review",
                "verbose_name_plural": "half-yearly reviews",
                "ordering": ["-number"],
                "permissions": [("conduct_review", "Can conduct the half-yearly reviews")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ReviewAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "function",
                    models.CharField(
                        help_text="A function, never a name.",
                        max_length=150,
                        verbose_name="function",
                    ),
                ),
                ("present", models.PositiveSmallIntegerField(default=1, verbose_name="present")),
                ("excused", models.PositiveSmallIntegerField(default=0, verbose_name="excused")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["position", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("wording", models.TextField(verbose_name="official wording")),
                (
                    "priority_number",
                    models.PositiveSmallIntegerField(verbose_name="number of the priority"),
                ),
                ("priority_name", models.CharField(max_length=255, verbose_name="priority")),
                ("objective", models.CharField(max_length=255, verbose_name="objective")),
                (
                    "department",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="department in charge"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                            ("unknown", "Status not reported"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("under_way", "Under way"),
                            ("late", "Late"),
                            ("not_started", "Not started"),
                            ("dropped", "Dropped"),
                            ("unknown", "Status not reported"),
                        ],
                        max_length=12,
                        verbose_name="state shown",
                    ),
                ),
                (
                    "status_reason",
                    models.TextField(blank=True, verbose_name="reason of the status"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="first due date")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")], max_length=5
                    ),
                ),
                (
                    "revised_due_on",
                    models.DateField(blank=True, null=True, verbose_name="new due date"),
                ),
                (
                    "revised_due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")], max_length=5
                    ),
                ),
                (
                    "milestones_reached",
                    models.PositiveSmallIntegerField(default=0, verbose_name="milestones reached"),
                ),
                (
                    "milestones_total",
                    models.PositiveSmallIntegerField(default=0, verbose_name="milestones"),
                ),
                (
                    "reported_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the news"),
                ),
                ("text", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=300, verbose_name="next step"),
                ),
                (
                    "author_function",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="function of the author"
                    ),
                ),
                ("evidence", models.JSONField(default=list, verbose_name="evidence")),
                ("figures", models.JSONField(default=list, verbose_name="figures")),
                (
                    "movement",
                    models.CharField(
                        choices=[
                            ("first", "First review"),
                            ("advanced", "Moved forward"),
                            ("same", "Unchanged"),
                            ("slipped", "Slipped"),
                            ("done", "Done since"),
                            ("dropped", "Dropped since"),
                        ],
                        max_length=9,
                        verbose_name="since the previous review",
                    ),
                ),
                (
                    "previous_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Done"),
                            ("under_way", "Under way"),
                            ("late", "Late"),
                            ("not_started", "Not started"),
                            ("dropped", "Dropped"),
                            ("unknown", "Status not reported"),
                        ],
                        max_length=12,
                        verbose_name="state in the previous review",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
            ],
            options={
                "verbose_name": "line of a review",
                "verbose_name_plural": "lines of reviews",
                "ordering": ["number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="opinion")),
            ],
            options={
                "verbose_name": "opinion of the follow-up body",
                "verbose_name_plural": "opinions of the follow-up body",
                "ordering": ["priority__number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="kind")),
                ("sent_at", models.DateTimeField(verbose_name="sent at")),
            ],
            options={
                "verbose_name": "reminder of a review",
                "verbose_name_plural": "reminders of reviews",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="UpdateDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reported_on", models.DateField(verbose_name="date of the news")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                            ("unknown", "Status not reported"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.TextField(blank=True, verbose_name="reason of the status"),
                ),
                ("text", models.TextField(verbose_name="what was done")),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        help_text="What comes next and when: “September: the works begin.”",
                        max_length=300,
                        verbose_name="next step",
                    ),
                ),
                (
                    "author_function",
                    models.CharField(
                        help_text="A function, never a name: “Purchasing department”.",
                        max_length=150,
                        verbose_name="function of the author",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="due date announced"),
                ),
                (
                    "due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        default="month",
                        max_length=5,
                        verbose_name="precision of the due date",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In preparation"),
                            ("submitted", "Waiting for approval"),
                            ("returned", "Sent back"),
                            ("published", "Published"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("measures", models.JSONField(blank=True, default=dict, verbose_name="figures")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="sent for approval at"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "returned_because",
                    models.TextField(blank=True, verbose_name="why it was sent back"),
                ),
            ],
            options={
                "verbose_name": "news in preparation",
                "verbose_name_plural": "news in preparation",
                "default_permissions": ("view",),
                "permissions": [("approve_update", "Can approve and publish news of commitments")],
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ValuePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("is_integrated", models.BooleanField(default=False, verbose_name="integrated")),
                (
                    "how",
                    models.TextField(
                        blank=True,
                        help_text="What the department does of it; or why not yet.",
                        max_length=600,
                        verbose_name="how",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="done_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="done on"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="last_reported_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="last news"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="plain_language",
            field=models.TextField(
                blank=True,
                help_text="Short sentences, usual words, one idea a line.",
                verbose_name="easy-to-read version",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="referent",
            field=models.CharField(
                blank=True,
                help_text="A function, never a name: “Deputy mayor for public service”.",
                max_length=150,
                verbose_name="elected referent",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="planned start"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="starts_precision",
            field=models.CharField(
                choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                default="month",
                max_length=5,
                verbose_name="precision of the planned start",
            ),
        ),
        migrations.AddField(
            model_name="commitmentupdate",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="commitmentupdate",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="engagements.commitmentupdate",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="commitmentupdate",
            name="next_step",
            field=models.CharField(
                blank=True,
                help_text="What comes next and when: “September: the works begin.”",
                max_length=300,
                verbose_name="next step",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("due_on__isnull", True),
                    ("starts_on__year__lte", models.F("due_on__year")),
                    _connector="OR",
                ),
                name="commitment_starts_before_it_is_due",
                violation_error_message="The planned start comes after the due date.",
            ),
        ),
        migrations.AddField(
            model_name="bodymeeting",
            name="minutes_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cms.portaldocument",
                verbose_name="minutes as a document",
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="engagements.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budget_lines",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="commitmentpoint",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="project_points",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="commitmentwording",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wordings",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="commitmentwording",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="departmentprojectindexpage",
            name="social_image",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.portalimage",
                verbose_name="picture for sharing",
            ),
        ),
        migrations.AddField(
            model_name="departmentprojectpage",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="engagements.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="departmentprojectpage",
            name="social_image",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.portalimage",
                verbose_name="picture for sharing",
            ),
        ),
        migrations.AddField(
            model_name="commitmentpoint",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitment_points",
                to="engagements.departmentprojectpage",
            ),
        ),
        migrations.AddField(
            model_name="draftevidence",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cms.portaldocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cms.portaldocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="engagements.commitmentupdate",
                verbose_name="news",
            ),
        ),
        migrations.AddField(
            model_name="followupbodypage",
            name="social_image",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.portalimage",
                verbose_name="picture for sharing",
            ),
        ),
        migrations.AddField(
            model_name="followupsettings",
            name="site",
            field=models.OneToOneField(
                editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="engagements.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="engagements.commitmentupdate",
                verbose_name="news",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="reached_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="engagements.commitmentupdate",
                verbose_name="said by",
            ),
        ),
        migrations.AddField(
            model_name="programmepoint",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="programme_points",
                to="engagements.departmentprojectpage",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="engagements.bodymeeting",
                verbose_name="meeting that adopted it",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="previous",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="next",
                to="engagements.review",
                verbose_name="previous review",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="published by",
            ),
        ),
        migrations.AddField(
            model_name="reviewattendance",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="engagements.review",
                verbose_name="review",
            ),
        ),
        migrations.AddField(
            model_name="reviewline",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review_lines",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="reviewline",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="engagements.review",
                verbose_name="review",
            ),
        ),
        migrations.AddField(
            model_name="reviewline",
            name="update",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review_lines",
                to="engagements.commitmentupdate",
                verbose_name="news received",
            ),
        ),
        migrations.AddField(
            model_name="reviewopinion",
            name="priority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.prioritypage",
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="reviewopinion",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="engagements.review",
                verbose_name="review",
            ),
        ),
        migrations.AddField(
            model_name="reviewreminder",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="engagements.department",
            ),
        ),
        migrations.AddField(
            model_name="reviewreminder",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="engagements.review",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="engagements.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.commitmentupdate",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="milestones",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="engagements.milestone",
                verbose_name="milestones reached",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="prepared_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="prepared by",
            ),
        ),
        migrations.AddField(
            model_name="updatedraft",
            name="published_as",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft",
                to="engagements.commitmentupdate",
                verbose_name="published as",
            ),
        ),
        migrations.AddField(
            model_name="draftevidence",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="engagements.updatedraft",
                verbose_name="news",
            ),
        ),
        migrations.AddField(
            model_name="valuepoint",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="value_points",
                to="engagements.departmentprojectpage",
            ),
        ),
        migrations.AddField(
            model_name="valuepoint",
            name="value",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="project_points",
                to="engagements.valuepage",
                verbose_name="value",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymeeting",
            constraint=models.UniqueConstraint(
                fields=("slug",),
                name="body_meeting_slug_is_unique",
                violation_error_message="Another meeting has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    ("left_on__gte", models.F("joined_on")),
                    _connector="OR",
                ),
                name="body_member_leaves_after_joining",
                violation_error_message="The day of leaving comes before the day of joining.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("voted__gte", 0)), name="budget_voted_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent__isnull", True), ("spent__gte", 0), _connector="OR"),
                name="budget_spent_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentwording",
            constraint=models.UniqueConstraint(
                fields=("commitment", "version"), name="commitment_wording_version_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="commitment_wording_change_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentpoint",
            constraint=models.UniqueConstraint(
                fields=("page", "commitment"), name="project_cites_a_commitment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("url", ""), _negated=True),
                    ("document__isnull", False),
                    models.Q(("deliberation_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="evidence_leads_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document__isnull", True),
                    models.Q(("file_sha256", ""), _negated=True),
                    _connector="OR",
                ),
                name="evidence_document_has_a_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("commitment", "label"),
                name="indicator_label_is_unique_per_commitment",
                violation_error_message="This commitment already has an indicator of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["up", "down"])),
                name="indicator_direction_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.UniqueConstraint(
                fields=("indicator", "update"), name="indicator_measured_once_by_news"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="milestone_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reached_by__isnull", True), ("reached_on__isnull", True)),
                    models.Q(("reached_by__isnull", False), ("reached_on__isnull", False)),
                    _connector="OR",
                ),
                name="milestone_reached_is_told_by_news",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="programme_point_has_a_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("number",), name="review_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("slug",),
                name="review_slug_is_unique",
                violation_error_message="Another review has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("state",),
                name="review_one_open_at_a_time",
                violation_error_message="A review is already open: publish it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "published"])),
                name="review_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                name="review_period_is_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(
                        ("published_at__isnull", False),
                        models.Q(("fingerprint", ""), _negated=True),
                        models.Q(("canonical", ""), _negated=True),
                        models.Q(("signed_off_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="review_published_is_signed_and_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewattendance",
            constraint=models.UniqueConstraint(
                fields=("review", "function"),
                name="review_function_counted_once",
                violation_error_message="This function is already in the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.UniqueConstraint(
                fields=("review", "commitment"), name="review_one_line_per_commitment"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.UniqueConstraint(
                fields=("review", "number"), name="review_one_line_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_on__isnull", True), ("text", ""), ("update__isnull", True)),
                    models.Q(("reported_on__isnull", False), ("update__isnull", False)),
                    _connector="OR",
                ),
                name="review_line_text_comes_from_news",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewopinion",
            constraint=models.UniqueConstraint(
                fields=("review", "priority"), name="review_one_opinion_per_priority"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="review_opinion_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewreminder",
            constraint=models.UniqueConstraint(
                fields=("review", "department", "kind"), name="review_reminder_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewreminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department__isnull", True)),
                fields=("review", "kind"),
                name="review_escalation_sent_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="updatedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "published"])),
                name="update_draft_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="updatedraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                fields=("commitment",),
                name="update_draft_one_open_per_commitment",
                violation_error_message="News of this commitment is already in preparation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="updatedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("returned_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="update_draft_returned_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="updatedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_as__isnull", False), ("state", "published")),
                    models.Q(
                        models.Q(("state", "published"), _negated=True),
                        ("published_as__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="update_draft_published_has_its_news",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuepoint",
            constraint=models.UniqueConstraint(
                fields=("page", "value"), name="project_cites_a_value_once"
            ),
        ),
    ]
