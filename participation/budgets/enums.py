"""Stages, ballots and reasons of participatory budgets, each named once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BallotKind(models.TextChoices):
    """What a voter says on the ballot; the words of regle.json and of Pabulib follow from it."""

    APPROVAL = "approval", _("Projects chosen, up to a number")
    KNAPSACK = "knapsack", _("Projects chosen within the envelope")
    POINTS = "points", _("Points shared among projects")
    RANKING = "ranking", _("Projects put in order")
    GRADES = "grades", _("A grade for each project")


class CountingRule(models.TextChoices):
    """How ballots become winners."""

    GREEDY = "greedy", _("Most votes first, skipping what no longer fits")
    EQUAL_SHARES = "mes", _("Method of equal shares")
    MAJORITY_JUDGMENT = "majority-judgment", _("Majority judgment")


class Utility(models.TextChoices):
    """What a chosen project is worth to a voter, for the method of equal shares."""

    COST = "cost", _("Its cost")
    CARDINALITY = "cardinality", _("One, whatever its cost")
    POINTS = "points", _("The points given")


class Completion(models.TextChoices):
    """What is done with money that the method of equal shares leaves."""

    NONE = "none", _("Nothing")
    GREEDY = "greedy", _("Most votes first")
    ADD1 = "add1", _("Shares raised step by step")
    ADD1U = "add1u", _("Shares raised step by step, then most votes first")


class TieBreak(models.TextChoices):
    """Who goes first when two projects are level; fixed before the vote."""

    COST_VOTES_ID = "mincost-maxvotes-id", _("The cheapest, then most votes, then number")
    COST_VOTES_LOT = "mincost-maxvotes-lot", _("The cheapest, then most votes, then a public lot")


class EnvelopeMode(models.TextChoices):
    """How the money is laid out over the territory."""

    CITY = "city", _("One envelope for the whole city")
    GUARANTEE = "guarantee", _("One envelope, at least one project in each district")
    DISTRICTS = "districts", _("One envelope for each district")


# The envelope of the whole city, where districts have none of their own.
CITY_ENVELOPE = "ville"


class VoteChannel(models.TextChoices):
    """How a ballot reached the box."""

    ONLINE = "online", _("Online")
    BOOTH = "booth", _("At a voting place")
    POSTAL = "postal", _("In an envelope")


class KeyKind(models.TextChoices):
    """By what a voter is recognised; each serves once in a vote. Kept as a keyed hash only."""

    ACCOUNT = "account", _("Account")
    MAIL = "mail", _("E-mail address")
    PHONE = "phone", _("Telephone number")
    CODE = "code", _("Code on paper")
    PERSON = "person", _("Name and date of birth")


# What proves who votes: whoever holds one of them may change their ballot. A name does not.
PROOFS = (KeyKind.ACCOUNT, KeyKind.MAIL, KeyKind.PHONE, KeyKind.CODE)


class SecretKind(models.TextChoices):
    """The two keys of a ballot box, and what each is for."""

    # From a line of the roll to its ballot, so that it can be changed; destroyed at closing.
    LINK = "link", _("Link")
    # Opens what ballots say; destroyed by the count.
    SEAL = "seal", _("Seal")


class ProjectStage(models.TextChoices):
    """Where a project stands, from the idea to the vote."""

    DEPOSITED = "deposited", _("Deposited")
    INADMISSIBLE = "inadmissible", _("Not admissible")
    ADMISSIBLE = "admissible", _("Admissible, being studied")
    UNFEASIBLE = "unfeasible", _("Not feasible")
    MERGED = "merged", _("Grouped with another project")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    ON_BALLOT = "on_ballot", _("Submitted to the vote")
    WITHDRAWN_FROM_VOTE = "withdrawn_from_vote", _("Withdrawn from the vote")
    ELECTED = "elected", _("Elected")
    NOT_ELECTED = "not_elected", _("Not elected")


# What stood, or stands, on the ballot.
VOTED_STAGES = (
    ProjectStage.ON_BALLOT,
    ProjectStage.WITHDRAWN_FROM_VOTE,
    ProjectStage.ELECTED,
    ProjectStage.NOT_ELECTED,
)
# Refusals and mergers: each carries a criterion and an explanation.
STOPPED_STAGES = (ProjectStage.INADMISSIBLE, ProjectStage.UNFEASIBLE, ProjectStage.MERGED)


class Realisation(models.TextChoices):
    """Where an elected project stands, as commitments say it."""

    AWAITED = "awaited", pgettext_lazy("project", "Waiting for the council")
    PLANNED = "planned", pgettext_lazy("project", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("project", "Under way")
    DONE = "done", pgettext_lazy("project", "Done")
    DROPPED = "dropped", pgettext_lazy("project", "Not carried out")


class Criterion(models.TextChoices):
    """The published grounds on which a project may be refused or grouped."""

    NOT_CITY = "not_city", _("It is not for the city to do")
    NOT_GENERAL = "not_general", _("It serves a private interest")
    NOT_INVESTMENT = "not_investment", _("It is a running cost, not an investment")
    TOO_EXPENSIVE = "too_expensive", _("It costs more than the envelope")
    TECHNICAL = "technical", _("It cannot be built there")
    LEGAL = "legal", _("A law or a safety rule forbids it")
    ALREADY_PLANNED = "already_planned", _("It is already planned or done")
    UNCLEAR = "unclear", _("Its place or its purpose is not known")
    SAME = "same", _("Another project does the same")


class PaperKind(models.TextChoices):
    """What one paper ballot is."""

    VALID = "valid", _("Valid")
    BLANK = "blank", _("Blank")
    VOID = "void", _("Void")


class BatchState(models.TextChoices):
    """Where a batch of paper ballots stands."""

    OPEN = "open", _("To be keyed in")
    FIRST_DONE = "first_done", _("Keyed in once")
    COMPARED = "compared", _("Keyed in twice, differences to resolve")
    READY = "ready", _("Ready to be signed off")
    SIGNED = "signed", _("Signed off")


class VoteEventKind(models.TextChoices):
    """What the public journal of a vote records."""

    RULES_PUBLISHED = "rules_published", _("Rules published")
    RULES_AMENDED = "rules_amended", _("Rules amended")
    OPENED = "opened", _("Vote opened")
    PAUSED = "paused", _("Vote interrupted")
    RESUMED = "resumed", _("Vote resumed")
    PROJECT_WITHDRAWN = "project_withdrawn", _("Project withdrawn")
    CODES_MADE = "codes_made", _("Voting codes made")
    CODES_CANCELLED = "codes_cancelled", _("Voting codes cancelled")
    BATCH_SIGNED = "batch_signed", _("Batch of paper ballots signed off")
    DOUBLE_VOTE = "double_vote", _("Envelope set aside: somebody had already voted")
    SEALED = "sealed", _("Vote closed, box sealed")
    KEY_DESTROYED = "key_destroyed", _("Key destroyed")
    COUNTED = "counted", _("Ballots counted")
    PUBLISHED = "published", _("Results published")
    RECOUNTED = "recounted", _("Recounted by an independent run")
    DECIDED = "decided", _("Council decision")
    ROLL_UNDONE = "roll_undone", _("Line taken off the roll: nobody voted with it")


class BudgetReason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    NOT_OPENED = "not_opened", _("The vote is not open yet.")
    CLOSED = "closed", _("The vote is closed. This choice was not counted.")
    PAUSED = "paused", _("The vote is interrupted for the moment. Your basket is kept.")
    NOT_ELIGIBLE = "not_eligible", _("Confirm that you meet the conditions to vote.")
    ALREADY_ON_PAPER = (
        "already_on_paper",
        _("You have already voted on paper: this ballot counts, another one is not taken."),
    )
    ALREADY_ONLINE = (
        "already_online",
        _("This person has already voted online: the paper ballot is set aside, unopened."),
    )
    SAME_PERSON = (
        "same_person",
        _(
            "Somebody has already voted under this name and date of birth. If it was not you, "
            "tell the team before the vote closes."
        ),
    )
    OTHER_PERSON = (
        "other_person",
        _(
            "A ballot is already in the box for this account, address, number or code, under "
            "another name or date of birth. To change it, give those of the first time."
        ),
    )
    TWO_VOTERS = (
        "two_voters",
        _("This belongs to two people who have already voted. Identify yourself in one way only."),
    )
    BUSY = (
        "busy",
        _("Many people are voting at this moment. Your basket is kept: confirm it once more."),
    )
    CODE_UNKNOWN = "code_unknown", _("We do not know this code. Compare each character.")
    CODE_CANCELLED = "code_cancelled", _("This code was cancelled. Ask the team for another one.")
    CODE_ELSEWHERE = (
        "code_elsewhere",
        _("This code is for another district. Choose that district, then give the code again."),
    )
    EMPTY = "empty", _("Choose at least one project.")
    TOO_FEW = "too_few", _("Your ballot has too few choices.")
    TOO_MANY = "too_many", _("Your ballot has too many choices.")
    OVER_ENVELOPE = "over_envelope", _("Your choices cost more than the envelope.")
    TOO_MANY_POINTS = "too_many_points", _("You have given more points than you have.")
    UNKNOWN_PROJECT = (
        "unknown_project",
        _("One of these projects is not on the ballot. Your other choices are kept."),
    )
    PROJECT_WITHDRAWN = (
        "project_withdrawn",
        _("This project was withdrawn from the vote. Your other choices are kept."),
    )
    TWICE = "twice", _("The same project is chosen twice.")
    BAD_GRADE = "bad_grade", _("This grade does not exist.")
    RULES_MISSING = "rules_missing", _("Publish the rules first.")
    SETTINGS_WRONG = "settings_wrong", _("Correct the settings first.")
    RULES_FROZEN = (
        "rules_frozen",
        _("The vote has begun: rules change only by a public amendment, with its reason."),
    )
    BALLOT_FROZEN = (
        "ballot_frozen",
        _("Ballots are already in the box: what a ballot may say cannot change any more."),
    )
    NOTHING_CHANGES = "nothing_changes", _("These rules are the same as those published.")
    REASON_MISSING = "reason_missing", _("Give the reason: it is published.")
    EMBARGO = "embargo", _("Nobody reads ballots before the vote is closed and counted.")
    NOT_CLOSED = "not_closed", _("The vote is not closed yet.")
    PAPER_PENDING = "paper_pending", _("Batches of paper ballots are not signed off yet.")
    COUNTS_DIFFER = (
        "counts_differ",
        _("The two counts do not agree: nothing is published. Call the technical team."),
    )
    ALREADY_COUNTED = "already_counted", _("This vote is counted already.")
    SAME_AGENT = "same_agent", _("The second keying is for another person.")
    STAGE = "stage", _("The project is not at this stage any more.")
    CONSENT_MISSING = "consent_missing", _("The author has not agreed yet.")
    KEY_MISSING = "key_missing", _("The key of this box cannot be opened. Call the team.")
    CLOCK = "clock", _("The clocks of the server and of the database disagree.")
    VOTE_OVER = (
        "vote_over",
        _("The vote is over: its rules and its projects do not change any more."),
    )
    VOTE_BEGUN = (
        "vote_begun",
        _("The vote has begun: the ballot is fixed. A project can only be withdrawn from it."),
    )
    ONLY_LATER = "only_later", _("The vote can be prolonged, not shortened.")
    ONLY_MORE = "only_more", _("The envelope can be raised, not lowered.")
    NO_CHANNEL = "no_channel", _("At least one way to vote must stay.")
    CRITERION_MISSING = "criterion_missing", _("Choose the criterion: it is published.")
    STUDY_MISSING = "study_missing", _("Publish first a study that finds it feasible.")
    STUDY_WAITS = (
        "study_waits",
        _("The author can still answer: the study is published after that day."),
    )
    STUDY_SENT = "study_sent", _("The study is already sent to the author.")
    DISTRICT_MISSING = "district_missing", _("Say first in which district the project is.")
    COSTS_TOO_MUCH = "costs_too_much", _("The project costs more than its envelope.")
    GROUP_ITSELF = "group_itself", _("Choose another project of the same budget.")
    GROUP_TIED = (
        "group_tied",
        _("One of the two projects is already grouped with another, or stopped."),
    )
    ANSWERED = "answered", _("This question is already answered.")
    IDEA_ELSEWHERE = (
        "idea_elsewhere",
        _("This idea is not a public one of the call of this budget."),
    )
    OTHER_DEPARTMENT = "other_department", _("This project is entrusted to another department.")


class UndoReason(models.TextChoices):
    """Why a line of the roll is taken back at a voting place; published, so never free words."""

    LEFT = "left", _("The person left without voting")
    MISTAKE = "mistake", _("The line was keyed in by mistake")


class PaperReason(models.TextChoices):
    """Why something of the vote on paper may not be done; the words are for the agent."""

    CODES_NOT_OFFERED = "codes_not_offered", _("The rules of this vote offer no voting code.")
    PAPER_NOT_OFFERED = "paper_not_offered", _("The rules of this vote offer no paper ballot.")
    ENVELOPE_UNKNOWN = "envelope_unknown", _("The rules know no such district.")
    CANCELLED = "cancelled", _("This batch is cancelled already.")
    CODE_MISTYPED = (
        "code_mistyped",
        _("A character of this code is wrong or lacking: compare it with the letter."),
    )
    CODE_USED = "code_used", _("This code has already been used to vote.")
    NOBODY_NAMED = (
        "nobody_named",
        _("Give the surname, the first names and the date of birth, or the code of the letter."),
    )
    TOO_YOUNG = "too_young", _("This person is younger than the rules ask.")
    NOT_DECLARED = "not_declared", _("The person declares that they meet the conditions.")
    NOT_IN_ROLL = (
        "not_in_roll",
        _("This person is not in the roll: the envelope is taken, not set aside."),
    )
    NOTHING_TO_UNDO = (
        "nothing_to_undo",
        _("Only the last line of the roll can be taken back, the same day."),
    )
    UNREADABLE = "unreadable", _("Type numbers with a space between them, such as: 3 12 7.")
    UNREADABLE_PAIRS = (
        "unreadable_pairs",
        _("Type each number, a colon and what stands beside it, such as: 3:5 12:2."),
    )
    VOID_SAYS_WHY = "void_says_why", _("Say why this paper is void.")
    NOT_A_PAPER = "not_a_paper", _("This batch has no paper with this number.")
    NOT_YOURS = "not_yours", _("Somebody else is keying in this batch, or it is keyed in.")
    NOT_KEYED = "not_keyed", _("Some papers of this batch are not keyed in yet.")
    NO_DIFFERENCE = "no_difference", _("Both keyings agree on this paper.")
    NOT_READY = "not_ready", _("This batch is not ready to be signed off.")
    FIRST_KEYER = (
        "first_keyer",
        _("Whoever keyed in first does not sign off: another person does."),
    )
    SIGNED = "signed", _("This batch is signed off: nothing of it changes any more.")
    COUNTED = "counted", _("This vote is counted: no paper can be added.")
