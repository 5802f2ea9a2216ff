"""A coupon from the printer to its answer, followed by its number alone; and the public pages."""

from typing import Any

import pytest
from django.urls import reverse

from home.roles import install_roles
from participation import receipts
from participation.actions import answer_contribution
from participation.actions.counters import recount
from participation.enums import Channel, FacetKind, Moderation, Verdict
from participation.ideas.models import Idea
from participation.models import Coupon, FacetCount
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.cms.french_dates import long_date
from portal.qr_codes import BORDER, path
from tests.factories.accounts import StaffFactory
from tests.factories.paper import keyed_entry, printed_coupons
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_paper_is_followed_by_its_number_from_the_printer_to_the_answer(
    client: Any, client_of: Any, officer: User, moderator: User
) -> None:
    call = IdeaConsultationFactory.create()
    desk, second = client_of(officer), client_of(moderator)

    # Printed by an officer, taken home: the number says that nothing is registered yet.
    desk.post(reverse("coupons:make"), {"activity": call.pk, "count": 1})
    coupon = Coupon.objects.get()
    follow = f"/suivi/{coupon.receipt_display}/"
    waiting = client.get(follow)
    assert waiting.status_code == 200
    assert "Ce coupon n’est pas encore saisi" in text_of(waiting)
    assert call.title not in text_of(waiting)

    idea, sent = _keyed_in(client, desk, coupon, follow)
    _verified(client, second, idea, sent, follow)
    _read_and_answered(client, second, idea, officer, follow)
    counted = FacetCount.objects.get(activity=call, kind=FacetKind.CHANNEL)
    assert (counted.value, counted.count) == (Channel.PAPER, 1)
    assert recount(activity=call) is False


def _keyed_in(client: Any, desk: Any, coupon: Coupon, follow: str) -> tuple[Idea, dict[str, str]]:
    """Keyed in by one agent: its depositor sees it, nobody else does."""
    sent = {
        "token": "jeton", "number": coupon.receipt_display, "channel": Channel.PAPER,
        "received_on": "2026-05-09", "title": "Planter des arbres", "text": "Pour l’ombre.",
        "action": "save",
    }  # fmt: skip
    desk.post(reverse("paper:key_in", args=[coupon.batch.activity_id]), sent)
    idea = Idea.objects.get()
    told = text_of(client.get(follow))
    assert "Planter des arbres" in told
    assert "Saisie par un agent" in told
    assert "Vérifiée par un second agent" in told
    assert client.get(idea.url).status_code == 404

    return idea, sent


def _verified(client: Any, second: Any, idea: Idea, sent: dict[str, str], follow: str) -> None:
    """Verified by another."""
    checked = {**sent, "action": "verify", "compared": "on"}
    second.post(reverse("paper:verify", args=[idea.paper_entry.pk]), checked)
    told = text_of(client.get(follow))
    assert "Saisie par un agent, vérifiée par un second" in told
    assert "Lecture, puis publication" in told


def _read_and_answered(client: Any, second: Any, idea: Idea, officer: User, follow: str) -> None:
    """Read, then answered: the number tells each step."""
    second.post(reverse("contributions:edit", args=[idea.pk]), {"action": "publish"})
    assert "Planter des arbres" in text_of(client.get(idea.url))
    idea.refresh_from_db()
    assert idea.moderation == Moderation.PUBLISHED
    answer_contribution(
        contribution=idea, verdict=Verdict.RETAINED, text="Dès l’automne.", commitments=(),
        author=officer, at=clock.days(2),
    )  # fmt: skip
    told = text_of(client.get(follow))
    assert "Saisie par un agent, vérifiée par un second" in told
    assert "Idée retenue" in told


def test_what_came_online_says_nothing_of_paper(client: Any) -> None:
    idea = answered_idea()
    assert "Saisie par un agent" not in text_of(client.get(idea.story_url))


def test_unknown_and_printed_numbers_are_limited_together(client: Any) -> None:
    [coupon] = printed_coupons()
    printed = f"/suivi/{coupon.receipt_display}/"
    wrong = f"/suivi/{receipts.display(receipts.new_receipt())}/"
    assert client.get(wrong).status_code == 404
    codes = [client.get(printed).status_code for _ in range(60)]
    assert codes == [200] * 59 + [429]
    # Once limited, a printed number is told no more than an unknown one.
    assert client.get(printed).status_code == client.get(wrong).status_code == 429


