"""100 and 1,000 mails with text PDFs from Dovecot through to delivered receipts.

    python -m tests.bench.backlog [MAILS …]

Each size runs in a process of its own, on servers of its own. The cost of a mail at 1,000 should be
at most 1.2 times that at 100 (a check against quadratic code), and the memory must not grow with
the backlog.
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from mailproc.app import build
from mailproc.paper.sheet import draw_form
from mailproc.resources import shipped
from mailproc.tick import tick
from tests import make
from tests.servers.certificates import make_certificates
from tests.servers.dovecot import running_dovecot
from tests.servers.smtp import running_smtp
from tests.service.office import at, mail_with, office_config

UNITS = [
    {"id": f"unit-{n}", "name": name, "addresses": [f"unit-{n}@example.go.th"]}
    for n, name in enumerate(("นามน", "นาคู", "เขาวง", "สามชัย", "สมเด็จ", "ยางตลาด", "ร่องคำ"))
]
MONTHS = 11


def sample_mail(number: int) -> bytes:
    """One report; later ones correct earlier ones, as they do in a busy year."""
    unit = UNITS[number % len(UNITS)]
    period = f"2026-{number // len(UNITS) % MONTHS + 1:02d}"
    values = {**make.VALUES, "unit": str(unit["name"]), "period": period, "website": number}
    return mail_with(
        (f"report-{number}.pdf", draw_form(values)),
        sender=str(unit["addresses"][0]),
        subject=f"แก้ไข {number}",
    )


def one_size(mails: int) -> None:
    """Run one backlog; print seconds, mails a second and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        certificates = make_certificates(home)
        with running_dovecot(certificates) as dovecot, running_smtp(certificates) as smtp:
            begin = at("2026-12-01 00:00")
            raw = (sample_mail(n) for n in range(mails))
            dovecot.append_all(raw, lambda n: begin + timedelta(seconds=n))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            url = f"sqlite:///{home / 'data' / 'mailproc.db'}"
            config = office_config(home, url, dovecot, smtp, unit=UNITS)
            unlimited = config.smtp.model_copy(update={"daily_limit": 10 * mails})
            config = config.model_copy(update={"smtp": unlimited})
            with build(config, lambda: at("2026-12-02 07:00")) as app:
                begun = time.perf_counter()
                result = tick(app)
                took = time.perf_counter() - begun
            receipts = sum(r.message["X-Mailproc-Notice"] == "receipt" for r in smtp.received)
    assert result.ok, result.errors
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{mails} {receipts} {took:.2f} {peak / 1024:.0f} {before / 1024:.0f}")


def main() -> None:
    """Print the sizes beside each other."""
    sizes = [int(a) for a in sys.argv[1:]] or [100, 1000]
    costs = []
    for mails in sizes:
        command = [sys.executable, "-m", "tests.bench.backlog", "--one", str(mails)]
        root = shipped("config.toml").parent
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(run.stderr)
        size, receipts, took, peak, _ = run.stdout.split()
        costs.append(float(took) / int(size))
        print(
            f"{size:>5} mails: {receipts} receipts in {took} s, "
            f"{int(size) / float(took):.1f} mails/s, {costs[-1] * 1000:.1f} ms a mail, "
            f"peak memory {peak} MB"
        )
    print(f"cost of a mail, last size against first: {costs[-1] / costs[0]:.2f} times; limit 1.2")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one_size(int(sys.argv[2]))
    else:
        main()
