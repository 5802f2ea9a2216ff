"""A sixth regime, and the posters of the others: the city's legal service compares them too."""

from django.db import migrations

WITH = "with"
# kind, label, article, may be absent, condition
_PIECES = [
    ("project", "Dossier de demande d’autorisation environnementale", "R181-13", False, "always"),
    ("assessment", "Étude d’impact", "L181-10-1, II", False, WITH),
    ("summary", "Résumé non technique", "R123-8, 1°", False, WITH),
    (
        "presentation",
        "Note de présentation non technique",
        "R181-13, 8°",
        False,
        "always",
    ),
    (
        "legal_texts",
        "Textes qui régissent la procédure, et sa place parmi les autres",
        "R123-8, 3°",
        False,
        "always",
    ),
    # Most come during the consultation, and are added as they arrive.
    ("opinion", "Avis recueillis par l’administration", "L181-10-1, II", True, "always"),
]
_NAMES = ("kind", "label", "reference", "may_be_absent", "condition")

PARALLEL = {
    "name": "Consultation du public parallélisée (autorisation environnementale)",
    "legal_references": (
        "Code de l’environnement, article L181-10-1\n"
        "Code de l’environnement, articles R181-35 à R181-38\n"
        "Loi n° 2023-973 du 23 octobre 2023, décret n° 2024-742 du 6 juillet 2024\n"
        "Arrêté du 18 novembre 2024 (TECD2426485A) sur le registre"
    ),
    "summary": (
        "Pendant que les services de l’État examinent la demande, le public est consulté, trois "
        "mois. Les avis arrivent au fil de l’eau ; le porteur de projet répond sur cette page. "
        "Deux réunions publiques ont lieu, au début et à la fin. La commissaire enquêtrice ou le "
        "commissaire enquêteur rend ensuite un rapport et des conclusions."
    ),
    # The prefect publishes a notice; no order opens it.
    "needs_order": False,
    "needs_commissioner": True,
    "needs_permanence": False,
    "notice_days": 15,
    "newspapers": 2,
    "needs_posters": True,
    # Three months, from 89 to 92 days; a fourth one when the environmental authority has longer.
    "minimum_days": 89,
    "maximum_days": 123,
    "opening_meeting_days": 15,
    "closing_meeting_days": 15,
    "replies_while_open": True,
    "report_days": 21,
    "publication_days": 365,
}
_CODE = "consultation-parallelisee"
_REFERENCE = "Arrêté du 9 septembre 2021 (TRED2124162A), art. 1"

# Format, height of letters and colours are those of the order; others are cautious.
POSTERS = {
    "enquete-publique": {
        "poster_heading": "Avis d’enquête publique",
        "poster_reference": _REFERENCE,
    },
    "participation-electronique": {
        "poster_heading": "Avis de participation du public par voie électronique",
        "poster_colour": "white",
        "poster_reference": _REFERENCE,
    },
    "concertation-prealable": {
        "poster_heading": "Avis de concertation préalable",
        "poster_colour": "white",
        "poster_reference": "Arrêté du 9 septembre 2021 (TRED2124162A)",
    },
    "concertation-urbanisme": {
        "poster_heading": "Avis de concertation",
        "poster_colour": "white",
    },
    "decision-reglementaire": {
        "poster_heading": "Avis de consultation du public",
        "poster_colour": "white",
    },
    _CODE: {
        "poster_heading": (
            "Avis de consultation du public par voie électronique "
            "(L. 181-10-1 du code de l’environnement)"
        ),
        "poster_colour": "green",
        "poster_reference": (
            "Arrêté du 9 septembre 2021 (TRED2124162A), modifié le 18 novembre 2024"
        ),
    },
}


def deliver(regime_model, piece_model):
    """Adds the regime that is not there yet, and the posters of those that have none."""
    regime, made = regime_model.objects.get_or_create(code=_CODE, defaults=PARALLEL)
    if made:
        for rank, piece in enumerate(_PIECES):
            values = dict(zip(_NAMES, piece, strict=True))
            piece_model.objects.create(regime=regime, sort_order=rank, **values)
    for code, fields in POSTERS.items():
        regime_model.objects.filter(code=code, poster_heading="").update(**fields)


def seed(apps, schema_editor):
    deliver(apps.get_model("inquiries", "Regime"), apps.get_model("inquiries", "RegimePiece"))


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0004_notices_posters_meetings")]

    # Going back leaves the row: a procedure may follow it, and a city may have rewritten it.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