def test_a_printed_number_is_found_through_the_form_too(client: Any) -> None:
    [coupon] = printed_coupons()
    found = client.get("/suivi/", {"recu": coupon.receipt.lower()})
    assert "Ce coupon n’est pas encore saisi" in text_of(found)


def test_the_number_of_an_erased_contribution_leads_nowhere(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    [coupon] = printed_coupons(call)
    Idea.objects.filter(pk=keyed_entry(call, number=coupon.receipt).contribution_id).delete()
    assert client.get(f"/suivi/{coupon.receipt_display}/").status_code == 404


def test_the_blank_coupon_says_all_and_has_no_number(client: Any) -> None:
    themes = [ThemeFactory.create(name="Climat"), ThemeFactory.create(name="École")]
    call = IdeaConsultationFactory.create(
        themes=themes,
        paper_information="Accueil de la mairie, tous les jours.\nOu par la poste.",
    )
    page = client.get(f"{call.url}coupon/")
    said = text_of(page)
    for words in (
        call.title, "Que pourrait-on mieux faire", "Niveau 4 sur 6", "Chaque idée est lue",
        "Climat", "École", "Quartier ou lieu", "Service concerné", "Anonyme",
        "Participer à l’instance de suivi", "Adresse électronique ou téléphone",
        "Accueil de la mairie, tous les jours.", "Ou par la poste.",
        f"À remettre au plus tard le {long_date(call.closes_at)}", "saisir la CNIL",
        "testserver/suivi/",
    ):  # fmt: skip
        assert words in said
    assert Coupon.objects.count() == 0


def test_the_blank_coupon_is_there_while_the_call_is_open(client: Any) -> None:
    pages = {
        "à venir": IdeaConsultationFactory.create(opens_at=clock.days(2)),
        "clos": IdeaConsultationFactory.create(closes_at=clock.days(-2)),
    }
    refused = {name: client.get(f"{call.url}coupon/") for name, call in pages.items()}
    assert [page.status_code for page in refused.values()] == [403, 403]
    assert "comptent, même s’ils sont saisis plus tard" in text_of(refused["clos"])
    assert "comptent" not in text_of(refused["à venir"])


def test_the_coupon_of_agents_is_for_agents(
    client: Any, client_of: Any, resident: User, agent: User
) -> None:
    call = AgentConsultationFactory.create()
    address = f"{call.url}coupon/"
    assert client.get(address).status_code == 302
    assert client_of(resident).get(address).status_code == 403
    assert client_of(agent).get(address).status_code == 200


def test_the_call_leads_to_its_coupon_while_it_is_open(client: Any) -> None:
    paper = {"paper_information": "Accueil de la mairie."}
    call = IdeaConsultationFactory.create(**paper)
    closed = IdeaConsultationFactory.create(closes_at=clock.days(-2), **paper)
    assert f'href="{call.url}coupon/"' in text_of(client.get(call.url))
    assert f"{closed.url}coupon/" not in text_of(client.get(closed.url))


def test_roles_that_key_in_and_print() -> None:
    groups = install_roles()
    rights = {"key_in_contributions", "add_couponbatch"}
    held = {
        role: set(group.permissions.filter(codename__in=rights).values_list("codename", flat=True))
        for role, group in groups.items()
    }
    assert {role: names for role, names in held.items() if names} == {
        Role.PARTICIPATION: rights,
        Role.MODERATORS: {"key_in_contributions"},
    }
    assert StaffFactory.create(role=Role.MODERATORS).has_perm("participation.key_in_contributions")


def test_a_code_is_drawn_as_dark_runs_within_its_border() -> None:
    side, dark = path("https://ville.example/suivi/7K2MB-9QXPA/")
    assert side == 29 + 2 * BORDER
    # The first mark of every such code: seven dark modules at its corner.
    assert dark.startswith(f"M{BORDER} {BORDER}h7v1h-7z")
    assert "-" not in dark.replace("h-", "")
