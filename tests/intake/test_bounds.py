"""Hostile mail: bounded in time and memory, never an exception, always a stated outcome."""

import quopri
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailproc.intake import attachments
from mailproc.intake.archive import MOST_ENTRIES
from mailproc.intake.attachments import DEEPEST, MOST_PARTS, split
from mailproc.intake.mime.params import LONGEST_VALUE, MOST, parse_parameters
from tests.intake.mails import HEAD, PDF, file, mail, multipart, part, text, tnef, zipped

SECONDS = 10.0
"""Far above what any of these takes, far below what a quadratic reader would."""


def problems(raw: bytes) -> set[str]:
    start = time.perf_counter()
    attachments = split(raw).attachments
    assert time.perf_counter() - start < SECONDS
    return {a.problem for a in attachments}


def nested(levels: int) -> bytes:
    inner = file(PDF, b"Content-Type: application/pdf")
    for level in range(levels):
        inner = multipart(inner, boundary=f"b{level}.".encode())
    return HEAD + inner


def test_multiparts_in_multiparts() -> None:
    assert problems(nested(DEEPEST - 1)) == {""}
    assert problems(nested(500)) == {"too_big"}


def test_mails_in_mails_in_base64() -> None:
    inner = mail(text("x"))
    for _ in range(30):
        inner = HEAD + file(inner, b"Content-Type: message/rfc822")
    assert problems(inner) == {"too_big"}


def test_large_mails_in_mails_are_not_all_kept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LONGEST_NESTED", 1_000_000)
    inner = mail(text("x"), file(b"%PDF-1.7" + b"0" * 300_000))
    for _ in range(10):
        inner = HEAD + part(
            quopri.encodestring(inner),
            b"Content-Type: message/rfc822",
            b"Content-Transfer-Encoding: quoted-printable",
        )
    tracemalloc.start()
    assert problems(inner) == {"too_big"}
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


def test_a_hundred_thousand_parts() -> None:
    raw = mail(*[b"\r\nx"] * 100_000)
    assert problems(raw) == {"too_big"}
    assert len(split(mail(*[file(PDF)] * 2_000)).attachments) <= MOST_PARTS + 1


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"Subject: " + b"=?utf-8?B?4LiB?= " * 60_000 + b"\r\n\r\n",
        b"Subject: " + b"=?a?b?" * 200_000 + b"\r\n\r\n",
        b"From: " + b'"\\' * 500_000 + b"\r\n\r\n",
        b"From: a@b.c\r\n" * 100_000 + b"\r\n",
        b'From: "' + b'\\"' * 2_000 + b"\r\n" + b'From: "' + b'\\"' * 500_000 + b"\r\n\r\n",
        b"From: " + b"(" * 1_000_000 + b"\r\n\r\n",
        b"From: " + b"a." * 500_000 + b"@b\r\n\r\n",
        b"Authentication-Results: mx; " + b"(" * 50_000 + b")" * 50_000 + b"\r\n\r\n",
        b"References: " + b"<a@b> " * 200_000 + b"\r\n\r\n",
        b"Content-Type: multipart/mixed; " + b'a="' * 300_000 + b"\r\n\r\n",
        b"Content-Type: text/plain; " + b"x*1*=a; " * 100_000 + b"\r\n\r\n",
        b"a:b\n" * 3_000_000,
        b"\n" * 20_000_000,
        b" \r\r\r" * 5_000_000,
        b'Content-Type: multipart/mixed; boundary="-"\r\n\r\n' + b"-" * 20_000_000,
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n' + b"\n--ax" * 4_000_000,
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n' + b"--a" * 6_000_000,
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A=" * 10_000_000,
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"\n \n" * 7_000_000,
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 20_000_000,
        b"Content-Type: text/html\r\n\r\n" + b"<" * 5_000_000,
        b"Content-Type: text/html\r\n\r\n" + b"<a href=" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<script" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"&" * 5_000_000,
        b"Content-Type: text/html\r\n\r\n" + b"&#" + b"9" * 5_000_000,
        b"Content-Type: text/html\r\n\r\n" + b"&#x" + b"9" * 5_000_000,
        b"\r\n" + b"begin 644 x\n" * 1_000_000,
        b"\r\n" + b"On " * 2_000_000,
        b"\r\n" + b"https://a.b." * 1_000_000,
        b"\r\n" + b"From:\n" * 2_000_000,
    ],
    ids=lambda raw: repr(raw[:60]),
)
def test_nothing_is_quadratic(raw: bytes) -> None:
    problems(raw)


