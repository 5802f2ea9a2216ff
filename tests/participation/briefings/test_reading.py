"""The page of an explained decision: its parts, its clarity, its corrections, its queries."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.briefings.actions import erase_comments, say_clarity
from participation.briefings.enums import BriefingReason, Clarity
from participation.briefings.models import Briefing, ClarityReply, Correction
from participation.briefings.queries import clarity_of
from portal.decisions import Refused
from portal.form_tokens import new_token
from portal.subscriptions.models import Event
from tests.factories.accounts import SuperuserFactory
from tests.factories.briefings import BriefingFactory, answered_question, published_question
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import main_of, said

pytestmark = pytest.mark.usefixtures("portal_site", "now")


@pytest.fixture
def briefing() -> Briefing:
    return BriefingFactory.create(slug="tarifs")


def test_every_part_is_read(client: StrictClient, briefing: Briefing) -> None:
    page = said(client.get(briefing.url)).replace("\u00a0", " ")
    for words in (
        "Le conseil a voté dix tranches",
        "Pour que chacun paie",
        "Familles",
        "3,20 €",
        "Le prix suit le revenu",
        "Vous gagnez peu",
        "Aucune question",
        "Rien n’a été corrigé",
    ):
        assert words in page, words


def test_parts_left_empty_are_not_announced(client: StrictClient) -> None:
    bare = BriefingFactory.create(
        reasons="", plain_text="", effects=[], comparison=[], key_figures=[], promise="Répondre."
    )
    titles = [each.get_text() for each in main_of(client.get(bare.url)).select("h2")]
    assert "Avant et après" not in titles
    assert "Chiffres clés" not in titles


def test_long_words_and_many_lines_are_read(client: StrictClient) -> None:
    briefing = BriefingFactory.create(
        title="Décision " + "x" * 100,
        effects=[("effect", {"whom": "W" * 120, "change": "c" * 800}) for _ in range(20)],
    )
    published_question(briefing, title="Q" * 200, text="d" * 2000)
    assert client.get(briefing.url).status_code == 200


def _queries(client: StrictClient, address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_queries_do_not_grow_with_questions(client: StrictClient, briefing: Briefing) -> None:
    answered_question(briefing)
    client.get(briefing.url)
    assert _queries(client, briefing.url) == 12
    answered_question(briefing)
    published_question(briefing)
    assert _queries(client, briefing.url) == 12


def test_questions_are_found_by_words_and_state(client: StrictClient, briefing: Briefing) -> None:
    answered_question(briefing, title="Le prix de la cantine change-t-il ?")
    published_question(briefing, title="Et le conservatoire, quand ?")
    page = said(client.get(f"{briefing.url}?q=cantine"))
    assert "cantine" in page and "conservatoire" not in page
    assert "conservatoire" in said(client.get(f"{briefing.url}?etat=en-attente"))
    assert "Aucune question ne correspond" in said(client.get(f"{briefing.url}?q=piscine"))
    assert client.get(f"{briefing.url}?suite=faux").status_code == 404
    assert client.get(f"{briefing.url}?etat=autre").status_code == 200


def test_questions_come_by_pages_the_latest_first(client: StrictClient, briefing: Briefing) -> None:
    for rank in range(12):
        published_question(briefing, title=f"Question de rang {rank:02} ?", at=clock.days(-rank))
    page = main_of(client.get(briefing.url))
    titles = [each.get_text() for each in page.select(".question h3")]
    assert titles[0].startswith("Question de rang 00")
    assert len(titles) == 10
    more = main_of(client.get(page.select_one(".pager a[rel=next]")["href"].split("#")[0]))
    assert len(more.select(".question")) == 2


# Was it clear?


def opinion(**fields: Any) -> dict[str, Any]:
    return {"opinion": Clarity.PARTLY, "token": new_token(), **fields}


def test_anybody_says_whether_it_was_clear(client: StrictClient, briefing: Briefing) -> None:
    asked = main_of(client.get(f"{briefing.url}clarte/?avis=partly"))
    assert asked.select_one("input[name=opinion][checked]")["value"] == "partly"
    sent = client.post(f"{briefing.url}clarte/", opinion(comment="Le mot « quotient »."))
    assert sent.status_code == 302
    assert "Merci" in said(client.get(sent.headers["Location"]))
    reply = ClarityReply.objects.get()
    assert (reply.opinion, reply.comment) == ("partly", "Le mot « quotient ».")
    assert reply.given_on == timezone.localdate()
    assert "quotient" not in said(client.get(briefing.url))


def test_an_opinion_needs_its_choice_and_is_counted_once(
    client: StrictClient, briefing: Briefing
) -> None:
    address = f"{briefing.url}clarte/"
    page = client.post(address, opinion(opinion="", comment="Rien compris."))
    assert "trois réponses" in said(page)
    assert "Rien compris." in str(main_of(page))
    form = opinion()
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 409
    assert ClarityReply.objects.count() == 1


def test_opinions_of_one_connection_are_few(
    client: StrictClient, briefing: Briefing, settings: Any
) -> None:
    settings.CONTRIBUTION_LIMIT = 2
    address = f"{briefing.url}clarte/"
    assert [client.post(address, opinion()).status_code for _ in range(3)] == [302, 302, 429]


def give(briefing: Briefing, opinion: str, count: int) -> None:
    for rank in range(count):
        token = f"{opinion}-{rank}"
        say_clarity(briefing=briefing, opinion=opinion, form_token=token, at=clock.NOW)


def test_figures_of_a_few_are_not_shown(client: StrictClient, briefing: Briefing) -> None:
    give(briefing, Clarity.YES, 9)
    assert not clarity_of(briefing).shown
    assert "assez de personnes" in said(client.get(briefing.url))
    give(briefing, Clarity.NO, 2)
    assert [row.count for row in clarity_of(briefing).rows] == []
    ClarityReply.objects.all().delete()
    give(briefing, Clarity.YES, 30)
    give(briefing, Clarity.PARTLY, 12)
    give(briefing, Clarity.NO, 11)
    shown = clarity_of(briefing)
    assert [(row.count, row.share) for row in shown.rows] == [(30, 57), (12, 23), (11, 21)]
    assert "53 personnes" in said(client.get(briefing.url)).replace("\u00a0", " ")


def test_an_unpublished_page_takes_no_opinion() -> None:
    with pytest.raises(Refused) as refusal:
        say_clarity(
            briefing=BriefingFactory.create(live=False), opinion="yes", form_token="a", at=clock.NOW
        )
    assert refusal.value.reason == BriefingReason.NOT_PUBLISHED


def test_words_are_erased_in_time_and_opinions_stay(briefing: Briefing, settings: Any) -> None:
    for token, days in (("a", -400), ("b", -300)):
        say_clarity(
            briefing=briefing, opinion="no", comment="Flou.", form_token=token, at=clock.days(days)
        )
    assert erase_comments(at=clock.NOW, dry_run=True) == 1
    assert erase_comments(at=clock.NOW) == 1
    assert sorted(ClarityReply.objects.values_list("comment", flat=True)) == ["", "Flou."]


# Corrections.


def revised(briefing: Briefing, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(briefing, name, value)
    return briefing.save_revision()


def test_a_public_text_changes_with_its_correction(
    client: StrictClient, briefing: Briefing
) -> None:
    old = revised(briefing)
    revision = revised(briefing, decision="<p>Le conseil a voté onze tranches.</p>")
    with pytest.raises(Refused) as refusal:
        revision.publish(user=_somebody())
    assert refusal.value.reason == BriefingReason.CORRECTION_UNEXPLAINED
    assert "dix tranches" in Briefing.objects.get().decision
    revision = revised(
        briefing,
        correction_what="Onze tranches, et non dix.",
        correction_why="Une faute de frappe.",
    )
    revision.publish(user=_somebody())
    correction = Correction.objects.get()
    assert correction.texts == ["decision"]
    page = said(client.get(briefing.url))
    assert "Onze tranches, et non dix." in page and "Une faute de frappe." in page
    assert Briefing.objects.get().correction_what == ""
    assert Event.objects.filter(kind="text_corrected").count() == 1
    assert old.pk


def test_publishing_without_a_change_of_text_asks_nothing(briefing: Briefing) -> None:
    revised(briefing, who_decides="Le conseil municipal").publish(user=_somebody())
    assert Briefing.objects.get().who_decides == "Le conseil municipal"
    assert not Correction.objects.exists()


def test_the_hourly_job_leaves_an_unexplained_change_aside(briefing: Briefing, logged: Any) -> None:
    revised(briefing, decision="<p>Autre chose.</p>").publish()
    assert "dix tranches" in Briefing.objects.get().decision
    assert len(logged("participation.briefing.held_back")) == 1


def test_log_of_corrections_is_append_only(briefing: Briefing) -> None:
    revised(
        briefing, title="Autre titre", correction_what="Le titre.", correction_why="Plus clair."
    ).publish(user=_somebody())
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(why="Rien.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.all().delete()


def _somebody() -> Any:
    return SuperuserFactory.create()
