"""The desk of reviews in the admin: who enters, what is written, published, then only read."""

from html import unescape

import pytest
from django.urls import reverse

from engagements.models import Commitment, Review, ReviewLine, ReviewReminder
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory
from tests.factories.engagements import DepartmentFactory
from tests.factories.reviews import SIGNED, news, opened, plan, published, written
from tests.support.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]

DESK_QUERIES = 28


@pytest.fixture
def body(portal_site):
    """Somebody of the follow-up body."""
    return StaffFactory.create(role=Role.FOLLOW_UP)


@pytest.fixture
def desk(client_of, body):
    """Their browser."""
    return client_of(body)


def url(name, review=None):
    return reverse(f"reviews:{name}", args=[review.pk] if review else [])


def form_of(review, priorities, **changes):
    """What the browser sends of the work screen, filled in."""
    data = {
        "title": review.title,
        "reports_due_on": "2026-05-09",
        "due_on": "2026-05-30",
        "introduction": "Un semestre.",
        "agenda": "Ouverture",
        "minutes": "",
        "meeting": "",
        "attendance-TOTAL_FORMS": "2",
        "attendance-INITIAL_FORMS": "0",
        "attendance-0-function": "Direction générale",
        "attendance-0-present": "2",
        "attendance-0-excused": "0",
        "attendance-1-function": "",
        "attendance-1-present": "1",
        "attendance-1-excused": "0",
    }
    for page in priorities:
        data[f"opinions-text_{page.pk}"] = f"Avis sur la {page.number}"
    return {**data, **changes}


def priorities_of(commitments):
    return list({one.objective.priority for one in commitments})


def test_body_opens_writes_previews_and_publishes(desk, body):
    commitments = plan(3, priorities=2)
    news(commitments[:2])
    sent = {"title": "Premier semestre", "starts_on": "2025-11-01", "ends_on": "2026-04-30"}

    response = desk.post(url("open"), sent)
    review = Review.objects.get()
    assert response.url == url("work", review)
    assert "1 engagement encore sans nouvelle" in desk.get(url("work", review)).content.decode()

    desk.post(url("work", review), form_of(review, priorities_of(commitments)))
    review.refresh_from_db()
    assert (review.introduction, review.agenda) == ("Un semestre.", "Ouverture")
    assert [one.function for one in review.attendance.all()] == ["Direction générale"]
    assert review.opinions.count() == 2
    preview = desk.get(url("preview", review)).content.decode()
    assert "Aperçu" in preview and "Tenir la promesse 3" in preview
    assert not ReviewLine.objects.exists()

    asked = desk.get(url("publish", review))
    assert "ne peut plus être modifié" in asked.content.decode()
    desk.post(url("publish", review), {"signed_off_by": SIGNED, "confirmed": "on"})

    review.refresh_from_db()
    assert review.is_published and review.published_by == body
    assert review.lines.count() == 3
    page = desk.get(url("work", review)).content.decode()
    assert review.fingerprint in page and "<textarea" not in page


def test_the_screen_says_when_each_department_was_and_will_be_reminded(desk):
    department = DepartmentFactory(name="Direction des sports")
    Commitment.objects.filter(pk__in=[one.pk for one in plan(2)]).update(lead_department=department)
    review = opened()
    Review.objects.update(reports_due_on="2026-12-31")

    def said() -> str:
        page = desk.get(url("work", review)).content.decode()
        section = page.partition('id="review-reminders"')[2].partition("</section>")[0]
        return " ".join(unescape(section).split())

    assert "Direction des sports : engagements 1, 2" in said()
    assert "Aucun rappel n’est encore parti." in said()
    assert "Prochain rappel : 1er décembre 2026." in said()
    ReviewReminder.objects.create(review=review, department=department, kind="first", sent_at=NOW)
    assert "Dernier rappel : " in said() and "Prochain rappel : 24 décembre 2026." in said()
    ReviewReminder.objects.create(review=review, department=department, kind="last", sent_at=NOW)
    assert "Aucun autre rappel ne partira." in said()


