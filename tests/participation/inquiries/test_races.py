"""Fifty people at once at the same register: one chain, no line lost, none written twice."""

import pytest

from participation.inquiries.models import Inquiry, Observation, Register
from participation.inquiries.queries.register_checks import verify_register
from tests.factories.cms import make_site
from tests.factories.inquiries import announced, observation
from tests.support.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    make_site()


def test_fifty_deposits_at_once_make_one_chain() -> None:
    inquiry = announced()

    def give(number: int) -> int:
        # Every fifth one is the same form, sent by several browsers.
        token = "le-meme" if number % 5 == 0 else None
        return observation(Inquiry.objects.get(pk=inquiry.pk), f"{number}", form_token=token).pk

    together(50, give)

    register = Register.objects.select_related("inquiry").get(pk=inquiry.pk)
    numbers = Observation.objects.filter(inquiry=inquiry.pk).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 42))
    assert register.last_number == 41
    assert not list(verify_register(register))
