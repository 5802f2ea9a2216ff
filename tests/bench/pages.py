"""What is measured: every kind of page, the long list by each way into it."""

import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.urls import reverse

from participation.ideas.models import IdeaConsultation
from participation.models import Contribution, StemFrequency
from participation.queries.similar import TOTAL
from portal.cms.folding import fold
from portal.cms.keyset import encode

from .vocabulary import Vocabulary

_THOUSAND_PAGES = 10_000


@dataclass(frozen=True)
class Case:
    """One page that is read again and again."""

    name: str
    address: str
    staff: bool = False
    # With an empty cache each time: what the unlucky first reader waits for.
    cold: bool = False


@dataclass(frozen=True)
class _Words:
    """Words of the generated ideas, by how many hold them."""

    common: str
    second: str
    middle: str
    rare: str
    unique: str


def cases(call: IdeaConsultation) -> list[Case]:
    """Everything that is measured, in the order in which it is printed."""
    words = _words()
    return [
        *_portal(),
        *_list(call),
        *_filters(call),
        *_words_of(call, words),
        *_around(call, words),
        *_staff(call),
    ]


def _portal() -> list[Case]:
    return [
        Case("home", "/"),
        Case("values", "/valeurs/"),
        Case("project", "/le-projet/"),
        Case("news", "/actualites/"),
        Case("activities", "/participer/"),
        Case("levels", "/participer/niveaux/"),
        Case("board", "/engagements/"),
        Case("board, one filter", "/engagements/?nouvelles=sans-nouvelle"),
        Case("calendar of commitments", "/engagements/calendrier/"),
        Case("summary of commitments, embedded", "/engagements/resume/"),
        Case("commitment", "/engagements/17/"),
        Case("feed of commitments", "/engagements/flux/"),
        Case("feed of a commitment", "/engagements/17/flux/"),
        Case("site map", "/plan-du-site/"),
    ]


def _list(call: IdeaConsultation) -> list[Case]:
    url = call.url
    orders = {
        "recent": ("recentes", "-published_at", ""),
        "most supported": ("soutenues", "-support_count", ""),
        "most discussed": ("discutees", "-comment_count", ""),
        "random": ("hasard:4321", "shuffle", "&graine=4321"),
        "oldest": ("anciennes", "published_at", ""),
    }
    found = []
    for name, (scope, field, seed) in orders.items():
        base = f"{url}?tri={scope.partition(':')[0]}{seed}"
        deep = _cursor(call, scope, field, _THOUSAND_PAGES)
        found += [
            Case(f"list {name}, first page", base),
            Case(f"list {name}, 1,000th page", f"{base}&suite={deep}"),
        ]
        if name == "recent":
            last = _cursor(call, scope, field, -1)
            found.append(Case(f"list {name}, last page", f"{base}&suite={last}"))
    return found


def _cursor(call: IdeaConsultation, scope: str, field: str, place: int) -> str:
    """The cursor a reader has after that many ideas, or near the end."""
    tie = "id" if field == "published_at" else "-id"
    ideas: Any = Contribution.objects.published().filter(activity=call.pk).order_by(field, tie)
    row = ideas.reverse()[10] if place < 0 else ideas[min(place, ideas.count() - 11)]
    return encode([scope, getattr(row, field.lstrip("-")), row.pk])


def _filters(call: IdeaConsultation) -> list[Case]:
    asked = {
        "theme, many": "theme=mesure-0",
        "theme, few": "theme=mesure-10",
        "theme, none": "theme=mesure-11",
        "neighbourhood, many": "quartier=quartier-mesure-0",
        "neighbourhood, few": "quartier=quartier-mesure-12",
        "answered": "etat=avec-reponse",
        "unanswered": "etat=sans-reponse",
        "verdict": "etat=retenue",
        "standing, residents": "public=habitants",
        "standing, agents": "public=agents",
        "wish, many": "souhait=information",
        "wish, few": "souhait=commentaire",
        "theme and verdict": "theme=mesure-0&etat=retenue",
        "theme and standing": "theme=mesure-0&public=agents",
        "standing and wish": "public=agents&souhait=suivi",
        "two, no match": "theme=mesure-10&quartier=quartier-mesure-12",
        "theme, most supported": "theme=mesure-0&tri=soutenues",
        "small theme, supported": "theme=mesure-9&tri=soutenues",
        "answered, most supported": "etat=avec-reponse&tri=soutenues",
        "verdict, most discussed": "etat=retenue&tri=discutees",
        "agents, most supported": "public=agents&tri=soutenues",
        "wish, most supported": "souhait=suivi&tri=soutenues",
    }
    return [Case(f"list {name}", f"{call.url}?{query}") for name, query in asked.items()]


