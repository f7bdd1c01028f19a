"""The corpus's fonts by name, and to which split each family belongs.

Debian's come with the packages fonts-thai-tlwg and fonts-arundina; the others from npm packages by
name, once:
`python -m tests.corpus.pages.fonts`. Families of one design stay in one split.
"""

import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from PIL import ImageFont

Split = Literal["training", "tuning", "test"]
_DEBIAN = Path("/usr/share/fonts/truetype")
_FOLDER = "MAILPROC_CORPUS_FONTS"
_IN_PARTS = "@fontsource/"


@dataclass(frozen=True, slots=True)
class Family:
    """A font family: regular and bold file names, its split, and whether it looks handwritten."""

    name: str
    regular: str
    bold: str
    split: Split
    hand: bool = False
    package: str = ""

    def path(self, bold: bool = False) -> Path:
        """The file of one style; it may not be there."""
        name = self.bold if bold else self.regular
        return (folder() / self.name if self.package else _DEBIAN) / name

    @property
    def there(self) -> bool:
        """Whether both files can be used."""
        return self.path().exists() and self.path(bold=True).exists()


def folder() -> Path:
    """Where the fonts of npm packages are kept on this machine."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get(_FOLDER) or Path(home) / "mailproc-corpus" / "fonts")


def _tlwg(name: str, split: Split, hand: bool = False) -> Family:
    return Family(name, f"tlwg/{name}.ttf", f"tlwg/{name}-Bold.ttf", split, hand)


def _arundina(name: str) -> Family:
    return Family(name, f"arundina/{name}.ttf", f"arundina/{name}-Bold.ttf", "training")


def _npm(name: str, file: str, split: Split, hand: bool = False, bold: str = "700Bold") -> Family:
    package = f"@expo-google-fonts/{name}"
    return Family(name, f"{file}_400Regular.ttf", f"{file}_{bold}.ttf", split, hand, package)


def _parts(name: str, split: Split, hand: bool = False) -> Family:
    """A family whose package has its letters in parts, one for each script."""
    return Family(name, f"{name}-400.ttf", f"{name}-700.ttf", split, hand, f"{_IN_PARTS}{name}")


def _weights(name: str, file: str, *, hand: bool = False) -> Family:
    """The family's thinner and half bold styles, for training."""
    package = f"@expo-google-fonts/{name}"
    styles = f"{file}_300Light.ttf", f"{file}_600SemiBold.ttf"
    return Family(f"{name}-weights", *styles, "training", hand, package)


