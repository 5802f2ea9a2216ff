"""What was left with an address is counted for the account that proves it, among a million."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("participation", "0019_eligibility")]

    operations = [
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                Lower("email"), condition=~models.Q(email=""), name="contribution_by_address"
            ),
        ),
    ]
