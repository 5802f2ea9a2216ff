"""The rules of a vote in plain words, drawn from their published text. Pure."""

from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.cms.french_dates import NBSP, date_and_hour

from .enums import BallotKind, CountingRule, KeyKind, TieBreak, Utility
from .rulebook import Envelope, Rulebook


def euros(amount: int) -> str:
    """« 400 000 € », from whole euros."""
    return f"{amount:,}".replace(",", NBSP) + f"{NBSP}€"


def rule_sentences(rules: Rulebook) -> list[str]:
    """The whole of the rules, one short sentence after the other, in the order of a vote."""
    return [
        *date_sentences(rules),
        *envelope_sentences(rules),
        *ballot_sentences(rules),
        *eligibility_sentences(rules),
        *channel_sentences(rules),
        *count_sentences(rules),
        *tie_sentences(rules),
    ]


def date_sentences(rules: Rulebook) -> list[str]:
    """When one votes, to the minute, on the city's clock."""
    return [
        _("The vote opens on %(opens)s and closes on %(closes)s.")
        % {
            "opens": date_and_hour(datetime.fromisoformat(rules.data["opens_at"])),
            "closes": date_and_hour(datetime.fromisoformat(rules.data["closes_at"])),
        },
        _("You can change your vote until it closes: the last one counts."),
    ]


def envelope_sentences(rules: Rulebook) -> list[str]:
    """What money is shared, and where."""
    total = sum(one.budget for one in rules.envelopes)
    if rules.only_envelope is not None:
        said = [_("%(sum)s are shared over the whole city.") % {"sum": euros(total)}]
    else:
        said = [
            ngettext(
                "%(sum)s are shared in %(count)s district, which has its own envelope.",
                "%(sum)s are shared among %(count)s districts, each with its own envelope.",
                len(rules.envelopes),
            )
            % {"sum": euros(total), "count": len(rules.envelopes)},
            _("You vote in one district only, the one you choose."),
        ]
    if rules.count.get("guarantee") == "district":
        said.append(
            _("Each district gets one project at least, if one of its projects received votes.")
        )
    return said


def ballot_sentences(rules: Rulebook) -> list[str]:
    """What a ballot may say."""
    said = [_choices_sentence(rules)]
    said += filter(None, (fewer_sentence(rules, one) for one in rules.envelopes))
    if rules.kind == BallotKind.KNAPSACK:
        said.append(_("Together, the projects you choose cost no more than the envelope."))
    elif rules.kind == BallotKind.POINTS:
        said.append(
            _("You share %(points)s points among them, %(each)s at most for one project.")
            % {"points": rules.points, "each": rules.points_each}
        )
    elif rules.kind == BallotKind.RANKING:
        said.append(
            _("You put them in order: they receive, from the first one, %(points)s points.")
            % {
                "points": get_text_list(
                    [str(one) for one in rules.rank_points], pgettext("list", "then")
                )
            }
        )
    elif rules.kind == BallotKind.GRADES:
        said.append(
            _("You give each a grade: %(grades)s.")
            % {
                "grades": get_text_list(
                    [f"“{one}”" for one in rules.grades], pgettext("list", "or")
                )
            }
        )
        said.append(_("A project without a grade counts as the lowest grade."))
    return said


def _choices_sentence(rules: Rulebook) -> str:
    least, most = rules.min_choices, rules.max_choices
    if least == most:
        return ngettext("You choose %(most)s project.", "You choose %(most)s projects.", most) % {
            "most": most
        }
    if least <= 1:
        return ngettext(
            "You choose up to %(most)s project.", "You choose up to %(most)s projects.", most
        ) % {"most": most}
    return _("You choose from %(least)s to %(most)s projects.") % {"least": least, "most": most}


def fewer_sentence(rules: Rulebook, envelope: Envelope) -> str:
    """How many choices will do where fewer projects stand than a ballot asked for; else nothing."""
    least = rules.least_in(envelope)
    if not 0 < least < rules.min_choices:
        return ""
    facts = {"count": least, "place": envelope.name}
    if envelope.name:
        return (
            ngettext(
                "In “%(place)s”, since projects were withdrawn from the vote, %(count)s choice is "
                "enough.",
                "In “%(place)s”, since projects were withdrawn from the vote, %(count)s choices "
                "are enough.",
                least,
            )
            % facts
        )
    return (
        ngettext(
            "Since projects were withdrawn from the vote, %(count)s choice is enough.",
            "Since projects were withdrawn from the vote, %(count)s choices are enough.",
            least,
        )
        % facts
    )


def eligibility_sentences(rules: Rulebook) -> list[str]:
    """Who may vote. Never nationality: the rules know none."""
    asked = rules.eligibility
    ties = [
        words
        for name, words in (
            ("lives", pgettext("voter", "live")),
            ("works", pgettext("voter", "work")),
            ("studies", pgettext("voter", "study")),
        )
        if asked.get(name)
    ]
    age = asked.get("age_from") or 0
    facts = {"age": age, "ties": get_text_list(ties, pgettext("list", "or"))}
    if age and ties:
        said = [_("You can vote from the age of %(age)s, if you %(ties)s in the city.") % facts]
    elif ties:
        said = [_("You can vote at any age, if you %(ties)s in the city.") % facts]
    elif age:
        said = [_("You can vote from the age of %(age)s, wherever you live.") % facts]
    else:
        said = [_("Everyone can vote.")]
    said.append(_("Nationality plays no part. Each person votes once."))
    if asked.get("identity"):
        said.append(
            _("Name and date of birth serve to see double votes; only a fingerprint is kept.")
        )
    return said


