"""Kills: `python -m tests.bench.kill [KILLS [SEED]]`, by default 1,000.

Sixty reports are on their way while the program, or the process that reads for it, is killed at
random moments. At the end every mail must be recorded and answered once, as in a run that nobody
disturbs; the figures are printed, and the exit status is 1 where they do not agree.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.servers.certificates import make_certificates
from tests.servers.dovecot import running_dovecot
from tests.servers.smtp import running_smtp
from tests.service.killing import MAILS, disturb, keys, opened, receipts, records, trial


def main() -> int:
    """Run the trial and a calm one beside it."""
    kills, seed = ([int(a) for a in sys.argv[1:]] + [1000, 1][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        certificates = make_certificates(home)
        with running_dovecot(certificates) as dovecot, running_smtp(certificates) as smtp:
            (home / "killed").mkdir()
            begun = time.perf_counter()
            with trial(home / "killed", dovecot, smtp) as killed:
                disturb(killed, kills, seed)
                with opened(killed) as office:
                    after_kills = records(office)
            took = time.perf_counter() - begun
            answered, sent = receipts(smtp), keys(smtp)
            (home / "calm").mkdir()
            with trial(home / "calm", dovecot, smtp) as calm:
                calm.arrived = MAILS
                calm.finish()
                with opened(calm) as office:
                    undisturbed = records(office)
    twice = sum(n > 1 for n in sent.values())
    print(f"{kills} kills in {took:.0f} s: {dict(killed.kills)}")
    print(f"mails {MAILS}, answered {len(answered)}, notices sent twice {twice}")
    print(f"records as in an undisturbed run: {after_kills == undisturbed}")
    return 0 if after_kills == undisturbed and len(answered) == MAILS and not twice else 1


if __name__ == "__main__":
    raise SystemExit(main())
