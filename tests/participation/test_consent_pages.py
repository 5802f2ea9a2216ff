"""Where authors and supporters answer, and what the public and the officers read of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation import actions
from participation.enums import Moderation
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import MergeProposal, Promotion, SupportQuestion
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.merging import (
    agents_idea,
    grouped,
    promotion_asked,
    proposal_of,
    supported_by,
)
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.usefixtures("portal_site", "now")]

QUERIES_OF_LIST = 14


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def answer(client: Any, idea: Idea, what: str, name: str = "answer_merge", **data: str) -> Any:
    address = reverse(f"participation:{name}", args=[idea.receipt_display])
    return client.post(address, {"reponse": what, **data}, follow=True)


def body(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_the_author_agrees_with_the_receipt_alone(call: IdeaConsultation, client: Any) -> None:
    merged, kept = published_idea(call), published_idea(call)
    proposal = proposal_of(merged, kept)
    page = body(client.get(merged.story_url))
    assert kept.title in page
    assert proposal.reason in page
    page = body(answer(client, merged, "oui"))
    assert "Vous l’avez accepté" in page
    merged.refresh_from_db()
    assert merged.merged_into_id == kept.pk
    page = body(answer(client, merged, "separer"))
    assert "se tient de nouveau seule" in page
    merged.refresh_from_db()
    assert merged.moderation == Moderation.PUBLISHED


def test_the_author_declines_and_officers_read_it(
    call: IdeaConsultation, client: Any, officer: User, client_of: Any
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    proposal_of(merged, kept)
    answer(client, merged, "non")
    assert "vous avez refusé" in body(client.get(merged.story_url))
    staff = client_of(officer)
    assert "a refusé" in body(staff.get(reverse("contributions:edit", args=[merged.pk])))
    listed = body(staff.get(reverse("merging:index"), {"etat": "declined"}))
    assert merged.title in listed
    assert merged.title not in body(staff.get(reverse("merging:index"), {"etat": "grouped"}))


def test_a_page_opened_before_says_what_happened_meanwhile(
    call: IdeaConsultation, client: Any
) -> None:
    merged = published_idea(call)
    proposal = proposal_of(merged, published_idea(call))
    actions.withdraw_proposal(proposal=proposal, officer=None, at=clock.NOW)
    assert "déjà" in body(answer(client, merged, "oui"))
    merged.refresh_from_db()
    assert merged.moderation == Moderation.PUBLISHED


@pytest.mark.parametrize("name", ["answer_merge", "answer_promotion"])
def test_opening_an_address_answers_nothing_and_nonsense_is_not_found(
    call: IdeaConsultation, client: Any, name: str
) -> None:
    idea = published_idea(call)
    address = reverse(f"participation:{name}", args=[idea.receipt_display])
    assert client.get(address).status_code == 405
    assert client.post(address, {"reponse": "peut-être"}).status_code == 404
    assert client.post(address, {"reponse": "oui"}).status_code == 404
    unknown = reverse(f"participation:{name}", args=["AAAAA-AAAAA"])
    assert client.post(unknown, {"reponse": "oui"}).status_code == 404


def test_a_form_without_its_token_is_refused(call: IdeaConsultation) -> None:
    merged = published_idea(call)
    proposal = proposal_of(merged, published_idea(call))
    browser = Client(enforce_csrf_checks=True)
    address = reverse("participation:answer_merge", args=[merged.receipt_display])
    assert browser.post(address, {"reponse": "oui"}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.accepted is None


def test_a_grouped_idea_stays_citable_and_is_in_no_list(
    call: IdeaConsultation, client: Any
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    proposal = proposal_of(merged, kept)
    actions.group_unanswered(proposal=proposal, officer=None, at=clock.NOW)
    page = body(client.get(merged.url))
    assert merged.text in page
    assert proposal.reason in page
    assert "sans réponse de son auteur" in page
    for address in (call.url, f"{call.url}idees/flux/", f"/recherche/?q={merged.title}"):
        assert f'href="{merged.url}"' not in body(client.get(address)), address
    kept_page = body(client.get(kept.url))
    assert merged.url in kept_page


def test_the_kept_idea_tells_its_figures_apart(call: IdeaConsultation, client: Any) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    supported_by(kept, "a@test.example", "c@test.example")
    grouped(merged, kept)
    page = " ".join(body(client.get(kept.url)).split())
    assert "2 personnes ont soutenu les idées regroupées ici" in page
    assert "1 d’entre elles soutient" in page


def test_the_story_of_a_grouped_idea_tells_the_answer_given_to_the_other(
    call: IdeaConsultation, client: Any
) -> None:
    merged, kept = published_idea(call), answered_idea(call)
    grouped(merged, kept)
    for address in (merged.url, merged.story_url):
        page = body(client.get(address))
        assert f"Regroupée sous l’idée n° {kept.number}".replace("n° ", "n°\u00a0") in page
        assert f"Réponse de la ville à l’idée n°\u00a0{kept.number}" in page


def test_a_supporter_answers_by_the_link_and_opening_it_answers_nothing(
    call: IdeaConsultation, client: Any
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    grouped(merged, kept)
    yes, no = SupportQuestion.objects.order_by("pk")
    page = body(client.get(yes.url))
    assert merged.title in page
    assert kept.title in page
    yes.refresh_from_db()
    assert yes.answered_at is None
    assert "votre soutien à la contribution" in body(
        client.post(yes.url, {"reponse": "oui"}, follow=True)
    )
    client.post(no.url, {"reponse": "non"})
    kept.refresh_from_db()
    assert kept.support_count == 1
    assert "réponse est enregistrée" in body(client.get(yes.url))
    assert "réponse est enregistrée" in body(client.post(no.url, {"reponse": "oui"}, follow=True))
    kept.refresh_from_db()
    assert kept.support_count == 1


def test_a_link_of_ideas_apart_again_or_forged_leads_nowhere(
    call: IdeaConsultation, client: Any
) -> None:
    merged = published_idea(call)
    supported_by(merged, "a@test.example")
    proposal = grouped(merged, published_idea(call))
    question = SupportQuestion.objects.get()
    address = question.url
    forged = reverse("participation:support_question", args=[f"{question.pk}:abcdef"])
    assert client.get(forged).status_code == 404
    assert client.post(address, {"reponse": "si"}).status_code == 404
    actions.undo_merge(proposal=proposal, at=clock.NOW)
    response = client.get(address)
    assert response.status_code == 404
    assert "ne mène plus nulle part" in body(response)


def test_a_question_about_agents_ideas_opens_to_agents_only(
    client: Any, client_of: Any, agent: User, resident: User
) -> None:
    call = AgentConsultationFactory.create()
    merged, kept = agents_idea(call, author=agent), agents_idea(call, author=agent)
    supporter = actions.supporter_of(user=agent, at=clock.NOW)
    actions.support_contribution(contribution=merged, supporter=supporter, user=agent, at=clock.NOW)
    grouped(merged, kept)
    address = SupportQuestion.objects.get().url
    assert client.get(address).status_code == 302
    assert client_of(resident).get(address).status_code == 403
    assert merged.title in body(client_of(agent).get(address))


def test_a_signed_in_supporter_is_asked_on_the_page_of_the_idea(
    call: IdeaConsultation, client: Any, client_of: Any, resident: User
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, resident.email)
    grouped(merged, kept)
    question = SupportQuestion.objects.get()
    browser = client_of(resident)
    assert question.url in body(browser.get(kept.url))
    assert question.url not in body(client.get(kept.url))
    account = body(browser.get("/compte/"))
    assert question.url in account
    assert merged.title in account
    assert kept.title in account
    browser.post(question.url, {"reponse": "oui"})
    assert question.url not in body(browser.get(kept.url))
    assert question.url not in body(browser.get("/compte/"))


def test_an_agent_lets_the_idea_be_public_from_the_story(client: Any) -> None:
    target = IdeaConsultationFactory.create(title="Mieux acheter")
    source = agents_idea(author=AgentFactory.create())
    promotion_asked(source, target)
    page = body(client.get(source.story_url))
    assert "Mieux acheter" in page
    page = body(answer(client, source, "oui", "answer_promotion", display_name="Une voisine"))
    promotion = Promotion.objects.get()
    assert promotion.result is not None
    assert promotion.result.display_name == "Une voisine"
    assert promotion.result.receipt_display in page
    assert "Une voisine" in body(client.get(promotion.result.url))
    answer(client, source, "retirer", "answer_promotion")
    assert client.get(promotion.result.url).status_code == 404


def test_an_agent_keeps_the_idea_among_agents(client: Any) -> None:
    source = agents_idea(author=AgentFactory.create())
    promotion_asked(source)
    page = body(answer(client, source, "non", "answer_promotion"))
    assert "garder votre contribution entre agents" in page
    assert Promotion.objects.get().result is None


def test_an_officer_proposes_among_the_ideas_that_resemble(
    call: IdeaConsultation, officer: User, client_of: Any
) -> None:
    merged = published_idea(call, title="Une piste cyclable avenue de Verdun")
    kept = published_idea(call, title="Piste cyclable pour l’avenue de Verdun")
    other = published_idea(call, title="Des repas sans viande à la cantine")
    foreign = published_idea(title="Une piste cyclable avenue de Verdun")
    bound = published_idea(call, title="La piste cyclable de l’avenue de Verdun")
    actions.group_unanswered(proposal=proposal_of(bound, other), officer=None, at=clock.NOW)
    waiting = published_idea(call, title="Piste cyclable, avenue de Verdun")
    proposal_of(waiting, other)
    staff = client_of(officer)
    address = reverse("merging:propose", args=[merged.pk])
    assert address in body(staff.get(reverse("contributions:index")))
    assert address in body(staff.get(reverse("contributions:edit", args=[merged.pk])))
    page = body(staff.get(address))
    assert kept.title in page
    assert other.title not in page
    assert bound.title not in page
    assert waiting.title not in page
    assert reverse("contributions:edit", args=[foreign.pk]) not in page
    for data, said in (
        ({"number": "", "reason": "Doublon"}, "Choisissez"),
        ({"number": kept.number, "reason": ""}, "Dites pourquoi"),
        ({"number": 999, "reason": "Doublon"}, "Aucune contribution"),
        ({"number": merged.number, "reason": "Doublon"}, "elle-même"),
    ):
        assert said in body(staff.post(address, data))
    assert not MergeProposal.objects.filter(merged=merged).exists()
    response = staff.post(address, {"number": kept.number, "reason": "Même piste."}, follow=True)
    proposal = MergeProposal.objects.get(merged=merged)
    assert (proposal.merged_id, proposal.kept_id, proposal.reason, proposal.proposed_by) == (
        merged.pk,
        kept.pk,
        "Même piste.",
        officer,
    )
    assert "Regrouper sans réponse" in body(response)


def test_an_officer_groups_without_answer_then_separates(
    call: IdeaConsultation, moderator: User, client_of: Any
) -> None:
    merged = published_idea(call)
    proposal = proposal_of(merged, published_idea(call))
    staff = client_of(moderator)
    address = reverse("merging:decide", args=[proposal.pk])
    assert staff.post(address, {"action": "nothing"}).status_code in {302, 403}
    staff.post(address, {"action": "group"})
    merged.refresh_from_db()
    assert merged.moderation == Moderation.MERGED
    assert "Séparer" in body(staff.get(reverse("contributions:edit", args=[merged.pk])))
    staff.post(address, {"action": "undo"})
    merged.refresh_from_db()
    assert merged.moderation == Moderation.PUBLISHED
    assert "déjà" in body(staff.post(address, {"action": "undo"}, follow=True))


def test_an_officer_waits_for_an_author_who_can_be_asked(
    call: IdeaConsultation, officer: User, client_of: Any
) -> None:
    merged = published_idea(call, email="a@test.example")
    proposal = proposal_of(merged, published_idea(call))
    staff = client_of(officer)
    desk = reverse("contributions:edit", args=[merged.pk])
    assert "Regrouper sans réponse" not in body(staff.get(desk))
    address = reverse("merging:decide", args=[proposal.pk])
    assert "encore le temps" in body(staff.post(address, {"action": "group"}, follow=True))
    staff.post(address, {"action": "withdraw"})
    proposal.refresh_from_db()
    assert proposal.undone_at is not None


def test_an_officer_asks_to_make_an_agents_idea_public(
    officer: User, moderator: User, client_of: Any
) -> None:
    target = IdeaConsultationFactory.create(title="Mieux acheter")
    inside = AgentConsultationFactory.create()
    source = agents_idea(inside, author=AgentFactory.create())
    address = reverse("merging:promote", args=[source.pk])
    staff = client_of(officer)
    assert address in body(staff.get(reverse("contributions:edit", args=[source.pk])))
    assert inside.title not in body(staff.get(address)).split("<select")[1].split("</select")[0]
    assert "Choisissez" in body(staff.post(address, {"target": "", "reason": "Utile."}))
    assert "Choisissez" in body(staff.post(address, {"target": inside.pk, "reason": "Utile."}))
    assert not Promotion.objects.exists()
    staff.post(address, {"target": target.pk, "reason": "Utile à toute la ville."})
    promotion = Promotion.objects.get()
    assert (promotion.target_id, promotion.asked_by) == (target.pk, officer)
    assert client_of(moderator).get(address).status_code in {302, 403}


def test_those_without_right_group_nothing(
    call: IdeaConsultation, agent: User, pilot: User, client_of: Any
) -> None:
    merged = published_idea(call)
    proposal = proposal_of(merged, published_idea(call))
    for person in (agent, pilot):
        browser = client_of(person)
        for address in (
            reverse("merging:index"),
            reverse("merging:propose", args=[merged.pk]),
            reverse("merging:promote", args=[merged.pk]),
        ):
            assert browser.get(address).status_code in {302, 403}
        browser.post(reverse("merging:decide", args=[proposal.pk]), {"action": "group"})
    proposal.refresh_from_db()
    assert proposal.grouped_at is None


def test_the_list_of_groups_says_when_it_is_empty(officer: User, client_of: Any) -> None:
    assert "Aucune contribution n’a encore" in body(
        client_of(officer).get(reverse("merging:index"))
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_groups_takes_the_same_queries(
    call: IdeaConsultation,
    officer: User,
    client_of: Any,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count):
        proposal_of(published_idea(call), published_idea(call))
    staff = client_of(officer)
    staff.get(reverse("merging:index"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        staff.get(reverse("merging:index"))


def test_an_idea_not_read_yet_offers_no_group(
    call: IdeaConsultation, officer: User, client_of: Any
) -> None:
    waiting = make_idea(call)
    page = body(client_of(officer).get(reverse("contributions:edit", args=[waiting.pk])))
    assert reverse("merging:propose", args=[waiting.pk]) not in page
