"""What Wagtail's privacy settings close, one word each: pages, a priority, a process, files."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.actions import place_pictures
from home.models import ProjectPage, StandardPage
from participation import actions
from participation.models import Contribution
from portal.cms.models import PortalDocument, PortalImage, PortalRendition
from tests.factories.body import BodyMeetingFactory, BodyMemberFactory, body_page
from tests.factories.cms import ImageFactory
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    ObjectiveFactory,
    axis_page,
    priority_page,
    value_page,
)
from tests.factories.home import add_page, news_page, page_under
from tests.factories.processes import milestone, process_page

LOGIN, PASSWORD, GROUPS = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.PASSWORD,
    PageViewRestriction.GROUPS,
)


@dataclass
class Closed:
    """Where the closed things are, and their words."""

    addresses: list[str]
    # Word → what it is: for nobody of the roles that the suite tries.
    secrets: dict[str, str]
    # For those who are signed in, at its own address alone.
    signed_in: dict[str, str]
    # For the staff alone.
    drafts: dict[str, str]


def beside(word: str) -> str:
    """A second word of the same thing: a search repeats the first one to whoever asked."""
    return word.replace("zq", "zx")


def both(word: str) -> str:
    """The two words."""
    return f"{word} {beside(word)}"


def close(page: Page, kind: str) -> None:
    """Puts a page behind one kind of privacy."""
    setting = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    if kind == GROUPS:
        setting.groups.add(Group.objects.get_or_create(name="Comité")[0])


def build(public: Contribution) -> Closed:
    """One thing behind each kind of privacy, cited by an open idea where it can be."""
    made = Closed([], {}, {}, {})
    kinds = {"zqmotdepasse": PASSWORD, "zqgroupe": GROUPS, "zqconnexion": LOGIN}
    for word, kind in kinds.items():
        title = f"Page {both(word)}"
        page = add_page(StandardPage, f"fermee-{kind}", title=title, introduction=f"Dit {word}.")
        close(page, kind)
        child = page_under(page, StandardPage(title=f"Sous-page {word}fille", slug="fille"))
        made.addresses += [page.url, child.url]
        hidden = made.signed_in if kind == LOGIN else made.secrets
        hidden |= dict.fromkeys((word, beside(word)), f"page behind the privacy “{kind}”")
    _lists(made)
    _meetings(made)
    _commitments(made, public)
    _files(made)
    _pictures(made)
    return made


def _meetings(made: Closed) -> None:
    """A meeting in preparation, and members who did not agree to be named or who left."""
    body_page()
    soon = datetime.datetime(2100, 1, 1, 9, tzinfo=datetime.UTC)
    word, name, gone = "zqreunion", "zqsansaccord", "zqpartie"
    BodyMeetingFactory.create(
        slug="cachee", title=both(word), agenda=beside(word), is_public=False, starts_at=soon
    )
    BodyMeetingFactory.create(slug="tenue")
    BodyMemberFactory.create(name=both(name))
    left_on = datetime.date(2025, 6, 1)
    BodyMemberFactory.create(name=both(gone), function=both(gone), left_on=left_on)
    for hidden, said in {
        word: "meeting in preparation",
        name: "member without consent",
        gone: "former member",
    }.items():
        made.secrets |= dict.fromkeys((hidden, beside(hidden)), said)


def _lists(made: Closed) -> None:
    """Pages that lists assemble: news, project, process, value, axis."""
    pages = {
        "zqnouvelle": news_page(title=f"Nouvelle {both('zqnouvelle')}"),
        "zqprojet": add_page(ProjectPage, "projet-ferme", title=f"Projet {both('zqprojet')}"),
        "zqdemarche": process_page(
            milestone("Étape zqdemarche"), title=f"Démarche {both('zqdemarche')}"
        ),
        "zqvaleur": value_page(7, title=f"Valeur {both('zqvaleur')}"),
        "zqaxe": axis_page(7, title=f"Axe {both('zqaxe')}"),
    }
    for word, page in pages.items():
        close(page, GROUPS)
        made.addresses.append(page.url)
        told = f"{type(page).__name__} behind privacy"
        made.secrets |= dict.fromkeys((word, beside(word)), told)


def _commitments(made: Closed, public: Contribution) -> None:
    """Commitments of a closed priority, one of which an open idea feeds."""
    priority = priority_page(
        7, title=f"Priorité {both('zqpriorite')}", short_name="zqprioritecourte"
    )
    close(priority, GROUPS)
    objective = ObjectiveFactory.create(priority=priority, label=f"Objectif {both('zqobjectif')}")
    commitment = CommitmentFactory.create(
        number=77,
        wording=f"Tenir {both('zqengagement')}",
        objective=objective,
        due_on=datetime.date(2026, 1, 1),
    )
    CommitmentUpdateFactory.create(commitment=commitment, text="Avancé de zqavancement.")
    actions.answer_contribution(
        contribution=public,
        verdict="retained",
        text="Oui, nous le ferons.",
        commitments=[commitment],
        author=None,
        at=datetime.datetime(2026, 5, 10, 12, tzinfo=datetime.UTC),
    )
    made.addresses += [priority.url, "/engagements/77/"]
    for word in ("zqpriorite", "zqobjectif", "zqengagement"):
        made.secrets |= dict.fromkeys((word, beside(word)), "closed priority, or what it holds")
    made.secrets["zqavancement"] = "news of a commitment of a closed priority"


def _files(made: Closed) -> None:
    """Documents: of a closed collection, a draft, the next version of a page, a closed page."""
    closed_one = Collection.get_first_root_node().add_child(name="Comité")
    setting = CollectionViewRestriction.objects.create(
        collection=closed_one, restriction_type=CollectionViewRestriction.GROUPS
    )
    setting.groups.add(Group.objects.get(name="Comité"))

    def document(word: str, **fields: object) -> PortalDocument:
        found = PortalDocument.objects.create(
            title=word, file=ContentFile(f"Voici {word}.".encode(), "piece.csv"), **fields
        )
        made.addresses.append(found.url)
        return found

    def shown(found: PortalDocument) -> list[dict[str, object]]:
        return [{"type": "document", "value": {"document": found.pk, "label": ""}}]

    document("zqcollection", collection=closed_one)
    add_page(StandardPage, "brouillon", live=False, body=shown(document("zqdubrouillon")))
    later = add_page(StandardPage, "bientot")
    later.body = shown(document("zqversionsuivante"))
    later.save_revision()
    inside = add_page(StandardPage, "comite", body=shown(document("zqdelapagefermee")))
    close(inside, GROUPS)
    made.secrets |= {
        "zqcollection": "document of a closed collection",
        "zqdelapagefermee": "document of a closed page",
    }
    made.drafts = {
        "zqdubrouillon": "document of a draft",
        "zqversionsuivante": "document of the next version of a page",
    }


def _picture(word: str, **fields: object) -> PortalImage:
    found: PortalImage = ImageFactory.create(title=word, **fields)
    return found


def _shown(found: PortalImage) -> list[dict[str, object]]:
    image = {"image": found.pk, "alt_text": "Une image"}
    return [{"type": "picture", "value": {"image": image, "caption": ""}}]


def _pictures(made: Closed) -> None:
    """Pictures: of a closed collection, a closed page, a draft, the next version of a page."""
    closed_one = Collection.objects.get(name="Comité")
    pictures = {
        "zqimagecollection": _picture("zqimagecollection", collection=closed_one),
        "zqimagepagefermee": _picture("zqimagepagefermee"),
        "zqimagebrouillon": _picture("zqimagebrouillon"),
        "zqimagesuivante": _picture("zqimagesuivante"),
    }
    add_page(StandardPage, "photos", body=_shown(pictures["zqimagecollection"]))
    inside = add_page(StandardPage, "photos-fermees", body=_shown(pictures["zqimagepagefermee"]))
    close(inside, GROUPS)
    add_page(
        StandardPage, "photos-brouillon", live=False, body=_shown(pictures["zqimagebrouillon"])
    )
    later = add_page(StandardPage, "photos-bientot")
    later.body = _shown(pictures["zqimagesuivante"])
    later.save_revision()
    place_pictures()
    for word, found in pictures.items():
        # Not drawn by Wagtail: a word in the file, for the answers are read as text.
        place = PortalRendition(image=found).get_upload_to("photo.png")
        name = default_storage.save(place, ContentFile(f"Voici {word}.".encode()))
        size = PortalRendition.objects.create(
            image=found, filter_spec="max-40x40", file=name, width=40, height=40
        )
        made.addresses += [size.url, f"/media/{size.file.name}", f"/media/{found.file.name}"]
    made.secrets |= {
        "zqimagecollection": "picture of a closed collection",
        "zqimagepagefermee": "picture of a closed page",
    }
    made.drafts |= {
        "zqimagebrouillon": "picture of a draft",
        "zqimagesuivante": "picture of the next version of a page",
    }
