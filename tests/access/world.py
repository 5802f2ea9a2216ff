"""One of everything that an address may name, and somebody of each role to ask for it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    UploadedFile,
    Workflow,
)

from home.models import ContactMessage, StandardPage
from home.roles import install_roles
from participation.enums import Wish
from participation.support_links import support_token
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.agents.actions import declare_agent
from portal.identity.models import Reconnection
from portal.owndata.models import DataRequest
from portal.owndata.notifications import LINK
from portal.sealed import seal
from portal.subscriptions.links import Asked, Handle, confirm_token, manage_token, stop_token
from portal.subscriptions.models import Letter
from tests.factories.accounts import AgentFactory, StaffFactory, SuperuserFactory, UserFactory
from tests.factories.agents import make_codes, make_invitation, make_request
from tests.factories.answers import AnswerTemplateFactory, draft
from tests.factories.body import BodyMeetingFactory, BodyMemberFactory, body_page
from tests.factories.cms import DocumentFactory, ImageFactory, make_site
from tests.factories.drafts import SentDraftFactory
from tests.factories.engagements import CommitmentUpdateFactory, PeriodFactory
from tests.factories.home import add_page, agents_news, category, news_page
from tests.factories.imports import csv_of, received_import
from tests.factories.merging import agents_idea, proposal_of
from tests.factories.moderation import make_appeal, make_report, published_comment
from tests.factories.paper import keyed_entry, printed_coupons
from tests.factories.participation import (
    LevelFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.processes import process_index, process_page
from tests.factories.reviews import opened, published
from tests.factories.subscriptions import subscriber
from tests.leaks.world import World as Content
from tests.leaks.world import build as build_content
from tests.support import clock
from tests.support.contract import contracts

STRANGER, RESIDENT, AGENT, SUPERUSER = "stranger", "resident", "agent", "superuser"
# Read from the enum: a new role is tried without anybody thinking of it.
ROLES = (STRANGER, RESIDENT, AGENT, *Role.values, SUPERUSER)


class World:
    """What exists; each attribute is one thing that an address names."""

    content: Content

    def __init__(self) -> None:
        make_site()
        process_index()  # Before the roles: participation officers have rights under it.
        install_roles()
        self.content = build_content()
        self.people: dict[str, Any] = _people()
        superuser = self.people[SUPERUSER]
        self._pages(superuser)
        self._files(superuser)
        self._participation(superuser)
        self._mechanisms(superuser)
        self.answer = draft(published_idea(self.content.call), author=superuser)
        self.message = ContactMessage.objects.create(
            wish=Wish.COMMENT, message="Bonjour.", form_token="jeton", sent_at=clock.NOW
        )
        self.user = UserFactory.create()
        self.group = Group.objects.create(name="Un groupe")
        self.redirect = Redirect.objects.create(old_path="/ancienne", redirect_link="/")
        self._workflows(superuser)
        self._of_people(superuser)
        self.editing = EditingSession.objects.create(
            user=superuser, content_object=self.page, last_seen_at=clock.NOW
        )

    def _pages(self, user: User) -> None:
        self.home = Page.objects.get(depth=2).specific
        self.page = add_page(StandardPage, "ordinaire")
        self.revision = self.page.save_revision(user=user)
        self.process = process_page(self.content.call)
        self.news = news_page(category=category())
        self.reviewed = add_page(StandardPage, "relue", live=False)
        self.locked_page = add_page(StandardPage, "fermee")
        kind = PageViewRestriction.PASSWORD
        self.restriction = PageViewRestriction.objects.create(
            page=self.locked_page, restriction_type=kind, password="secret"
        )

    def _files(self, user: User) -> None:
        root = Collection.get_first_root_node()
        self.image = ImageFactory.create(collection=root, is_public=True)
        self.rendition = self.image.get_rendition("max-100x100")
        self.rendition.file.close()
        kept = ImageFactory.create(collection=root)
        agents_news(image=kept)
        self.kept_rendition = kept.get_rendition("max-100x100")
        self.kept_rendition.file.close()
        self.document = DocumentFactory.create(collection=root)
        self.collection = root.add_child(name="Fermée")
        self.collection_restriction = CollectionViewRestriction.objects.create(
            collection=self.collection,
            restriction_type=CollectionViewRestriction.PASSWORD,
            password="secret",
        )

        def upload(of: Model) -> UploadedFile:
            kind = ContentType.objects.get_for_model(of)
            with of.file.open() as sent:  # type: ignore[attr-defined]
                # A file of its own: giving up the upload erases it.
                file = ContentFile(sent.read(), name=Path(sent.name).name)
            return UploadedFile.objects.create(
                for_content_type=kind, uploaded_by_user=user, file=file
            )

        self.uploads = {"wagtailimages": upload(self.image), "wagtaildocs": upload(self.document)}

    def _participation(self, user: User) -> None:
        call = self.content.call
        self.pending = make_idea(call)
        self.comment = published_comment(self.content.public)
        self.report, self.appeal = make_report(self.content.public), make_appeal(refused_idea(call))
        self.proposal = proposal_of(published_idea(call), self.content.kept)
        self.agents_idea = agents_idea(self.content.agents, author=self.people[AGENT])
        self.coupon = printed_coupons(call)[0]
        self.entry = keyed_entry(call)
        self.entry.scan_type = "image/jpeg"
        self.entry.scan.save("papier.jpg", ContentFile(b"papier"))
        self.own = published_idea(call, author=user)
        self.imported = received_import(csv_of("titre", "Une idée"), call, user=user)
        self.template = AnswerTemplateFactory.create()
        LevelFactory.create()
        PeriodFactory.create()
        self.published_review = published()
        self.review = opened(starts_on=date(2026, 5, 1), ends_on=date(2026, 10, 31))
        self.draft = SentDraftFactory.create(commitment=CommitmentUpdateFactory.create().commitment)
        body_page()
        BodyMemberFactory.create()
        BodyMeetingFactory.create(slug="tenue")
        CommitmentUpdateFactory.create()
        self.attachment = self.first("participation.Attachment")
        self.token = support_token(self.content.public.pk, "quelquun@test.example")

    def _mechanisms(self, user: User) -> None:
        """What the addresses of each mechanism name, by its slug."""
        self.superuser = user
        self.staged = {slug: contract.stage(self) for slug, contract in contracts().items()}

    def _workflows(self, user: User) -> None:
        """A page, an answer and an activity of each mechanism that somebody has to review."""
        self.workflow = Workflow.objects.filter(active=True).first() or Workflow.objects.create(
            name="Relecture"
        )
        self.states = {}
        self.reviewed_answer = draft(published_idea(self.content.call), author=user)
        self.reviewed_activities = {
            made._meta.model_name: made
            for made in (contract.activity() for contract in contracts().values())
        }
        activities = self.reviewed_activities.values()
        for reviewed in (self.reviewed, self.reviewed_answer, *activities):
            if reviewed.latest_revision is None:
                reviewed.save_revision(user=user)
            self.states[reviewed._meta.model_name] = self.workflow.start(reviewed, user)

    def _of_people(self, user: User) -> None:
        """What the city keeps about persons: agents, requests, letters, links that were mailed."""
        declare_agent(email=self.user.email, by=user, at=clock.NOW)
        self.batch, _ = make_codes(at=clock.NOW)
        self.invitation = make_invitation(at=clock.NOW)
        self.request = make_request(at=clock.NOW)
        self.data_request = DataRequest.objects.create(
            kind="erasure",
            reason="Lettre du 4 mai.",
            received_on=clock.NOW.date(),
            opened_at=clock.NOW,
            opened_by=user,
        )
        self.letter = Letter.objects.create(
            subject="Lettre", body="<p>Bonjour.</p>", written_at=clock.NOW
        )
        self.reconnection = Reconnection.objects.create(
            provider="proconnect", subject="s", user=self.user, asked_at=clock.NOW
        )
        follower = subscriber("news")
        self.handle = Handle(follower.pk, follower.link_key)
        address = "quelquun@test.example"
        self.tokens = {
            "owndata": seal(LINK, address),
            "owndata_desk": seal("owndata.desk", address),
            "subscriptions:confirm": confirm_token(Asked(address, "daily", ("news",))),
            "subscriptions:stop": stop_token(self.handle),
            "subscriptions:by_link": manage_token(self.handle),
        }

    def first(self, label: str) -> Any:
        """Something of this model; an address of a model without one could not be tried."""
        model = apps.get_model(label)
        found = model._default_manager.order_by("pk").first()
        assert found is not None, f"the world has no {label}"
        return found


def _people() -> dict[str, Any]:
    """Somebody of each role; the staff are agents, as in a city."""
    staff = {role: StaffFactory.create(role=role) for role in Role}
    return {
        STRANGER: AnonymousUser(),
        RESIDENT: UserFactory.create(),
        AGENT: AgentFactory.create(),
        **{role.value: person for role, person in staff.items()},
        SUPERUSER: SuperuserFactory.create(),
    }
