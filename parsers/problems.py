"""How each finding is said: Thai for districts and staff, English on the command line."""

from parsers.form import Form
from parsers.reading import Problem

_WORDS: dict[str, tuple[str, str]] = {
    "blank_form": ("every count is empty", "ไม่ได้กรอกจำนวนในแบบรายงาน"),
    "other_province": ("another province: {detail}", "เป็นแบบรายงานของจังหวัดอื่น ({detail})"),
    "unit_missing": ("no unit is named", "ไม่ได้ระบุชื่ออำเภอหรือหน่วยรายงาน"),
    "unit_doubtful": ("the unit is not certain: {detail}", "อ่านชื่อหน่วยรายงานได้ไม่ชัดเจน: {detail}"),
    "period_missing": ("no month is given", "ไม่ได้ระบุประจำเดือน"),
    "period_doubtful": ("the month is not certain: {detail}", "อ่านประจำเดือนได้ไม่ชัดเจน: {detail}"),
    "several_months": ("more than one month: {detail}", "ระบุมากกว่าหนึ่งเดือน: {detail}"),
    "year_from_arrival": (
        "the month is given as “{detail}”: its year is taken from the day of arrival",
        "ในแบบรายงานเขียนประจำเดือนว่า “{detail}” ระบบกำหนดปีตามวันที่ได้รับรายงาน",
    ),
    "year_doubtful": (
        "the month is given as “{detail}”: its year is not certain",
        "ในแบบรายงานเขียนประจำเดือนว่า “{detail}” อาจเขียนปีไม่ถูกต้อง",
    ),
    "unusual": (
        "{field} is unlike what this unit reported before ({detail})",
        "“{field}” ต่างจากที่หน่วยงานนี้เคยรายงานมาก (ที่ผ่านมา {detail})",
    ),
    "more_than": ("{field} is more than {other}", "“{field}” มากกว่า “{other}”"),
    "out_of_range": ("{field} is out of range: {detail}", "“{field}” มีค่าผิดปกติ: {detail}"),
    "total_differs": (
        "{field} is not the {detail} that the unit has",
        "“{field}” ไม่ตรงกับจำนวนที่มีอยู่ ({detail} แห่ง)",
    ),
    "not_one_choice": (
        "{field}: not exactly one box is ticked",
        "“{field}” ต้องทำเครื่องหมายช่องเดียวเท่านั้น",
    ),
    "required_missing": ("{field} is empty", "ไม่ได้กรอก “{field}”"),
    "field_doubtful": ("{field} is not certain", "อ่าน “{field}” ได้ไม่ชัดเจน"),
    "single_organization": (
        "one single organization's sheet, not the district's total: {detail}",
        "เป็นข้อมูลของ อปท. แห่งเดียว ({detail}) ขอให้อำเภอส่งยอดรวมเพียงชุดเดียว ตามหมายเหตุ ๑",
    ),
    "layers_disagree": (
        "the text layer and the picture disagree",
        "ข้อความในไฟล์กับภาพที่มองเห็นไม่ตรงกัน",
    ),
    "same_key_twice": (
        "two different forms for the same unit and month",
        "มีแบบรายงานของหน่วยและเดือนเดียวกันสองฉบับที่ไม่ตรงกัน",
    ),
    "encrypted": ("the file asks for a password", "ไฟล์ถูกตั้งรหัสผ่าน"),
    "damaged": ("the file is damaged", "ไฟล์เสียหายหรือไม่สมบูรณ์ เปิดอ่านไม่ได้"),
    "empty_file": ("the file is empty", "ไฟล์ว่างเปล่า (0 ไบต์)"),
    "too_many_pages": ("too many pages: {detail}", "ไฟล์มีจำนวนหน้ามากเกินไป ({detail} หน้า)"),
    "too_big": ("the file is too big: {detail}", "ไฟล์มีขนาดใหญ่เกินไป ({detail})"),
    "taken_for_letter": ("a letter, not the form", "เป็นหนังสือนำส่ง ไม่ใช่แบบรายงาน"),
    "taken_for_other_form": ("another form", "เป็นแบบฟอร์มอื่น ไม่ใช่แบบรายงานนี้"),
    "taken_for_picture": ("a picture, not the form", "เป็นรูปภาพ ไม่ใช่แบบรายงาน"),
    "empty_page": ("nothing on the page", "เป็นหน้ากระดาษว่าง"),
    "unreadable": ("the file cannot be opened ({detail}): check its name", "เปิดไฟล์ไม่ได้ ({detail})"),
    "unsupported_media": (
        "not a PDF, JPEG, PNG, TIFF or HEIC file",
        "ไม่ใช่ไฟล์ PDF หรือรูปภาพชนิด JPEG, PNG, TIFF, HEIC ขอให้ส่งเป็นไฟล์ PDF",
    ),
    "time_limit": ("reading took too long", "อ่านไฟล์ไม่เสร็จภายในเวลาที่กำหนด"),
    "memory_limit": ("reading took too much memory", "ไฟล์ใช้หน่วยความจำมากเกินไป"),
    "mail_too_long": (
        "the other files of this mail took all the time that a mail has: send this one by itself",
        "ไฟล์อื่นในอีเมลฉบับเดียวกันใช้เวลาอ่านนานเกินกำหนด ระบบจึงยังไม่ได้อ่านไฟล์นี้",
    ),
    "crashed": ("the file could not be read", "ระบบอ่านไฟล์นี้ไม่ได้"),
}


def english(problem: Problem) -> str:
    """One line for the command line. An unknown code is shown as it is."""
    words = _WORDS.get(problem.code)
    if words is None:
        return problem.code
    text = words[0].format(field=problem.field, other=problem.detail, detail=problem.detail)
    return _tidy(text)


def thai(problem: Problem, form: Form | None) -> str:
    """One line for districts and staff; with the form, fields go by their printed names."""
    words = _WORDS.get(problem.code)
    if words is None:
        return problem.code
    text = words[1].format(
        field=_name(problem.field, form), other=_name(problem.detail, form), detail=problem.detail
    )
    return _tidy(text)


def _tidy(text: str) -> str:
    """One line, without what stands around a detail where there is none."""
    return " ".join(text.replace("()", "").split()).removesuffix(":")


def _name(key: str, form: Form | None) -> str:
    fields = {f.key: f.short for f in form.fields} if form else {}
    return fields.get(key, key)
