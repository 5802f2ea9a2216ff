"""An agent's idea is public with its author's consent only; nothing of it leaks either way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ReferenceIndex

from participation import actions
from participation.actions.counters import recount
from participation.enums import Channel, Moderation, Reason, RefusalReason
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, ModerationDecision, Promotion
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.accounts import AgentFactory
from tests.factories.merging import agents_idea, grouped, promotion_asked
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    make_idea,
    published_idea,
)
from tests.participation.test_actions import together
from tests.support import clock

# What only agents may know of the idea, each in a word found nowhere else.
AGENTS_CALL, DEPARTMENT, INSIDE_NAME = "Appel-Interne-Kappa", "Direction-Sigma", "Signature-Delta"
ACCOUNT_NAME, ADDRESS = "Nom-De-Compte-Omega", "agente.omega@test.example"
SECRETS = (AGENTS_CALL, DEPARTMENT, INSIDE_NAME, ACCOUNT_NAME, ADDRESS, "appel-interne")


@pytest.fixture
def author(portal_site: Any) -> User:
    return AgentFactory.create(email=ADDRESS, display_name=ACCOUNT_NAME)


@pytest.fixture
def source(author: User) -> Idea:
    """An agents' idea with everything that could leak."""
    call = AgentConsultationFactory.create(title=AGENTS_CALL, slug="appel-interne")
    make_idea(call, author=author)
    return agents_idea(
        call,
        author=author,
        email=ADDRESS,
        title="Mutualiser les achats de papier",
        text="Chaque service commande de son côté, cela coûte cher et cela encombre.",
        display_name=INSIDE_NAME,
        department_name=DEPARTMENT,
        standing="agent",
        place="Bureau 214",
        channel=Channel.MEETING,
        theme=ThemeFactory.create(),
    )


