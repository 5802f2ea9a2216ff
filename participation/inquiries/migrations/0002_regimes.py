"""Five regimes to start from: the city's legal service compares them with the texts in force."""

from django.db import migrations

WITH, WITHOUT = "with", "without"
# kind, label, article, may be absent, condition, alternative
_ENVIRONMENT = [
    (
        "assessment",
        "Étude d’impact ou évaluation environnementale",
        "R123-8, 1°",
        False,
        WITH,
        None,
    ),
    ("summary", "Résumé non technique", "R123-8, 1°", False, WITH, None),
    (
        "case_decision",
        "Décision prise après l’examen au cas par cas",
        "R123-8, 2°",
        False,
        WITHOUT,
        1,
    ),
    (
        "presentation",
        "Note de présentation : responsable, objet, caractéristiques, raisons du choix",
        "R123-8, 2°",
        False,
        WITHOUT,
        1,
    ),
    (
        "legal_texts",
        "Textes qui régissent la procédure, et sa place parmi les autres",
        "R123-8, 3°",
        False,
        "always",
        None,
    ),
    ("opinion", "Avis que la loi demande", "R123-8, 4°", True, "always", None),
    (
        "concertation",
        "Bilan de la concertation ou du débat public",
        "R123-8, 5°",
        True,
        "always",
        None,
    ),
    ("authorisations", "Autres autorisations nécessaires", "R123-8, 6°", True, "always", None),
    ("project", "Projet, plan ou programme soumis à la procédure", "", False, "always", None),
]

REGIMES = [
    {
        "code": "enquete-publique",
        "name": "Enquête publique environnementale",
        "legal_references": (
            "Code de l’environnement, articles L123-1 à L123-18\n"
            "Code de l’environnement, articles R123-1 à R123-27"
        ),
        "summary": (
            "Avant certains projets, une personne indépendante de la ville, la commissaire "
            "enquêtrice ou le commissaire enquêteur, recueille les observations de tout le monde. "
            "Elle rend un rapport et dit si elle est favorable au projet."
        ),
        "needs_order": True,
        "needs_commissioner": True,
        "notice_days": 15,
        "reminder_days": 8,
        "newspapers": 2,
        "needs_posters": True,
        "minimum_days": 30,
        "reduced_minimum_days": 15,
        "extension_days": 15,
        "minutes_days": 8,
        "reply_days": 15,
        "report_days": 30,
        "publication_days": 365,
        "pieces": _ENVIRONMENT,
    },
    {
        "code": "participation-electronique",
        "name": "Participation du public par voie électronique",
        "legal_references": (
            "Code de l’environnement, article L123-19\n"
            "Code de l’environnement, articles R123-46-1 et D123-46-2"
        ),
        "summary": (
            "Pour certains projets dispensés d’enquête publique, le dossier est mis en ligne et "
            "chacun donne son avis. L’autorité publie ensuite la synthèse des observations et les "
            "raisons de sa décision."
        ),
        "needs_order": False,
        "needs_commissioner": False,
        "notice_days": 15,
        "needs_posters": True,
        "minimum_days": 30,
        "decision_wait_days": 4,
        "publication_days": 90,
        "pieces": _ENVIRONMENT,
    },
    {
        "code": "concertation-prealable",
        "name": "Concertation préalable",
        "legal_references": (
            "Code de l’environnement, articles L121-15-1 à L121-21\n"
            "Code de l’environnement, articles R121-19 à R121-27"
        ),
        "summary": (
            "Avant que le projet soit arrêté, on en discute : faut-il le faire, où, comment ? Un "
            "bilan public dit ce qui s’est dit, puis la ville annonce ce qu’elle en retient."
        ),
        "needs_order": False,
        "needs_commissioner": False,
        "notice_days": 15,
        "needs_posters": True,
        "minimum_days": 15,
        "maximum_days": 92,
        "balance_days": 30,
        "measures_days": 60,
        "publication_days": 365,
        "pieces": [
            (
                "project",
                "Dossier de la concertation : objectifs, coût, communes concernées, effets",
                "R121-20",
                False,
                "always",
                None,
            ),
            (
                "deliberation",
                "Décision qui fixe les modalités de la concertation",
                "L121-17",
                True,
                "always",
                None,
            ),
        ],
    },
    {
        "code": "concertation-urbanisme",
        "name": "Concertation du code de l’urbanisme",
        "legal_references": "Code de l’urbanisme, articles L103-2 à L103-6",
        "summary": (
            "Pendant toute l’élaboration d’un projet d’urbanisme, chacun peut s’informer et donner "
            "son avis, comme le conseil municipal l’a décidé. Le conseil en arrête le bilan."
        ),
        "needs_order": False,
        "needs_commissioner": False,
        "publication_days": 365,
        "pieces": [
            (
                "deliberation",
                "Délibération qui fixe les objectifs et les modalités",
                "L103-3",
                False,
                "always",
                None,
            ),
            ("project", "Présentation du projet", "L103-4", False, "always", None),
        ],
    },
    {
        "code": "decision-reglementaire",
        "name": "Décision réglementaire qui touche à l’environnement",
        "legal_references": "Code de l’environnement, article L123-19-1",
        "summary": (
            "Avant une règle qui a des effets sur l’environnement, le projet de texte est mis en "
            "ligne. L’autorité publie ensuite la synthèse des observations et ses raisons."
        ),
        "needs_order": False,
        "needs_commissioner": False,
        "minimum_days": 21,
        "decision_wait_days": 4,
        "publication_days": 90,
        "pieces": [
            ("draft_decision", "Projet de décision", "L123-19-1, II", False, "always", None),
            (
                "presentation",
                "Note de présentation : contexte et objectifs",
                "L123-19-1, II",
                False,
                "always",
                None,
            ),
        ],
    },
]
_PIECE = ("kind", "label", "reference", "may_be_absent", "condition", "alternative")


def deliver(regime_model, piece_model):
    """Adds the regimes that are not there yet; one that a city rewrote stays as it is."""
    for given in REGIMES:
        fields = {name: value for name, value in given.items() if name not in {"code", "pieces"}}
        regime, made = regime_model.objects.get_or_create(code=given["code"], defaults=fields)
        if made:
            for rank, piece in enumerate(given["pieces"]):
                values = dict(zip(_PIECE, piece, strict=True))
                piece_model.objects.create(regime=regime, sort_order=rank, **values)


def seed(apps, schema_editor):
    deliver(apps.get_model("inquiries", "Regime"), apps.get_model("inquiries", "RegimePiece"))


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_initial")]

    # Going back leaves the rows: the tables go with 0001, and a city may have rewritten them.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
