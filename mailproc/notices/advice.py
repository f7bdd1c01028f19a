"""What to do about a file that could not be used: one Thai sentence for each finding."""

from parsers.reading import Problem

_AS_PDF = "ใน Word หรือ Excel ให้เลือก บันทึกเป็น (Save As) ชนิด PDF แล้วแนบไฟล์ PDF นั้น"
_AGAIN = "โปรดบันทึกหรือสแกนเป็น PDF ใหม่ ลองเปิดดูก่อน แล้วส่งอีกครั้ง"
_FORM_ONLY = "โปรดส่งเฉพาะหน้าแบบรายงานเป็นไฟล์ PDF"
_FILLED_FORM = "โปรดแนบแบบรายงานที่กรอกแล้วเป็นไฟล์ PDF"

_ADVICE = {
    "unsupported_media": _AS_PDF,
    "encrypted": "โปรดบันทึกไฟล์ใหม่โดยไม่ตั้งรหัสผ่าน แล้วส่งอีกครั้ง",
    "damaged": _AGAIN,
    "empty_file": _AGAIN,
    "empty_page": _AGAIN,
    "crashed": _AGAIN,
    "too_many_pages": _FORM_ONLY,
    "too_big": _FORM_ONLY,
    "time_limit": _FORM_ONLY,
    "mail_too_long": "โปรดส่งไฟล์นี้แยกเป็นอีเมลอีกฉบับ",
    "memory_limit": _FORM_ONLY,
    "taken_for_letter": _FILLED_FORM,
    "taken_for_other_form": _FILLED_FORM,
    "taken_for_picture": _FILLED_FORM,
    "no_attachment": _FILLED_FORM,
    "drive_link": _FILLED_FORM,
    "blank_form": "โปรดกรอกจำนวนให้ครบ รายการที่ไม่มีการดำเนินการให้ใส่ 0 แล้วส่งอีกครั้ง",
    "other_province": "โปรดตรวจว่าแนบไฟล์ถูกฉบับ แล้วส่งอีกครั้ง",
}


def advice(problem: Problem) -> str:
    """What the sender can do; for what is not listed, to send the filled form again."""
    return _ADVICE.get(problem.code, _FILLED_FORM)