def _words_of(call: IdeaConsultation, words: _Words) -> list[Case]:
    asked = {
        "common word": f"q={words.common}",
        "rarer word": f"q={words.middle}",
        "rare word": f"q={words.rare}",
        "nearly unique word": f"q={words.unique}",
        "two common words": f"q={words.common}+{words.second}",
        "word, no match": "q=xylophone",
        "common word, supported": f"q={words.common}&tri=soutenues",
        "rarer word, supported": f"q={words.middle}&tri=soutenues",
        "common word and theme": f"q={words.common}&theme=mesure-3",
    }
    return [Case(f"list {name}", f"{call.url}?{query}") for name, query in asked.items()]


def _around(call: IdeaConsultation, words: _Words) -> list[Case]:
    ideas: Any = Contribution.objects.published().filter(activity=call.pk)
    plain = ideas.filter(comment_count=1, number__gt=100).order_by("pk").first()
    talk = ideas.order_by("-comment_count", "-pk").first()
    loved = ideas.order_by("-support_count", "-pk").first()
    title = quote_plus(ideas.order_by("-pk").first().title)
    two = f"{words.common}+{words.second}"
    typed = f"{words.middle}+{words.rare}+{words.common}"
    return [
        Case("one idea", plain.url),
        Case("one idea, most supported", loved.url),
        Case(f"one idea, {talk.comment_count} comments", talk.url),
        Case("form", f"{call.url}contribuer/"),
        Case("similar, a title already given", f"{call.url}proches/?titre={title}"),
        Case("similar, usual words", f"{call.url}proches/?titre={two}"),
        Case("similar, rarer words", f"{call.url}proches/?titre={typed}"),
        Case("results, empty cache", f"{call.url}resultats/", cold=True),
        Case("results", f"{call.url}resultats/"),
        Case("answers' clock, empty cache", reverse("participation:answers"), cold=True),
        Case("answers' clock", reverse("participation:answers")),
        Case("register of moderation, empty cache", reverse("participation:register"), cold=True),
        Case("register of moderation", reverse("participation:register")),
        Case("feed", f"{call.url}idees/flux/"),
        Case("search, common word", f"/recherche/?q={words.common}"),
        Case("search, two common words", f"/recherche/?q={two}"),
        Case("search, rare word", f"/recherche/?q={words.rare}"),
        Case("search, no match", "/recherche/?q=xylophone"),
        Case("search, ideas only", f"/recherche/?q={words.common}&type=idees"),
        Case("search, ideas only, page 50", f"/recherche/?q={words.common}&type=idees&page=50"),
        Case("sitemap.xml, empty cache", "/sitemap.xml", cold=True),
        Case("sitemap of ideas, first file", "/sitemap-contributions.xml", cold=True),
    ]


def _staff(call: IdeaConsultation) -> list[Case]:
    listing = reverse("contributions:index")
    return [
        Case("admin home", reverse("wagtailadmin_home"), staff=True),
        Case("moderation queue", reverse("moderation:index"), staff=True),
        Case("admin: contributions", listing, staff=True),
        Case("admin: contributions, page 100", f"{listing}?p=100", staff=True),
        Case("admin: answers to prepare", reverse("answering:index"), staff=True),
        Case(
            "admin: dashboard of the call", reverse("calls:dashboard", args=[call.pk]), staff=True
        ),
    ]


def _words() -> _Words:
    """Chosen by how many ideas hold them, among the words of the generator."""
    counts = dict(StemFrequency.objects.exclude(stem=TOTAL).values_list("stem", "count"))
    ranked = sorted(
        (word for word in Vocabulary(random.Random(0)).words if counts.get(fold(word), 0) > 1),
        key=lambda word: (-counts[fold(word)], word),
    )
    unique = min((stem for stem in counts if stem.isdigit()), key=lambda stem: (counts[stem], stem))
    return _Words(ranked[0], ranked[1], ranked[len(ranked) // 20], ranked[-1], unique)
