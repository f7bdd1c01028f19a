"""`mailproc test-mail`: staff see what will arrive before anything does."""

import argparse
import re
from datetime import datetime

from mailproc.app import App
from mailproc.commands.common import app_of
from mailproc.config import Config
from mailproc.errors import NotUnderstood
from storage.correspondence import NewNotice

SAMPLES = (
    "receipt",
    "receipt-held",
    "problem",
    "reminder",
    "warning",
    "review",
    "digest",
    "rollup-draft",
)
_SUBJECT = "[ตัวอย่าง] "
_WORDS = "อีเมลฉบับนี้เป็นตัวอย่างเพื่อทดสอบระบบ ข้อมูลทั้งหมดเป็นข้อมูลสมมติ ไม่ต้องดำเนินการใด"
_BANNER = (
    '<div style="padding:10px 14px;background:#fff6df;color:#5c3d00;'
    f'border-bottom:2px solid #e0a100"><b>{_WORDS}</b></div>'
)


def run(args: argparse.Namespace) -> int:
    """Mail a sample of each notice to staff, or to one address."""
    with app_of(args) as app:
        to = (args.to.strip().lower(),) if args.to else app.config.staff.addresses
        if not to:
            raise NotUnderstood("[staff] addresses is empty: say --to ADDRESS")
        if args.to and app.config.worker.notices == "staff_only" and to[0] not in _staff(app):
            raise NotUnderstood('[worker] notices = "staff_only": only staff get mail')
        sent = _send(app, samples(app.config, to, app.now()))
    print(f"{sent} sample(s) sent to {', '.join(to)}")
    return 0


def samples(config: Config, to: tuple[str, ...], now: datetime) -> list[NewNotice]:
    """A sample of each notice that units and staff get, marked as one."""
    from mailproc.notices.preview import kinds, preview

    made = []
    for kind in (s for s in SAMPLES if s in kinds()):
        letter = preview(config, kind)
        made.append(
            NewNotice(
                key=f"sample/{now.isoformat()}/{kind}",
                kind="other",
                to=to,
                subject=_SUBJECT + letter.subject,
                text=f"{_WORDS}\n\n{letter.text}",
                html=re.sub(r"(<body[^>]*>)", rf"\1{_BANNER}", letter.html, count=1),
                attachments=letter.attachments,
            )
        )
    return made


def _staff(app: App) -> tuple[str, ...]:
    return app.config.staff.addresses


def _send(app: App, made: list[NewNotice]) -> int:
    from mailproc.errors import SmtpUnavailable
    from mailproc.notices.deliver import deliver
    from mailproc.notices.outbox import queue
    from storage import notices

    with app.db.transaction() as tx:
        for notice in made:
            queue(tx, app.config, notice, app.now())
    delivered = deliver(app, lambda: False)
    with app.db.transaction() as tx:
        stored = [notices.last_key(tx, notice.key) for notice in made]
    waiting = [s for s in stored if s is not None and s.state != "sent"]
    if waiting:
        reason = delivered.error or waiting[0].error or "see [smtp]"
        raise SmtpUnavailable(f"{len(waiting)} sample(s) queued, but not sent yet: {reason}")
    return len(made)
