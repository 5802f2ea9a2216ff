"""The only writers of who is an agent, one subject a file."""

from .codes import cancel_batch, make_batch, open_pass, use_code
from .invitations import cancel_invitation, invite, use_invitation
from .requests import ask, confirm_request, refuse_request
from .retention import erase_old_keys, erase_old_statuses
from .statuses import (
    declare_agent,
    end_agent_statuses,
    grant_agent_status,
    set_end,
    withdraw_agent_status,
)

__all__ = [
    "ask",
    "cancel_batch",
    "cancel_invitation",
    "confirm_request",
    "declare_agent",
    "end_agent_statuses",
    "erase_old_keys",
    "erase_old_statuses",
    "grant_agent_status",
    "invite",
    "make_batch",
    "open_pass",
    "refuse_request",
    "set_end",
    "use_code",
    "use_invitation",
    "withdraw_agent_status",
]
