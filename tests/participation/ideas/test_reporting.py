"""Reporting an idea or a comment: the form, the acknowledgement, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from participation.actions import file_report
from participation.enums import Reason, RefusalReason
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Report
from portal.accounts.models import User
from portal.decisions import Refused
from portal.form_tokens import new_token
from tests.factories.accounts import AgentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import make_comment, published_comment, withdrawn_comment
from tests.participation.test_actions import together
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, form_data, links, main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter-mieux")


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call, title="Prêter des gourdes")


def read(response: Any) -> str:
    return plain(main_of(response)).replace("\u00a0", " ").replace("\u202f", " ")


def send(client: StrictClient, idea: Idea, query: str = "", **fields: str) -> Any:
    data = {"reason": "personal_data", "text": "Le nom y est.", "token": new_token(), **fields}
    return client.post(f"{idea.url}signaler/{query}", data)


def test_a_reader_reports_an_idea_and_is_thanked(
    client: StrictClient, idea: Idea, django_capture_on_commit_callbacks: Any
) -> None:
    assert f"{idea.url}signaler/" in links(client.get(idea.url))
    page = client.get(f"{idea.url}signaler/")
    assert "no-store" in page.headers["Cache-Control"]
    reasons = [plain(label) for label in main_of(page).select("fieldset label")]
    assert len(reasons) == len(RefusalReason)
    data = form_data(page, reason="personal_data", text=" Le nom y est. ", email="a@test.example")
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(f"{idea.url}signaler/", data, follow=True)
    assert "Signalement reçu" in read(sent)
    report = Report.objects.get()
    assert (report.contribution.pk, report.comment, report.reason, report.text, report.email) == (
        idea.pk,
        None,
        RefusalReason.PERSONAL_DATA,
        "Le nom y est.",
        "a@test.example",
    )
    (message,) = mail.outbox
    assert message.to == ["a@test.example"]
    assert idea.title not in message.subject
    idea.refresh_from_db()
    assert idea.is_public


def test_a_reader_reports_a_comment_or_a_reply(client: StrictClient, idea: Idea) -> None:
    first = published_comment(idea, "Elle habite au 12.")
    reply = published_comment(idea, "Non, au 14.", parent=first)
    for comment in (first, reply):
        query = f"?commentaire={comment.pk}"
        assert comment.text in read(client.get(f"{idea.url}signaler/{query}"))
        assert send(client, idea, query).status_code == 302
    assert set(Report.objects.values_list("comment", "contribution")) == {
        (first.pk, None),
        (reply.pk, None),
    }
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("reason", "", "Choisissez le motif"),
        ("reason", "inventé", "Choisissez un de ces motifs"),
        ("text", "x" * 1001, "1 000 caractères"),
        ("email", "tilleul@", "nom@domaine.fr"),
    ],
)
def test_bad_input_is_told_and_kept(
    client: StrictClient, idea: Idea, field: str, value: str, message: str
) -> None:
    answer = send(client, idea, **{field: value})
    said = read(answer) if field == "reason" else error_of(answer, field).replace("\u00a0", " ")
    assert message in said
    assert ("Le nom y est." if field != "text" else value) in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("fields", [{"token": "forgé"}, {"website": "https://spam.example"}])
def test_a_robot_or_a_stale_form_stores_nothing(
    client: StrictClient, idea: Idea, fields: dict[str, str]
) -> None:
    assert "Le nom y est." in send(client, idea, **fields).content.decode()
    assert not Report.objects.exists()


def test_the_same_form_sent_twice_makes_one_report(client: StrictClient, idea: Idea) -> None:
    token = new_token()
    codes = [send(client, idea, token=token).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert Report.objects.count() == 1


def test_many_reports_from_one_connection_are_asked_to_wait(
    client: StrictClient, idea: Idea, settings: Any
) -> None:
    settings.CONTRIBUTION_LIMIT = 2
    codes = [send(client, idea).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


def test_what_stays_public_after_the_call_can_still_be_reported(
    client: StrictClient, idea: Idea
) -> None:
    IdeaConsultation.objects.filter(pk=idea.activity_id).update(closes_at=clock.days(-1))
    assert send(client, idea).status_code == 302


def test_what_is_not_public_cannot_be_reported(
    client: StrictClient, idea: Idea, call: IdeaConsultation
) -> None:
    for hidden in (make_idea(call), refused_idea(call)):
        assert client.get(f"{hidden.url}signaler/").status_code == 404
        assert send(client, hidden).status_code == 404
    other = published_comment(published_idea(call))
    for comment in (make_comment(idea), withdrawn_comment(idea), other):
        assert send(client, idea, f"?commentaire={comment.pk}").status_code == 404
    for asked in ("0", "abc", "9" * 30):
        assert send(client, idea, f"?commentaire={asked}").status_code == 404
    assert not Report.objects.exists()


def test_a_text_withdrawn_meanwhile_is_not_reported(idea: Idea) -> None:
    for subject in (withdrawn_comment(idea), make_comment(idea)):
        with pytest.raises(Refused) as refused:
            file_report(subject=subject, reason=RefusalReason.OFFENSIVE, at=clock.NOW)
        assert refused.value.reason == Reason.NOT_PUBLIC


def test_only_agents_report_in_a_call_of_agents(
    client: StrictClient, client_of: ClientOf, resident: User
) -> None:
    agent = AgentFactory.create()
    idea = published_idea(AgentConsultationFactory.create(), author=agent)
    assert send(client, idea).status_code == 302
    assert send(client_of(resident), idea).status_code == 403
    assert not Report.objects.exists()
    assert send(client_of(agent), idea).status_code == 302
    assert Report.objects.count() == 1


def test_a_report_is_logged_without_words_or_address(
    idea: Idea, logged: Callable[[str], list[Any]]
) -> None:
    file_report(
        subject=idea,
        reason=RefusalReason.OFFENSIVE,
        text="Il insulte.",
        email="a@test.example",
        at=clock.NOW,
    )
    (record,) = logged("participation.report.filed")
    assert "insulte" not in str(vars(record))
    assert "a@test.example" not in str(vars(record))


@pytest.mark.django_db(transaction=True)
def test_a_report_sent_many_times_at_once_is_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    made = together(
        8,
        lambda _n: (
            file_report(
                subject=idea, reason=RefusalReason.OFFENSIVE, form_token="jeton", at=clock.NOW
            ).pk
        ),
    )
    assert made.count(Reason.ALREADY_SENT) == 7
    assert Report.objects.count() == 1