def channel_sentences(rules: Rulebook) -> list[str]:
    """How one may vote."""
    words = {
        KeyKind.ACCOUNT: _("with an account"),
        KeyKind.MAIL: _("with a code sent by e-mail"),
        KeyKind.PHONE: _("with a code sent by text message"),
        KeyKind.CODE: _("with a code received by letter"),
        "paper": _("on paper"),
    }
    ways = [text for name, text in words.items() if str(name) in rules.channels]
    return (
        [_("You vote %(ways)s.") % {"ways": get_text_list(ways, pgettext("list", "or"))}]
        if ways
        else []
    )


def count_sentences(rules: Rulebook) -> list[str]:
    """How ballots become winners, in full."""
    rule = rules.count["rule"]
    if rule == CountingRule.EQUAL_SHARES:
        return [*_how(rules), *_shares_sentences(rules), *_completion_sentences(rules)]
    if rule == CountingRule.MAJORITY_JUDGMENT:
        skipped = _("A project that no longer fits is skipped, and the next one is looked at.")
        return [*_how(rules), skipped]
    return [*_how(rules), _("A project without any vote is never elected.")]


def short_count_sentences(rules: Rulebook) -> list[str]:
    """The same where one votes, in four sentences; a guarantee by district may make a fifth."""
    how = _how(rules)
    if rules.count.get("guarantee") == "district":
        first = _("First, each district gets its project with the most votes.")
        is_greedy = rules.count["rule"] == CountingRule.GREEDY
        then = [_("Then the next ones, as long as the envelope allows.")] if is_greedy else how
        how = [first, *then]
    return [_what_counts(rules), *how, _short_tie(rules)]


def _how(rules: Rulebook) -> list[str]:
    """The two sentences that say by what a project is elected."""
    rule = rules.count["rule"]
    if rule == CountingRule.EQUAL_SHARES:
        return [
            _("The envelope is divided into equal shares, one for each voter."),
            _("A project is elected when those who chose it can pay for it with their shares."),
        ]
    if rule == CountingRule.MAJORITY_JUDGMENT:
        return [
            _("Each project receives its majority grade: half of voters give it at least that."),
            _("Projects are taken from the best grade down, as long as the envelope allows."),
        ]
    return [
        _support_sentence(rules),
        _("A project that no longer fits in the envelope is skipped; the next one is looked at."),
    ]


def _support_sentence(rules: Rulebook) -> str:
    if rules.kind in {BallotKind.POINTS, BallotKind.RANKING}:
        return _("Projects are taken from the most points to the fewest.")
    if rules.kind == BallotKind.GRADES:
        return _("Projects are taken from the highest grades to the lowest.")
    return _("Projects are taken from the most votes to the fewest.")


def _shares_sentences(rules: Rulebook) -> list[str]:
    worth = {
        Utility.COST: _("A chosen project is worth its cost to its voters."),
        Utility.CARDINALITY: _("Each chosen project is worth the same, whatever its cost."),
        Utility.POINTS: _("A project is worth the points that it was given."),
    }
    return [
        _("The one that asks least of its supporters, for what it is worth, comes first."),
        worth[Utility(rules.count["utility"])],
    ]


def _completion_sentences(rules: Rulebook) -> list[str]:
    completion = rules.count["completion"]
    said = []
    if completion in {"add1", "add1u"}:
        said.append(
            _(
                "If money remains, each share is raised by %(step)s and the count is made again, "
                "as long as the envelope is enough."
            )
            % {"step": euros(int(rules.count["step"]))}
        )
    if completion in {"greedy", "add1u"}:
        said.append(_("What is left goes to the projects with most votes that still fit."))
    return said or [_("Money that is left is not spent.")]


def tie_sentences(rules: Rulebook) -> list[str]:
    """Who goes first when two projects are level."""
    count = rules.count
    if count["ties"] == TieBreak.COST_VOTES_LOT:
        return [
            _("Between two level projects, the cheapest goes first, then the most voted for."),
            _("If they are still level, a public lot decides, drawn before the vote: %(seed)s.")
            % {"seed": count["seed"]},
        ]
    return [
        _("Between two level projects, the cheapest goes first, then the most voted for."),
        _("If they are still level, the smallest number goes first."),
    ]


def _what_counts(rules: Rulebook) -> str:
    if rules.kind == BallotKind.POINTS:
        return _("Each project receives the points that you give it.")
    if rules.kind == BallotKind.RANKING:
        points = get_text_list([str(one) for one in rules.rank_points], pgettext("list", "then"))
        return _("From the first to the last, your projects receive %(points)s points.") % {
            "points": points
        }
    if rules.kind == BallotKind.GRADES:
        return _(
            "Each project receives your grade; without an opinion, it receives “%(last)s”."
        ) % {"last": rules.grades[-1] if rules.grades else ""}
    return _("Each project of your basket receives one vote.")


def _short_tie(rules: Rulebook) -> str:
    if rules.count["ties"] == TieBreak.COST_VOTES_LOT:
        return _("If two projects are level, the cheapest goes first; then a public lot decides.")
    return _("If two projects are level, the cheapest goes first; then the smallest number.")
