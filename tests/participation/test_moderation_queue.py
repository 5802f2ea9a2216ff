"""The queue of moderation: order, filters, counts, pages, flags; deciding one by one; who may."""

import re
from typing import Any

import pytest
from django.urls import reverse

from participation import actions
from participation.enums import ModerationMode, QueueKind, RefusalReason
from participation.ideas.models import Idea
from participation.models import Appeal, Comment, Contribution, Report
from participation.queries.flags import Flagger, agent_names
from participation.queries.queue import (
    QueueChoice,
    flagged_page,
    neighbours,
    queue_counts,
    queue_page,
)
from portal.accounts.models import User
from portal.cms.keyset import BadCursor, encode
from tests.factories.accounts import AgentFactory
from tests.factories.moderation import (
    make_appeal,
    make_comment,
    make_report,
    refused_by,
)
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

QUEUE = "/admin/moderation/"
QUERIES = 21


@pytest.fixture
def reader(client_of: Any, moderator: User) -> Any:
    """A moderator's browser."""
    return client_of(moderator)


def keys(choice: QueueChoice | None = None, **given: Any) -> list[str]:
    return [item.key for item in queue_page(choice or QueueChoice(), **given).items]


def one_of_each(call: Any = None) -> list[str]:
    """A contribution, a comment, a report and an objection, each younger than the one before."""
    call = call or IdeaConsultationFactory.create()
    public = published_idea(call, at=clock.days(-4))
    refused = refused_by(None, make_idea(call))
    idea = make_idea(call, at=clock.days(-3))
    comment = make_comment(public, at=clock.days(-2))
    report = make_report(public, at=clock.days(-1))
    appeal = make_appeal(refused, at=clock.NOW)
    return [
        f"contribution-{idea.pk}",
        f"comment-{comment.pk}",
        f"report-{report.pk}",
        f"appeal-{appeal.pk}",
    ]


def test_everything_waits_in_one_queue_the_oldest_first() -> None:
    expected = one_of_each()
    assert keys() == expected
    assert keys(QueueChoice(kind="comment")) == expected[1:2]
    counted = {each.kind: (each.count, each.oldest) for each in queue_counts()}
    assert counted == {
        QueueKind.CONTRIBUTION: (1, clock.days(-3)),
        QueueKind.COMMENT: (1, clock.days(-2)),
        QueueKind.REPORT: (1, clock.days(-1)),
        QueueKind.APPEAL: (1, clock.NOW),
    }


def test_one_activity_is_shown_alone() -> None:
    call = IdeaConsultationFactory.create()
    expected = one_of_each(call)
    one_of_each()
    assert keys(QueueChoice(activity=call.pk)) == expected
    assert [each.count for each in queue_counts(call.pk)] == [1, 1, 1, 1]


def test_what_is_public_already_waits_too_when_read_afterwards() -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = make_idea(call)
    comment = make_comment(idea, at=clock.days(10))
    assert keys() == [f"contribution-{idea.pk}", f"comment-{comment.pk}"]
    actions.publish_contribution(contribution=idea, moderator=None, at=clock.NOW)
    assert keys() == [f"comment-{comment.pk}"]


def test_pages_follow_one_another_without_gap_even_at_the_same_moment() -> None:
    public = published_idea()
    call = IdeaConsultationFactory.create()
    for _ in range(4):
        make_idea(call, at=clock.NOW)
        make_comment(public, at=clock.NOW)
        make_report(public, at=clock.NOW)
    everything = keys()
    read: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = queue_page(QueueChoice(), cursor, size=5)
        read += [item.key for item in page.items]
        cursor = page.next_cursor
    assert read == everything
    assert len(set(read)) == 12


def test_neighbours_are_those_before_and_after_and_the_end_leads_to_the_oldest() -> None:
    expected = one_of_each()
    items = queue_page(QueueChoice()).items
    before, after = neighbours(QueueChoice(), items[1].place)
    assert (before and before.key, after and after.key) == (expected[0], expected[2])
    _before, after = neighbours(QueueChoice(), items[3].place)
    assert after and after.key == expected[0]
    assert neighbours(QueueChoice(kind="comment"), items[1].place) == (None, None)


@pytest.mark.parametrize(
    "cursor",
    ["x", "!!", encode([1, 2, 3]), encode([clock.NOW, "a", 1]), encode([clock.NOW, 1, 2**80])],
)
def test_a_forged_cursor_is_refused_and_the_page_shows_the_oldest(reader: Any, cursor: str) -> None:
    with pytest.raises(BadCursor):
        queue_page(QueueChoice(), cursor)
    assert reader.get(QUEUE, {"after": cursor}).status_code == 200


