"""Drafts and private notes: on no public page, whoever looks."""

from typing import Any

import pytest

from engagements.models import Commitment
from participation import actions
from participation.ideas.models import IdeaConsultation
from participation.models import Answer, Contribution
from portal.accounts.models import User
from tests.factories.answers import (
    assigned_idea,
    draft,
    published,
    respondent,
)
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

SECRET = "Voir avec Mme Tilleul avant de répondre"


def everything_that_could_leak(
    call: IdeaConsultation, commitment: Commitment, officer: User
) -> Contribution:
    """A first draft, a draft of a correction, a scheduled answer, a private note."""
    department = DepartmentFactory.create(name="Service xylographe")
    idea = assigned_idea(department, respondent(department), consultation=call)
    begun = draft(idea, text="Brouillon zinzolin.", commitments=[commitment])
    public = published(draft(published_idea(call), text="Oui, officiellement."))
    changed = public.get_latest_revision_as_object()
    changed.text = "Brouillon zinzolin, corrigé."
    changed.save_revision(clean=False)
    scheduled = draft(published_idea(call), text="Brouillon zinzolin, programmé.")
    later = scheduled.get_latest_revision_as_object()
    later.go_live_at = clock.days(5)
    later.save_revision(clean=False)
    published(Answer.objects.get(pk=scheduled.pk))
    actions.add_note(contribution=idea, text=SECRET, author=officer, at=clock.NOW)
    # The editor writes the first drafts in the row itself: what is public is the verdict's matter.
    Answer.objects.filter(pk=begun.pk).update(text="Brouillon zinzolin.", verdict="retained")
    return idea


def test_drafts_and_notes_are_nowhere_in_public(
    client: Any, client_of: Any, agent: User, officer: User
) -> None:
    commitment = CommitmentFactory.create()
    call = IdeaConsultationFactory.create()
    idea = everything_that_could_leak(call, commitment, officer)
    addresses = [
        "/",
        call.url,
        f"{call.url}idees/flux/",
        f"{call.url}?etat=retained",
        *(contribution.url for contribution in Contribution.objects.all()),
        *(contribution.story_url for contribution in Contribution.objects.all()),
        "/participer/",
        "/participer/reponses/",
        "/participer/reponses.csv",
        "/recherche/?q=zinzolin",
        commitment.get_absolute_url(),
        "/engagements/",
    ]
    for browser in (client, client_of(agent)):
        for address in addresses:
            response = browser.get(address, follow=True)
            body = b"".join(response) if response.streaming else response.content
            shown = body.decode()
            leaks = [word for word in ("Brouillon", "zinzolin,", "Mme Tilleul") if word in shown]
            assert leaks == [], address
    assert idea.title not in client.get(commitment.get_absolute_url()).content.decode()
