"""A mail that is delivered once more, with other lines in its header, says nothing anew."""

from dataclasses import replace

from tests.service.office import NA_MON, STAFF, Office, at, mail_with, sheet, text_of

MORNING = {"Date": "Thu, 05 Feb 2026 09:00:00 +0700"}


def _through(server: str, raw: bytes) -> bytes:
    """The mail as that server delivers it."""
    return f"Received: from {server}.example.go.th by mx.example.org\r\n".encode() + raw


def _website(office: Office) -> list[object]:
    readings = [r.reading("website") for r in office.revisions() if r.current]
    return [reading.value for reading in readings if reading is not None]


def test_it_does_not_undo_the_correction_that_came_after_it(office: Office) -> None:
    report = mail_with(("r.pdf", sheet(website=0)), headers=MORNING)
    office.arrive(_through("a", report), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=5)), subject="แก้ไข"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    office.arrive(_through("b", report), "2026-02-05 13:00")
    office.tick("2026-02-05 13:05")
    assert _website(office) == [5]
    assert len(office.mailed("receipt")) == 2
    last = office.messages()[-1]
    assert (last.outcome, last.reason) == ("again", "message 1, delivered once more")


def test_a_mailbox_that_moved_to_another_server_is_not_answered_anew(office: Office) -> None:
    month = [
        (mail_with((f"{n}.pdf", sheet(website=n)), subject=f"แก้ไข {n}"), f"2026-02-05 09:0{n}")
        for n in range(3)
    ]
    for raw, when in month:
        office.arrive(raw, when)
    office.tick("2026-02-05 09:10")
    office.dovecot.empty()
    for raw, when in month:
        office.arrive(_through("new", raw), when)
    office.tick("2026-02-10 09:10")
    assert len(office.mailed("receipt")) == len(month)
    assert _website(office) == [2]
    assert len(office.revisions()) == len(month)


def test_what_gateways_add_makes_no_new_mail_of_it(office: Office) -> None:
    report = mail_with(("r.pdf", sheet(website=0)), headers=MORNING)
    office.arrive(report, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=5)), subject="แก้ไข"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    (original,) = (m for m in office.messages() if m.id == 1)
    changed = mail_with(
        ("renamed.pdf", sheet(website=0)),
        subject="[EXTERNAL] ส่งแบบรายงาน",
        body="เรียน ท้องถิ่นจังหวัด\n-- \nตรวจไวรัสแล้ว",
        headers=MORNING,
    )
    office.arrive(_with_id(changed, original.message_id), "2026-02-05 13:00")
    office.tick("2026-02-05 13:05")
    assert _website(office) == [5]
    assert len(office.mailed("receipt")) == 2


def test_an_answer_that_is_delivered_again_is_acted_on_once(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("r.pdf", doubtful)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (asked,) = office.mailed("review")
    answer = mail_with(
        sender=STAFF, body="1 แก้เป็น 4", headers={"In-Reply-To": asked.message["Message-ID"]}
    )
    office.arrive(answer, "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    said = len(office.smtp.to(STAFF))
    office.arrive(_through("b", answer), "2026-02-05 11:00")
    office.tick("2026-02-05 11:05")
    assert len(office.smtp.to(STAFF)) == said


def test_other_files_or_words_under_the_same_message_id_are_another_mail(office: Office) -> None:
    scanner = {"Message-ID": "<scan@printer>"}
    for hour, website in ((9, 1), (10, 2)):
        raw = mail_with(("scan.pdf", sheet(website=website))).replace(b"Message-ID:", b"X-Old:")
        office.arrive(_with_id(raw, scanner["Message-ID"]), f"2026-02-05 {hour:02}:00")
        office.tick(f"2026-02-05 {hour:02}:05")
    same_file = mail_with(("scan.pdf", sheet(website=2)), body="แก้ไขแล้วตามที่แจ้งครับ")
    office.arrive(_with_id(same_file, scanner["Message-ID"]), "2026-02-05 11:00")
    office.tick("2026-02-05 11:05")
    assert _website(office) == [2]
    assert len(office.mailed("receipt")) == 3
    assert "again" not in {m.outcome for m in office.messages()}


def _with_id(raw: bytes, message_id: str) -> bytes:
    head, _, body = raw.partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not line.startswith(b"Message-ID:")]
    return b"\n".join([*kept, f"Message-ID: {message_id}".encode()]) + b"\n\n" + body


def test_a_copy_by_a_list_stands_in_the_way_of_no_answer(office: Office) -> None:
    report = mail_with(("r.pdf", sheet()))
    office.arrive(b"List-Id: <reports.example.go.th>\r\n" + report, "2026-02-05 09:00")
    office.arrive(report, "2026-02-05 09:01")
    office.tick("2026-02-05 09:05")
    assert len(_website(office)) == 1
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]


