"""The six levels, with the names every city starts from; their texts are the city's to rewrite."""

from django.db import migrations

LEVELS = [
    (
        1,
        "Information",
        "comprendre une décision",
        "Lire, comprendre, poser une question.",
        "La ville explique sa décision et répond à chaque question.",
        "La décision est déjà prise.",
        15,
    ),
    (
        2,
        "Sensibilisation",
        "changer nos habitudes",
        "Venir, débattre, vous former.",
        "La ville donne les moyens de comprendre et d’agir, puis publie ce qui en est sorti.",
        "Personne : rien n’est à décider.",
        60,
    ),
    (
        3,
        "Consultation",
        "répondre à une enquête légale",
        "Déposer une observation, même sans nom.",
        "Chaque avis est gardé tel quel. Le rapport et les suites sont publiés.",
        "L’autorité désignée par la loi, après un rapport.",
        30,
    ),
    (
        4,
        "Concertation",
        "donner son avis",
        "Proposer une idée et suivre sa réponse.",
        "Chaque idée reçoit une réponse publique et motivée.",
        "Le conseil municipal, éclairé par vos avis.",
        60,
    ),
    (
        5,
        "Co-construction",
        "écrire un projet ensemble",
        "Écrire le projet avec la ville.",
        "Chaque proposition reçoit une décision motivée. Le texte final dit d’où il vient.",
        "Le conseil municipal, à partir du texte commun.",
        30,
    ),
    (
        6,
        "Codécision",
        "décider ensemble",
        "Voter. Le résultat est appliqué.",
        "Le résultat du vote engage la ville. Chacun peut recompter.",
        "Vous, par votre vote. Le conseil municipal délibère ensuite.",
        90,
    ),
]


def seed(apps, schema_editor):
    level_model = apps.get_model("participation", "ParticipationLevel")
    for number, name, aim, you_can, promise, who_decides, clock_days in LEVELS:
        level_model.objects.get_or_create(
            number=number,
            defaults={
                "name": name,
                "aim": aim,
                "you_can": you_can,
                "promise": promise,
                "who_decides": who_decides,
                "clock_days": clock_days,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]

    # Going back leaves the texts: the table goes with 0001, and a city may have rewritten them.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
