"""`mailproc calendar`: what will be sent to whom in the coming month, and why."""

import argparse
from dataclasses import asdict

from mailproc.commands.common import app_of
from mailproc.notices.clean import one_line
from mailproc.terminal import json_line


def run(args: argparse.Namespace) -> int:
    """Show the notices to come, by day; those that a report will make needless, too."""
    from mailproc.notices.ahead import ahead

    with app_of(args) as app:
        with app.db.transaction() as tx:
            coming = ahead(tx, app.config, app.now(), args.days)
        quiet = app.config.worker.notices == "staff_only"
        staff, digest = app.config.staff.addresses, app.config.worker.digest
    if args.json:
        for line in coming:
            print(json_line(asdict(line) | {"day": line.day.isoformat()}))
        return 0
    print(f"digest: {digest}, to {', '.join(staff) or 'nobody: [staff] addresses is empty'}")
    if quiet:
        print('[worker] notices = "staff_only": what goes to units is only written down')
    for line in coming:
        to = ", ".join(line.to) or "nobody"
        who = f"{line.name} ({to})" if line.name else to
        print(one_line(f"{line.day:%a %Y-%m-%d}  {line.kind}  {who}: {line.why}"))
    if not coming:
        print(f"no reminder, warning or draft in the next {args.days} days")
    return 0
