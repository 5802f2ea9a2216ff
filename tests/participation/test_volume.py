"""The generator of the measures: what it writes in bulk is what the portal would have written."""

import pytest
from django.db.models import Count

from participation.actions.counters import recount
from participation.actions.words import refresh_stem_frequencies
from participation.enums import Moderation
from participation.models import Comment, Contribution, StemFrequency, Support
from participation.receipts import normalise
from portal.cms.folding import fold
from tests.bench.volume import make_call

pytestmark = pytest.mark.django_db


def test_generated_call_counts_right():
    call = make_call(700)

    assert recount(activity=call) is False
    ideas = Contribution.objects.filter(activity=call)
    assert ideas.count() == 700
    assert set(ideas.values_list("moderation", flat=True)) >= {
        Moderation.PUBLISHED,
        Moderation.REFUSED,
        Moderation.MERGED,
    }
    for rows, name in [(Support, "support_count"), (Comment, "comment_count")]:
        counted = rows.objects.values_list("contribution").annotate(n=Count("pk"))
        kept = ideas.exclude(**{name: 0}).values_list("pk", name)
        assert dict(counted) == dict(kept)
    assert call.tally.support_count == 7_000
    assert max(ideas.values_list("comment_count", flat=True)) == 500


def test_generated_words_are_those_the_model_would_keep():
    call = make_call(200)

    for idea in Contribution.objects.filter(activity=call):
        assert idea.stems == fold(f"{idea.title} {idea.text}")
        assert normalise(idea.receipt) == idea.receipt
        idea.full_clean(exclude=["receipt", "activity", "refusal_reason"])
    counted = dict(StemFrequency.objects.values_list("stem", "count"))
    refresh_stem_frequencies()
    assert dict(StemFrequency.objects.values_list("stem", "count")) == counted


def test_generated_call_is_found_by_its_words():
    call = make_call(50)

    idea = Contribution.objects.published().filter(activity=call).first()
    found = Contribution.objects.filter(stems__all_words=idea.stems)
    assert list(found) == [idea]
