"""Every file in a mail is found, however it is named, nested and encoded."""

import base64
import binascii

import pytest

from mailproc.intake.attachments import Attachment, split
from mailproc.intake.body import text_of_html
from tests.intake.mails import (
    HEAD,
    JPEG,
    PDF,
    file,
    jpeg,
    mail,
    multipart,
    part,
    png,
    text,
    tnef,
    zipped,
)

PDF_FIELD = b'Content-Type: application/pdf; name="report.pdf"'


def only(raw: bytes) -> Attachment:
    """The one attachment of a mail."""
    attachments = split(raw).attachments
    assert len(attachments) == 1, attachments
    return attachments[0]


def found(raw: bytes) -> list[tuple[str, str]]:
    """(path, problem) of each attachment that is to be looked at."""
    return [(a.path, a.problem) for a in split(raw).attachments if not a.inline]


@pytest.mark.parametrize(
    "fields",
    [
        [PDF_FIELD],
        [b'Content-Type: application/octet-stream; name="report.pdf"'],
        [b"Content-Type: application/pdf"],
        [b"Content-Type: text/plain"],
        [b"Content-Type: image/jpeg", b"Content-Disposition: inline"],
        [b"Content-Type: application/x-anything", b"Content-Disposition: attachment"],
        [b"Content-Disposition: inline; filename=report"],
        [],
    ],
)
def test_a_pdf_is_known_by_its_bytes(fields: list[bytes]) -> None:
    attachment = only(mail(text("ตามแนบ"), file(PDF, *fields)))
    assert (attachment.data, attachment.media) == (PDF, "application/pdf")
    assert not attachment.problem
    assert not attachment.inline


def test_a_mail_that_is_nothing_but_a_pdf() -> None:
    raw = HEAD + file(PDF, b"Content-Type: application/pdf")
    assert only(raw).data == PDF


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (b"filename*=utf-8''%E0%B8%A3%E0%B8%B2%E0%B8%A2.pdf", "ราย.pdf"),
        (b"filename*=windows-874''%C3%D2%C2.pdf", "ราย.pdf"),
        (
            b"filename*0*=utf-8''%E0%B8%A3%E0%B8; filename*1*=%B2%E0%B8%A2; filename*2=.pdf",
            "ราย.pdf",
        ),
        (b'filename*1="b.pdf"; filename*0="a"', "ab.pdf"),
        (b'filename="=?utf-8?B?4Lij4Liy4Lii?=.pdf"', "ราย.pdf"),
        (b"filename==?TIS-620?Q?=C3=D2=C2.pdf?=", "ราย.pdf"),
        (b'filename="=?windows-874?B?w9I=?=\r\n =?windows-874?B?wi5wZGY=?="', "ราย.pdf"),
        (b'filename="\xc3\xd2\xc2.pdf"', "ราย.pdf"),
        ('filename="ราย.pdf"'.encode(), "ราย.pdf"),
        (b"filename=two words.pdf", "two words.pdf"),
        (b'filename="unclosed.pdf', "unclosed.pdf"),
        (b'filename="..\\..\\windows\\a.pdf"', "a.pdf"),
        (b'filename="../../etc/a.pdf"', "a.pdf"),
        (b'filename="a\x1b[31m.pdf"', "a [31m.pdf"),
        ('filename="a\u202efdp.exe"'.encode(), "afdp.exe"),
        (b"filename*99999999999=x; filename=a.pdf", "a.pdf"),
        (b"filename*=nonsense''%E0%B8%A3.pdf", "ร.pdf"),
    ],
)
def test_names_in_every_spelling(field: bytes, name: str) -> None:
    attachment = only(mail(file(PDF, b"Content-Disposition: attachment; " + field)))
    assert attachment.path == name


def test_nameless_files_get_a_name_by_their_bytes() -> None:
    assert only(mail(file(PDF))).path.endswith(".pdf")


def test_forwarded_mails_are_opened_plain_and_in_base64() -> None:
    inner = mail(file(PDF, PDF_FIELD), boundary=b"B1inner")
    plain = part(inner, b"Content-Type: message/rfc822")
    encoded = file(inner, b'Content-Type: message/rfc822; name="fw.eml"')
    attached = file(inner, b'Content-Type: application/octet-stream; name="old.eml"')
    assert found(mail(plain, encoded, attached)) == [
        ("message.eml/report.pdf", ""),
        ("fw.eml/report.pdf", ""),
        ("old.eml/report.pdf", ""),
    ]


