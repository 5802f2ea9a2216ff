"""Being written to: the consent noted with an idea, the link in the mail, what ends with it."""

from typing import Any

import pytest
from django.core import mail

from participation.actions import counters, erase_addresses
from participation.consent_rules import WISHES_CONSENT, scope_of
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, FacetCount
from portal.privacy.actions import withdraw_consent
from portal.privacy.exports import proof_rows
from portal.privacy.links import withdrawal_path
from portal.privacy.models import Consent
from tests.factories.accounts import AgentFactory
from tests.factories.merging import promotion_asked
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = pytest.mark.django_db
ADDRESS = "tilleul@test.example"
WISHES = ["comment", "follow_up", "information"]


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    made: IdeaConsultation = IdeaConsultationFactory.create()
    return made


def consent() -> Consent:
    return Consent.objects.select_related("text").get()


def test_wish_to_be_written_to_is_noted_in_the_words_ticked(call):
    idea = make_idea(call, email=ADDRESS, wishes=WISHES)

    noted = consent()
    assert (noted.kind, noted.scope) == (WISHES_CONSENT, scope_of(idea.pk))
    assert "Participer à l’instance de suivi" in noted.text.text
    assert "commentaire" not in noted.text.text


@pytest.mark.parametrize(
    ("email", "wishes"), [(ADDRESS, ["comment"]), (ADDRESS, []), ("", ["comment"])]
)
def test_other_wishes_are_no_consent(call, email, wishes):
    make_idea(call, email=email, wishes=wishes)

    assert not Consent.objects.exists()


def test_mail_holds_the_link_that_takes_it_back(call, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_idea(call, email=ADDRESS, wishes=WISHES)
        make_idea(call, email=ADDRESS)

    with_wish, without = mail.outbox
    assert "/consentement/" in with_wish.body
    assert "/consentement/" in with_wish.alternatives[0][0]
    assert "/consentement/" not in without.body


def test_taking_back_takes_off_the_wishes_and_their_counts(call):
    idea = published_idea(call, email=ADDRESS, wishes=WISHES)
    counted = FacetCount.objects.filter(activity=call, kind="wish", count=1)
    assert counted.count() == 3

    withdraw_consent(consent=consent(), at=clock.NOW)

    assert [wish.wish for wish in idea.wishes.all()] == ["comment"]
    assert [facet.value for facet in counted] == ["comment"]
    assert counters.recount(activity=call) is False
    assert Contribution.objects.get(pk=idea.pk).email == ADDRESS


def test_consent_ends_with_the_address(call):
    make_idea(call, email=ADDRESS, wishes=WISHES)

    assert erase_addresses(at=clock.days(500)) == 1

    assert consent().withdrawn_at == clock.days(500)


def test_link_of_an_idea_that_is_gone_does_no_harm(client, call):
    idea = make_idea(call, email=ADDRESS, wishes=WISHES)
    path = withdrawal_path(consent().pk)
    Idea.objects.filter(pk=idea.pk).delete()

    assert client.post(path).status_code == 302
    assert consent().withdrawn_at is not None


def test_agents_ideas_made_public_are_linked_not_copied(portal_site):
    agents, public = AgentConsultationFactory.create(), IdeaConsultationFactory.create()
    promotion = promotion_asked(published_idea(agents, author=AgentFactory.create()), target=public)
    type(promotion).objects.filter(pk=promotion.pk).update(accepted=True, answered_at=clock.NOW)

    [row] = proof_rows()

    assert row[1] == f"promotion:{promotion.pk}"
    assert not Consent.objects.exists()
