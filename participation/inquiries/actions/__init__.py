"""The writers of regulated consultations, by subject."""

from .announcing import (
    GivenPiece,
    NotReady,
    add_piece,
    add_to_dossier,
    announce_inquiry,
    release_inquiry,
)
from .forgetting import forget_addresses, forget_writer
from .preparing import (
    end_notice,
    name_member,
    note_notice,
    remove_member,
    remove_notice,
    remove_piece,
)
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

__all__ = [
    "Deposit",
    "GivenFile",
    "GivenPiece",
    "NotReady",
    "add_piece",
    "add_to_dossier",
    "announce_inquiry",
    "deposit_observation",
    "end_notice",
    "extend_inquiry",
    "file_document",
    "forget_addresses",
    "forget_writer",
    "held_register",
    "mask",
    "name_member",
    "note_notice",
    "postpone_step",
    "publish_document",
    "release_inquiry",
    "remove_member",
    "remove_notice",
    "remove_piece",
    "reply_to_observation",
    "tag_observations",
    "unmask",
    "untag_observation",
]
