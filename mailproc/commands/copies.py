"""`mailproc backup`, `restore` and `forget`."""

import argparse

from mailproc import backups, retention
from mailproc.app import make_data_dir, utc_now
from mailproc.commands.common import app_of, config_path
from mailproc.config import load
from mailproc.errors import NotUnderstood
from mailproc.terminal import harmless
from mailproc.worker import AlreadyRunning, sole_worker
from storage import backup as copies


def backup(args: argparse.Namespace) -> int:
    """A consistent copy of everything, while the worker runs."""
    with app_of(args) as app:
        copies.write(app.config.database, args.file)
    size = args.file.stat().st_size / 1e6
    print(f"written: {harmless(args.file)}, {size:.1f} MB; it holds every mail, keep it private")
    return 0


def forget(args: argparse.Namespace) -> int:
    """Show which raw mail is older than it is to be kept, or remove it."""
    with app_of(args) as app:
        mails = retention.forget(app) if args.remove else retention.due(app)
        zone = app.config.zone
    for mail in mails:
        print(
            f"{mail.received_at.astimezone(zone):%Y-%m-%d}  {mail.size:>10,} bytes  {mail.sender}"
        )
    total = f"{len(mails)} mails, {sum(m.size for m in mails) / 1e6:.1f} MB"
    if args.remove:
        print(f"removed: {total}; the values stay. Backups hold them for 14 days more.")
    else:
        print(f"would be removed: {total}; the values stay. `mailproc forget --remove` does it,")
        print("after a backup; the worker does it every day, after the day's backup")
    return 0


def restore(args: argparse.Namespace) -> int:
    """Go on from a copy; the worker must not run."""
    config = load(config_path(args))
    make_data_dir(config.data_dir)
    try:
        with sole_worker(config.data_dir):
            kept = backups.restore(config, args.file, utc_now())
    except AlreadyRunning as running:
        raise NotUnderstood(f"{running}; stop it first, then restore again") from None
    print(f"restored: {harmless(args.file)}")
    print(f"what was stored before: {harmless(kept or 'could not be read')}")
    print("next: `mailproc run` fetches what came since; what staff decided, corrected or imported")
    print("      since the copy was taken must be done again")
    return 0