@pytest.mark.parametrize(
    "make_zip",
    [
        lambda: zipped(("zeros", b"\0" * 300_000_000)),
        lambda: zipped(*[(f"{n}", b"\0" * 3_000_000) for n in range(100)]),
        lambda: zipped(*[(f"{n}.txt", b"x") for n in range(MOST_ENTRIES + 50)]),
        lambda: zipped(*[("n" * 200 + str(n), b"") for n in range(10_000)]),
        lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c.pdf", PDF)))))),
    ],
    ids=["one bomb", "many bombs", "many entries", "big directory", "zips of zips"],
)
def test_zip_bombs(make_zip: Callable[[], bytes]) -> None:
    assert "too_big" in problems(mail(file(make_zip(), b'Content-Type: x/y; name="a.zip"')))


def test_of_one_field_so_many_parameters_are_looked_at_each_so_long() -> None:
    _, many = parse_parameters(b"x/y; " + b"".join(b"a%d=b; " % n for n in range(1_000)))
    assert len(many) == MOST
    _, long = parse_parameters(b"x/y; name=" + b"=?utf-8?B?4LiB?= " * 900)
    assert len(long["name"]) < LONGEST_VALUE


def test_the_texts_of_a_mail_are_looked_at_up_to_a_bound_in_all() -> None:
    link = "https://drive.google.com/a"
    long = b"Content-Type: text/html\r\n\r\n" + b"&lt" * 400_000
    assert split(mail(*[long] * 3, text(link))).links == (link,)
    assert split(mail(*[long] * 4, text(link))).links == ()


def test_one_zip_in_a_zip_is_opened() -> None:
    raw = mail(file(zipped(("a.zip", zipped(("b.pdf", PDF))))))
    assert [a.path for a in split(raw).attachments] == ["part-2/a.zip/b.pdf"]


def test_a_zip_with_a_password_is_told() -> None:
    archive = bytearray(zipped(("a.pdf", PDF)))
    archive[6] |= 1  # the local header's flag
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert problems(mail(file(bytes(archive)))) == {"encrypted"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_odd_zip_methods_are_told(method: int) -> None:
    assert problems(mail(file(zipped(("a.pdf", PDF), method=method)))) == {"unsupported_media"}


def test_a_broken_zip_is_told() -> None:
    archive = zipped(("a.pdf", PDF * 100))
    assert problems(mail(file(archive[:-30]))) == {"damaged"}
    broken = archive.replace(archive[45:60], b"\xff" * 15)
    assert problems(mail(file(broken))) == {"damaged"}


def test_no_path_leaves_the_mail() -> None:
    raw = mail(file(zipped(("../../../etc/passwd.pdf", PDF)), b'Content-Type: x/y; name="/a.zip"'))
    (attachment,) = split(raw).attachments
    assert attachment.path == "a.zip/../../../etc/passwd.pdf"  # words for people, no file


SEEDS = [
    mail(text("สวัสดี"), file(PDF, b'Content-Type: application/pdf; name="a.pdf"')),
    mail(file(zipped(("a.pdf", PDF), ("b.txt", b"x")), b"Content-Type: application/zip")),
    mail(file(tnef([("a.pdf", PDF)]), b"Content-Type: application/ms-tnef")),
    mail(part(mail(text("x"), boundary=b"i"), b"Content-Type: message/rfc822")),
    HEAD + b"Subject: =?windows-874?B?w9LC?=\r\nContent-Type: text/html\r\n\r\n<p><a href=x>y</a>",
]


@settings(max_examples=300, deadline=5000, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SEEDS), st.data())
def test_changed_mails_never_raise(seed: bytes, data: st.DataObject) -> None:
    raw = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 20))
        raw[at : at + length] = data.draw(st.binary(max_size=20))
    split(bytes(raw))


@settings(max_examples=200, deadline=5000)
@given(st.binary(max_size=2000))
def test_rubbish_never_raises(raw: bytes) -> None:
    split(raw)


@settings(max_examples=200, deadline=5000)
@given(
    st.sampled_from(
        ["From", "Subject", "Content-Type", "Content-Disposition", "Date", "References"]
    ),
    st.text(alphabet=" \t;=*'\"\\<>()@,.:?/%-_abZ09ก\x00\u202e", max_size=200),
)
def test_rubbish_in_header_fields_never_raises(name: str, value: str) -> None:
    split(f"{name}: {value}\r\nContent-Transfer-Encoding: {value}\r\n\r\n{value}".encode())
