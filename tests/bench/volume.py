"""A call with as many ideas as asked, made by bulk inserts with a fixed seed."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from participation import receipts
from participation.enums import Moderation, Verdict
from participation.ideas.models import IdeaConsultation
from participation.models import ActivityTally, Contribution, Theme

_BATCH = 5_000
_WORDS = """
    planter arbres cour école vélo abri piste marché cantine bio repas compost tri papier gourde
    fontaine gymnase club sport bibliothèque horaire guichet numérique aide senior jeune quartier
    place banc ombre eau pluie toiture lumière nuit bruit trottoir poussette fauteuil accès bus
""".split()  # noqa: SIM905 - easier to read as a text


def make_call(count: int) -> IdeaConsultation:
    """A published call holding `count` published ideas, a tenth of them answered."""
    now = timezone.now()
    call = IdeaConsultation.objects.create(
        title="Mesure",
        slug="mesure",
        introduction="Que proposez-vous ?",
        promise="Une réponse à chaque idée.",
        level=4,
        opens_at=now - timedelta(days=90),
        closes_at=now + timedelta(days=30),
        live=True,
    )
    themes = [Theme.objects.create(name=f"Mesure {n}", slug=f"mesure-{n}") for n in range(5)]
    call.themes.set(themes)
    call.save()
    draw = random.Random(20261123)
    for start in range(1, count + 1, _BATCH):
        _insert(call, themes, range(start, min(start + _BATCH, count + 1)), draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # As the database does by itself some minutes later.
    ActivityTally.objects.create(
        activity=call,
        last_number=count,
        contribution_count=count,
        published_count=count,
        answered_count=count // 10,
    )
    return call


def _insert(
    call: IdeaConsultation, themes: list[Theme], numbers: range, draw: random.Random
) -> None:
    now = timezone.now()
    rows = []
    for number in numbers:
        sent = now - timedelta(seconds=draw.randrange(90 * 86_400))
        answered = number % 10 == 0
        rows.append(
            Contribution(
                activity=call,
                number=number,
                receipt=receipts.new_receipt(),
                title=" ".join(draw.choices(_WORDS, k=6)).capitalize(),
                text=" ".join(draw.choices(_WORDS, k=40)),
                display_name=draw.choice(_WORDS),
                theme=draw.choice(themes),
                submitted_at=sent,
                moderation=Moderation.PUBLISHED,
                published_at=sent + timedelta(hours=5),
                verdict=draw.choice(Verdict.values) if answered else "",
                answered_at=now if answered else None,
            )
        )
    with transaction.atomic():
        # A child of a concrete model cannot be made in bulk: its parents are, then its own rows.
        made = Contribution.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO ideas_idea (contribution_ptr_id) VALUES (%s)",
                [(row.pk,) for row in made],
            )
