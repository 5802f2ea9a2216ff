"""Whoever was an agent before sources were kept stays one, and the list says so."""

from django.db import migrations


def fill(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.filter(is_agent=True)
    statuses = apps.get_model("agents", "AgentStatus").objects
    statuses.bulk_create(
        statuses.model(
            user_id=user.pk,
            source="earlier",
            department_name=user.department_name,
            granted_at=user.date_joined,
        )
        for user in users.iterator()
    )


def empty(apps, schema_editor):
    apps.get_model("agents", "AgentStatus").objects.filter(source="earlier").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agents", "0001_initial"),
        ("accounts", "0003_rights_permissions"),
    ]

    operations = [migrations.RunPython(fill, empty)]