def test_no_opinion_is_said_on_purpose(desk):
    commitments = plan(1)
    review = opened()
    [page] = priorities_of(commitments)
    data = form_of(review, [page])
    data |= {f"opinions-text_{page.pk}": "", f"opinions-none_{page.pk}": "on"}

    desk.post(url("work", review), data)

    assert review.opinions.get().text == (
        "L’instance de suivi ne donne pas d’avis sur cette priorité."
    )
    assert f'name="opinions-none_{page.pk}"' in desk.get(url("work", review)).content.decode()
    both = desk.post(url("work", review), {**data, f"opinions-text_{page.pk}": "Si."})
    assert both.status_code == 200
    assert "pas les deux" in both.content.decode()


def test_publication_without_confirmation_or_function_is_refused(desk):
    plan(1)
    review = written(opened())

    for data in ({"signed_off_by": SIGNED}, {"confirmed": "on"}, {}):
        assert desk.post(url("publish", review), data).status_code == 200
    review.refresh_from_db()

    assert not review.is_published


def test_publication_says_what_is_missing(desk):
    plan(1)
    review = opened()

    page = desk.get(url("publish", review)).content.decode()
    assert "Écrivez l’ordre du jour" in page and "<form" not in page.partition("desk")[2]
    desk.post(url("publish", review), {"signed_off_by": SIGNED, "confirmed": "on"})

    assert not Review.objects.get().is_published


@pytest.mark.parametrize("name", ["work", "publish"])
def test_no_screen_changes_a_published_review(desk, name):
    commitments = plan(1)
    review = published()
    before = Review.objects.values().get(), list(ReviewLine.objects.values())
    data = form_of(review, priorities_of(commitments), agenda="Autre", confirmed="on")

    response = desk.post(url(name, review), {**data, "signed_off_by": "Autre"}, follow=True)

    assert "plus personne ne peut le modifier" in response.content.decode()
    assert (Review.objects.values().get(), list(ReviewLine.objects.values())) == before


@pytest.mark.parametrize("action", ["delete", "publish", "move"])
@pytest.mark.parametrize("model", ["review", "reviewline", "reviewopinion", "commitmentupdate"])
def test_no_bulk_action_reaches_a_published_review(client_of, administrator, action, model):
    news(plan(1))
    review = published()
    before = Review.objects.values().get()

    response = client_of(administrator).post(
        f"/admin/bulk/engagements/{model}/{action}/?id={review.pk}"
    )

    assert response.status_code in {403, 404}
    assert Review.objects.values().get() == before and ReviewLine.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_no_api_writes_a_review(client_of, administrator, method):
    plan(1)
    review = published()
    browser = client_of(administrator)
    for end in ("", "bilan.json", "bilan.csv", "bilan.pdf"):
        answer = getattr(browser, method)(f"{review.get_absolute_url()}{end}")
        assert answer.status_code == 405
    for address in ("/admin/api/main/reviews/", f"/admin/api/main/pages/{review.pk}/"):
        assert getattr(browser, method)(address).status_code in {403, 404, 405}
    assert Review.objects.get().fingerprint == review.fingerprint


def test_auditor_reads_everything_and_changes_nothing(client_of, portal_site):
    plan(1)
    review = written(opened())
    browser = client_of(StaffFactory.create(role=Role.AUDITORS))

    for name in ("index", "work", "preview"):
        given = browser.get(url(name, None if name == "index" else review))
        assert given.status_code == 200
        assert "Enregistrer le bilan" not in given.content.decode()
    for name in ("open", "work", "publish"):
        sent = browser.post(url(name, None if name == "open" else review), {"confirmed": "on"})
        assert sent.status_code in {302, 403}
    assert not Review.objects.get().is_published


def test_pilots_read_the_desk_and_others_do_not_enter(client_of, pilot, moderator):
    assert client_of(pilot).get(url("index")).status_code == 200
    refused = client_of(moderator).get(url("index"))
    assert refused.status_code in {302, 403}


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_for_one_and_three(desk, count, django_assert_num_queries):
    news(plan(count))
    review = opened(at=NOW)
    desk.get(url("work", review))

    with django_assert_num_queries(DESK_QUERIES):
        desk.get(url("work", review))
