"""Existing contributions get their theme, their words, and a place in the order “at random”."""

import secrets
from typing import Any

from django.db import migrations
from django.db.models import Count

from portal.cms.folding import fold

_BATCH = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    contribution = apps.get_model("participation", "Contribution")
    themes = dict(
        apps.get_model("ideas", "Idea")
        .objects.filter(former_theme__isnull=False)
        .values_list("pk", "former_theme_id")
    )
    batch: list[Any] = []
    rows = contribution.objects.only("pk", "title", "text").order_by("pk")
    for row in rows.iterator(chunk_size=_BATCH):
        row.theme_id = themes.get(row.pk)
        row.stems = fold(f"{row.title} {row.text}")
        row.shuffle = secrets.randbelow(2**31)
        batch.append(row)
        if len(batch) == _BATCH:
            contribution.objects.bulk_update(batch, ["theme", "stems", "shuffle"])
            batch = []
    contribution.objects.bulk_update(batch, ["theme", "stems", "shuffle"])
    _count(apps)


def _count(apps: Any) -> None:
    """The counts of the facets that existed before."""
    facet = apps.get_model("participation", "FacetCount")
    public = apps.get_model("participation", "Contribution").objects.filter(moderation="published")
    for kind, column in (("theme", "theme__slug"), ("verdict", "verdict"), ("channel", "channel")):
        counted = public.values_list("activity_id", column).annotate(n=Count("pk"))
        facet.objects.bulk_create(
            facet(activity_id=activity, kind=kind, value=value or "", count=n)
            for activity, value, n in counted.order_by("activity_id", column)
        )


def unfill(apps: Any, schema_editor: Any) -> None:
    """Gives the themes back to the ideas; the rest goes with its columns."""
    idea = apps.get_model("ideas", "Idea")
    given = apps.get_model("participation", "Contribution").objects.filter(theme__isnull=False)
    for theme in given.order_by().values_list("theme_id", flat=True).distinct():
        mine = given.filter(theme_id=theme).values("pk")
        idea.objects.filter(pk__in=mine).update(former_theme_id=theme)
    apps.get_model("participation", "FacetCount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0006_contributions_complete"),
        ("ideas", "0002_theme_moves_out"),
    ]

    operations = [migrations.RunPython(fill, unfill)]
