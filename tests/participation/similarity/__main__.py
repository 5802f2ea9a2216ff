"""`python -m tests.participation.similarity`: prints the figures of docs/similar-ideas.md."""

import statistics
import sys

from participation.similarity import THRESHOLD

from . import figures


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(show_mistakes: bool) -> None:
    """Prints the figures of each half, then the times; with `--mistakes`, each wrong pair too."""
    say(f"threshold {THRESHOLD}, {len(figures.texts())} texts that may be found")
    say("half      pairs precision  recall     F1 recall@5  shown")
    for half in figures.HALVES:
        found = figures.measured(half)
        say(
            f"{half:9} {found.pairs:5} {found.precision:9.3f} {found.recall:7.3f} {found.f1:6.3f}"
            f" {found.recall_at_5:8.3f} {found.shown / found.typed:6.2f}"
        )
    for again, which in ((False, "never seen"), (True, "seen before")):
        taken = figures.milliseconds(again)
        say(
            f"400 candidates of 2,000 characters {which}:"
            f" median {statistics.median(taken):.1f} ms, longest {max(taken):.1f} ms"
        )
    if show_mistakes:
        for half in figures.HALVES:
            for entry, key, same, score in figures.pairs(half):
                if same != (score >= THRESHOLD):
                    mistake = "missed" if same else "wrong"
                    title = figures.texts()[key].title
                    say(f"{half} {mistake} {score:.2f} ({entry.kind}) {entry.title} ~ {title}")


if __name__ == "__main__":
    main(show_mistakes="--mistakes" in sys.argv[1:])