def test_personal_data_and_agents_are_pointed_at() -> None:
    AgentFactory.create(first_name="Zoé", last_name="Le Goff")
    AgentFactory.create(first_name="", last_name="", display_name="Mésange")
    idea = make_idea(title="Merci à zoe le goff", text="Appelez le 06 12 34 56 78, ou la mésange.")
    assert Flagger().kinds(idea) == ["Nom d’une personne", "Numéro de téléphone"]
    marked = Flagger().marked(idea)
    assert [passage.text for passage in marked.title] == ["Merci à ", "zoe le goff"]
    assert [spot.text for spot in marked.spots] == ["zoe le goff", "06 12 34 56 78"]
    assert Flagger().kinds(make_comment(text="Écrivez à a.b@exemple.fr")) == [
        "Adresse électronique"
    ]


def test_the_names_of_agents_are_asked_for_once(django_assert_num_queries: Any) -> None:
    AgentFactory.create(first_name="Zoé", last_name="Le Goff")
    with django_assert_num_queries(1):
        first, second = agent_names(), agent_names()
    assert first == second == {"goff": ["Zoé Le Goff"]}


def test_only_what_is_flagged_can_be_asked_for(reader: Any) -> None:
    call = IdeaConsultationFactory.create()
    make_idea(call, title="Sans rien")
    flagged = make_idea(call, text="Appelez le 06 12 34 56 78 quand vous voulez.")
    page = reader.get(QUEUE, {"flagged": "on"})
    assert [line.item.row for line in page.context["lines"]] == [Contribution(pk=flagged.pk)]
    assert page.context["next"] == ""


def test_looking_for_flags_stops_after_a_bounded_part_of_the_queue(monkeypatch: Any) -> None:
    monkeypatch.setattr("participation.queries.queue.PAGE", 2)
    monkeypatch.setattr("participation.queries.queue._LOOKED_THROUGH", 2)
    call = IdeaConsultationFactory.create()
    for _ in range(60):
        make_idea(call)
    looked: list[int] = []
    page = flagged_page(QueueChoice(), lambda text: bool(looked.append(text.pk)))
    assert (page.items, page.next_cursor) == ([], None)
    assert len(looked) == 60


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_number_of_queries(
    reader: Any, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        one_of_each()
    reader.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        page = reader.get(QUEUE)
    assert len(page.context["lines"]) == 4 * count


def test_the_empty_queue_says_so(reader: Any) -> None:
    page = reader.get(QUEUE).content.decode()
    assert "Rien n’attend." in page
    assert "Cocher" not in page


def test_the_home_page_of_the_admin_counts_every_kind(reader: Any) -> None:
    assert "Rien n’attend" in reader.get("/admin/").content.decode()
    one_of_each()
    home = reader.get("/admin/").content.decode()
    assert "4 éléments attendent, le plus ancien depuis 3 jours." in home
    for kind in QueueKind.values:
        assert f"{QUEUE}?kind={kind}" in home


def test_deciding_leads_to_the_next_of_what_was_chosen(reader: Any) -> None:
    public = published_idea()
    make_idea(at=clock.days(-3))
    first, second = make_comment(public), make_comment(public)
    page = f"{QUEUE}commentaire/{first.pk}/?kind=comment"
    response = reader.post(page, {"action": "publish"})
    assert response.headers["Location"] == f"{QUEUE}commentaire/{second.pk}/?kind=comment"
    response = reader.post(response.headers["Location"], {"action": "publish"})
    assert response.headers["Location"] == f"{QUEUE}?kind=comment"
    assert Comment.objects.to_read().count() == 0


def test_a_refusal_needs_its_reason_and_its_explanation(reader: Any) -> None:
    comment = make_comment()
    page = f"{QUEUE}commentaire/{comment.pk}/"
    for given in ({}, {"refusal-reason": "offensive"}, {"refusal-note": "Restez polis."}):
        response = reader.post(page, {"action": "refuse", **given})
        assert response.status_code == 200
        assert response.context["form"].errors
    whole = {"refusal-reason": "offensive", "refusal-note": "Restez polis."}
    assert reader.post(page, {"action": "refuse", **whole}).status_code == 302
    comment.refresh_from_db()
    assert (comment.moderation, comment.refusal_note) == ("refused", "Restez polis.")


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_a_text_already_read_can_be_withdrawn(reader: Any, moderator: User, kind: str) -> None:
    idea = published_idea()
    comment = make_comment(idea)
    actions.publish_comment(comment=comment, moderator=moderator, at=clock.NOW)
    page = {
        "idea": reverse("contributions:edit", args=[idea.pk]),
        "comment": f"{QUEUE}commentaire/{comment.pk}/",
    }[kind]
    assert "Retirer ce texte" in reader.get(page).content.decode()
    given = {"refusal-reason": "personal_data", "refusal-note": "Sans nommer."}
    reader.post(page, {"action": "refuse", **given})
    subject = idea if kind == "idea" else comment
    subject.refresh_from_db()
    decision = subject.moderation_decisions.order_by("pk").last()
    assert (subject.moderation, decision.on_report) == ("refused", True)


def test_a_report_is_handled_at_the_desk(reader: Any) -> None:
    report = make_report(text="<script>alert(1)</script>", email="lectrice@test.example")
    page = f"{QUEUE}signalement/{report.pk}/"
    shown = reader.get(page).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "lectrice@test.example" not in shown
    assert reader.post(page, {}).context["form"].errors
    assert reader.post(page, {"outcome": "keep"}).context["form"].errors
    assert reader.post(page, {"outcome": "withdraw"}).context["form"].errors
    assert reader.post(page, {"outcome": "keep", "answer": "Relu."}).status_code == 302
    report.refresh_from_db()
    assert (report.upheld, report.answer, report.email) == (False, "Relu.", "")
    again = reader.post(page, {"outcome": "keep", "answer": "Encore."}, follow=True)
    assert "déjà" in again.content.decode()
    assert "Relu." in reader.get(page).content.decode()


def test_an_objection_is_decided_at_the_desk_by_somebody_else(
    reader: Any, moderator: User, officer: User, client_of: Any
) -> None:
    appeal = make_appeal(refused_by(moderator))
    page = f"{QUEUE}contestation/{appeal.pk}/"
    assert "Enregistrer la décision" not in reader.get(page).content.decode()
    assert "une autre personne doit décider" in reader.get(QUEUE).content.decode()
    given = {"outcome": "publish", "answer": "Vous aviez raison."}
    reader.post(page, given)
    appeal.refresh_from_db()
    assert appeal.decided_at is None
    other = client_of(officer)
    assert other.post(page, {"outcome": "publish"}).context["form"].errors
    assert other.post(page, given).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.upheld, appeal.subject.is_public) == (True, True)


