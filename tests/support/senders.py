"""Senders of text messages for tests: one keeps what it is given, the other is down."""

from portal import text_messages

SENT: list[tuple[str, str]] = []


class KeepingSender:
    """Keeps what it was given."""

    def send(self, to: str, text: str) -> None:
        SENT.append((to, text))


class RefusingSender:
    """A gateway that is down."""

    def send(self, to: str, text: str) -> None:
        raise text_messages.NotSent("503")
