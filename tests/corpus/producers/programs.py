"""PDFs by programs of their own, where this machine has them: LibreOffice, Chromium, Ghostscript.

Debian's packages: libreoffice-writer, chromium, ghostscript, qpdf, poppler-utils.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.corpus.pages.fonts import folder

_SECONDS = 300


def available() -> frozenset[str]:
    """Which of the programs are on this machine."""
    names = ("soffice", "chromium", "gs", "qpdf", "pdftocairo")
    return frozenset(name for name in names if shutil.which(name))


def _environment(home: str) -> dict[str, str]:
    """The corpus's fonts where fontconfig finds them, and a home that no one else uses."""
    config = Path(home) / "fonts.conf"
    folders = f"<dir>/usr/share/fonts</dir><dir>{folder()}</dir><cachedir>{home}/cache</cachedir>"
    config.write_text(f"<?xml version='1.0'?><fontconfig>{folders}</fontconfig>")
    return os.environ | {"FONTCONFIG_FILE": str(config), "HOME": home}


def libreoffice(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Many documents by name (with their endings) as PDFs, in one go."""
    with tempfile.TemporaryDirectory() as home:
        for name, data in files.items():
            (Path(home) / name).write_bytes(data)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{home}/profile"]
        # Without the filter HTML opens in the web editor, which lays out otherwise.
        writer = ("--infilter=HTML (StarWriter)",)
        for ending, options in ((".docx", ()), (".html", writer)):
            chosen = [name for name in files if name.endswith(ending)]
            if not chosen:
                continue
            subprocess.run(
                [*command, *options, "--convert-to", "pdf", "--outdir", f"{home}/out", *chosen],
                cwd=home, env=_environment(home), check=True, capture_output=True,
                timeout=_SECONDS,
            )  # fmt: skip
        return {
            name: path.read_bytes()
            for name in files
            if (path := Path(home) / "out" / f"{Path(name).stem}.pdf").exists()
        }


def chromium(page: str) -> bytes:
    """An HTML page as Chromium prints it (Skia's PDFs)."""
    with tempfile.TemporaryDirectory() as home:
        source, out = Path(home) / "page.html", Path(home) / "out.pdf"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
                *(f"--user-data-dir={home}/profile", "--no-pdf-header-footer"),
                *(f"--print-to-pdf={out}", source.as_uri()),
            ],
            env=_environment(home), check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        return out.read_bytes()


_AGAIN = {
    "gs": ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-sOutputFile={out}", "{in}"),
    "gs 1.3": (
        *("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-dCompatibilityLevel=1.3"),
        *("-dPDFSETTINGS=/screen", "-sOutputFile={out}", "{in}"),
    ),
    "qpdf": ("qpdf", "--linearize", "--object-streams=generate", "{in}", "{out}"),
    "qpdf owner": ("qpdf", "--encrypt", "", "owner", "256", "--modify=none", "--", "{in}", "{out}"),
    "cairo": ("pdftocairo", "-pdf", "{in}", "{out}"),
}


def again_ways() -> tuple[str, ...]:
    """The ways of writing a PDF once more that this machine has."""
    there = available()
    return tuple(name for name, command in _AGAIN.items() if command[0] in there)


def again(data: bytes, way: str) -> bytes:
    """The PDF as another program writes it once more."""
    with tempfile.TemporaryDirectory() as scratch:
        source, out = Path(scratch) / "in.pdf", Path(scratch) / "out.pdf"
        source.write_bytes(data)
        names = {"{in}": str(source), "{out}": str(out)}
        command = [
            a.replace("{out}", names["{out}"]).replace("{in}", names["{in}"]) for a in _AGAIN[way]
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        return out.read_bytes()
