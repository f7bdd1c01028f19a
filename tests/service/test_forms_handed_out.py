"""The form goes out with a receipt, and what comes back of it bothers nobody without cause."""

from mailproc.paper.blank import form_for
from parsers.read import read_document
from tests.servers.smtp import Received
from tests.service.office import NA_MON, Office, mail_with, sheet, text_of

THANKS = "ขอบคุณค่ะ"


def form_in(received: Received) -> tuple[str, bytes]:
    (part,) = received.message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return part.get_filename() or "", data


def receipt(office: Office) -> Received:
    """The receipt of a report for February."""
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (sent,) = office.mailed("receipt")
    return sent


def answer(office: Office, to: Received, *files: tuple[str, bytes], body: str = THANKS) -> None:
    headers = {"In-Reply-To": str(to.message["Message-ID"])}
    office.arrive(mail_with(*files, body=body, headers=headers), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")


def test_the_receipt_brings_next_months_form(office: Office) -> None:
    name, data = form_in(receipt(office))
    assert name == "แบบรายงาน-นามน-2569-03.pdf"
    (report,) = read_document(data, office.app.config.units).reports
    assert (report.unit, report.period) == ("na-mon", "2026-03")


def test_a_warning_brings_the_missing_months_form(office: Office) -> None:
    office.tick("2026-02-11 09:00")
    (warning,) = office.mailed("warning", NA_MON)
    assert form_in(warning)[0] == "แบบรายงาน-นามน-2569-02.pdf"
    (stored,) = (
        n for n in office.notices("warning") if n.new.to == (NA_MON,) and n.state == "sent"
    )
    # What is kept only names the form: a database of years must not hold it a thousand times.
    assert sum(len(data) for _, _, data in stored.new.attachments) < 100


def test_our_blank_form_in_a_thank_you_is_no_problem(office: Office) -> None:
    sent = receipt(office)
    answer(office, sent, form_in(sent))
    assert not office.said_back()


def test_our_blank_form_beside_the_filled_one_is_no_problem(office: Office) -> None:
    blank = form_for(office.app.config.unit_by_id["na-mon"], "scammer-awareness", "2026-02")
    office.arrive(mail_with(("filled.pdf", sheet()), ("form.pdf", blank)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (sent,) = office.mailed("receipt")
    assert "ไม่ได้กรอกจำนวน" not in text_of(sent)
    assert len(office.revisions()) == 1


def test_a_blank_form_that_was_meant_as_the_report_is_answered(office: Office) -> None:
    office.tick("2026-02-11 09:00")
    (warning,) = office.mailed("warning", NA_MON)
    headers = {"In-Reply-To": str(warning.message["Message-ID"])}
    office.arrive(mail_with(form_in(warning), headers=headers), "2026-02-11 10:00")
    office.tick("2026-02-11 10:05")
    (problem,) = office.mailed("problem", NA_MON)
    assert "ไม่ได้กรอกจำนวน" in text_of(problem)


def test_another_months_blank_form_beside_a_report_is_named(office: Office) -> None:
    blank = form_for(office.app.config.unit_by_id["na-mon"], "scammer-awareness", "2026-01")
    office.arrive(mail_with(("filled.pdf", sheet()), ("form.pdf", blank)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert "ไม่ได้กรอกจำนวน" in text_of(office.mailed("receipt")[0])
