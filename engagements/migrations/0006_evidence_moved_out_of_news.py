"""Drops the address and title of evidence from news: evidence has rows of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagements", "0005_news_kept_on_commitments")]

    # Lossless: 0005 copied both columns to rows of Evidence.
    operations = [
        migrations.RemoveField(model_name="commitmentupdate", name="evidence_label"),
        migrations.RemoveField(model_name="commitmentupdate", name="evidence_url"),
    ]
