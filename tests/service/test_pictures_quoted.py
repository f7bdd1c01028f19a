"""Answers from mail programs that put words for the pictures of the mail that they quote."""

import re
from textwrap import wrap

import pytest

from tests.replies.test_mail_programs import flat
from tests.servers.smtp import Received
from tests.service.office import Office
from tests.service.test_around_an_order import HEAD, page_of
from tests.service.test_review import current, held
from tests.service.test_staff_orders import answer

OUTLOOK = "From: ระบบ <office@example.go.th>\nSent: Friday, February 6, 2026 8:00 AM\nTo: x\n"
PROGRAMS = {
    "gmail": r"[image: \2]",
    "iphone": r"&lt;\1&gt;",
    "outlook": r"[cid:\1@01DC9A.5B]",
    "outlook in a browser": r"[\2]",
}
_IMG = re.compile(r'<img src="cid:([^"]+)"[^<>]*?\balt="([^"]*)"[^<>]*>')


def quoted(mail: Received, picture: str, *, marked: bool) -> str:
    """The mail's page as text, long lines broken, with these words for a picture."""
    page, pictures = _IMG.subn(f"<br>{picture}<br>", page_of(mail))
    assert pictures
    lines = flat(re.sub(r"</?b>", "*", page), "").splitlines()
    mark = "> " if marked else ""
    broken = [f"{mark}{part}" for line in lines for part in wrap(line.strip(), 70) or [""]]
    return "\n".join([HEAD if marked else OUTLOOK, "", *broken])


def answered(office: Office, to: Received, words: str, quote: str) -> str:
    """What staff hear on these words above the quote."""
    body, subject = f"{words}\n\n{quote}\n", f"Re: {to.message['Subject']}"
    return answer(office, to, body, "2026-02-06 09:00", subject=subject)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("program", PROGRAMS)
def test_questions_with_pictures_are_answered_from_any_program(
    office: Office, program: str, marked: bool
) -> None:
    review = held(office)
    said = answered(office, review, "1 ถูก, 2 = 4", quoted(review, PROGRAMS[program], marked=marked))
    assert current(office), said


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_digests_picture_says_nothing_in_an_answer(
    office: Office, program: str, marked: bool
) -> None:
    held(office)
    office.tick("2026-02-06 08:00")
    digest = office.mailed("digest")[-1]
    quote = quoted(digest, PROGRAMS[program], marked=marked)
    assert "หยุดแจ้งเตือนอำเภอนาคู" in answered(office, digest, "หยุด นาคู", quote)
