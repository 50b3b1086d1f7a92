"""Mail leaves this machine encrypted, to a server whose certificate holds, or not at all: its links open accounts."""

import ssl
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from reviewboard.foundation.notices.postman import NotEncrypted, hand_over
from tests.certificates import own_certificate
from tests.ports import free_port

pytestmark = pytest.mark.once


class Post:
    """What a mail server was given, each with whether it came encrypted."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, _session, envelope):
        self.taken.append((server.transport.get_extra_info("ssl_object") is not None, envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def certificate(tmp_path):
    """A server's certificate, in a file with its key."""
    return own_certificate(tmp_path)


@pytest.fixture
def serve(certificate):
    """Starts a mail server, plain, with STARTTLS or encrypted from the first byte; returns it and what it takes."""
    running = []

    def start(how):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        more = {"plain": {}, "starttls": {"tls_context": context}, "smtps": {"ssl_context": context}}[how]
        post = Post()
        server = Controller(post, hostname="127.0.0.1", port=free_port(), **more)
        server.start()
        running.append(server)
        return server.port, post

    yield start
    for server in running:
        server.stop()


def _mail():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "board@example.org", "reader@example.org", "Somebody"
    mail.set_content("A link.\n")
    return mail


@pytest.mark.parametrize(("how", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
def test_a_server_whose_certificate_holds_is_given_the_mail_encrypted(serve, certificate, monkeypatch, how, scheme):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port, post = serve(how)
    hand_over(f"{scheme}://127.0.0.1:{port}", _mail())
    assert post.taken == [(True, ["reader@example.org"])]


@pytest.mark.parametrize(("how", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
def test_a_server_whose_certificate_nobody_vouches_for_is_given_nothing(serve, how, scheme):
    port, post = serve(how)
    with pytest.raises(ssl.SSLCertVerificationError):
        hand_over(f"{scheme}://127.0.0.1:{port}", _mail())
    assert post.taken == []


def test_another_machine_without_encryption_is_given_nothing(serve):
    port, post = serve("plain")
    hand_over(f"smtp://localhost:{port}", _mail())
    with pytest.raises(NotEncrypted):
        hand_over(f"smtp://0.0.0.0:{port}", _mail())  # the same server, by an address that is none of this machine's own
    assert post.taken == [(False, ["reader@example.org"])]
