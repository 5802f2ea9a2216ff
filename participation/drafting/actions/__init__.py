"""The only writers of the mechanism: amendments, decisions, versions, wordings of the group."""

from .deciding import choose_order, decide_amendment, decide_amendments
from .proposing import enter_amendment, propose_amendment
from .retouching import retouch_paragraph
from .versions import bring_text, publish_version

__all__ = [
    "bring_text",
    "choose_order",
    "decide_amendment",
    "decide_amendments",
    "enter_amendment",
    "propose_amendment",
    "publish_version",
    "retouch_paragraph",
]