def test_of_many_mails_under_one_message_id_the_last_ones_are_known_again(office: Office) -> None:
    scans = [
        _with_id(mail_with(("s.pdf", sheet(website=n)), subject=f"แก้ไข {n}"), "<scan@printer>")
        for n in range(24)
    ]
    for number, raw in enumerate(scans):
        office.arrive(raw, f"2026-02-05 09:{number:02}")
    office.arrive(mail_with(("r.pdf", sheet(website=99)), subject="แก้ไข"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    assert _website(office) == [99]
    for number in (0, 22):
        office.arrive(_through("b", scans[number]), f"2026-02-05 11:{number:02}")
    office.tick("2026-02-05 11:30")
    assert _website(office) == [99]


def test_the_same_file_sent_once_more_another_day_is_another_mail(office: Office) -> None:
    for day in (5, 6):
        dated = {"Date": f"Thu, {day:02} Feb 2026 09:00:00 +0700"}
        raw = mail_with(("s.pdf", sheet()), headers=dated)
        office.arrive(_with_id(raw, "<scan@printer>"), f"2026-02-{day:02} 09:00")
        office.tick(f"2026-02-{day:02} 09:05")
    assert len(office.mailed("receipt")) == 2


def test_a_forged_copy_that_came_first_stands_in_the_way_of_nothing(office: Office) -> None:
    forged = {"Authentication-Results": "mx.example.org; dmarc=fail header.from=example.go.th"}
    real = {"Authentication-Results": "mx.example.org; dmarc=pass header.from=example.go.th"}
    report = mail_with(("r.pdf", sheet()))
    mailbox = office.app.config.mailbox.model_copy(update={"authserv_id": "mx.example.org"})
    config = office.app.config.model_copy(update={"mailbox": mailbox})
    office = replace(office, app=replace(office.app, config=config))
    for headers, when in ((forged, "09:00"), (real, "10:00")):
        lines = b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items())
        office.arrive(lines + report, f"2026-02-05 {when}")
        office.tick(f"2026-02-05 {when}")
    assert [r.state for r in office.revisions() if r.current] == ["accepted"]
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]


def test_a_copy_taken_out_of_the_spam_folder_counts(office: Office) -> None:
    report = mail_with(("r.pdf", sheet()))
    office.dovecot.append(_through("a", report), at("2026-02-05 09:00"), folder="Spam")
    office.tick("2026-02-05 09:05")
    office.arrive(_through("b", report), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    assert len(_website(office)) == 1
    assert "นามน" in text_of(office.mailed("receipt")[0])


def test_a_copy_that_the_server_calls_older_is_no_news_either(office: Office) -> None:
    """A server to which a mailbox moved may date its mails otherwise."""
    report = mail_with(("r.pdf", sheet(website=3)), headers=MORNING)
    office.arrive(_through("a", report), "2026-02-05 09:01")
    office.tick("2026-02-05 09:05")
    office.dovecot.empty()
    office.arrive(_through("b", report), "2026-02-05 09:00")
    office.tick("2026-02-06 09:05")
    assert len(office.mailed("receipt")) == 1
