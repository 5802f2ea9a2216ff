"""The list of themes moves from the call for ideas to the core: the same table, another owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0003_contribution_answered_index"),
        ("ideas", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        (
                            "slug",
                            models.SlugField(max_length=80, unique=True, verbose_name="address"),
                        ),
                    ],
                    options={
                        "verbose_name": "theme",
                        "verbose_name_plural": "themes",
                        "ordering": ["name"],
                        "db_table": "ideas_theme",
                    },
                ),
            ],
        ),
    ]
