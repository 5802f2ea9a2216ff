"""Regulated consultations and their regimes in the admin."""

from .inquiries import InquiriesGroup

__all__ = ["InquiriesGroup"]
