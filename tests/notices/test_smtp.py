"""The way out is verified TLS, and every failure is told apart by what to do next."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from mailproc.config import SmtpConfig
from mailproc.errors import LoginRefused, SmtpUnavailable
from mailproc.notices.message import build
from mailproc.notices.smtp import Refused, Unclear, open_smtp
from tests.notices.samples import new_notice, notice
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.smtp import SmtpServer, running_smtp

NOW = datetime(2026, 2, 9, 2, 31, tzinfo=UTC)


def config(server: SmtpServer, **changes: Any) -> SmtpConfig:
    values: dict[str, Any] = {
        "host": server.host,
        "port": server.starttls_port,
        "security": "starttls",
        "username": server.username,
        "password": server.password,
        "ca_file": str(server.certificates.ca_file),
        "from_address": "office@example.go.th",
    }
    return SmtpConfig(**(values | changes))


def send(smtp: SmtpConfig, *to: str, text: str = "ได้รับแล้ว\n") -> dict[str, Refused]:
    mail = build(notice(new_notice(text=text)), smtp, NOW)
    refused: dict[str, Refused] = {}
    with open_smtp(smtp) as connection:
        connection.send(mail, to or ("a@example.go.th",), refused.update)
    return refused


@pytest.mark.parametrize(
    ("security", "port"),
    [("starttls", "starttls_port"), ("tls", "tls_port"), ("none", "plain_port")],
)
def test_each_kind_of_connection(smtp_server: SmtpServer, security: str, port: str) -> None:
    number = getattr(smtp_server, port)
    assert send(config(smtp_server, security=security, port=number)) == {}
    assert smtp_server.logins == 1
    assert smtp_server.received[0].sender == "office@example.go.th"


def test_lines_with_dots_and_the_end_arrive_as_they_were(smtp_server: SmtpServer) -> None:
    send(config(smtp_server), text=".\n..x\nend")
    body = smtp_server.received[0].message.get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == [".", "..x", "end"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    smtp_server: SmtpServer, tmp_path: Path, security: str
) -> None:
    other = make_certificates(tmp_path)
    port = smtp_server.tls_port if security == "tls" else smtp_server.starttls_port
    with pytest.raises(SmtpUnavailable, match="certificate is not trusted"):
        send(config(smtp_server, security=security, port=port, ca_file=str(other.ca_file)))
    assert smtp_server.logins == 0


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_trusted_certificate_of_another_server_is_refused_before_the_password_is_said(
    certificates: Certificates, tmp_path: Path, security: str
) -> None:
    with running_smtp(certificates.for_another_name(tmp_path)) as server:
        port = server.tls_port if security == "tls" else server.starttls_port
        with pytest.raises(SmtpUnavailable, match="not valid for 'localhost'"):
            send(config(server, security=security, port=port))
        assert server.logins == 0


def test_starttls_never_falls_back_to_plain_text(smtp_server: SmtpServer) -> None:
    with pytest.raises(SmtpUnavailable, match="STARTTLS"):
        send(config(smtp_server, port=smtp_server.plain_port))
    assert smtp_server.logins == 0


def test_a_wrong_password_and_none(smtp_server: SmtpServer) -> None:
    with pytest.raises(LoginRefused) as refused:
        send(config(smtp_server, password="wrong"))
    assert "535" in refused.value.reason and refused.value.hint
    assert smtp_server.logins == 1
    for password in ("", "รหัสผ่าน"):
        with pytest.raises(LoginRefused, match="password"):
            send(config(smtp_server, password=password))


def test_all_recipients_refused_and_some(smtp_server: SmtpServer) -> None:
    smtp_server.refused["gone@example.go.th"] = "550 5.1.1 No such user"
    smtp_server.put_off["full@example.go.th"] = 9
    with pytest.raises(Refused) as refused:
        send(config(smtp_server), "gone@example.go.th")
    assert refused.value.permanent
    with pytest.raises(Refused) as refused:
        send(config(smtp_server), "gone@example.go.th", "full@example.go.th")
    assert not refused.value.permanent
    some = send(config(smtp_server), "gone@example.go.th", "a@example.go.th")
    assert list(some) == ["gone@example.go.th"]
    assert [r.recipients for r in smtp_server.received] == [("a@example.go.th",)]


def test_a_connection_lost_at_the_end_is_unclear(smtp_server: SmtpServer) -> None:
    smtp_server.drop_after_data = 1
    with pytest.raises(Unclear):
        send(config(smtp_server))
    assert len(smtp_server.received) == 1


def test_the_next_mail_goes_over_a_new_connection(smtp_server: SmtpServer) -> None:
    smtp = config(smtp_server)
    smtp_server.drop_after_data = 1
    with open_smtp(smtp) as connection:
        with pytest.raises(Unclear):
            connection.send(build(notice(new_notice()), smtp, NOW), ["a@example.go.th"], print)
        connection.send(build(notice(new_notice()), smtp, NOW), ["a@example.go.th"], print)
    assert smtp_server.logins == 2


@contextmanager
def answering(*answers: str) -> Iterator[int]:
    """A server that says those lines, one to each line it gets, then closes; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener:
            for _ in range(2):  # a client that is cut off may come again
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client, client.makefile("rwb") as stream:
                    for answer in answers:
                        stream.write(answer.encode() + b"\r\n")
                        stream.flush()
                        if not stream.readline():
                            break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):  # a client that came twice has closed it
            listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def talking(port: int) -> SmtpConfig:
    return SmtpConfig(
        host="127.0.0.1",
        port=port,
        security="none",
        username="",
        from_address="office@example.go.th",
    )


@pytest.mark.parametrize(
    "answers",
    [
        ("220 hi", "250 ok", "530 5.7.0 log in first", "221 bye"),
        ("220 hi", "250 ok", "421 4.7.0 too many mails"),
        ("220 hi", "250 ok", "250 ok", "421 4.3.2 going down"),
        ("554 go away",),
        (),
        ("220 hi", "250 ok", "250 ok", "250 ok"),
    ],
)
def test_a_server_in_trouble_is_out_of_reach(answers: tuple[str, ...]) -> None:
    with answering(*answers) as port, pytest.raises(SmtpUnavailable) as error:
        send(talking(port))
    assert "\n" not in str(error.value)


def test_a_challenge_that_is_rubbish_is_the_servers_fault() -> None:
    login = {"username": "office", "password": SecretStr("x")}
    offers = "250-x\r\n250 AUTH CRAM-MD5"
    with answering("220 hi", offers, "334 AAAAA") as port, pytest.raises(SmtpUnavailable):
        send(talking(port).model_copy(update=login))


def test_nobody_listens(smtp_server: SmtpServer) -> None:
    with pytest.raises(SmtpUnavailable, match="refuses the connection"):
        send(config(smtp_server, port=1))


def test_a_token_is_used_in_place_of_a_password(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("ya29.token\n")
    answers = ("220 hi", "250 AUTH XOAUTH2", "334 eyJzdGF0dXMiOiI0MDEifQ==", "535 5.7.8 expired")
    with answering(*answers) as port:
        smtp = talking(port).model_copy(
            update={"username": "office@example.go.th", "oauth_token_file": str(token)}
        )
        with pytest.raises(LoginRefused, match="expired"):
            send(smtp)
    with answering("220 hi", "250 AUTH XOAUTH2") as port:
        gone = smtp.model_copy(update={"port": port, "oauth_token_file": str(tmp_path / "none")})
        with pytest.raises(LoginRefused, match="oauth_token_file"):
            send(gone)
