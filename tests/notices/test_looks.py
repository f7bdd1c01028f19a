"""The letters as a phone and a desktop show them: in Chromium, nothing sticks out sideways."""

import json
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from mailproc.config import Config
from mailproc.notices.page import page_of
from mailproc.notices.preview import kinds, preview
from tests import make

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
UNITS = [
    {"id": "na-mon", "name": "นามน", "addresses": ["na-mon@example.go.th"]},
    {"id": "pao", "name": "องค์การบริหารส่วนจังหวัดกาฬสินธุ์", "kind": "pao"},
    *({"id": f"u{n}", "name": f"หนองกุงศรี{n}"} for n in range(19)),
]
MEASURE = """
<script>
window.onload = () => {
  const wide = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument.documentElement;
    wide[frame.title] = [page.scrollWidth, page.clientWidth, page.scrollHeight];
  }
  document.body.textContent = "MEASURED" + JSON.stringify(wide) + "END";
};
</script>
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make.config(tmp_path, unit=UNITS, worker={"notices": "staff_only"})


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [360, 1200])
def test_no_letter_is_wider_than_the_screen(config: Config, tmp_path: Path, width: int) -> None:
    assert CHROMIUM is not None
    frames = "".join(
        f'<iframe title="{kind}" style="width:{width}px;height:900px;border:0" '
        f'srcdoc="{escape(page_of(preview(config, kind)))}"></iframe>'
        for kind in kinds()
    )
    page = tmp_path / "page.html"
    page.write_text(f'<meta charset="utf-8">{frames}{MEASURE}', encoding="utf-8")
    shown = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    found = re.search(r"MEASURED(.*)END", shown)
    assert found is not None
    measured: dict[str, list[int]] = json.loads(found[1])
    assert set(measured) == set(kinds())
    for kind, (wide, seen, high) in measured.items():
        assert wide <= seen <= width, f"{kind} is {wide} px wide"
        assert high > 300, f"{kind} is empty"


def test_letters_need_nothing_from_elsewhere(config: Config) -> None:
    for kind in kinds():
        notice = preview(config, kind)
        html = notice.html
        for name, media, _ in notice.attachments:
            if media.startswith("image/"):
                html = html.replace(f'<img src="cid:{name}"', "")
        assert not re.search(r"<(?:script|img|link|iframe|a)\b|https?:|url\(|@import", html), kind
        assert len(html.encode()) < 100_000
        assert preview(config, kind).text.strip()


def test_an_unknown_kind_is_told(config: Config) -> None:
    with pytest.raises(KeyError):
        preview(config, "nonsense")
