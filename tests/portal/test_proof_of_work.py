"""The little work of a browser: asked for when the portal says so, and never the only way."""

from typing import Any

import pytest
import time_machine

from participation.enums import Moderation, ModerationMode
from participation.models import Comment
from portal import proof_of_work
from portal.form_tokens import new_token
from portal.guarded_forms import GuardedForm
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.support.clock import NOW
from tests.support.html import form_data, soup

BITS = 8


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.PROOF_OF_WORK = True
    settings.PROOF_OF_WORK_BITS = BITS


def found(token: str) -> str:
    """What a browser finds for a token."""
    return next(str(n) for n in range(1 << 20) if proof_of_work.proves(token, str(n)))


def sent(token: str, work: str) -> GuardedForm:
    form = GuardedForm({"token": token, "work": work})
    form.is_valid()
    return form


def later(seconds: int) -> Any:
    return time_machine.travel(NOW.timestamp() + seconds, tick=False)


def test_number_is_right_for_its_token_only():
    token, other = new_token(), new_token()
    work = found(token)

    assert proof_of_work.proves(token, work)
    wrong = next(str(n) for n in range(1000) if not proof_of_work.proves(token, str(n)))
    assert not proof_of_work.proves(token, wrong)
    assert sum(proof_of_work.proves(other, str(n)) for n in range(2_000)) < 40


@pytest.mark.parametrize("work", ["", "-1", "1e3", "٣", "0x1", "9" * 17, " 1"])
def test_what_is_no_number_proves_nothing(work):
    assert not proof_of_work.proves(new_token(), work)


def test_known_answer_is_the_same_in_every_browser(settings):
    """The same pair is looked for by the journey: both sides count alike."""
    settings.PROOF_OF_WORK_BITS = 12
    assert found("parvis") == "2530"


def test_form_with_its_work_is_taken_at_once():
    token = new_token()
    form = sent(token, found(token))

    assert (form.errors, form.is_proved) == ({}, True)


def test_form_without_is_taken_later():
    with later(0):
        token = new_token()
        form = sent(token, "")
        assert "vingtaine de secondes" in str(form.errors)
    with later(25):
        form = sent(token, "")
        assert (form.errors, form.is_proved) == ({}, False)


def test_work_of_one_form_does_not_serve_many():
    token = new_token()
    work = found(token)
    for _use in range(proof_of_work.USES):
        assert sent(token, work).is_proved

    assert not sent(token, work).is_proved


@pytest.mark.django_db
def test_fewer_forms_are_taken_without_proof(settings):
    settings.UNPROVED_DIVIDER = 3
    form = GuardedForm({})
    form.is_proved = False
    taken = [form.take("essai", "x", limit=6, seconds=3600) for _number in range(4)]
    form.is_proved = True
    assert taken == [True, True, False, False]
    assert form.take("essai", "x", limit=6, seconds=3600)


def test_nothing_is_asked_unless_the_portal_says_so(settings):
    settings.PROOF_OF_WORK = False

    assert sent(new_token(), "").is_proved
    assert "data-work" not in str(GuardedForm()["token"])


@pytest.mark.django_db
def test_every_page_says_what_its_browser_does(client, portal_site, now):
    call = IdeaConsultationFactory.create()
    page = soup(client.get(call.contribute_url))

    field = page.find("input", attrs={"name": "work"})
    assert field["data-work"] == str(BITS)
    assert page.find(attrs={"data-work-said": True})["role"] == "status"
    assert "20 secondes" in page.find("noscript").get_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proved", "state"), [(True, Moderation.PUBLISHED), (False, Moderation.PENDING)]
)
def test_what_a_robot_may_have_sent_is_read_first(client, portal_site, now, proved, state):
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    address = f"{idea.url}commenter/"
    data = form_data(client.get(address), text="Un commentaire.")
    data["work"] = found(data["token"]) if proved else ""
    with later(30):
        response = client.post(address, data)

    assert response.status_code == 302, response.content.decode()
    assert Comment.objects.get().moderation == state
