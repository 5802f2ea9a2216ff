"""How usual each word of the published contributions is, counted anew by a regular job."""

from collections import Counter

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from .. import word_index
from ..models import Contribution, StemFrequency
from ..queries.similar import TOTAL, USUAL_STEMS_KEY
from ..word_index import LONGEST_STEM
from .journal import log

_BATCH = 2_000
# Words kept at most; beyond twice as many, those met least are forgotten on the way. A rare
# word that is forgotten is taken for a new one, which weighs the same.
_WORDS = 200_000


def forget_words(before: str, after: str) -> None:
    """Takes the folded words that left a text out of the frequencies; a rare one altogether."""
    gone = set(before.split()) - set(after.split())
    rows = StemFrequency.objects.filter(stem__in=gone)
    rows.filter(count__lte=1).delete()
    rows.update(count=F("count") - 1)
    if gone:
        transaction.on_commit(word_index.drop_old_words, robust=True)


def refresh_stem_frequencies() -> int:
    """Counts in how many published contributions each folded word stands; says of how many.

    Reads them as a stream, in bounded memory; the table is replaced in one transaction, so that
    readers see the old counts or the new ones.
    """
    counts: Counter[str] = Counter()
    total = 0
    rows = Contribution.objects.published().order_by().values_list("stems", flat=True)
    for stems in rows.iterator(chunk_size=_BATCH):
        counts.update({stem for stem in stems.split() if len(stem) <= LONGEST_STEM})
        total += 1
        if len(counts) > 2 * _WORDS:
            counts = Counter(dict(counts.most_common(_WORDS)))
    kept = {TOTAL: total, **dict(counts.most_common(_WORDS))}
    with transaction.atomic():
        StemFrequency.objects.all().delete()
        StemFrequency.objects.bulk_create(
            (StemFrequency(stem=stem, count=count) for stem, count in kept.items()),
            batch_size=_BATCH,
        )
    cache.delete(USUAL_STEMS_KEY)
    log("words.counted", contributions=total, words=len(kept) - 1)
    return total
