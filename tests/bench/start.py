"""How fast `mailproc --help` answers, beside `python -c "import argparse"`, in turns.

python -m tests.bench.start
"""

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 30
TIMES = 2.5


def seconds(command: list[str]) -> float:
    """How long the command took as a whole process."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print both medians and their ratio."""
    program = Path(sys.executable).with_name("mailproc")
    ours = [str(program if program.exists() else shutil.which("mailproc")), "--help"]
    plain = [sys.executable, "-c", "import argparse"]
    pairs = [(seconds(plain), seconds(ours)) for _ in range(ROUNDS)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"python -c 'import argparse'  {a * 1000:6.1f} ms (median of {ROUNDS})")
    print(f"mailproc --help              {b * 1000:6.1f} ms = {b / a:.2f} times; limit {TIMES}")


if __name__ == "__main__":
    main()
