"""What the toy declares to the core."""

from participation.enums import DECISIONS, Level
from participation.mechanism import Mechanism
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

WISHES = Processing(
    name="toy.wishes",
    label="Vœux",
    purpose="recevoir vos vœux et y répondre",
    basis=Basis.MISSION,
    people="qui jette un vœu",
    categories="vœu ; si vous les donnez : signature, adresse électronique",
    recipients="tout le monde, pour le vœu publié",
    retention=lambda: "aussi longtemps que la fontaine",
    security=ACCESS,
    subprocessors=HOST,
    order=90,
)
EVENTS = {"toy.fountain.drained": "Fontaine vidée"}


class FountainMechanism(Mechanism):
    """Somebody drops a wish; the city answers it."""

    slug = "toy"
    label = "Fontaine"
    icon = "heart"
    levels = (Level.CONCERTATION, Level.CO_CONSTRUCTION)
    activity_model = "toy.Fountain"
    contribution_model = "toy.Wish"
    urlconf = "tests.participation.toy.urls"
    invitation = "Jeter un vœu"
    processing = "toy.wishes"
    verdicts = DECISIONS
    rows_name = "wishes"
    every_minute = ("run_toy",)
    words = {
        "number": "Vœu n° %(number)s",
        "titled": "Vœu n° %(number)s : %(title)s",
        "answer_to": "Réponse de la ville au vœu n° %(number)s",
        "registered": "Votre vœu est enregistré",
        "published": "Votre vœu est publié",
        "answered": "La ville a répondu à votre vœu n° %(number)s",
        "received": "Nous avons reçu votre vœu « %(title)s » pour « %(call)s ».",
        "receipt": "Votre numéro : %(receipt)s. Il suffit pour suivre votre vœu.",
        "follow": "Suivre mon vœu",
    }

    def counted(self, count: int) -> str:
        return f"{count} vœu" if count < 2 else f"{count} vœux"

    def open_label(self, count: int) -> str:
        return f"{count} fontaine" if count < 2 else f"{count} fontaines"
