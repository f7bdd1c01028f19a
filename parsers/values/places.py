"""Which unit and which province a form names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from parsers.reading import Unit
from parsers.thai import DASHES, normalise, skeleton, squeeze
from parsers.values.parsed import EMPTY, Parsed, doubtful, sure

_PROVINCES = """
กรุงเทพมหานคร กระบี่ กาญจนบุรี กาฬสินธุ์ กำแพงเพชร ขอนแก่น จันทบุรี ฉะเชิงเทรา ชลบุรี ชัยนาท ชัยภูมิ
ชุมพร เชียงราย เชียงใหม่ ตรัง ตราด ตาก นครนายก นครปฐม นครพนม นครราชสีมา นครศรีธรรมราช นครสวรรค์
นนทบุรี นราธิวาส น่าน บึงกาฬ บุรีรัมย์ ปทุมธานี ประจวบคีรีขันธ์ ปราจีนบุรี ปัตตานี พระนครศรีอยุธยา
พะเยา พังงา พัทลุง พิจิตร พิษณุโลก เพชรบุรี เพชรบูรณ์ แพร่ ภูเก็ต มหาสารคาม มุกดาหาร แม่ฮ่องสอน
ยโสธร ยะลา ร้อยเอ็ด ระนอง ระยอง ราชบุรี ลพบุรี ลำปาง ลำพูน เลย ศรีสะเกษ สกลนคร สงขลา สตูล
สมุทรปราการ สมุทรสงคราม สมุทรสาคร สระแก้ว สระบุรี สิงห์บุรี สุโขทัย สุพรรณบุรี สุราษฎร์ธานี สุรินทร์
หนองคาย หนองบัวลำภู อ่างทอง อำนาจเจริญ อุดรธานี อุตรดิตถ์ อุทัยธานี อุบลราชธานี"""
PROVINCES = tuple(_PROVINCES.split())

# How an organization of local government begins its name, written out or short.
_SINGLE = ("ทต", "อบต", "เทศบาลตำบล", "องค์การบริหารส่วนตำบล", "ทน", "เทศบาลนคร", "ทม", "เทศบาลเมือง")
# Their short names as they are read from pictures: ต looks like ด and ค.
_SEEN_SINGLE = re.compile(r"\s*(?:อ\.?\s*บ\.?\s*[ตดค][.\s]*|ท\.?\s*[ตดค](?:\.\s*|\s+))[ก-ฮเแโใไ]")
_OWN_OFFICE = re.compile("สถอ|ที่ว่าการ|สำนักงานส่งเสริม|สนงสถ|ส่งเสริมการปกครองท้องถิ่น|ท้องถิ่นอำเภอ")
_PAO = re.compile("อบจ|องค์การบริหารส่วนจังหวัด")
_ALL = re.compile("ทุกแห่ง|ทุกอปท|ทั้งหมด|รวม")
# The line's printed word, by itself where nothing is written behind it.
_WORD = "อปท"
_DISTRICT = re.compile(r"^(?:ที่ว่าการ)?(?:อำเภอ|อ(?=\.))\s*\.?\s*")


@dataclass(frozen=True, slots=True)
class _Match:
    unit: Unit
    exact: bool


def match_unit(text: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that a text names beyond doubt, or None."""
    match = _match(text, units)
    return match.unit if match and match.exact else None


def read_unit(text: str, units: Sequence[Unit]) -> Parsed:
    """The canonical name of the unit on the unit line; doubtful where the name only comes near."""
    if _is_empty(text):
        return EMPTY if not squeeze(text) else doubtful(None)
    match = _match(text, units) or _said_twice(text, units)
    if match is None:
        return doubtful(None, "unit_doubtful")
    if not match.exact:
        return doubtful(match.unit.name, "unit_doubtful")
    return sure(match.unit.name)


def _is_empty(text: str) -> bool:
    return not skeleton(text)


def _match(text: str, units: Sequence[Unit]) -> _Match | None:
    """The unit whose name or alias is meant.

    Exact is: the same letters; the same base letters where these tell all units apart; or one
    slip in a long name that is far from every other.
    """
    wanted = squeeze(_DISTRICT.sub("", normalise(text).strip(" .-:")))
    whole = squeeze(text)
    names = [(u, squeeze(n)) for u in units for n in (u.name, *u.aliases)]
    same = {u.id: u for u, n in names if n in (wanted, whole)}
    bones = {u.id: u for u, n in names if skeleton(n) in (skeleton(wanted), skeleton(whole))}
    for found in (same, bones):
        if len(found) == 1:
            return _Match(next(iter(found.values())), True)
    near: dict[str, tuple[int, int, Unit]] = {}
    for unit, name in names:
        distance = min(Levenshtein.distance(name, w) for w in (wanted, whole))
        if unit.id not in near or distance < near[unit.id][0]:
            near[unit.id] = (distance, len(name), unit)
    ranked = sorted(near.values(), key=lambda n: n[0])
    if not ranked or ranked[0][0] > max(2, ranked[0][1] // 4):
        return None
    distance, length, unit = ranked[0]
    clear = len(ranked) == 1 or ranked[1][0] - distance >= 3
    return _Match(unit, distance <= 1 and length >= 6 and clear)


def _said_twice(text: str, units: Sequence[Unit]) -> _Match | None:
    """The unit on both sides of the printed word, which the name of its office before it has, too:
    “สำนักงานส่งเสริม…อำเภอนามน อำเภอ นามน”.
    """
    parts = [_match(part, units) for part in re.split("อำเภอ", normalise(text)) if squeeze(part)]
    named = {match.unit.id if match and match.exact else "" for match in parts}
    return parts[0] if len(parts) > 1 and len(named) == 1 and "" not in named else None


def read_province(text: str, own: str) -> Parsed:
    """The province; `other_province` where it is surely another, doubtful where it is unclear."""
    name = squeeze(re.sub(r"^(?:จังหวัด|จ\.)", "", normalise(text).strip()))
    if not name:
        return EMPTY
    if name == own or skeleton(name) == skeleton(own):
        return sure(own)
    near = sorted((Levenshtein.distance(name, p), p) for p in {*PROVINCES, own})
    distance, best = near[0]
    if distance > max(1, len(best) // 4):
        return doubtful(normalise(text).strip())
    if best == own:
        return sure(own)
    return Parsed(best, "accepted", "other_province") if distance <= 1 else doubtful(best)


@dataclass(frozen=True, slots=True)
class Organization:
    """What the organization line says about the unit.

    `unit`: it names this unit, whatever the unit line says (the PAO, a town). `district`: it is
    this district, or its office. `single`: it clearly names one single organization.
    `unclear`: it seems to name the PAO or a town, but not plainly.
    """

    unit: Unit | None = None
    district: Unit | None = None
    single: bool = False
    unclear: bool = False


def judge_organization(text: str, units: Sequence[Unit]) -> Organization:
    """Who filled in the sheet, by its organization line (form.md, What is accepted)."""
    name = squeeze(text)
    if name in ("", _WORD) or all(c in DASHES for c in text.replace(" ", "")):
        return Organization()
    match = _match(text, units)
    if match and match.unit.kind != "district" and match.exact:
        return Organization(unit=match.unit)
    district = match.unit if match and match.exact else None
    if _OWN_OFFICE.search(name) or district:
        return Organization(district=district)
    if (name.startswith((*_SINGLE, "เทศบาล")) or _SEEN_SINGLE.match(text)) and not _ALL.search(
        name
    ):
        return Organization(single=True)
    return Organization(
        unclear=bool(match and match.unit.kind != "district") or bool(_PAO.match(name))
    )