def test_the_desk_marks_what_is_to_check_in_words(reader: Any) -> None:
    idea = make_idea(title="<b>Titre</b>", text="Le 06 12 34 56 78.\n\nMerci <i>bien</i>.")
    page = reader.get(reverse("contributions:edit", args=[idea.pk])).content.decode()
    assert "&lt;b&gt;Titre" in page
    assert re.search(r"<mark[^>]*>06 12 34 56 78<span[^>]*> \(Numéro de téléphone\)", page)
    assert "1 passage à vérifier" in page


def test_what_agents_say_among_themselves_is_moderated_too(reader: Any, agent: User) -> None:
    idea = make_idea(AgentConsultationFactory.create(), author=agent)
    assert keys() == [f"contribution-{idea.pk}"]
    assert idea.title in reader.get(QUEUE).content.decode()


ROLES = {
    "administrator": True,
    "officer": True,
    "moderator": True,
    "communications": False,
    "pilot": False,
    "agent": False,
    "resident": False,
}


@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_who_may_moderate(
    request: pytest.FixtureRequest, client_of: Any, role: str, may: bool
) -> None:
    idea = make_idea(title="Idée à lire")
    comment, report, appeal = make_comment(), make_report(), make_appeal()
    browser = client_of(request.getfixturevalue(role))
    pages = [
        QUEUE,
        reverse("contributions:edit", args=[idea.pk]),
        f"{QUEUE}commentaire/{comment.pk}/",
        f"{QUEUE}signalement/{report.pk}/",
        f"{QUEUE}contestation/{appeal.pk}/",
    ]
    assert [browser.get(page).status_code == 200 for page in pages] == [may] * 5
    refusing = {"refusal-reason": RefusalReason.OFFENSIVE, "refusal-note": "Non."}
    browser.post(pages[1], {"action": "refuse", **refusing})
    browser.post(pages[2], {"action": "publish"})
    browser.post(pages[3], {"outcome": "keep", "answer": "Relu."})
    browser.post(pages[4], {"outcome": "confirm", "answer": "Relu."})
    bulk = {"action": "publish", "confirmed": "1", "chosen": [f"contribution-{idea.pk}"]}
    browser.post(f"{QUEUE}ensemble/", bulk)
    done = [
        Idea.objects.get(pk=idea.pk).moderation == "refused",
        Comment.objects.get(pk=comment.pk).is_public,
        Report.objects.get(pk=report.pk).handled_at is not None,
        Appeal.objects.get(pk=appeal.pk).decided_at is not None,
    ]
    assert done == [may] * 4


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    response = client.get(QUEUE, follow=True)
    assert response.redirect_chain[-1][0].startswith("/compte/login/")


@pytest.mark.parametrize(("role", "shown"), [("moderator", True), ("pilot", False)])
def test_the_menu_names_the_queue_for_moderators_only(
    request: pytest.FixtureRequest, client_of: Any, role: str, shown: bool
) -> None:
    home = client_of(request.getfixturevalue(role)).get("/admin/").content.decode()
    assert (f'"url": "{QUEUE}"' in home or QUEUE in home) == shown
