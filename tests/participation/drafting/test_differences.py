"""Differences of French texts, where words come from, contradictions: properties and examples."""

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.drafting.enums import AmendmentKind, ClashKind, OriginKind, PartKind
from participation.drafting.rules import conflicts, differences, provenance
from participation.drafting.rules.conflicts import Adopted, Part
from participation.drafting.rules.provenance import INITIAL, Origin, Piece

# Typographic French: no-break spaces, apostrophes, guillemets, ligatures, accents of both kinds.
WORDS = [
    "l’", "enfant", "cœur", "Œuvre", "e\u0301te\u0301", "été", "«\u00a0", "\u00a0»", "\u202f!", "…",
    " ", "\n", "aujourd’hui", "100\u00a0%", "<b>", "&amp;", "–", "A\u030a", "d'", ".", ", ", "🙂",
]  # fmt: skip
french = st.lists(st.sampled_from(WORDS), max_size=24).map("".join)
anything = st.one_of(french, st.text(max_size=40))
FAST = settings(max_examples=150, deadline=None)


@FAST
@given(anything, anything)
def test_applying_a_difference_to_the_old_text_gives_the_new_one(old: str, new: str) -> None:
    assert "".join(differences.tokens(old)) == old
    changes = differences.edits(old, new)
    assert differences.applied(old, changes) == new
    runs = differences.runs(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    assert all(a.end <= b.start for a, b in zip(changes, changes[1:], strict=False))


def test_signs_of_french_stay_with_their_word() -> None:
    assert differences.tokens("L’été\u202f!") == ["L’", "été", "\u202f", "!"]
    assert differences.tokens("e\u0301te\u0301") == ["e\u0301te\u0301"]
    assert differences.edits("Ouvert à 9\u00a0h.", "Ouvert à 9 h.") == [
        differences.Edit(10, 11, " ")
    ]
    changed = differences.runs("La maison de l’enfant ouvre.", "La maison de l’œuvre ouvre.")
    assert [run.text for run in changed if run.kind != "same"] == ["enfant", "œuvre"]


@FAST
@given(french, french, french)
def test_changes_move_over_those_of_others_or_are_refused(base: str, one: str, other: str) -> None:
    mine, theirs = differences.edits(base, one), differences.edits(base, other)
    moved = differences.moved(mine, theirs)
    if any(differences.touch(a, b) for a in mine for b in theirs):
        assert moved is None
    else:
        assert moved is not None
        after = differences.applied(differences.applied(base, theirs), moved)
        back = differences.moved(theirs, mine)
        assert back is not None
        assert after == differences.applied(differences.applied(base, mine), back)


@FAST
@given(french, st.lists(french, max_size=4))
def test_every_word_keeps_its_origin_until_something_changes_it(
    base: str, later: list[str]
) -> None:
    pieces: tuple[Piece, ...] = (Piece(base, INITIAL),) if base else ()
    known = {INITIAL}
    for number, text in enumerate(later, start=1):
        own = Adopted(number, 1, AmendmentKind.REPLACE, text, text)
        before = pieces
        pieces = conflicts.changed(before, [own])
        known.add(own.amendment)
        assert provenance.text_of(pieces) == text
        assert {piece.origin for piece in pieces} <= known
        if text == provenance.text_of(before):
            assert pieces == provenance.joined(before)
        assert provenance.from_data(provenance.as_data(pieces)) == pieces
        # What the amendment wrote is what the difference shows as added, and nothing else.
        added = "".join(
            run.text for run in differences.runs(_text(before), text) if run.kind == "added"
        )
        mine = "".join(piece.text for piece in pieces if piece.origin == own.amendment)
        assert mine == added
    cut = provenance.sentences(pieces)
    assert "".join(one.text for one in cut) == provenance.text_of(pieces)
    assert [p for one in cut for p in one.pieces if not p.text] == [p for p in pieces if not p.text]


def _text(pieces: tuple[Piece, ...]) -> str:
    return provenance.text_of(pieces)


@FAST
@given(french, st.lists(french, min_size=1, max_size=5))
def test_amendments_that_do_not_clash_go_together_in_any_order(base: str, texts: list[str]) -> None:
    part = Part(1, PartKind.PARAGRAPH, (Piece(base, INITIAL),) if base else ())
    adopted = [
        Adopted(n, 1, AmendmentKind.REPLACE, text, text) for n, text in enumerate(texts, start=1)
    ]
    if conflicts.clashes([part], adopted):
        return
    made = conflicts.consolidated([part], adopted, {})
    assert made == conflicts.consolidated([part], adopted[::-1], {})
    wanted = sorted(
        {edit for one in adopted for edit in differences.edits(base, one.text)}, key=_at
    )
    assert made[0].text == differences.applied(base, wanted)


def _at(edit: differences.Edit) -> tuple[int, int]:
    return edit.start, edit.end


BASE = "Le centre ouvre le samedi. Il accueille les familles."
REPLACE, ADD, DELETE = AmendmentKind.REPLACE, AmendmentKind.ADD, AmendmentKind.DELETE


def _clashes(*adopted: Adopted) -> list[tuple[int, int, ClashKind]]:
    part = Part(1, PartKind.PARAGRAPH, (Piece(BASE, INITIAL),))
    return [(one.first, one.second, one.kind) for one in conflicts.clashes([part], adopted)]


def test_contradictions_are_named() -> None:
    sunday = Adopted(1, 1, REPLACE, BASE.replace("samedi", "dimanche"))
    monday = Adopted(2, 1, REPLACE, BASE.replace("samedi", "lundi"))
    people = Adopted(3, 1, REPLACE, BASE.replace("familles", "voisins"))
    gone = Adopted(4, 1, DELETE)
    assert _clashes(sunday, people) == []
    assert _clashes(sunday, Adopted(5, 1, REPLACE, sunday.text)) == []
    assert _clashes(sunday, monday) == [(1, 2, ClashKind.OVERLAP)]
    assert _clashes(people, gone) == [(3, 4, ClashKind.REMOVED)]
    assert _clashes(gone, Adopted(6, 1, DELETE)) == []
    first, second = Adopted(7, 1, ADD, "Un."), Adopted(8, 1, ADD, "Deux.")
    assert _clashes(first, second, gone) == [(7, 8, ClashKind.SAME_PLACE)]
    ordered = [Adopted(7, 1, ADD, "Un.", rank=2), Adopted(8, 1, ADD, "Deux.", rank=1)]
    assert _clashes(*ordered) == []
    part = Part(1, PartKind.PARAGRAPH, (Piece(BASE, INITIAL),))
    made = conflicts.consolidated([part], [*ordered, gone], {7: 70, 8: 80})
    assert [(one.place, one.text) for one in made] == [(80, "Deux."), (70, "Un.")]
    early = Adopted(9, 1, REPLACE, BASE.replace("samedi", "samedi matin"))
    late = Adopted(10, 1, REPLACE, BASE.replace("samedi", "samedi soir"))
    assert _clashes(early, late) == [(9, 10, ClashKind.SAME_PLACE)]


def test_each_sentence_says_where_it_comes_from() -> None:
    base = "«\u00a0Oui\u00a0!\u00a0» dit-elle. Le centre ouvre. Il ferme à 18\u00a0h. Fin…"
    cut = provenance.sentences((Piece(base, INITIAL),))
    assert [one.text for one in cut] == [
        "«\u00a0Oui\u00a0!\u00a0» dit-elle. ",
        "Le centre ouvre. ",
        "Il ferme à 18\u00a0h. ",
        "Fin…",
    ]
    partly = Adopted(
        3,
        1,
        REPLACE,
        base.replace("Le centre ouvre.", "Le centre ouvre le samedi matin."),
        base.replace("Le centre ouvre.", "Le centre ouvre le samedi."),
        by_group=True,
    )
    shorter = Adopted(4, 1, REPLACE, base.replace(" à 18\u00a0h", ""))
    pieces = conflicts.changed((Piece(base, INITIAL),), [partly, shorter])
    three, four = Origin(OriginKind.AMENDMENT, 3), Origin(OriginKind.AMENDMENT, 4)
    assert [one.origins for one in provenance.sentences(pieces)] == [
        (INITIAL,),
        (INITIAL, three, Origin(OriginKind.GROUP, 3)),
        (INITIAL, four),
        (INITIAL,),
    ]


def test_parts_are_numbered_by_section() -> None:
    kinds = [
        PartKind.PARAGRAPH,
        PartKind.HEADING,
        PartKind.PARAGRAPH,
        PartKind.PARAGRAPH,
        PartKind.HEADING,
    ]
    assert conflicts.numbered([Part(n, kind) for n, kind in enumerate(kinds)]) == [
        "0.1", "1", "1.1", "1.2", "2",
    ]  # fmt: skip
    assert conflicts.numbered([Part(n, PartKind.PARAGRAPH) for n in range(2)]) == ["1", "2"]
