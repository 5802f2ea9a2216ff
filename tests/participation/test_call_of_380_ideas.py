"""The call of the model city, told whole: a file of 380 ideas, from its import to the verdict.

Everything is done as officers do it, by the forms of the admin.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from participation.actions import counters
from participation.enums import Moderation, PromiseOutcome, Verdict
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ActivityTally, ContributionImport, MergeProposal, PromiseVerdict
from portal.accounts.models import User
from tests.factories.engagements import CommitmentFactory
from tests.factories.imports import csv_of
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support import clock

IDEAS, REFUSED, MERGED, ANSWERED, LINKED = 380, 10, 20, 100, 30
THEMES = ("Se connaître", "Management", "Conditions de travail", "Accueil", "Écologie")
BULK = "/admin/moderation/ensemble/"


class Story:
    """One call and the people who run it."""

    def __init__(self, officer: Any, moderator: Any) -> None:
        self.officer, self.moderator = officer, moderator
        self.themes = [ThemeFactory.create(name=name) for name in THEMES]
        self.call = IdeaConsultationFactory.create(slug="380", themes=self.themes)

    @property
    def ideas(self) -> list[Idea]:
        return list(Idea.objects.filter(activity=self.call).order_by("number"))

    def rows(self) -> Iterator[str]:
        """A line an idea; the meetings and the coupon of the model city."""
        for n in range(1, IDEAS + 1):
            channel = ("réunion", "papier", "papier", "en ligne")[n % 4]
            yield f"{n};Proposition {n} pour le service public;Texte {n};{THEMES[n % 5]};{channel}"

    def import_file(self) -> None:
        """Uploaded with a fault, corrected, tried, then imported."""
        headings = "N°;Titre;Texte;Thème;Canal"
        faulty = self._upload(csv_of(headings, "1;;Texte;Accueil;papier", *self.rows()))
        assert faulty.error_count == 2  # A title that lacks, and a number given twice.
        imported = self._upload(csv_of(headings, *self.rows()))
        assert (imported.total_rows, imported.error_count) == (IDEAS, 0)
        assert not self.ideas
        self.officer.post(self._page(imported), {"action": "import"})
        call_command("run_imports")

    def _upload(self, content: bytes) -> ContributionImport:
        file = SimpleUploadedFile("idees.csv", content)
        self.officer.post(reverse("calls:imports", args=[self.call.pk]), {"file": file})
        imported = ContributionImport.objects.latest("pk")
        columns = {f"column_{name}": heading for name, heading in imported.mapping.items()}
        options = {
            "action": "check",
            "moderation": "pending",
            "channel": "paper",
            "received_on": "2026-05-04",
            "unknown_theme": "refuse",
            "unknown_neighbourhood": "refuse",
        }
        self.officer.post(self._page(imported), {**options, **columns})
        call_command("run_imports")
        imported.refresh_from_db()
        return imported

    @staticmethod
    def _page(imported: ContributionImport) -> str:
        return reverse("calls:import", args=[imported.pk])

    def moderate(self) -> None:
        """Ten refused for one reason, the others published, all in two gestures."""
        doubtful = [f"contribution-{idea.pk}" for idea in self.ideas[-REFUSED:]]
        refusal = {"action": "refuse", "reason": "off_topic", "note": "La question est autre."}
        self.moderator.post(BULK, {**refusal, "confirmed": "1", "chosen": doubtful})
        address = f"{BULK}?activity={self.call.pk}"
        asked = self.moderator.post(address, {"all": "publish"})
        keys = asked.context["keys"]
        assert len(keys) == IDEAS - REFUSED
        self.moderator.post(address, {"action": "publish", "confirmed": "1", "chosen": keys})

    def merge(self) -> None:
        """Twenty doubles, from paper: nobody can be asked, which is said."""
        kept, doubles = self.ideas[0], self.ideas[1 : MERGED + 1]
        for double in doubles:
            proposed = {"number": kept.number, "reason": "Elles demandent la même chose."}
            self.officer.post(reverse("merging:propose", args=[double.pk]), proposed)
            proposal = MergeProposal.objects.get(merged=double)
            self.officer.post(reverse("merging:decide", args=[proposal.pk]), {"action": "group"})

    def answer(self) -> None:
        """A hundred answers in two gestures; thirty of them feed commitments."""
        commitments = [CommitmentFactory.create().pk for _ in range(3)]
        public = [idea for idea in self.ideas if idea.is_public]
        self._answer(public[:LINKED], verdict=Verdict.RETAINED, commitments=commitments)
        self._answer(public[LINKED:ANSWERED], verdict=Verdict.DECLINED)

    def _answer(self, ideas: list[Idea], **given: Any) -> None:
        data = {
            "idea": [idea.pk for idea in ideas],
            "text": "Exemple de réponse motivée.",
            "outcome": "publish",
            **given,
        }
        look = self.officer.post(reverse("answering:bulk"), {**data, "step": "preview"})
        assert look.content.decode().count("Exemple de réponse motivée.") >= len(ideas)
        self.officer.post(reverse("answering:bulk"), {**data, "step": "do"})

    def close(self) -> None:
        """The end comes by itself; the verdict is given, then the call is archived."""
        call_command("close_activities")
        page = reverse("participation_promises", args=[self.call.pk])
        refused = self.officer.post(page, {"action": "archive"}, follow=True)
        assert "Dites d’abord, publiquement" in refused.content.decode()
        reasons = "250 idées attendent encore leur réponse."
        given = {"verdict-outcome": PromiseOutcome.PARTLY, "verdict-reasons": reasons}
        self.officer.post(page, {"action": "verdict", **given})
        self.officer.post(page, {"action": "archive"})

    def figures(self) -> dict[str, int]:
        counted = ActivityTally.objects.get(activity=self.call)
        return {
            "received": counted.contribution_count,
            "published": counted.published_count,
            "merged": counted.merged_count,
            "answered": counted.answered_count,
        }


@pytest.fixture
def story(client_of: Any, officer: User, moderator: User) -> Story:
    return Story(client_of(officer), client_of(moderator))


def test_a_call_of_380_ideas_from_the_file_to_the_verdict(story: Story, client: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        story.import_file()
        story.moderate()
        assert story.figures()["published"] == IDEAS - REFUSED
        story.merge()
        story.answer()
    public = IDEAS - REFUSED - MERGED
    assert story.figures() == {
        "received": IDEAS,
        "published": public,
        "merged": MERGED,
        "answered": ANSWERED,
    }
    linked = {idea.pk for idea in story.ideas if idea.commitments.count() == 3}
    assert len(linked) == LINKED
    assert sum(idea.moderation == Moderation.REFUSED for idea in story.ideas) == REFUSED
    with time_machine.travel(story.call.closes_at + timedelta(days=70), tick=False):
        story.close()
        _read_in_public(story, client, public)
    assert PromiseVerdict.objects.get(activity=story.call).outcome == PromiseOutcome.PARTLY
    assert ActivityTally.objects.get(activity=story.call).archived_at
    assert counters.recount(activity=story.call) is False


def _read_in_public(story: Story, client: Any, public: int) -> None:
    """What anybody can read of it afterwards."""
    call: IdeaConsultation = story.call
    page = client.get(call.url).content.decode()
    assert f"{public} idées" in page.replace("\u00a0", " ")
    assert "Promesse tenue en partie" in page
    results = client.get(f"{call.url}resultats/").content.decode()
    assert "250 idées attendent encore" in results
    rows = b"".join(client.get(f"{call.url}idees.csv").streaming_content).splitlines()
    assert len(rows) == public + 1
    double = story.ideas[1]
    grouped = client.get(double.url)
    assert grouped.status_code == 200
    assert f"{story.ideas[0].url}" in grouped.content.decode()
    told = client.get(double.story_url).content.decode()
    assert "regroupée" in told.lower()
    assert double.title not in page
