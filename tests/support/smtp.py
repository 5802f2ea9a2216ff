"""A mail server on this machine: takes mails, refuses them as told, can be stopped and started."""

import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass(frozen=True)
class Received:
    """One mail as it arrived."""

    to: str
    message: Message

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])


# What the server answers to an address or to a text; None takes it.
Answer = Callable[[str], str | None]


class MailServer:
    """Speaks just enough SMTP; `received` fills up as mails come."""

    def __init__(self, port: int = 0) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.at_address: Answer = lambda address: None
        self.at_text: Answer = lambda address: None
        self.after_each: Callable[[], None] = lambda: None
        self._wanted_port = port
        self.start()

    def start(self) -> None:
        """Listens, on the same port as before."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.connections += 1
                _converse(self, outer)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self._wanted_port), Handler)
        self._wanted_port = self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Answers nobody any more."""
        self._server.shutdown()
        self._server.server_close()

    def count_by_id(self) -> dict[str, int]:
        """How many times each message came."""
        counts: dict[str, int] = {}
        for mail in list(self.received):
            counts[mail.id] = counts.get(mail.id, 0) + 1
        return counts


def _converse(handler: socketserver.StreamRequestHandler, server: MailServer) -> None:
    def say(line: str) -> None:
        handler.wfile.write(f"{line}\r\n".encode())

    say("220 test")
    to = ""
    try:
        while line := handler.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT"):
                to = line.partition("<")[2].partition(">")[0]
                say(server.at_address(to) or "250 ok")
            elif verb == "DATA":
                say("354 go on")
                text = _text(handler)
                refusal = server.at_text(to)
                if refusal == "hang up":
                    return
                if refusal is None:
                    message = message_from_bytes(text, policy=default)
                    server.received.append(Received(to, message))
                say(refusal or "250 taken")
                server.after_each()
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")
    except (ConnectionError, ValueError):
        return


def _text(handler: socketserver.StreamRequestHandler) -> bytes:
    lines = []
    while (line := handler.rfile.readline()) not in {b".\r\n", b""}:
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines)
