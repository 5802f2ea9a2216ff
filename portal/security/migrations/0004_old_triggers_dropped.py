"""Drops the triggers that had names of their own, before every app's were made alike."""

from django.db import migrations

_OLD = ("security_event_never_changed", "security_event_kept")


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name in _OLD:
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON security_securityevent")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("security", "0003_policy_reports")]

    # Going back needs nothing: the new triggers say the same.
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