FAMILIES = (
    _tlwg("Garuda", "training"),
    _tlwg("Kinnari", "training"),
    _tlwg("Laksaman", "training"),
    _tlwg("Loma", "training"),
    _tlwg("Norasi", "training"),
    _tlwg("Sawasdee", "training"),
    _tlwg("TlwgMono", "training"),
    _tlwg("TlwgTypewriter", "training"),
    _tlwg("Purisa", "training", hand=True),
    _tlwg("Umpush", "tuning"),
    _tlwg("TlwgTypo", "tuning"),
    _tlwg("Waree", "test"),
    _tlwg("TlwgTypist", "test"),
    Family(
        "th-sarabun-new", "THSarabunNew-webfont.ttf", "THSarabunNew_bold-webfont.ttf",
        "training", package="font-th-sarabun-new",
    ),
    _npm("sarabun", "Sarabun", "training"),
    _npm("athiti", "Athiti", "training"),
    _npm("bai-jamjuree", "BaiJamjuree", "training"),
    _npm("chakra-petch", "ChakraPetch", "training"),
    _npm("fahkwang", "Fahkwang", "training"),
    _npm("ibm-plex-sans-thai", "IBMPlexSansThai", "training"),
    _npm("ibm-plex-sans-thai-looped", "IBMPlexSansThaiLooped", "training"),
    _npm("k2d", "K2D", "training"),
    _npm("kanit", "Kanit", "training"),
    _npm("koho", "KoHo", "training"),
    _npm("mitr", "Mitr", "training"),
    _npm("niramit", "Niramit", "training"),
    _npm("pridi", "Pridi", "training"),
    _npm("prompt", "Prompt", "training"),
    _npm("trirong", "Trirong", "training"),
    _npm("charmonman", "Charmonman", "training", hand=True),
    _npm("itim", "Itim", "training", hand=True, bold="400Regular"),
    _npm("mali", "Mali", "training", hand=True),
    _arundina("ArundinaSans"),
    _arundina("ArundinaSansMono"),
    _arundina("ArundinaSerif"),
    _npm("chonburi", "Chonburi", "training", bold="400Regular"),
    _npm("pattaya", "Pattaya", "training", bold="400Regular"),
    _npm("google-sans", "GoogleSans", "training"),
    _npm("srisakdi", "Srisakdi", "training", hand=True),
    _weights("sarabun", "Sarabun"),
    _weights("bai-jamjuree", "BaiJamjuree"),
    _weights("ibm-plex-sans-thai-looped", "IBMPlexSansThaiLooped"),
    _weights("niramit", "Niramit"),
    _weights("pridi", "Pridi"),
    _weights("prompt", "Prompt"),
    _weights("trirong", "Trirong"),
    _weights("athiti", "Athiti"),
    _weights("chakra-petch", "ChakraPetch"),
    _weights("ibm-plex-sans-thai", "IBMPlexSansThai"),
    _weights("k2d", "K2D"),
    _weights("kanit", "Kanit"),
    _weights("koho", "KoHo"),
    _weights("mitr", "Mitr"),
    _weights("mali", "Mali", hand=True),
    _parts("krub", "training"),
    _parts("playpen-sans-thai", "training", hand=True),
    _npm("kodchasan", "Kodchasan", "tuning"),
    _npm("anuphan", "Anuphan", "tuning"),
    _npm("maitree", "Maitree", "tuning"),
    _npm("charm", "Charm", "tuning", hand=True),
    _npm("noto-sans-thai", "NotoSansThai", "test"),
    _npm("noto-sans-thai-looped", "NotoSansThaiLooped", "test"),
    _npm("taviraj", "Taviraj", "test"),
    _npm("sriracha", "Sriracha", "test", hand=True, bold="400Regular"),
)  # fmt: skip


@cache
def families(split: Split, hand: bool = False) -> tuple[Family, ...]:
    """The families of a split that are on this machine."""
    return tuple(f for f in FAMILIES if f.split == split and f.hand == hand and f.there)


def pick(rng: Random, split: Split, hand: bool = False) -> Family:
    """One family; a hand's split without a handwriting font falls back to printed ones."""
    return rng.choice(families(split, hand) or families(split))


@cache
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels, with Thai marks set by its own tables."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def fetch() -> None:
    """Get the npm packages that are missing, with the `npm` command of this machine."""
    for family in FAMILIES:
        if not family.package or family.there:
            continue
        target = folder() / family.name
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(["npm", "pack", "--silent", family.package], cwd=scratch, check=True)
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
                archive.extractall(scratch, filter="data")
            for name in (family.regular, family.bold):
                if family.package.startswith(_IN_PARTS):
                    _join(Path(scratch), Path(name).stem, target / name)
                    continue
                for file in Path(scratch).rglob(name):
                    shutil.copy(file, target / name)
        print(family.name, "ok" if family.there else "has no such files")


def _join(package: Path, style: str, target: Path) -> None:
    """One font of the parts of a style (`family-weight`) that have Thai and Latin letters."""
    family, _, weight = style.rpartition("-")
    parts = []
    for script in ("thai", "latin"):
        font = TTFont(next(package.rglob(f"{family}-{script}-{weight}-normal.woff")))
        font.flavor = None
        parts.append(package / f"{script}-{weight}.ttf")
        font.save(parts[-1])
    Merger().merge([str(part) for part in parts]).save(target)


if __name__ == "__main__":
    fetch()
