"""The table of themes takes the name of its new owner."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0004_theme_moves_in"),
        ("ideas", "0002_theme_moves_out"),
    ]

    operations = [
        migrations.AlterModelTable(name="theme", table=None),
    ]