@pytest.fixture
def target(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create(title="Mieux acheter")


def accept(promotion: Promotion, name: str = "") -> Contribution:
    done = actions.accept_promotion(promotion=promotion, display_name=name, at=clock.NOW)
    assert done.result is not None
    return Contribution.objects.get(pk=done.result.pk)


def test_asking_publishes_nothing(source: Idea, target: IdeaConsultation) -> None:
    promotion = promotion_asked(source, target)
    assert (promotion.accepted, promotion.result) == (None, None)
    assert not Contribution.objects.filter(activity=target).exists()


def test_accepted_a_new_idea_carries_the_title_and_the_text_alone(
    source: Idea, target: IdeaConsultation, moderator: User
) -> None:
    result = accept(promotion_asked(source, target, officer=moderator))
    kept = ("title", "text", "channel", "email")
    assert [getattr(result, name) for name in kept] == [getattr(source, name) for name in kept]
    assert (result.number, result.moderation, result.activity_id) == (
        1,
        Moderation.PUBLISHED,
        target.pk,
    )
    empty = ("display_name", "department_name", "place", "standing")
    assert [getattr(result, name) for name in empty] == [""] * len(empty)
    assert (result.author_id, result.theme_id, result.concerned_department_id) == (
        None,
        None,
        None,
    )
    assert result.public_name == "Anonyme"
    assert result.receipt != source.receipt
    [decision] = ModerationDecision.objects.filter(contribution=result)
    assert (decision.decision, decision.was_public, decision.decided_by) == (
        Moderation.PUBLISHED,
        False,
        moderator,
    )
    source.refresh_from_db()
    assert source.moderation == Moderation.PUBLISHED
    assert recount(activity=target) is False
    assert recount(activity=source.activity) is False


def test_the_author_chooses_the_signature_and_a_theme_goes_where_it_is_offered(
    source: Idea,
) -> None:
    target = IdeaConsultationFactory.create(themes=[source.theme])
    result = accept(promotion_asked(source, target), "  Une agente\u202e  de la ville ")
    assert (result.display_name, result.theme) == ("Une agente de la ville", source.theme)


def test_declined_it_stays_among_agents_and_is_not_asked_again(
    source: Idea, target: IdeaConsultation
) -> None:
    promotion = promotion_asked(source, target)
    actions.decline_promotion(promotion=promotion, at=clock.NOW)
    assert not Contribution.objects.filter(activity=target).exists()
    for again in (
        lambda: promotion_asked(source, target),
        lambda: actions.accept_promotion(promotion=promotion, display_name="", at=clock.NOW),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.reason in {Reason.ALREADY_ASKED, Reason.ALREADY_HANDLED}


@pytest.mark.parametrize(
    "fields",
    [
        {"live": False},
        {"visibility": "agents", "audience": "agents"},
        {"opens_at": clock.days(1)},
    ],
)
def test_a_call_that_may_not_receive_it_is_refused_before_and_after_asking(
    source: Idea, target: IdeaConsultation, fields: dict[str, Any]
) -> None:
    promotion = promotion_asked(source, target)
    IdeaConsultation.objects.filter(pk=target.pk).update(**fields)
    with pytest.raises(Refused) as refused:
        actions.accept_promotion(promotion=promotion, display_name="", at=clock.NOW)
    assert refused.value.reason == Reason.TARGET_NOT_PUBLIC
    promotion.refresh_from_db()
    assert promotion.accepted is None


def test_an_idea_of_a_public_call_needs_no_consent_of_this_kind(target: IdeaConsultation) -> None:
    with pytest.raises(Refused) as refused:
        promotion_asked(published_idea(), target)
    assert refused.value.reason == Reason.NOT_AGENTS_IDEA


def test_taken_back_the_public_idea_is_withdrawn_by_its_author_and_not_refused(
    source: Idea, target: IdeaConsultation, client: Any, now: Any
) -> None:
    promotion = promotion_asked(source, target)
    result = accept(promotion)
    assert client.get(result.url).status_code == 200
    actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    result.refresh_from_db()
    assert (result.moderation, result.refusal_reason) == (Moderation.WITHDRAWN, "")
    assert client.get(result.url).status_code == 404
    assert result.title not in client.get(target.url).content.decode()
    assert "Retirée par son auteur" in client.get(result.story_url).content.decode()
    with pytest.raises(Refused):
        actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    assert recount(activity=target) is False


def test_what_stood_under_a_withdrawn_idea_comes_back(
    source: Idea, target: IdeaConsultation
) -> None:
    promotion = promotion_asked(source, target)
    result = accept(promotion)
    other = published_idea(target)
    grouped(other, result)
    actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    other.refresh_from_db()
    assert (other.moderation, other.merged_into) == (Moderation.PUBLISHED, None)
    assert recount(activity=target) is False


def test_a_consent_is_taken_back_even_once_the_idea_is_grouped_or_refused(
    source: Idea, target: IdeaConsultation
) -> None:
    promotion = promotion_asked(source, target)
    result = accept(promotion)
    grouped(result, published_idea(target))
    actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    result.refresh_from_db()
    assert (result.moderation, result.merged_into) == (Moderation.WITHDRAWN, None)
    assert recount(activity=target) is False


def test_a_refused_public_idea_that_is_taken_back_keeps_its_counters_right(
    source: Idea, target: IdeaConsultation
) -> None:
    promotion = promotion_asked(source, target)
    result = accept(promotion)
    actions.refuse_contribution(
        contribution=result,
        moderator=None,
        reason=RefusalReason.OFF_TOPIC,
        at=clock.NOW,
        on_report=True,
    )
    actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    assert recount(activity=target) is False


def test_mails_go_to_the_author_and_tell_nothing_in_the_subject(
    source: Idea,
    target: IdeaConsultation,
    django_capture_on_commit_callbacks: Any,
    logged: Callable[[str], list[Any]],
) -> None:
    Contribution.objects.filter(pk=source.pk).update(email="")
    source.refresh_from_db()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        promotion = promotion_asked(source, target)
        result = accept(promotion)
    asked, done = mail.outbox
    assert (asked.to, done.to) == ([ADDRESS], [ADDRESS])
    assert source.story_url in asked.body
    assert result.receipt_display in done.body
    assert source.title not in asked.subject + done.subject
    [record] = logged("participation.promotion.accepted")
    assert {"promotion"} <= set(vars(record))
    assert not {"contribution", "source", "result"} & set(vars(record))


def test_the_public_side_tells_nothing_of_the_agents_side(
    source: Idea, target: IdeaConsultation, client: Any, officer: User, client_of: Any, now: Any
) -> None:
    result = accept(promotion_asked(source, target))
    pages = [result.url, target.url, result.story_url, f"{target.url}idees/flux/"]
    for address in pages:
        page = client.get(address).content.decode()
        assert result.title in page
        assert [secret for secret in SECRETS if secret in page] == []
        assert source.receipt_display not in page
    desk = client_of(officer)
    page = desk.get(reverse("contributions:edit", args=[result.pk])).content.decode()
    assert [secret for secret in SECRETS if secret in page] == []


def test_the_agents_side_says_made_public_and_leads_nowhere(
    source: Idea, target: IdeaConsultation, agent: User, client_of: Any, now: Any
) -> None:
    browser = client_of(agent)
    promotion = promotion_asked(source, target)
    said = "Rendue publique avec l’accord de son auteur"
    assert said not in browser.get(source.url).content.decode()
    result = accept(promotion, "Une voisine")
    page = browser.get(source.url).content.decode()
    assert said in page
    assert [word for word in (result.url, "Une voisine", target.title) if word in page] == []
    actions.take_back_promotion(promotion=promotion, at=clock.NOW)
    assert said not in browser.get(source.url).content.decode()


def test_the_account_of_an_agent_is_shown_to_nobody(
    source: Idea, target: IdeaConsultation, officer: User, agent: User, client_of: Any, now: Any
) -> None:
    """Not even to officers: the desk and its list show what the agent signed, and nothing else."""
    unsigned = agents_idea(source.activity.ideaconsultation, author=source.author)
    promotion_asked(unsigned, target)
    staff, reader = client_of(officer), client_of(agent)
    pages = [
        staff.get(reverse("contributions:edit", args=[unsigned.pk])),
        staff.get(reverse("contributions:index")),
        staff.get(reverse("contributions:index"), {"export": "csv"}),
        staff.get(reverse("merging:propose", args=[unsigned.pk])),
        reader.get(unsigned.url),
        reader.get(source.activity.url),
    ]
    for page in pages:
        assert page.status_code == 200
        body = page.getvalue() if page.streaming else page.content
        assert ACCOUNT_NAME not in body.decode()
        assert ADDRESS not in body.decode()
    signed = staff.get(reverse("contributions:edit", args=[source.pk])).content.decode()
    assert INSIDE_NAME in signed
    assert DEPARTMENT in signed
    assert ACCOUNT_NAME not in signed


def test_a_department_is_shown_only_when_the_agent_gave_it(
    author: User, officer: User, client_of: Any, now: Any
) -> None:
    idea = agents_idea(author=author)
    assert idea.department_name == ""
    page = client_of(officer).get(reverse("contributions:edit", args=[idea.pk])).content.decode()
    assert author.department_name not in page


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"withdrawn_at": clock.NOW}, "promotion_takes_back_a_given_consent"),
        ({"reason": ""}, "promotion_gives_its_reason"),
        ({"accepted": True}, "promotion_answer_has_its_date"),
    ],
)
def test_the_database_keeps_the_rules(
    source: Idea, target: IdeaConsultation, fields: dict[str, Any], name: str
) -> None:
    given = {"reason": "Utile", "asked_at": clock.NOW, **fields}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Promotion.objects.create(source=source, target=target, **given)