def test_a_digest_holds_mails_without_saying_so() -> None:
    inner = part(mail(file(PDF, PDF_FIELD), boundary=b"inner"))
    assert found(mail(multipart(inner, kind=b"digest", boundary=b"D"))) == [
        ("message.eml/report.pdf", "")
    ]


def test_a_zip_is_opened_with_thai_names_and_without_litter() -> None:
    archive = zipped(
        ("งาน/นามน.pdf", PDF),
        ("__MACOSX/._นามน.pdf", b"x"),
        ("งาน/Thumbs.db", b"x"),
        ("b.jpg", JPEG),
    )
    raw = mail(file(archive, b'Content-Type: application/zip; name="a.zip"'))
    assert found(raw) == [("a.zip/งาน/นามน.pdf", ""), ("a.zip/b.jpg", "")]


@pytest.mark.parametrize(
    "entries", [(), (("__MACOSX/._r.pdf", b"x"),), (("Thumbs.db", b"x"), ("folder/", b""))]
)
def test_a_zip_with_nothing_in_it_is_accounted_for(entries: tuple[tuple[str, bytes], ...]) -> None:
    raw = mail(file(zipped(*entries), b'Content-Type: application/zip; name="a.zip"'))
    assert found(raw) == [("a.zip", "damaged")]


def test_thai_windows_names_in_a_zip() -> None:
    archive = zipped(("xxx.pdf", PDF)).replace(b"xxx.pdf", "ราย".encode("cp874") + b".pdf")
    assert found(mail(file(archive))) == [("part-2/ราย.pdf", "")]


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "Word"),
        (zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")), "Excel"),
        (zipped(("mimetype", b"x"), ("META-INF/manifest.xml", b"<x/>")), "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"%PDF-1.4" + "Workbook".encode("utf-16-le"),
            "Excel",
        ),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x00\x00\x00\x18ftypmp42", "video"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, media: str) -> None:
    attachment = only(mail(file(data, b'Content-Type: application/pdf; name="a.pdf"')))
    assert (attachment.media, attachment.problem) == (media, "unsupported_media")


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (JPEG, "image/jpeg"),
        (png(2000, 3000), "image/png"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "image/heic"),
        (b"II*\x00" + b"\x00" * 20, "image/tiff"),
    ],
)
def test_pictures_are_documents(data: bytes, media: str) -> None:
    attachment = only(mail(file(data, b'Content-Type: application/octet-stream; name="x"')))
    assert (attachment.media, attachment.problem, attachment.inline) == (media, "", False)


def test_outlooks_winmail_dat_is_opened() -> None:
    raw = mail(
        file(tnef([("ราย.pdf", PDF), ("b.jpg", JPEG)]), b"Content-Type: application/ms-tnef")
    )
    assert [p.rsplit("/")[-1] for p, _ in found(raw)] == ["ราย.pdf", "b.jpg"]
    assert found(mail(file(tnef([])))) == []
    assert found(mail(file(tnef([("a.pdf", PDF)])[:-20]))) == [("part-2", "unsupported_media")]


def test_uuencoded_files_in_the_text() -> None:
    lines = b"".join(binascii.b2a_uu(PDF[i : i + 45]) for i in range(0, len(PDF), 45))
    raw = HEAD + b"\r\nas promised\r\nbegin 644 report.pdf\n" + lines + b"`\nend\n"
    assert only(raw).path == "report.pdf"
    assert only(raw).data == PDF


def test_logos_and_signatures_are_dress() -> None:
    raw = mail(
        multipart(
            text("สวัสดี"),
            file(png(200, 80), b"Content-Type: image/png", b"Content-ID: <logo>"),
            file(jpeg(1000, 300), b"Content-Type: image/jpeg", b"Content-Disposition: inline"),
            kind=b"related",
            boundary=b"R",
        ),
        file(png(64, 64), b'Content-Type: image/png; name="image001.png"'),
        part(b"BEGIN:VCALENDAR", b"Content-Type: text/calendar; method=REPLY"),
        file(b"signature", b'Content-Type: application/pkcs7-signature; name="smime.p7s"'),
    )
    assert found(raw) == []
    assert len(split(raw).attachments) == 5


