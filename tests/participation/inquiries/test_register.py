"""The register: to the second, chained, append-only, never losing anybody's words."""

import pytest
from django.db import IntegrityError, transaction

from participation.inquiries.enums import InquiryReason
from participation.inquiries.models import Observation
from portal.decisions import Refused
from tests.factories.inquiries import announced, observation
from tests.support import clock

pytestmark = pytest.mark.django_db


def test_it_opens_and_closes_to_the_second() -> None:
    inquiry = announced()
    with pytest.raises(Refused) as early:
        observation(inquiry, at=clock.before(inquiry))
    with pytest.raises(Refused) as late:
        observation(inquiry, at=clock.at_closing(inquiry))

    first = observation(inquiry, at=clock.at_opening(inquiry))
    last = observation(inquiry, at=clock.at_the_last_second(inquiry))

    assert early.value.reason == InquiryReason.BEFORE_OPENING
    assert late.value.reason == InquiryReason.AFTER_CLOSING
    assert (first.number, last.number, last.previous) == (1, 2, first.fingerprint)
    for change in ({"text": "Autre chose"}, {"number": 9}, {"name": "Autre"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=first.pk).delete()
