"""What is told to those who follow an explained decision: its corrections, without any name."""

from portal.subscriptions.actions import publish_event

from .models import Correction


def tell_of_correction(correction: Correction) -> None:
    """A public text was corrected: what, in the words of the log."""
    briefing = correction.briefing
    publish_event(
        kind="text_corrected",
        subject=f"activity:{briefing.pk}",
        topics=[f"activity:{briefing.pk}"],
        summary=correction.what[:200],
        audience=briefing.visibility,
        at=correction.corrected_at,
        dedup=f"correction:{correction.pk}",
    )