def test_an_inline_photo_of_a_form_is_a_document() -> None:
    fields = (b"Content-Type: image/jpeg", b"Content-Disposition: inline", b"Content-ID: <x>")
    assert not only(mail(text("x"), file(jpeg(3000, 4000), *fields))).inline


def test_base64_that_breaks_off_is_told_and_gives_what_there_is() -> None:
    encoded = base64.b64encode(PDF * 20)
    cut = part(encoded[:401], b"Content-Transfer-Encoding: base64", PDF_FIELD)
    attachment = only(mail(cut))
    assert attachment.problem == "damaged"
    assert attachment.data == (PDF * 20)[:300]


def test_base64_with_strange_letters_is_told() -> None:
    encoded = base64.b64encode(PDF * 20)
    strange = encoded[:100] + b"\xff*" + encoded[100:]
    attachment = only(mail(part(strange, b"Content-Transfer-Encoding: base64", PDF_FIELD)))
    assert attachment.problem == "damaged"
    assert attachment.data == PDF * 20


@pytest.mark.parametrize("length", [300, 301, 302])
def test_a_footer_behind_base64_is_no_damage(length: int) -> None:
    data = (PDF * 20)[:length]
    body = base64.encodebytes(data) + b"\n_______\nmailing list: a@b.example\n"
    attachment = only(mail(part(body, b"Content-Transfer-Encoding: base64", PDF_FIELD)))
    assert (attachment.data, attachment.problem) == (data, "")


def test_base64_glued_together_from_padded_pieces() -> None:
    body = base64.b64encode(PDF[:10]) + b"\n" + base64.b64encode(PDF[10:])
    attachment = only(mail(part(body, b"Content-Transfer-Encoding: BASE64", PDF_FIELD)))
    assert (attachment.data, attachment.problem) == (PDF, "")


def test_quoted_printable_and_binary_bodies() -> None:
    quoted = binascii.b2a_qp(PDF, istext=False)
    fields = (PDF_FIELD, b"Content-Transfer-Encoding: quoted-printable")
    assert only(mail(part(quoted, *fields))).data == PDF
    assert only(mail(part(PDF, PDF_FIELD, b"Content-Transfer-Encoding: binary"))).data == PDF


def test_a_mail_that_breaks_off_keeps_what_came() -> None:
    raw = mail(text("x"), file(PDF * 50, PDF_FIELD))
    attachment = only(raw[: len(raw) // 2])
    assert attachment.data[:8] == PDF[:8]


def test_a_boundary_that_is_not_told_is_seen() -> None:
    raw = mail(text("x"), file(PDF, PDF_FIELD)).replace(b'; boundary="B1"', b"")
    assert found(raw) == [("report.pdf", "")]


def test_an_empty_file_and_an_empty_mail() -> None:
    assert found(mail(text("x"), file(b"", PDF_FIELD))) == [("report.pdf", "")]
    assert split(b"").attachments == ()
    assert split(HEAD).attachments == ()
    assert split(HEAD + b"\r\n").attachments == ()


def test_html_and_text_bodies_are_no_attachments() -> None:
    html = part(b"<html><body><p>hello</p></body></html>", b"Content-Type: text/html")
    raw = mail(multipart(text("สวัสดี"), html, kind=b"alternative", boundary=b"A"))
    assert split(raw).attachments == ()


def test_a_lone_text_file_is_accounted_for() -> None:
    named = file("ยอด 12".encode(), b'Content-Type: text/plain; name="report.txt"')
    assert found(mail(named)) == [("report.txt", "unsupported_media")]
    assert found(mail(file(b"", b'Content-Type: text/plain; name="ATT00001.txt"'))) == []


def test_a_hostile_html_body_takes_no_time() -> None:
    for piece in ("<a line-through ", "line-through ", "<s", "<a href=x ", "display:none<", "❌ "):
        text_of_html("<a " + piece * (1_000_000 // len(piece)))
