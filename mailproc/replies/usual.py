"""What goes with every report: the words of covering letters, and what any of them may add. Pure.

A line is usual if it is made of these words, but for a few letters, and nothing in it says that
something is wrong, to be otherwise, missing, asked or still to come. Thai sets no blanks between
words, so that the way through a line is looked for on which the fewest letters are of no known
word.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from mailproc.replies import around, signed, words
from mailproc.thai_dates import MONTHS, SHORT_MONTHS
from parsers.form import Field
from parsers.thai import ascii_digits, is_thai, normalise

LONGEST_READ = 1000
"""Letters of a line: a whole paragraph of a letter may be one."""
_LIST = """
เรียน กราบเรียน ถึง ผ่าน จาก ที่เคารพ ที่นับถือ ท่าน คุณ พี่ น้อง ทีมงาน แอดมิน ระบบ
ผู้ว่าราชการ ผู้เกี่ยวข้อง ผู้ดูแล ผู้รับผิดชอบ ผู้ประสานงาน ผู้รายงาน ผู้ส่ง เจ้าหน้าที่ จนท ผม
หนู ดิฉัน ครับผม ครับ คับ ค่ะ คะ ค่า นะ จ้า จ้ะ เลย เนาะ สวัสดี ขอบคุณ ขอบพระคุณ มาก ยิ่ง อย่าง
สูง ด้วยความเคารพ ด้วยความนับถือ ขอแสดงความนับถือ ขออภัย ขอโทษ ขออภัยมา ความไม่สะดวก
ในความผิดพลาด ความล่าช้า ที่ส่งล่าช้า ที่ส่งช้า ล่าช้า ณ ที่นี้ รับทราบ เรื่อง อ้างถึง
สิ่งที่ส่งมาด้วย สิ่งที่แนบมาด้วย บันทึกข้อความ ส่วนราชการ ด่วนที่สุด ด่วนมาก ด่วน หนังสือ
หนังสือนำส่ง หนังสือราชการ สั่งการ ที่อ้างถึง ดังกล่าว ข้างต้น นั้น นี้ นั้นแล้ว
ความละเอียดแจ้งแล้ว ความแจ้งแล้ว แจ้งแล้ว ตามที่ ตาม ด้วย เนื่องด้วย โดย บัดนี้ ในการนี้ ทั้งนี้
พร้อมนี้ พร้อม จึง จึงเรียนมาเพื่อ จึงเรียนมา เพื่อ ทราบ พิจารณา ดำเนินการ ดำเนินงาน ต่อไป
ในส่วนที่เกี่ยวข้อง ตามหน้าที่และอำนาจ รายละเอียด ปรากฏ ดัง ดังนี้ ดังต่อไปนี้ ดังแนบ ที่กำหนด
กำหนด ตามกำหนด ภายในกำหนด ตามระเบียบ ขอรับรอง รับรองว่า ว่า เป็นข้อมูลที่ถูกต้อง ข้อมูลถูกต้อง
ถูกต้องครบถ้วน และครบถ้วน ครบถ้วน ถูกต้องตามความเป็นจริง ตรวจสอบแล้วถูกต้อง ขออนุญาต ส่ง จัดส่ง
นำส่ง ส่งให้ ส่งมา แนบ แนบมา แนบท้าย ตามแนบ ไฟล์แนบ ไฟล์ที่แนบ เอกสาร เอกสารแนบ เอกสารประกอบ
ไฟล์ ไฟล์pdf pdf สแกน scan ต้นฉบับ สำเนา ส่งต่อ ส่งใหม่ อีกครั้ง มา ไป ให้ ได้ แล้ว เรียบร้อย
เรียบร้อยแล้ว เสร็จ ด้วยแล้ว ไว้ เข้า กลับ ไปแล้ว ใช้ฉบับนี้ ส่งมาให้ ลงนาม ลงนามแล้ว ทางอีเมล
อีเมล อีเมล์ ไลน์กลุ่ม ไลน์ ทางโทรศัพท์ ตามที่คุยกัน ตามที่ประสาน ที่ได้ประสาน ทางไปรษณีย์
ตัวจริงส่งทางไปรษณีย์ แจ้งเตือน กำหนดส่งรายงาน ขอติดตาม ได้รับรายงาน ได้รับ ตอบรับ ตอบกลับ
แจ้งกลับ รับแล้ว ตรวจสอบ ตรวจสอบแล้ว รายงาน แบบรายงาน แบบฟอร์ม แบบ ฟอร์ม รายงานผล ผล สรุป สรุปผล
ผลการดำเนินงาน ผลการดำเนินการ ข้อมูล จำนวน ประจำ เดือน ประจำเดือน เดือนนี้ ทุกเดือน ปี ฉบับ ชุด
ฉบับแก้ไข ฉบับปรับปรุง แก้ไขรายงาน ขอแก้ไขรายงาน แก้ไขข้อมูล แทนฉบับเดิม แทนฉบับก่อน รายเดือน
การ ความ ของ ใน และ กับ แก่ ต่อ ที่ ซึ่ง ตั้งแต่ ระหว่าง ทุก ทั้ง ทั้งหมด ต่าง ต่างๆ คือ ได้แก่
อาทิ เช่น รวมทั้ง รวมถึง ตลอดจน แจ้ง แจ้งให้ ให้อำเภอ กำหนดให้ รวบรวม จัดทำ จัดเก็บ จัด ทำ กรอก
กรอกข้อมูล บันทึก ลงข้อมูล ลง เผยแพร่ ประชาสัมพันธ์ แจ้งเวียน เวียน สร้าง สร้างการรับรู้ รับรู้
ความรู้ ความเข้าใจ เข้าใจ ความรู้ความเข้าใจ ป้องกัน ปราบปราม การหลอกลวง หลอกลวง ทางออนไลน์
ออนไลน์ ภัย ภัยออนไลน์ มิจฉาชีพ อาชญากรรม ทางเทคโนโลยี เทคโนโลยี ไซเบอร์ กระทำความผิด
การกระทำความผิด เกี่ยวกับ อินโฟกราฟิก สื่อ แนวทาง ไม่เชื่อ-ไม่รีบ-ไม่โอน ไม่เชื่อ ไม่รีบ ไม่โอน
scammer scam สแกมเมอร์ สแกม คอลเซ็นเตอร์ ประชาชน ประชาชนทั่วไป บุคลากร ในสังกัด สังกัด ในพื้นที่
พื้นที่ หมู่บ้าน ชุมชน ผู้นำชุมชน กำนัน ผู้ใหญ่บ้าน หอกระจายข่าว เสียงตามสาย วิทยุ ช่องทาง
ผ่านช่องทาง ทาง กิจกรรม โครงการ ตามโครงการ แผน นโยบาย รัฐบาล รณรงค์ ภาพถ่าย ภาพ ภาพกิจกรรม รูป
องค์กรปกครองส่วนท้องถิ่น อปท หน่วยงาน ส่วนท้องถิ่น ท้องถิ่น อำเภอ ในอำเภอ จังหวัด ทุกแห่ง อบต
เทศบาล กรมส่งเสริมการปกครองท้องถิ่น สถ มหาดไทย ปกครอง ผู้ปกครอง หน่วยรายงาน ทำการ โทร โทรสาร
โทรศัพท์ เบอร์ หมายเลข เบอร์ติดต่อ ติดต่อ ติดต่อกลับ สอบถามได้ที่ สอบถามเพิ่มเติม สามารถสอบถาม
ประสานงาน ลงชื่อ ตำแหน่ง dear all sir madam team please find attached attachment the monthly
report of for and district kalasin province hello hi thank thanks you best kind regards fyi from
to re fw fwd ถนน นัก ขอส่ง ขอจัดส่ง ขอนำส่ง ขอรายงาน ขอแจ้ง ขอเรียน ขอนำเรียน ขอสรุป ขอประสาน
ขอแสดง ต่อจังหวัด ตัวชี้วัด ความก้าวหน้า รูปแบบ ท่านแจ้ง เก็บไว้ที่อำเภอ เป็นไปด้วยความเรียบร้อย
ให้การ มอบหมาย ได้มอบหมาย มอบหมายให้ เป็นผู้ประสานงาน ประจำปี ห้วง ห้วงเดือน ภูมิคุ้มกัน ค่าา
ค่าาา ต้องขออภัย ต้องขออภัยมา ส่วนไฟล์ โดยมี line กลุ่มไลน์ ตลอด ปล ที่สอง เผื่อฉบับแรกไม่ถึง
ขอบคุณที่ช่วยประสานงาน ช่วยเหลือ ความร่วมมือ ความอนุเคราะห์ ล่วงหน้า ระบบอินเทอร์เน็ตขัดข้อง
เนื่องจาก ติดราชการ ติดภารกิจ ภารกิจ เป็นอย่าง สำหรับ สวัสดีปีใหม่ พร้อมทั้ง รูปภาพ ประกอบ
ที่เกี่ยวข้อง ตรวจทาน กรม ส่งกรม ตอนเช้า ครบกำหนด วันนี้ เห็นชอบ ทวง อย่างต่อเนื่อง สารบรรณ
อิเล็กทรอนิกส์ ส่งจาก ฉบับสมบูรณ์ สมบูรณ์ อีกทาง ที่ช้า เมล ทางเมล ขับเคลื่อน เวทีประชุม ประชุม
"""
_NUMBER = r"[0-9]{1,2}(?![0-9])"
_YEAR = r"(?:25[67][0-9]|20[23][0-9]|[67][0-9])(?![0-9])(?!\s*(?:ครั้ง|แห่ง))"
_SHORT = "|".join(m.replace(".", r"\.?") for m in SHORT_MONTHS)
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{_SHORT})(?![ก-๛]))(?:\s*(?:พ\.?\s?ศ\.?)?\s*{_YEAR})?"
_WEEKDAY = r"(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)"
_DAY = rf"(?:(?:ลง)?วัน(?:{_WEEKDAY})?ที่|ลว\.?)?\s*{_NUMBER}\s*"
_NAME = rf"(?:(?!{signed.RISKY.pattern})[ก-๛]){{2,20}}"
_CALLED = (
    r"(?:นาย(?!อำเภอ)|นาง(?:สาว)?|น\.ส\.|คุณ|พี่|น้อง|ว่าที่\s?(?:ร\.[ตทอ]\.|ร้อย(?:ตรี|โท|เอก))"
    r"|[รสจพ]\.?[ตจ]?\.?[อตทส]\.)"
)
_BODY = r"(?:องค์การบริหารส่วนตำบล|เทศบาลตำบล|เทศบาลเมือง|ตำบล|อบต\.?|ทต\.?|ทม\.?|ต\.)"
_VERB = (
    r"(?:ตรวจสอบ|พิจารณา|ดำเนินการ(?=ต่อ|ใน|$|[\s.])|ทราบ|ตอบรับ|ตอบกลับ|รับไว้|แจ้งกลับ|แจ้ง(?=ให้ทราบ|มา|ที่|ได้)"
    r"|ติดต่อ(?!กลับ)"
    r"|สอบถาม(?=ได้|ที่|มา|เพิ่ม)|ยืนยันการ(?:ได้)?รับ)"
)
_ASKS = (
    r"(?:(?:รบกวน|โปรด|กรุณา|ช่วย|ขอให้|ขอความ(?:กรุณา|อนุเคราะห์))\s*"
    r"(?:ท่าน|จังหวัด|พี่|จนท\.?)?\s*(?:ช่วย|ด้วย)?\s*)+"
)
_REACHED = r"(?:โทร(?:ศัพท์|สาร)?|tel|phone|fax|mobile|มือถือ|แฟกซ์|เบอร์|หมายเลข|ติดต่อ|กลับ|m|มท)"
_PIECES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_ASKS}{_VERB}",
        rf"(?:{_DAY}(?:เดือน\s*)?)?{_MONTH}",
        r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:\s[0-9]{2}:[0-9]{2})?(?![0-9])",
        r"[0-9]{1,2}[/-][0-9]{1,2}[/-](?:25|20)?[0-9]{2}(?![0-9])",
        r"(?:เวลา\s*)?(?<![0-9])[0-2]?[0-9][.:][0-5][0-9]\s*น(?:\.|าฬิกา)",
        rf"(?:(?:ปี|ปีงบประมาณ|พ\.?\s?ศ\.?)\s*)+{_YEAR}",
        rf"(?:เดือน|ครั้งที่|งวดที่)\s*{_NUMBER}(?:\s*/\s*{_YEAR})?",
        rf"(?:ตามกำหนด|ภายใน|ก่อน)*วันที่\s*{_NUMBER}\s*(?:ของ)?(?:ทุกเดือน|เดือนถัดไป)",
        rf"(?:ตามกำหนด(?:ภายใน)?|ภายใน)\s*วันที่\s*{_NUMBER}",
        rf"(?:^|(?<=\s)){_NUMBER}\s*[.)](?=\s)|\(?แบบ(?:ที่)?\s*{_NUMBER}\)?",
        r"(?:ที่\s*)?[ก-ฮ]{2}\s*[0-9]{2,5}(?:\.[0-9]+)*\s*/\s*(?:ว\.?\s*)?[0-9]{1,5}",
        r"(?<![ก-๛])(?:ต่อ|ชั้น(?:ที่)?|ว\.?)\s*[0-9]{1,4}(?![0-9])|[0-9.]+\s*(?:kb|mb|กิโลไบต์|เมกะไบต์)",
        rf"(?:จำนวน\s*)?{_NUMBER}\s*(?:ฉบับ|ชุด|แผ่น|ไฟล์|หน้า|ภาพ|รูป|เรื่อง|เล่ม)",
        rf"ข้อ(?:ที่)?\s*{_NUMBER}(?:\s*(?:[-–,]|ถึง|และ)\s*(?:ข้อ\s*)?{_NUMBER})*",
        rf"(?:{_REACHED}[\s.:/]*)+{signed.PHONE}|0[0-9](?:[ -]?[0-9]){{7,8}}(?![0-9])",
        rf"{_CALLED}\s*{_NAME}(?:\s+{_NAME})?(?![ก-๛])",
        rf"\(\s*{_NAME}(?:\s+{_NAME})?\s*\)|{_BODY}\s*{_NAME}(?![ก-๛])",
        r"(?:e-?mail|อีเมล์?|ไปรษณีย์อิเล็กทรอนิกส์)\s*[.:]?\s*[\w.+-]+@[\w.-]+",
        r"(?:id ?line|line ?id|ไลน์ไอดี)\s*[.:]?\s*[\w.@-]+",
        r"[^\s=]{1,60}\.(?:pdf|jpe?g|png|docx?|xlsx?|zip)(?![a-z])",
        r"เลขที่\s*[0-9/]+|หมู่(?:ที่)?\s*[0-9]+|ถนน\s*[ก-๛-]{2,30}(?![ก-๛])",
        r"(?:[ก-ฮ]{2}\s*)?(?<![0-9])[1-9][0-9]{3}0(?![0-9])",
        r"(?:ตัวจริง|ต้นฉบับ|ฉบับจริง)(?:จะ)?(?:จัด)?ส่ง(?:ให้|ตาม|มา)*ทางไปรษณีย์",
        r"[\s.,:;()\[\]\"“”'‘’/_~*!|•>–—-]+|ๆ|ฯลฯ|ฯ",
        words.FRIENDLY + "|[📎📌📄📁🗂]",
    )
)
# What is to be done if something is the matter, by the province: no more than politeness.
_IF = (
    r"(?:ทั้งนี้\s*)?(?:หาก|ถ้า)(?:(?!ขอ(?!มูล)|เพจ|เว็บ|เดือน|เลื่อน|ยกเลิก|ถอน|แต่|เป็น|[0-9?=]).){1,80}?"
    r"(?:ประการใด|กรุณา|โปรด|รบกวน|สามารถ|ขอให้แจ้ง|ขออภัย|ขอโทษ|ช่วยแจ้ง|แจ้งกลับ|แจ้งได้|ตอบกลับ|ติดต่อ)"
)
_HARMLESS = re.compile(
    rf"{_IF}|(?:ต้อง)?(?:ขออภัย|ขอโทษ)(?:มา|ใน|สำหรับ|ด้วย|ที่|อย่างสูง|ความ(?:ผิดพลาด|ไม่สะดวก|ล่าช้า)|\s)*"
    r"|(?:ฉบับ|ดำเนินการ|ได้)(?:แก้ไข|ปรับปรุง)(?:เรียบร้อย)?(?:แล้ว)?"
    r"|(?:ขอ)?แก้ไข(?:แบบ)?(?:รายงาน|ข้อมูล)(?!\S*เป็น)|แทนฉบับ(?:เดิม|ก่อน|แรก)|ส่งใหม่(?!พรุ่ง)"
    r"|ไม่เชื่อ|ไม่รีบ|ไม่โอน|เผื่อ\S{0,12}ไม่ถึง|(?:กรุณา)?(?:อย่า|ไม่ต้อง)ตอบกลับ|(?:กระทำ)?ความผิด|(?:ผู้)?รับผิดชอบ"
    r"|(?:ตรวจสอบ|ข้อมูล|เอกสาร)?(?:แล้ว)?ถูกต้อง(?:และ)?(?:ครบถ้วน)?(?:แล้ว|ทุกประการ|ตามความเป็นจริง)?"
    r"|ที่ช่วย|ความช่วยเหลือ|เพิ่มเติม(?=ได้|ที่|โทร|\s*$)|(?:เดือน)?ต่อไป|ก่อนกำหนด|ต้นฉบับ|ขอความร่วมมือ"
    r"|ขอรบกวน(?=ส่ง)|ไม่มีไวรัส|ให้แก่|มายัง|ฝากด้วย|ขอให้มีความสุข|แต่เช้า|มีปัญหาตรงไหน(?=แจ้ง)"
    r"|ขอให้อำเภอ|ขอให้ส่งรายงาน|\(?ไม่มี(?:ชื่อ|หัว)เรื่อง\)?|no subject"
)
_ALARMS = re.compile(
    r"ไม่|ยัง|ผิด|แก้(?!ว)|เปลี่ยน|ปรับ|สลับ|เกิน|ขาด|ลบ|เพิ่ม|ลด|เดิม|จริง|ร่าง|ถอน|ยกเลิก|เลื่อน|ขยาย|จะ|ก่อน|หลัง|ย้าย|ใหม่|แทน"
    r"|ตัวอย่าง|ทดสอบ|ทดลอง|ประมาณ|คร่าว|ชั่วคราว|บาง|ฝาก|ลืม|คืน|ถือว่า|อย่า(?!ง)|ห้าม|ต้อง|ตัวเลข|ปัญหา|ขัดข้อง|เสีย(?!ง)|หาย|ซ้ำ|คลาด"
    r"|\?|ไหม|มั้ย|หรือ|หรอ|ทำไม|อะไร|อย่างไร|ยังไง|เมื่อไ|ไหน|สงสัย|แน่ใจ|มั่นใจ|แต่(?!ละ|ง)|ยกเว้น|เฉพาะ|นอกจาก|ถูก|อาจ|เพราะ"
    r"|ขอ(?:แบบ|ไฟล์|ให้|ทราบ|ความ|คืน|รหัส|ข้อมูล|รายละเอียด|คำ|ผ่อน|เวลา)|รบกวน|ช่วย|กรุณา|โปรด|(?:ส่ง|ขอ)แบบ(?:ฟอร์ม)?(?:มา)?ให้(?:ด้วย|หน่อย)"
    r"|โทรกลับ|ติดต่อกลับ(?!.*[0-9]{6})|น้ำท่วม|ลาออก|เกษียณ|สะสม|ยอด|เท่า|ที่แล้ว|พลาง|คิดเป็น|เอา|ทั้งที่|มั่ว|ลอง|ค้าง|เตือนอีก|นับ|ปลอม|สะกด|สูญ"
    r"|พลาด|ทิ้ง|ดึง|เบื้องต้น|คาดการณ์|สมมติ|ครึ่ง|กำลัง|ถึงวันที่|อ่านว่า|ขีดฆ่า|คนละ|อยาก|ล่ม|พัง|ไฟดับ|เฉยๆ"
    r"|ระหว่าง(?=เสนอ|ลงนาม|รอ|จัดทำ|รวบรวม|ตรวจ)|ขอ(?:เบอร์|อีเมล|ไลน์|ดึง)|(?<!ภาพ)(?<!บ)รวม(?=เทศบาล|อบต|ทม|ของ|กับ|กัน|แล้ว)|คนเดียว|หน้าเดียว"
    r"|(?<![ก-๛])รอ(?!ง|บ|ย)|งด|หยุด|ระงับ|พัก|พรุ่งนี้|เมื่อวาน|เมื่อเช้า|เช้านี้|สัปดาห์|ศูนย์|@|=|→|->|[0-9]\s*(?:ครั้ง|แห่ง|%)"
    r"|\b(?:wrong|cancel|instead|change|not|please (?!find)|correct|draft|late)\b",
    re.I,
)
"""What is in words that say, or ask, something about a report."""
_MOST_UNKNOWN = 4
"""Letters of a line that may be of no known word: more may say anything."""

Kind = Literal["usual", "unfamiliar", "news"]


def kind_of(line: str, fields: Sequence[Field] = (), places: Sequence[str] = ()) -> Kind:
    """`usual` if the line only says that a report is sent, and what such letters say; `news` if it
    says, or asks, something; `unfamiliar` if that cannot be told.

    `fields` are those of its form, which may be named; `places` the names in those of offices.
    """
    plain = " ".join(ascii_digits(normalise(line)).split()).lower()
    if around.is_courtesy(plain) or around.greets(plain, places):
        return "usual"
    if signed.is_signature(plain, places) or around.is_date(plain):
        return "usual"
    if len(plain) > LONGEST_READ or says_something(plain):
        return "news"
    unknown = _unknown(plain, _known(tuple(fields), tuple(places)))
    return "usual" if unknown <= _MOST_UNKNOWN else "unfamiliar"


def says_something(text: str) -> bool:
    """Whether something is said, or asked, about a report besides that it is sent: there are words
    for that, or a number that belongs to no date, letter or telephone.
    """
    rest = rest_of(text)
    return re.search("[0-9]", rest) is not None or _ALARMS.search(rest) is not None


def rest_of(text: str) -> str:
    """What is left of words without dates, names and whatever is harmless in all of them."""
    rest = _HARMLESS.sub(" ", text)
    for piece in _PIECES:
        rest = piece.sub(" ", rest)
    return rest


def _unknown(text: str, known: tuple[frozenset[str], int]) -> int:
    """How many letters are of no known word."""
    fewest: list[int] = [0, *range(1, len(text) + 1)]
    for start in range(len(text)):
        here = fewest[start]
        # A name in Latin letters, or a machine's, says nothing here.
        skipped = here + is_thai(text[start])
        fewest[start + 1] = min(fewest[start + 1], skipped)
        for end in _ends(text, start, known):
            fewest[end] = min(fewest[end], here)
    return fewest[-1]


def _ends(text: str, start: int, known: tuple[frozenset[str], int]) -> Iterator[int]:
    """Where the words end that may begin there."""
    vocabulary, longest = known
    for end in range(start + 1, min(start + longest, len(text)) + 1):
        if text[start:end] in vocabulary and not _splits(text, end):
            yield end
    for pattern in (*_PIECES, _HARMLESS):
        if (match := pattern.match(text, start)) and match.end() > start:
            yield match.end()


def _splits(text: str, end: int) -> bool:
    """Whether a Latin word goes on there."""
    return all(c.isascii() and c.isalpha() for c in text[end - 1 : end + 1]) and end < len(text)


@lru_cache(8)
def _known(fields: tuple[Field, ...], places: tuple[str, ...]) -> tuple[frozenset[str], int]:
    """Every known word, and how long the longest is."""
    named = (n for f in fields for n in (*f.labels, f.short, *f.spoken))
    found = {
        normalise(word).lower() for word in (*_LIST.split(), *named, *places, *signed.offices())
    }
    return frozenset(found), max(map(len, found))
