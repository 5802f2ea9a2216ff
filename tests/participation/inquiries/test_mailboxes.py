"""Mails wait in a maildir or on a mail server: taken one at a time, marked once they are kept."""

import datetime as dt
import os
import re
import socketserver
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from participation.inquiries.mailboxes import MailboxError, open_mailbox

MAIL = b"From: a@example.org\r\nTo: e@ville.example\r\n\r\nBonjour\r\n"


def test_maildir_gives_each_mail_until_it_is_marked(tmp_path):
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "2.host").write_bytes(MAIL)
    (tmp_path / "cur" / "1.host:2,R").write_bytes(MAIL)
    (tmp_path / "cur" / "0.host:2,S").write_bytes(MAIL)
    os.utime(tmp_path / "new" / "2.host", (1_700_000_000, 1_700_000_000))
    box = open_mailbox(f"maildir://{tmp_path}")

    found = list(box.waiting())
    assert [(one.key, one.content) for one in found] == [("1.host:2,R", MAIL), ("2.host", MAIL)]
    assert found[1].received_at == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)

    for one in found:
        box.mark(one.key)
        box.mark(one.key)
    assert list(box.waiting()) == []
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == [
        "0.host:2,S",
        "1.host:2,RS",
        "2.host:2,S",
    ]


@pytest.mark.parametrize(
    "address", ["", "imap://x/INBOX", "/var/mail", "maildir:///nowhere", "imaps:///INBOX"]
)
def test_other_addresses_are_refused(address):
    with pytest.raises(MailboxError):
        open_mailbox(address)


class _Server(socketserver.BaseRequestHandler):
    """As much of IMAP as an intake asks; `seen` remembers what is marked."""

    seen: set[bytes]

    def handle(self):
        lines = self.request.makefile("rb")
        self.request.sendall(b"* OK ready\r\n")
        for line in lines:
            tag, _space, asked = line.strip().partition(b" ")
            self.request.sendall(self._answer(asked) + tag + b" OK done\r\n")

    def _answer(self, asked):
        if asked == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if b"SEARCH" in asked:
            return b"* SEARCH 7\r\n" if b"7" not in self.seen else b"* SEARCH\r\n"
        if b"RFC822.SIZE" in asked:
            date = b'INTERNALDATE "29-Mar-2026 01:59:59 +0100"'
            return b"* 1 FETCH (UID 7 RFC822.SIZE %d %s)\r\n" % (len(MAIL), date)
        if b"BODY.PEEK[]" in asked:
            return b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n" % (len(MAIL), MAIL)
        if found := re.match(rb"UID STORE (\d+) \+FLAGS \(\\Seen\)", asked):
            self.seen.add(found[1])
        return b"* BYE\r\n" if asked == b"LOGOUT" else b""


@pytest.fixture
def imap(tmp_path, monkeypatch):
    """A mail server of this machine, whose certificate is trusted here."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "key.pem").write_bytes(private)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    handler = type("Handler", (_Server,), {"seen": set()})
    with socketserver.TCPServer(("localhost", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_mail_server_is_read_over_tls_and_marked_afterwards(imap):
    port = imap.server_address[1]
    box = open_mailbox(f"imaps://enquete:mot%20de%20passe@localhost:{port}/INBOX")
    found = list(box.waiting())

    assert [(one.key, one.content, one.too_big) for one in found] == [("7", MAIL, False)]
    assert found[0].received_at == dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC)
    assert len(list(box.waiting())) == 1
    box.mark("7")
    assert list(box.waiting()) == []
    box.close()


def test_certificate_that_nobody_vouches_for_is_refused(imap, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailboxError, match="SSLCertVerificationError") as caught:
        open_mailbox(f"imaps://u:secret@localhost:{imap.server_address[1]}/INBOX")
    assert "secret" not in str(caught.value)
