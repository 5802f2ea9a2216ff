"""What a voter is told of the rules where they vote: short sentences, drawn from them. Pure."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .basket import Basket, left, missing
from .enums import BallotKind, BudgetReason
from .rule_words import euros, fewer_sentence
from .rulebook import BallotProject, Envelope, Rulebook


def invitation(rules: Rulebook, envelope: Envelope, *, last_moment: str) -> str:
    """What to do on the page, in one sentence, then until when; and that fewer choices will do."""
    most = rules.max_choices
    if rules.kind == BallotKind.KNAPSACK:
        what = _("Choose the projects that you want to see built, within the envelope.")
    elif rules.kind == BallotKind.POINTS:
        what = ngettext(
            "Share %(count)s point among the projects that you want to see built.",
            "Share %(count)s points among the projects that you want to see built.",
            rules.points,
        ) % {"count": rules.points}
    elif rules.kind == BallotKind.RANKING:
        what = ngettext(
            "Choose %(count)s project, and put it in your order.",
            "Choose up to %(count)s projects, then put them in your order.",
            most,
        ) % {"count": most}
    elif rules.kind == BallotKind.GRADES:
        what = _("Give a grade to the projects that you know.")
    else:
        what = ngettext(
            "Choose the project that you want to see built.",
            "Choose up to %(count)s projects that you want to see built.",
            most,
        ) % {"count": most}
    until = _("You can change your mind until %(moment)s.") % {"moment": last_moment}
    return " ".join(one for one in (what, until, fewer_sentence(rules, envelope)) if one)


def rest_words(basket: Basket, rules: Rulebook, envelope: Envelope) -> tuple[str, str]:
    """The large figure of the basket, and what it means."""
    rest = left(basket, rules, envelope)
    if rules.kind == BallotKind.KNAPSACK:
        said = _("left of %(sum)s") % {"sum": euros(envelope.budget)}
        return euros(max(rest, 0)), said
    if rules.kind == BallotKind.POINTS:
        return str(abs(rest)), _points_words(rest, rules.points)
    if rules.kind == BallotKind.GRADES:
        return str(len(basket.choices)), ngettext(
            "grade given, out of %(count)s project",
            "grades given, out of %(count)s projects",
            len(envelope.standing),
        ) % {"count": len(envelope.standing)}
    return str(max(rest, 0)), ngettext(
        "choice left, out of %(most)s", "choices left, out of %(most)s", max(rest, 0)
    ) % {"most": rules.max_choices}


def _points_words(rest: int, points: int) -> str:
    if rest < 0:
        return ngettext(
            "point too many, out of %(points)s", "points too many, out of %(points)s", -rest
        ) % {"points": points}
    return ngettext("point left, out of %(points)s", "points left, out of %(points)s", rest) % {
        "points": points
    }


def missing_words(basket: Basket, rules: Rulebook) -> str:
    """How many choices are still asked for; nothing when there are enough."""
    if basket.is_empty:
        return ""
    lacking = missing(basket, rules)
    if not lacking:
        return ""
    return ngettext(
        "Choose %(count)s more project: this ballot takes at least %(least)s.",
        "Choose %(count)s more projects: this ballot takes at least %(least)s.",
        lacking,
    ) % {"count": lacking, "least": len(basket.choices) + lacking}


def withdrawn_words(rules: Rulebook, lost: tuple[str, ...]) -> str:
    """Which projects left the basket because they were withdrawn from the vote; else nothing."""
    named = {one.id: one.name for envelope in rules.envelopes for one in envelope.projects}
    names = [_("“%(name)s”") % {"name": named[one]} for one in lost if one in named]
    if not names:
        return ""
    return ngettext(
        "%(projects)s was withdrawn from the vote and left your basket. Your other choices are "
        "kept.",
        "%(projects)s were withdrawn from the vote and left your basket. Your other choices are "
        "kept.",
        len(names),
    ) % {"projects": get_text_list(names, pgettext("list", "and"))}


def full_words(
    reason: object, project: BallotProject, basket: Basket, rules: Rulebook, envelope: Envelope
) -> str:
    """Why a project has no button to add it, in the place of the button."""
    if reason == BudgetReason.OVER_ENVELOPE:
        return _("%(sum)s are missing") % {
            "sum": euros(project.cost - left(basket, rules, envelope))
        }
    if reason == BudgetReason.TOO_MANY_POINTS:
        return _("No point left")
    return ngettext(
        "Already %(count)s project in the basket",
        "Already %(count)s projects in the basket",
        rules.max_choices,
    ) % {"count": rules.max_choices}


def declaration(rules: Rulebook) -> str:
    """What a voter declares on their honour. Never nationality: the rules know none."""
    asked = rules.eligibility
    names = (
        ("lives", pgettext("I declare that I", "live")),
        ("works", pgettext("I declare that I", "work")),
        ("studies", pgettext("I declare that I", "study")),
    )
    ties = get_text_list(
        [words for name, words in names if asked.get(name)], pgettext("list", "or")
    )
    age = int(asked.get("age_from") or 0)
    if age and ties:
        said = _("I declare on my honour that I am %(age)s or older and %(ties)s in the city")
    elif ties:
        said = _("I declare on my honour that I %(ties)s in the city")
    elif age:
        said = _("I declare on my honour that I am %(age)s or older")
    else:
        said = _("I declare on my honour that I have not voted in another way")
    return said % {"age": age, "ties": ties}
