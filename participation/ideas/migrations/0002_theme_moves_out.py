"""The list of themes now belongs to the core: the same table, another owner."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0001_initial"),
        ("participation", "0004_theme_moves_in"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="ideaconsultation",
                    name="themes",
                    field=modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="consultations",
                        to="participation.theme",
                        verbose_name="themes",
                    ),
                ),
                migrations.AlterField(
                    model_name="idea",
                    name="theme",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="participation.theme",
                        verbose_name="theme",
                    ),
                ),
                migrations.DeleteModel(name="Theme"),
            ],
        ),
        # A contribution is about to have a field of this name.
        migrations.RenameField(model_name="idea", old_name="theme", new_name="former_theme"),
    ]
