"""`python -m tests.bench.followers`: an event and a letter to a great many followers.

FOLLOWERS (default 100000) says how many follow the news, half of them with an account;
TEST_DATABASE_URL where (default: SQLite in a temporary folder); BENCH_KEPT=1 measures on that
database, migrated and empty. It prints what an editor waits for who publishes a piece of news,
alone and while the worker is busy, then each step of the worker: the time of this process, that of
the clock, the longest turn (a transaction or a few), the memory it took besides.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

# Pieces of news in one digest.
EVENTS = 3
# Of what takes long only so much is measured: the rest takes as long.
DIGESTS, LETTERS, HANDED = 10_000, 5_000, 1_000


def main() -> None:
    """Prepares a database of its own, measures, and leaves nothing behind."""
    count = int(os.environ.get("FOLLOWERS", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("TEST_DATABASE_URL"):
            os.environ["TEST_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        django.setup()
        from django.test.utils import get_runner, setup_test_environment  # noqa: PLC0415

        setup_test_environment(debug=False)
        # As in production: the worker has what nobody waits for, at any hour.
        settings.MAIL_AT_ONCE_PRIORITY, settings.QUIET_FROM_HOUR = 0, settings.QUIET_TO_HOUR
        if os.environ.get("BENCH_KEPT"):
            measure(count)
            return
        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            measure(count)
        finally:
            runner.teardown_databases(databases)


def measure(count: int) -> None:
    """Goes the way of an event, then of a letter, from the editor to the mail server."""
    from django.db import connection  # noqa: PLC0415

    from tests.factories.cms import make_site  # noqa: PLC0415

    make_site()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    say(
        f"{connection.vendor}, {count} followers; load of the machine at the start: {load}\n"
        f"{'step':<42}{'times':>6}{'processor':>11}{'clock':>10}{'median':>11}{'longest':>11}"
        f"{'memory':>9}"
    )
    follow_events(count)
    follow_letters()
    report("forget what was told", forget_all())


def follow_events(count: int) -> None:
    """An event: published, its followers found, digests written, mails handed over."""
    from portal.subscriptions.actions import expand_events, tell_people  # noqa: PLC0415
    from portal.subscriptions.models import Event  # noqa: PLC0415

    report("publish news, nobody follows", publish(20))
    until_done(expand_events)
    add_followers(count)
    analyse()
    report("publish news, all follow", publish(20))
    with beside(expand_events):
        report("publish news, worker finds followers", publish(20))
    start_anew()
    analyse()
    publish(EVENTS)
    report(f"find the followers of {EVENTS}", until_done(expand_events))
    make_due()
    analyse()
    with beside(tell_people):
        report("publish news, worker writes digests", publish(20))
    # Those just published would hold the digests up until all are found, twenty times over.
    Event.objects.filter(expanded_at__isnull=True).delete()
    report(f"write {DIGESTS} digests", Measured.of([tell_people] * (DIGESTS // 50)))
    report(f"hand {HANDED} over to a mail server", hand_over(HANDED))


def follow_letters() -> None:
    """A letter: sent by its button, then written by the worker, as mails leave."""
    from portal.subscriptions.actions import spread_letters  # noqa: PLC0415

    forget_mails()
    report("send a letter (the button)", send_letters(1))
    turns = [lambda: spread_letters() and forget_mails()] * (LETTERS // 50)
    report(f"write {LETTERS} letters", Measured.of(turns))


def publish(times: int) -> "Measured":
    """Publishes so many pieces of news, as the admin does."""
    from django.utils import timezone  # noqa: PLC0415

    from tests.factories.home import news_page  # noqa: PLC0415

    drafts = [news_page(live=False, first_published_at=timezone.now()) for _ in range(times)]
    return Measured.of([lambda one=one: one.save_revision().publish() for one in drafts])


def until_done(turn: Callable[[], Any]) -> "Measured":
    """Lets the worker do its turns until nothing is left."""
    return Measured.of(_while_true(turn))


def _while_true(turn: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    more = [True]

    def once() -> None:
        more[0] = bool(turn())

    while more[0]:
        yield once


class Measured:
    """Seconds of each time, of the processor in all (without the database's own), bytes more."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.processor = 0.0
        self.memory = 0

    @classmethod
    def of(cls, works: Any) -> "Measured":
        """Does each of these."""
        made, before = cls(), _resident("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")
        busy = time.thread_time()
        for work in works:
            started = time.perf_counter()
            work()
            made.seconds.append(time.perf_counter() - started)
        made.processor = time.thread_time() - busy
        made.memory = max(0, _resident("VmHWM") - before)
        return made


def _resident(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def report(name: str, measured: Measured) -> None:
    """Prints a line of figures."""
    seconds = measured.seconds
    say(
        f"{name:<42}{len(seconds):>6}{measured.processor:>9.1f} s{sum(seconds):>8.1f} s"
        f"{statistics.median(seconds) * 1000:>8.1f} ms{max(seconds) * 1000:>8.1f} ms"
        f"{measured.memory / 2**20:>6.1f} MB"
    )


@contextmanager
def beside(turn: Callable[[], Any]) -> Iterator[None]:
    """Another worker does its turns meanwhile, in a thread with a connection of its own."""
    from django.db import connection  # noqa: PLC0415

    from portal.notifications.delivery import feed_once  # noqa: PLC0415

    over = threading.Event()

    def work() -> None:
        try:
            while not over.is_set() and feed_once(turn):
                pass
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def add_followers(count: int) -> None:
    """So many people who follow the news since yesterday, each other one by an account."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.accounts.models import User  # noqa: PLC0415
    from portal.subscriptions.enums import Frequency  # noqa: PLC0415
    from portal.subscriptions.models import Subscriber, Subscription, new_key  # noqa: PLC0415

    from .loading import load  # noqa: PLC0415

    since = timezone.now() - timedelta(days=1)
    first = (User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    accounts = range(first, first + count // 2)
    load(User, "id email", ((pk, f"personne{pk}@example.org") for pk in accounts))
    rows = (
        (
            n,
            first + n // 2 if n % 2 and n // 2 < count // 2 else None,
            None if n % 2 and n // 2 < count // 2 else f"abonne{n}@example.org",
            Frequency.WEEKLY,
            new_key(),
            since,
        )
        for n in range(1, count + 1)
    )
    load(Subscriber, "id user email frequency link_key consented_at", rows)
    load(
        Subscription,
        "id subscriber topic since",
        ((n, n, "news", since) for n in range(1, count + 1)),
    )


def analyse() -> None:
    """Lets the database count its rows, as PostgreSQL does by itself within a minute or so."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def start_anew() -> None:
    """Forgets events, notices and digests; the followers stay."""
    from portal.subscriptions.models import Digest, Event, Notice  # noqa: PLC0415

    for model in (Notice, Digest, Event):
        model.objects.all()._raw_delete("default")
    forget_mails()


def make_due() -> None:
    """What waits is due now: the morning of the digests."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.subscriptions.models import Notice  # noqa: PLC0415

    Notice.objects.update(due_at=timezone.now())


def hand_over(count: int) -> Measured:
    """Hands so many mails over to a mail server on this machine, then counts what arrived."""
    from portal.notifications.delivery import deliver_batch  # noqa: PLC0415
    from tests.support.smtp import MailServer  # noqa: PLC0415

    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        turns = [lambda: deliver_batch(worker="bench") for _ in range(count // 100)]
        return Measured.of(turns)
    finally:
        server.stop()


def forget_mails() -> bool:
    """Empties the outbox, as if all had left."""
    from portal.notifications.models import OutgoingMail  # noqa: PLC0415

    OutgoingMail.objects.all()._raw_delete("default")
    return True


def send_letters(times: int) -> Measured:
    """An officer writes a letter to all who follow the news, and presses the button."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.accounts.models import User  # noqa: PLC0415
    from portal.subscriptions.actions import send_letter, write_letter  # noqa: PLC0415
    from portal.subscriptions.models import Letter  # noqa: PLC0415

    at, by = timezone.now(), User.objects.create_superuser("mesure@example.org")
    body = "<p>" + "Le conseil a voté le projet du quai, après cent idées. " * 20 + "</p>"
    settings.LETTER_DELAY_MINUTES = 0
    letters = [
        write_letter(
            letter=Letter(), subject="Le quai change", body=body, topics=["news"], by=by, at=at
        )
        for _ in range(times)
    ]
    return Measured.of(
        [
            lambda one=one: send_letter(letter=one, seen=one.fingerprint, by=by, at=at)
            for one in letters
        ]
    )


def forget_all() -> Measured:
    """The daily erasure, much later."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.subscriptions.actions import forget_old_events  # noqa: PLC0415

    later = timezone.now() + timedelta(days=settings.NOTICE_TRACE_DAYS + 1)
    return Measured.of([lambda: forget_old_events(at=later)])


def say(line: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
