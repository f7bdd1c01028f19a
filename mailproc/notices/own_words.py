"""What the program itself says of a mail that did not get out: in English where operators read it,
in Thai where staff do. What a mail server said stays in its words.
"""

BOUNCED = "returned as undeliverable:"
LIMIT_REACHED = "daily_limit of [smtp] is reached"
SENT_AGAIN = "sent again, since no Sent folder can tell whether it went out"
SENT_CLOSED = "the Sent folder, which tells whether it went out, cannot be opened now:"
MAYBE_SENT = "may have gone out before the backup was restored; no Sent folder can tell"
NO_MAIL = "cannot be made into a mail:"
NO_ADDRESS, NOT_AN_ADDRESS = "no mail address to send to", "not a mail address"
NO_MORE_TODAY = "the mail server takes no more mail today:"
NOT_FROM_US = "the mail server does not take mail from us:"

_IN_THAI = {
    BOUNCED: "อีเมลตีกลับ:",
    LIMIT_REACHED: "ครบจำนวนผู้รับต่อวันที่ตั้งไว้ใน daily_limit",
    SENT_AGAIN: "ส่งซ้ำแล้ว เพราะตรวจไม่ได้ว่าฉบับแรกส่งออกไปหรือไม่",
    SENT_CLOSED: "เปิดโฟลเดอร์จดหมายที่ส่งแล้วไม่ได้ จึงตรวจไม่ได้ว่าส่งออกไปหรือไม่:",
    MAYBE_SENT: "อาจส่งออกไปแล้วก่อนกู้คืนข้อมูลสำรอง และตรวจไม่ได้",
    NO_MAIL: "จัดทำเป็นอีเมลไม่ได้:",
    NO_ADDRESS: "ไม่มีที่อยู่อีเมลที่จะส่งถึง",
    NOT_AN_ADDRESS: "ไม่ใช่ที่อยู่อีเมล",
    NO_MORE_TODAY: "เซิร์ฟเวอร์อีเมลไม่รับส่งเพิ่มอีกในวันนี้:",
    NOT_FROM_US: "เซิร์ฟเวอร์อีเมลไม่รับอีเมลจากระบบ:",
}


def in_thai(error: str) -> str:
    """What is kept as a notice's error, with the program's own part of it in Thai."""
    ours = next((words for words in _IN_THAI if error.startswith(words)), None)
    if ours is None:
        return error
    rest = error[len(ours) :]
    if ours == SENT_AGAIN and rest.startswith(": "):
        rest = f": {in_thai(rest[2:])}"
    return _IN_THAI[ours] + rest
