"""Whoever has a role and a department of the same name in their account acts for it."""

from django.db import migrations
from django.utils import timezone

from portal.cms.folding import fold


def fill(apps, schema_editor):
    departments = {}
    for department in apps.get_model("engagements", "Department").objects.all():
        departments.setdefault(fold(department.name), department.pk)
    members = apps.get_model("engagements", "DepartmentMember")
    staff = apps.get_model("accounts", "User").objects.filter(groups__isnull=False).distinct()
    for user in staff.exclude(department_name=""):
        pk = departments.get(fold(user.department_name))
        if pk is not None:
            members.objects.get_or_create(
                department_id=pk, user=user, defaults={"since": timezone.now()}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0002_department_members"),
        ("accounts", "0003_rights_permissions"),
    ]

    # The names stay in the accounts: nothing to put back.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