def test_nothing_results_without_consent(source: Idea, target: IdeaConsultation) -> None:
    with pytest.raises(IntegrityError, match="promotion_only_with_consent"), transaction.atomic():
        Promotion.objects.create(
            source=source,
            target=target,
            reason="Utile",
            asked_at=clock.NOW,
            result=published_idea(target),
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_the_same_consent_at_once_publishes_once() -> None:
    target = IdeaConsultationFactory.create()
    call = AgentConsultationFactory.create()
    promotion = promotion_asked(agents_idea(call, author=AgentFactory.create()), target)

    def agree(number: int) -> str:
        fresh = Promotion.objects.get(pk=promotion.pk)
        actions.accept_promotion(promotion=fresh, display_name="", at=clock.NOW)
        return "public"

    done = together(6, agree)
    assert (done.count("public"), done.count(Reason.ALREADY_HANDLED)) == (1, 5)
    assert Contribution.objects.filter(activity=target).count() == 1
    assert recount(activity=target) is False


def test_the_pages_of_an_account_do_not_list_what_it_gave(
    source: Idea, administrator: User, client_of: Any, now: Any
) -> None:
    """Wagtail keeps an index of what points to what: not from ideas to accounts."""
    staff = client_of(administrator)
    assert source.author is not None
    for name in ("wagtailusers_users:edit", "wagtailusers_users:usage"):
        page = staff.get(reverse(name, args=[source.author.pk]))
        assert page.status_code == 200
        assert source.title not in page.content.decode()
    assert not ReferenceIndex.get_references_to(source.author).exists()
