"""Which rows of a vote nobody may change once written: the database refuses it itself."""

from portal.frozen_rows import FrozenRows

_BOX = "EXISTS (SELECT 1 FROM budgets_ballotbox b WHERE b.budget_id = [row].budget_id{})"
_OPENED = _BOX.format("")
_SEALED = _BOX.format(" AND b.sealed_at IS NOT NULL")
_SIGNED = (
    "EXISTS (SELECT 1 FROM budgets_paperbatch p WHERE p.id = [row].batch_id AND p.state = 'signed')"
)
_COUNTED = _BOX.format(" AND b.counted_at IS NOT NULL")

FROZEN = (
    # After opening, new rules come as an amendment only: with their reason.
    FrozenRows(
        "budgets_ruleversion",
        forgets=("published_by_id",),
        closed_to_new=f"{_OPENED} AND [row].reason = ''",
    ),
    FrozenRows("budgets_voteevent"),
    FrozenRows("budgets_projectdecision", forgets=("decided_by_id", "department_id")),
    FrozenRows("budgets_projectnews", forgets=("published_by_id", "image_id")),
    FrozenRows("budgets_doublevote", forgets=("found_by_id",)),
    FrozenRows("budgets_ballotbox", once="[row].counted_at IS NOT NULL"),
    # A sealed box takes no ballot, and gives none back changed.
    FrozenRows("budgets_ballot", once="1 = 0", closed_to_new=_SEALED),
    FrozenRows("budgets_sealedballot", once=_COUNTED, closed_to_new=_COUNTED),
    FrozenRows("budgets_ballotreceipt", closed_to_new=_COUNTED),
    FrozenRows(
        "budgets_paperreading", once=_SIGNED, closed_to_new=_SIGNED, forgets=("read_by_id",)
    ),
    FrozenRows(
        "budgets_paperbatch",
        once="[row].state = 'signed'",
        forgets=("opened_by_id", "first_by_id", "second_by_id", "signed_by_id"),
    ),
    FrozenRows("budgets_count", forgets=("made_by_id",)),
    FrozenRows("budgets_publishedfile"),
    FrozenRows("budgets_recount"),
)
