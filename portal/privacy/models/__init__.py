"""What the law asks to remember: runs of the erasure, warnings, consents with their texts."""

from .consents import Consent, ConsentText
from .retention import InactivityWarning, RetentionLine, RetentionRun

__all__ = ["Consent", "ConsentText", "InactivityWarning", "RetentionLine", "RetentionRun"]
