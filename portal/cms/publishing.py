"""What happens at the end of a review by Wagtail's workflows (WAGTAIL_FINISH_WORKFLOW_ACTION)."""

import logging
from typing import Any

from wagtail.workflows import publish_workflow_state

from ..decisions import Refused

logger = logging.getLogger("portal")
# As in Wagtail's TaskState, whose models are not there yet when this is imported.
_CANCELLED = "cancelled"


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Publishes what was approved. What rules refuse stays a draft when nobody approved it.

    Somebody who approves is told why it is refused (Refused goes on). Whoever switches the last
    step off decides on no text: each one that waits at it ends its review, one refusal stops no
    other.
    """
    try:
        publish_workflow_state(workflow_state, user=user)
    except Refused as refused:
        last = workflow_state.current_task_state
        if last is None or last.status != _CANCELLED:
            raise
        logger.warning(
            "Draft left unpublished at the end of its review",
            extra={
                "event": "portal.review.left_unpublished",
                "workflow_state": workflow_state.pk,
                "reason": str(refused.reason),
            },
        )
