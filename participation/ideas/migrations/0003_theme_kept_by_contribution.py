"""The theme of an idea is now a field of every contribution."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0002_theme_moves_out"),
        ("participation", "0007_contributions_filled"),
    ]

    operations = [migrations.RemoveField(model_name="idea", name="former_theme")]
