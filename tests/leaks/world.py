"""A site full of things that could leak, each carrying a word that is nowhere else."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

from engagements.models import Commitment
from home.models import NewsPage
from participation import actions
from participation.enums import FileKind, Moderation, Verdict, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import (
    Activity,
    Answer,
    Appeal,
    Assignment,
    Attachment,
    Contribution,
    Neighbourhood,
    PaperEntry,
    PrivateNote,
    Report,
    Theme,
)
from tests.factories.accounts import AgentFactory, StaffFactory, UserFactory
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.merging import grouped, promotion_asked
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.leaks.closed import Closed, beside
from tests.support import clock
from tests.support.contract import contracts


@dataclass
class World:
    """What exists, and the words that nobody in the public may read."""

    call: IdeaConsultation
    public: Idea
    kept: Idea
    merged: Idea
    agents: IdeaConsultation
    agents_idea: Idea
    theme: Theme
    # Word → what it is, for the message of a failure.
    secrets: dict[str, str] = field(default_factory=dict)
    # Words that agents may read.
    internal: dict[str, str] = field(default_factory=dict)
    # What Wagtail's privacy closes, when the test asks for it.
    closed: Closed | None = None
    # Words that stand only where a grouped idea is cited.
    cited: dict[str, str] = field(default_factory=dict)

    @property
    def hidden_words(self) -> dict[str, str]:
        """Every word that somebody may not read, with what it is."""
        hidden = {**self.secrets, **self.internal, **self.cited}
        if self.closed is not None:
            hidden |= {**self.closed.secrets, **self.closed.signed_in}
        return hidden


def text_with(word: str) -> str:
    """A text long enough for an idea, with a word of its own."""
    return f"Voici une proposition qui parle de {word} et de rien d’autre en particulier."


def build() -> World:
    """Everything that could leak, in one public call and one of the agents."""
    theme = ThemeFactory.create(name="Voirie", slug="voirie")
    call = IdeaConsultationFactory.create(title="Appel public", slug="public", themes=[theme])
    public = published_idea(
        call, title="Idée publique", theme=theme, email="zqadresse@test.example"
    )
    agents = AgentConsultationFactory.create(title="Appel zqinterne", slug="agents", themes=[theme])
    idea = answered_idea(
        agents,
        title="Idée zqagente",
        text=text_with("zqmetier"),
        display_name="zqagentnom",
        author=AgentFactory.create(email="zqauteur@test.example"),
    )
    kept = published_idea(call, title="Idée gardée", theme=theme)
    merged = published_idea(call, title="Idée zqregroupee", text=text_with("zqdoublon"))
    world = World(call, public, kept, merged, agents, idea, theme)
    world.internal = {
        "zqinterne": "title of an agents' call",
        "zqagente": "title of an agents' idea",
        "zqmetier": "text of an agents' idea",
        "zqagentnom": "signature in an agents' call",
    }
    world.secrets["zqadresse"] = "e-mail address of an author"
    _file_of_agents(world)
    _unpublished(world)
    _merged(world)
    _consents(world)
    _around(world)
    _people(world)
    for contract in contracts().values():
        contract.hide(world)
    return world


def _file_of_agents(world: World) -> None:
    """A document that an agent joined to an idea."""
    Attachment.objects.create(
        contribution=world.agents_idea,
        kind=FileKind.DOCUMENT,
        file=ContentFile(b"Un document qui parle de zqpiece.", "x.pdf"),
        name="piece.pdf",
        description="zqpiece",
        content_type="application/pdf",
        size=33,
    )
    world.internal["zqpiece"] = "file of an agents' idea"


def _unpublished(world: World) -> None:
    """Ideas in every state that nobody may read."""
    states = {
        "zqattente": Moderation.PENDING,
        "zqnonconfirme": Moderation.UNCONFIRMED,
        "zqnonverifie": Moderation.UNVERIFIED,
        "zqimporte": Moderation.STAGED,
    }
    for word, state in states.items():
        made = make_idea(
            world.call,
            title=f"Idée {word}",
            text=text_with(beside(word)),
            theme=world.theme,
            display_name=beside(word),
            email=f"{word}@test.example",
            wishes=[Wish.FOLLOW_UP],
        )
        Contribution.objects.filter(pk=made.pk).update(moderation=state)
        world.secrets |= dict.fromkeys((word, beside(word)), f"idea in state {state}")
    refused = refused_idea(world.call, title="Idée zqrefusee", text=text_with("zqinjure"))
    Appeal.objects.create(contribution=refused, text="Je conteste, zqrecours.", filed_at=clock.NOW)
    world.secrets |= {
        "zqrefusee": "title of a refused idea",
        "zqinjure": "text of a refused idea",
        "zqrecours": "text of an appeal",
    }
    draft = IdeaConsultationFactory.create(title="Appel zqbrouillon", slug="brouillon", live=False)
    published_idea_in_draft = make_idea_in(draft)
    Contribution.objects.filter(pk=published_idea_in_draft.pk).update(
        moderation=Moderation.PUBLISHED, published_at=clock.NOW
    )
    world.secrets |= {
        "zqbrouillon": "title of an unpublished call",
        "zqdansbrouillon": "idea of an unpublished call",
    }


def make_idea_in(call: IdeaConsultation) -> Idea:
    """An idea in a call that takes none from the public."""
    return actions.receive(
        Idea, activity=call, at=clock.NOW, title="Idée zqdansbrouillon", text="Texte."
    )


def _merged(world: World) -> None:
    """A grouped idea, cited on its own page and on the page of the one that is kept."""
    Contribution.objects.filter(pk=world.merged.pk).update(
        moderation=Moderation.MERGED, merged_into=world.kept.pk
    )
    world.cited = {"zqregroupee": "title of a grouped idea", "zqdoublon": "text of a grouped idea"}


def _consents(world: World) -> None:
    """An agents' idea made public with its author's consent, and a group among agents."""
    author = AgentFactory.create(email="zqpromue@test.example", display_name="zqcompte")
    source = published_idea(
        world.agents,
        title="Idée devenue publique",
        author=author,
        display_name="zqsignature",
        department_name="zqservice",
        place="zqbureau",
    )
    actions.accept_promotion(
        promotion=promotion_asked(source, world.call), display_name="", at=clock.NOW
    )
    doubled = published_idea(world.agents, title="Idée zqdouble", author=author)
    supporter = actions.supporter_of(user=author, at=clock.NOW)
    actions.support_contribution(
        contribution=doubled, supporter=supporter, user=author, at=clock.NOW
    )
    grouped(doubled, published_idea(world.agents, title="Idée zqgardee", author=author))
    world.secrets |= {"zqpromue": "address of an agent", "zqcompte": "account of an agent"}
    world.internal |= {
        "zqsignature": "signature among agents of an idea made public",
        "zqservice": "department of the author of an idea made public",
        "zqbureau": "place given among agents with an idea made public",
        "zqdouble": "title of a grouped agents' idea",
        "zqgardee": "title of an agents' idea",
    }


def _around(world: World) -> None:
    """What officers keep beside a public idea, and what readers sent."""
    public = world.public
    for word, state in (("zqcommentaire", False), ("zqretire", True)):
        made = actions.add_comment(
            contribution=public,
            text=f"Un avis {word}.",
            at=clock.NOW,
            email=f"{beside(word)}@test.example",
        )
        if state:
            actions.refuse_comment(
                comment=made, moderator=None, reason="offensive", note="zqmotif", at=clock.NOW
            )
        world.secrets |= dict.fromkeys((word, beside(word)), "comment that is not public")
    _by_officers(world)


def _by_officers(world: World) -> None:
    """Reports of readers, notes, drafts of answers, who prepares them, where paper came from."""
    public = world.public
    Report.objects.create(
        contribution=public,
        reason="off_topic",
        text="zqsignalement",
        email="zqtemoin@test.example",
        filed_at=clock.NOW,
    )
    PrivateNote.objects.create(contribution=public, text="zqnoteinterne", written_at=clock.NOW)
    Answer.objects.create(
        contribution=public, verdict=Verdict.DECLINED, text="zqprojetdereponse", live=False
    )
    _prepared(world)
    world.secrets |= {
        "zqmotif": "note of a refused comment",
        "zqsignalement": "text of a report",
        "zqtemoin": "address of who reported",
        "zqnoteinterne": "private note",
        "zqprojetdereponse": "draft of an answer",
    }


def _prepared(world: World) -> None:
    """Who prepares an answer, and what was written down of a paper."""
    public = world.public
    person = StaffFactory.create(first_name="Zqprenom", last_name="Zqnomagent")
    Assignment.objects.create(
        contribution=public,
        department=DepartmentFactory.create(name="Service voirie"),
        person=person,
        assigned_at=clock.NOW,
    )
    PaperEntry.objects.create(
        contribution=public,
        received_on=clock.NOW.date(),
        place_received="zqguichet",
        phone="zqtelephone",
        corrections={"title": "zqcorrige"},
        keyed_at=clock.NOW,
        keyed_by=person,
    )
    world.secrets |= {
        "zqnomagent": "name of who prepares the answer",
        "zqguichet": "where a paper was received",
        "zqtelephone": "telephone number written on a paper",
        "zqcorrige": "what was keyed in before it was corrected",
    }


def _people(world: World) -> None:
    """Accounts, supporters, lists that no published idea uses yet."""
    user = UserFactory.create(email="zqcompte@test.example", first_name="Zqhabitante")
    supporter = actions.supporter_of(user=user, at=clock.NOW)
    given: dict[str, Any] = {"supporter": supporter, "user": user, "at": clock.NOW}
    actions.support_contribution(contribution=world.public, **given)
    AgentFactory.create(email="zqagentcompte@test.example")
    CommitmentFactory.create()
    Neighbourhood.objects.create(name="Port", slug="port")
    world.secrets |= {
        "zqcompte": "address of a supporter",
        "zqhabitante": "name of a supporter",
        "zqagentcompte": "address of an agent",
        "zqauteur": "account behind an agents' idea",
    }


def about_commitments() -> None:
    """Everything says that it is about every commitment: hidden news, agents' calls, drafts."""
    commitments = list(Commitment.objects.all())
    for model in (NewsPage, Activity):
        links = model.commitments.through
        column = links._meta.get_field(model._meta.model_name).attname
        links.objects.bulk_create(
            links(commitment=one, **{column: pk})
            for one in commitments
            for pk in model.objects.values_list("pk", flat=True)
        )
