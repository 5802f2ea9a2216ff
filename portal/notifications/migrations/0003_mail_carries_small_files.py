from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_mail_says_what_it_is_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="attached",
            field=models.JSONField(blank=True, default=list, verbose_name="files"),
        ),
    ]
