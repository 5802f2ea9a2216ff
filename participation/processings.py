"""What the room keeps about people and why: the one wording of its notices and of the register.

Each mechanism declares what its own forms take in its folder.
"""

from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration, seconds_in_words
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST, TEAM
from portal.privacy.registry import Cookie, Processing

AUTHORS = _("whoever takes part, residents and agents")
OFFICERS = _("the team in charge of participation and the moderators")


def after_the_call() -> str:
    """When addresses go, in words."""
    return gettext("%(delay)s after the call and its answers are over") % {
        "delay": duration(settings.ADDRESS_RETENTION_DAYS)
    }


COMMENTS = Processing(
    name="participation.comments",
    label=_("Comments"),
    purpose=_("publish what you say about a contribution, and tell you what was decided"),
    basis=Basis.MISSION,
    people=AUTHORS,
    categories=_("your text; if you give them: signature, standing, e-mail address"),
    recipients=_(
        "everyone, for the text and the signature, once published; nobody, for your address"
    ),
    retention=lambda: (
        gettext("text: as long as the call is public; address: %(delay)s")
        % {"delay": after_the_call()}
    ),
    security=ACCESS,
    subprocessors=HOST,
    sensitive=True,
    order=20,
)
SUPPORTS = Processing(
    name="participation.supports",
    label=_("Supports"),
    purpose=_("send you the link, and count one support a person"),
    basis=Basis.MISSION,
    people=_("whoever supports a contribution"),
    categories=_("your e-mail address, kept only once you have followed the link"),
    recipients=_("nobody: only the number of supports is shown"),
    retention=lambda: (
        gettext("address: %(delay)s; your support stays counted") % {"delay": after_the_call()}
    ),
    security=_("the address travels encrypted in the mailed link"),
    subprocessors=HOST,
    particular=_("You may take your support back while the call is open."),
    order=30,
)
REPORTS = Processing(
    name="participation.reports",
    label=pgettext_lazy("moderation", "Reports"),
    purpose=_("examine a text that breaks the charter, and tell you what was decided"),
    basis=Basis.OBLIGATION,
    people=_("whoever reports a text"),
    categories=_("the reason and what you write; your e-mail address if you give it"),
    recipients=_(
        "the moderators, without your address; the author of the text does not learn who sent it"
    ),
    retention=_("address: until we have answered; the rest: as long as the text reported"),
    security=ACCESS,
    subprocessors=HOST,
    order=32,
)
APPEALS = Processing(
    name="participation.appeals",
    label=_("Objections to a refusal"),
    purpose=_("have somebody else read again a text that was refused"),
    basis=Basis.OBLIGATION,
    people=_("authors of a refused text"),
    categories=_("what you write to contest; the text refused, the reason, the explanation"),
    recipients=_("the moderators"),
    retention=lambda: (
        gettext("%(delay)s after the refusal, longer while your objection is examined")
        % {"delay": duration(settings.REFUSED_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=34,
)
PAPER = Processing(
    name="participation.paper",
    label=_("Contributions on paper"),
    purpose=_("register what is written on paper, check it, and answer"),
    basis=Basis.MISSION,
    people=AUTHORS,
    categories=_(
        "what is written on the coupon, its scan; if you give them: e-mail address, telephone"
    ),
    recipients=_(
        "everyone, for the text and the signature; those who key in and verify, for the rest"
    ),
    retention=lambda: (
        gettext("text: as long as the call is public; scan and contacts: %(delay)s")
        % {"delay": after_the_call()}
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_("Two agents copy your paper into the portal."),
    sensitive=True,
    order=15,
)
GROUPING = Processing(
    name="participation.grouping",
    label=_("Grouping of contributions"),
    purpose=_("ask authors and supporters whether two contributions are one"),
    basis=Basis.MISSION,
    people=_("authors and supporters of contributions that look alike"),
    categories=_("who was asked, who agreed or not, when"),
    recipients=_("everyone, for the author’s answer; nobody, for a supporter’s"),
    retention=_("as long as the contribution"),
    security=ACCESS,
    subprocessors=HOST,
    collected=False,
    order=110,
)
PROMOTIONS = Processing(
    name="participation.promotions",
    label=_("Agents’ contributions made public"),
    purpose=_("publish outside what was given among agents, if its author agrees"),
    basis=Basis.CONSENT,
    people=_("agents whose contribution the city would like to make public"),
    categories=_("the question, your answer, the signature that you choose"),
    recipients=_("everyone, for the public copy; nobody, for its link with yours"),
    retention=_("as long as the contribution; you may take it back at any time"),
    security=ACCESS,
    subprocessors=HOST,
    order=36,
)
WISHES = Processing(
    name="participation.wishes",
    label=_("Being written to about the project"),
    purpose=_("write to those who asked for it, and invite them to follow the project"),
    basis=Basis.CONSENT,
    people=_("authors who ticked one of these wishes"),
    categories=_("the wish, the address left with the contribution"),
    recipients=_("officers who may export contacts, with a reason that is recorded"),
    retention=lambda: (
        gettext("until you take it back; at the latest %(delay)s") % {"delay": after_the_call()}
    ),
    security=_("each export is recorded: who, when, how many, why"),
    subprocessors=HOST,
    order=38,
)
ELIGIBILITY = Processing(
    name="participation.eligibility",
    label=_("Who may take part"),
    purpose=_("check that those who take part are concerned, each once where the call says so"),
    basis=Basis.MISSION,
    people=_("whoever takes part in a call that asks for it; persons on the city’s list"),
    categories=_(
        "marks that nobody can read made of a name and a year of birth, a number or a code; the "
        "condition that you declare"
    ),
    recipients=_("nobody: only counts are shown; nothing links the mark to what you give"),
    retention=lambda: (
        gettext("%(delay)s after the end of the call")
        % {"delay": duration(settings.ELIGIBILITY_RETENTION_DAYS)}
    ),
    security=_("the list brought by the city is not kept, only keyed hashes of its lines"),
    subprocessors=HOST,
    order=39,
)
ANSWERS = Processing(
    name="participation.answers",
    label=_("Preparing answers"),
    purpose=_("know who prepares which answer and by when"),
    basis=Basis.MISSION,
    people=TEAM,
    categories=_("who is asked, dates, private notes"),
    recipients=OFFICERS,
    retention=_("as long as the contribution"),
    security=ACCESS,
    subprocessors=HOST,
    collected=False,
    order=120,
)
IMPORTS = Processing(
    name="participation.imports",
    label=_("Imports of earlier calls"),
    purpose=_("bring an earlier call into the portal"),
    basis=Basis.MISSION,
    people=_("authors of the earlier call"),
    categories=_("the columns of the file"),
    recipients=OFFICERS,
    retention=_("the file: until it is imported, thirty days at most"),
    security=ACCESS,
    subprocessors=HOST,
    collected=False,
    order=130,
)
PROCESSINGS = (
    COMMENTS,
    SUPPORTS,
    REPORTS,
    APPEALS,
    PAPER,
    GROUPING,
    PROMOTIONS,
    WISHES,
    ELIGIBILITY,
    ANSWERS,
    IMPORTS,
)
SUPPORTER_COOKIE = Cookie(
    name=settings.SUPPORTER_COOKIE_NAME,
    purpose=_(
        "let your next supports take one press; set after a support by mailed link, unless you say "
        "that the device is shared"
    ),
    duration=lambda: seconds_in_words(settings.SUPPORTER_COOKIE_SECONDS),
    order=50,
)
