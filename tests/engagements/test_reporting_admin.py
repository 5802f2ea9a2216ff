"""The screens of reports: the form, the list, one report, the home page; who opens which."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import get_resolver, reverse

from engagements.enums import CommitmentStatus, DraftState, EvidenceKind
from engagements.models import CommitmentUpdate, Evidence, UpdateDraft
from engagements.queries.reporting import stamp
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory
from tests.factories.cms import DocumentFactory
from tests.factories.drafts import (
    DraftEvidenceFactory,
    DraftFactory,
    IndicatorFactory,
    MilestoneFactory,
    SentDraftFactory,
)
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    EvidenceFactory,
    join,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
LIST = "engagements_reports_modeladmin_index"
S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def department():
    return DepartmentFactory(name="Direction des achats")


@pytest.fixture
def commitment(department):
    return CommitmentFactory(number=17, lead_department=department)


@pytest.fixture
def pilot(department, client_of):
    person = StaffFactory(role=Role.PILOTS)
    join(department, person)
    browser = client_of(person)
    browser.person = person
    return browser


@pytest.fixture
def approver(client_of):
    return client_of(StaffFactory(role=Role.COMMUNICATIONS))


@pytest.fixture
def auditor(client_of):
    return client_of(StaffFactory(role=Role.AUDITORS))


def progress(commitment):
    return reverse("engagements_commitment_modeladmin_progress", args=[commitment.pk])


def draft_url(draft):
    return reverse("engagements_reports_modeladmin_draft", args=[draft.pk])


def report(*evidence, **more):
    """What the form sends: the report, then rows of evidence."""
    sent = {
        "reported_on": "2026-05-04",
        "status": "under_way",
        "text": "Le marché est signé.",
        "author_function": "Direction des achats",
        "evidence-TOTAL_FORMS": str(len(evidence) + 1),
        "evidence-INITIAL_FORMS": "0",
        f"evidence-{len(evidence)}-kind": "link",
        **more,
    }
    for place, row in enumerate(evidence):
        sent |= {f"evidence-{place}-{name}": value for name, value in row.items()}
    return sent


def test_a_pilot_sends_a_report_with_all_it_may_hold(pilot, commitment):
    step, indicator = (
        MilestoneFactory(commitment=commitment, label="Le bail est signé"),
        IndicatorFactory(commitment=commitment, label="Part des achats"),
    )
    document = DocumentFactory()
    page = pilot.get(progress(commitment)).content.decode()
    for text in ("Le bail est signé", "Part des achats", "Envoyer pour accord"):
        assert text in page, text
    assert "Publier ce point d’étape" not in page
    sent = report(
        {"kind": "link", "url": "https://example.org/a", "label": "Article"},
        {"kind": "document", "document": document.pk},
        {"kind": "deliberation", "deliberation_number": "2026-12", "dated_on": "2026-04-02"},
        milestones=step.pk,
        action="send",
        **{f"indicator_{indicator.pk}": "62,5"},
    )

    response = pilot.post(progress(commitment), sent)

    draft = UpdateDraft.objects.get()
    assert response.status_code == 302
    assert (draft.state, draft.prepared_by) == (DraftState.SUBMITTED, pilot.person)
    assert draft.measures == {str(indicator.pk): "62.5"}
    assert list(draft.milestones.all()) == [step]
    assert [(one.kind, one.label) for one in draft.evidence.all()] == [
        (EvidenceKind.LINK, "Article"),
        (EvidenceKind.DOCUMENT, document.title),
        (EvidenceKind.DELIBERATION, "2026-12"),
    ]
    assert not CommitmentUpdate.objects.exists()


def test_a_draft_may_be_incomplete_and_is_found_again(pilot, commitment):
    pilot.post(progress(commitment), report(text="", action="save"))
    draft = UpdateDraft.objects.get()

    page = pilot.get(progress(commitment)).content.decode()

    assert draft.state == DraftState.DRAFT
    assert stamp(draft) in page
    again = report(text="Fini.", action="save", seen=stamp(draft))
    assert pilot.post(progress(commitment), again).status_code == 302
    assert UpdateDraft.objects.get().text == "Fini."


def test_a_form_that_is_behind_is_told_so(pilot, commitment):
    draft = DraftFactory(commitment=commitment)
    response = pilot.post(progress(commitment), report(seen="", action="save"))

    draft.refresh_from_db()
    assert response.status_code == 200
    assert "a changé depuis" in response.content.decode()
    assert draft.text == "Le marché est signé."


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"kind": "link", "label": "Sans adresse"}, "url"),
        ({"kind": "link", "url": "javascript:alert(1)"}, "url"),
        ({"kind": "document", "label": "Rien"}, "document"),
        ({"kind": "deliberation", "label": "Rien"}, "deliberation_number"),
    ],
)
def test_evidence_that_leads_nowhere_is_refused_beside_its_field(pilot, commitment, row, name):
    response = pilot.post(progress(commitment), report(row, action="send"))

    assert response.status_code == 200
    assert name in response.context["rows"].forms[0].errors
    assert not UpdateDraft.objects.exists()


def test_the_enter_key_keeps_a_draft_and_sends_nothing(pilot, commitment):
    page = pilot.get(progress(commitment)).content.decode()
    buttons = [part.split(">")[0] for part in page.split("<button")[1:] if 'name="action"' in part]
    assert 'value="save"' in buttons[0]


def test_more_rows_come_without_a_script(pilot, commitment):
    response = pilot.post(progress(commitment), report(action="more", text="En cours d’écriture"))

    page = response.content.decode()
    assert 'name="evidence-3-url"' in page
    assert "En cours d’écriture" in page
    assert not UpdateDraft.objects.exists()


def test_a_row_emptied_takes_its_evidence_away(pilot, commitment):
    draft = DraftEvidenceFactory(draft__commitment=commitment).draft
    sent = report(action="save", seen=stamp(draft))
    sent |= {"evidence-TOTAL_FORMS": "1", "evidence-INITIAL_FORMS": "1"}

    assert pilot.post(progress(commitment), sent).status_code == 302
    assert not draft.evidence.exists()


def test_an_approver_publishes_directly(approver, commitment):
    response = approver.post(progress(commitment), report(action="publish"))

    update = CommitmentUpdate.objects.get()
    assert response.status_code == 302
    assert update.approved_by == update.recorded_by
    assert UpdateDraft.objects.get().published_as == update


def test_a_pilot_who_asks_to_publish_sends_for_approval(pilot, commitment):
    pilot.post(progress(commitment), report(action="publish"))

    assert UpdateDraft.objects.get().state == DraftState.SUBMITTED
    assert not CommitmentUpdate.objects.exists()


def test_a_correction_begins_with_the_words_of_what_it_corrects(approver, commitment):
    wrong = CommitmentUpdateFactory(commitment=commitment, text="Le local est livré.")
    EvidenceFactory(update=wrong, label="Constat")
    inspect = reverse("engagements_commitment_modeladmin_inspect", args=[commitment.pk])
    link = f"{progress(commitment)}?corrects={wrong.pk}"
    assert link in approver.get(inspect).content.decode()

    page = approver.get(link).content.decode()
    approver.post(link, report(action="publish", corrects=wrong.pk, text="Le bail est signé."))

    for text in ("Le local est livré.", "Constat", "Ce point d’étape corrige"):
        assert text in page, text
    assert wrong.corrections.get().text == "Le bail est signé."
    assert CommitmentUpdate.objects.get(pk=wrong.pk).text == "Le local est livré."


def test_a_correction_of_another_commitment_is_not_offered(approver, commitment):
    other = CommitmentUpdateFactory(text="Ailleurs.")
    page = approver.get(f"{progress(commitment)}?corrects={other.pk}").content.decode()
    assert "Ailleurs." not in page
    for odd in ("abc", "9" * 40, "-1"):
        assert approver.get(f"{progress(commitment)}?corrects={odd}").status_code == 200


def test_an_approver_reads_what_changes_and_publishes(approver, commitment):
    CommitmentUpdateFactory(commitment=commitment, text="Avant.")
    step = MilestoneFactory(commitment=commitment, label="Le bail est signé")
    indicator = IndicatorFactory(commitment=commitment, label="Part des achats")
    draft = SentDraftFactory(
        commitment=commitment, text="Après.", measures={str(indicator.pk): "62.5"}
    )
    draft.milestones.add(step)

    page = approver.get(draft_url(draft)).content.decode()
    for text in ("Avant.", "Après.", "Le bail est signé", "Part des achats", "62,5"):
        assert text in page, text
    response = approver.post(draft_url(draft), {"action": "publish", "seen": stamp(draft)})

    assert response["Location"] == reverse(LIST) + "?report=waiting"
    assert commitment.updates.filter(text="Après.").exists()


def test_an_approver_sends_back_with_a_reason(approver, commitment):
    draft = SentDraftFactory(commitment=commitment)
    without = approver.post(draft_url(draft), {"action": "return", "seen": stamp(draft)})
    assert without.status_code == 200
    assert "reason" in without.context["form"].errors

    asked = {"action": "return", "seen": stamp(draft), "reason": "Il manque la date."}
    approver.post(draft_url(draft), asked)

    draft.refresh_from_db()
    assert draft.state == DraftState.RETURNED


def test_the_pilot_reads_why_and_sends_again(pilot, commitment):
    draft = DraftFactory(
        commitment=commitment, state=DraftState.RETURNED, returned_because="Il manque la date."
    )
    assert "Il manque la date." in pilot.get(progress(commitment)).content.decode()

    pilot.post(progress(commitment), report(action="send", seen=stamp(draft)))

    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_what_was_decided_meanwhile_is_said(approver, commitment):
    draft = SentDraftFactory(commitment=commitment)
    asked = {"action": "publish", "seen": stamp(draft)}
    approver.post(draft_url(draft), asked)

    page = approver.post(draft_url(draft), asked, follow=True).content.decode()

    assert "Ce point d’étape est déjà publié" in page
    assert CommitmentUpdate.objects.count() == 1


def test_a_pilot_opens_nothing_of_another_department(pilot):
    draft = SentDraftFactory()
    before = UpdateDraft.objects.values().get()
    for address in (progress(draft.commitment), draft_url(draft)):
        for send in (pilot.get, pilot.post):
            assert send(address, report(action="save")).status_code in {302, 403}, address
    for action in ("publish", "return", "discard"):
        asked = {"action": action, "seen": stamp(draft), "reason": "x"}
        assert pilot.post(draft_url(draft), asked).status_code in {302, 403}
    page = pilot.get(reverse(LIST)).content.decode()
    assert draft_url(draft) not in page
    assert UpdateDraft.objects.values().get() == before


def test_a_pilot_never_approves_their_own(pilot, commitment):
    draft = SentDraftFactory(commitment=commitment)
    page = pilot.get(draft_url(draft)).content.decode()
    assert 'value="publish"' not in page

    pilot.post(draft_url(draft), {"action": "publish", "seen": stamp(draft)})

    assert not CommitmentUpdate.objects.exists()


def test_an_auditor_reads_everything_and_changes_nothing(auditor, commitment):
    draft = SentDraftFactory(commitment=commitment)
    page = auditor.get(draft_url(draft))
    assert page.status_code == 200
    assert 'name="action"' not in page.content.decode()
    assert draft_url(draft) in auditor.get(reverse(LIST)).content.decode()

    for action in ("publish", "return", "discard"):
        asked = {"action": action, "seen": stamp(draft), "reason": "x"}
        auditor.post(draft_url(draft), asked)
    names = ("progress", "measures", "edit", "delete")
    for name in names:
        address = reverse(f"engagements_commitment_modeladmin_{name}", args=[commitment.pk])
        assert auditor.post(address, report(action="save")).status_code in {302, 403}, name
    assert auditor.post(reverse("engagements_reports_modeladmin_import")).status_code in {302, 403}

    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert not CommitmentUpdate.objects.exists()


def test_no_route_of_the_admin_edits_or_deletes_published_news(approver):
    """Routes that name the model of news or evidence: none; bulk actions refuse them."""

    def names(patterns, space=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from names(one.url_patterns, inner)
            elif one.name:
                yield f"{space}{one.name}"

    found = [
        name
        for name in names(get_resolver().url_patterns)
        if "commitmentupdate" in name or "engagements_evidence" in name
    ]
    update = EvidenceFactory().update
    kept = [list(CommitmentUpdate.objects.values()), list(Evidence.objects.values())]
    for model in ("commitmentupdate", "evidence"):
        for action in ("delete", "set_active_state"):
            address = reverse("wagtail_bulk_action", args=["engagements", model, action])
            answer = approver.post(f"{address}?id={update.pk}", {"next": "/"})
            assert answer.status_code in {302, 403, 404}

    assert found == []
    assert kept == [list(CommitmentUpdate.objects.values()), list(Evidence.objects.values())]
