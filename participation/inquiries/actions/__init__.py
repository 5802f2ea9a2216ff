"""The writers of regulated consultations, by subject."""

from .announcing import (
    GivenPiece,
    NotReady,
    add_piece,
    add_to_dossier,
    announce_inquiry,
    release_inquiry,
)
from .intake import take_mail
from .keying import discard_page, key_in_page, verify_page
from .noting import file_under, note_record, remove_tag, rename_tag, settle_mail
from .proceedings import (
    extend_inquiry,
    file_document,
    postpone_step,
    publish_document,
    reply_to_observation,
    tag_observations,
    untag_observation,
)
from .register import Deposit, GivenFile, deposit_observation, held_register, mask, unmask
from .seats import accept_invitation, invite_member, withdraw_seat

__all__ = [
    "Deposit",
    "GivenFile",
    "GivenPiece",
    "NotReady",
    "accept_invitation",
    "add_piece",
    "add_to_dossier",
    "announce_inquiry",
    "deposit_observation",
    "discard_page",
    "extend_inquiry",
    "file_document",
    "file_under",
    "held_register",
    "invite_member",
    "key_in_page",
    "mask",
    "note_record",
    "postpone_step",
    "publish_document",
    "release_inquiry",
    "remove_tag",
    "rename_tag",
    "reply_to_observation",
    "settle_mail",
    "tag_observations",
    "take_mail",
    "unmask",
    "untag_observation",
    "verify_page",
    "withdraw_seat",
]
