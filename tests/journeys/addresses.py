"""One address of each kind of page of the demo city."""

from tests.support.contract import all_of

from .visitor import Visitor

OPEN_CALL = "/participer/acheter-mieux-gaspiller-moins/"
# An idea of this call that people may react to.
REACTED = f"{OPEN_CALL}idees/1/"
# The budget one votes on.
VOTE = "/participer/budget-participatif/"

FIXED = (
    "/",
    "/le-projet/",
    "/valeurs/",
    "/axes/",
    "/priorites/",
    "/demarches/",
    "/engagements/",
    "/engagements/calendrier/",
    "/engagements/resume/",
    "/engagements/integrer/",
    "/engagements/donnees/",
    "/engagements/2/",
    "/engagements/17/",
    "/engagements/30/",
    "/engagements/bilans/",
    "/calendrier/",
    "/donnees/",
    "/calendrier/?mois=2031-01",
    "/actualites/",
    "/participer/",
    "/participer/niveaux/",
    "/participer/reponses/",
    *all_of("pages"),
    "/participer/oublier/",
    "/suivi/",
    "/suivi/00000-00000/",
    "/consentement/faux/",
    "/recherche/",
    "/recherche/?q=service",
    "/recherche/?q=zzzzz",
    "/contact/",
    "/accessibilite/",
    "/mentions-legales/",
    "/securite/",
    "/donnees-personnelles/",
    "/plan-du-site/",
    "/compte/login/",
    "/compte/signup/",
    "/compte/login/code/",
    "/compte/password/reset/done/",
    "/compte/password/reset/",
    "/nulle/part/",
)
# Where to find the others: the list, and what the address of one looks like.
LISTED = {
    "value": ("/valeurs/", r"/valeurs/[\w-]+/"),
    "axis": ("/axes/", r"/axes/[\w-]+/"),
    "priority": ("/priorites/", r"/priorites/[\w-]+/"),
    "review": ("/engagements/bilans/", r"/engagements/bilans/[\w-]+/"),
    "process": ("/demarches/", r"/demarches/[\w-]+/"),
    "news": ("/actualites/", r"/actualites/(?!flux)[\w-]+/"),
    "idea": (OPEN_CALL, r"/participer/[\w-]+/idees/\d+/"),
    "answered idea": ("/engagements/17/", r"/participer/[\w-]+/idees/\d+/"),
}


def listed(visitor: Visitor, kind: str) -> str:
    """The first page of a kind."""
    index, pattern = LISTED[kind]
    return visitor.first_link(index, pattern)
