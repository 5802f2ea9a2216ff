"""Fills what commitments keep of their news, their first wordings, and evidence as rows."""

from django.db import migrations
from django.db.models import Max, Min, Q
from django.utils import timezone


def fill(apps, schema_editor):
    Commitment = apps.get_model("engagements", "Commitment")
    Wording = apps.get_model("engagements", "CommitmentWording")
    Update = apps.get_model("engagements", "CommitmentUpdate")
    Evidence = apps.get_model("engagements", "Evidence")
    told = Commitment.objects.annotate(
        latest=Max("updates__reported_on"),
        done=Min("updates__reported_on", filter=Q(updates__status="done")),
    )
    for commitment in told:
        commitment.last_reported_on, commitment.done_on = commitment.latest, commitment.done
        commitment.save(update_fields=["last_reported_on", "done_on"])
        Wording.objects.get_or_create(
            commitment=commitment,
            version=1,
            defaults={"wording": commitment.wording, "recorded_at": timezone.now()},
        )
    for update in Update.objects.exclude(evidence_url=""):
        Evidence.objects.get_or_create(
            update=update,
            url=update.evidence_url,
            defaults={"label": update.evidence_label or update.evidence_url[:200]},
        )


def back(apps, schema_editor):
    Evidence = apps.get_model("engagements", "Evidence")
    for evidence in Evidence.objects.filter(kind="link").order_by("-position"):
        evidence.update.evidence_url = evidence.url
        evidence.update.evidence_label = evidence.label
        evidence.update.save(update_fields=["evidence_url", "evidence_label"])


class Migration(migrations.Migration):
    dependencies = [("engagements", "0004_commitments_reported_and_reviewed")]

    operations = [migrations.RunPython(fill, back)]
