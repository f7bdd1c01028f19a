"""The Scammer awareness form of Kalasin's districts, monthly (letter กส ๐๐๒๓.๑/ว ๘๘)."""

from parsers.form import Field, Form, NotMoreThan

FORM = Form(
    id="scammer-awareness",
    title="แบบรายงานการสร้างความรู้ความเข้าใจเพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)",
    province="กาฬสินธุ์",
    fields=(
        Field("organization", "text", ("อปท.",), "อปท."),
        Field("unit", "unit", ("อำเภอ",), "หน่วยรายงาน", required=True),
        Field("province", "province", ("จังหวัด",), "จังหวัด"),
        Field("period", "month", ("ประจำเดือน",), "ประจำเดือน", required=True),
        Field(
            "staff_informed",
            "choice",
            (
                "สำนักงานองค์กรปกครองส่วนท้องถิ่นแจ้งเวียนให้บุคลากรในสังกัดรับทราบอินโฟกราฟิก"
                "แนวทางป้องกันมิจฉาชีพ “ไม่เชื่อ-ไม่รีบ-ไม่โอน” แล้วหรือไม่",
            ),
            "แจ้งเวียนบุคลากรในสังกัดแล้ว",
            required=True,
            yes="ดำเนินการเรียบร้อยแล้ว",
            no="ยังไม่ดำเนินการ",
        ),
        Field(
            "organizations_total",
            "count",
            ("จำนวน อปท. ในอำเภอทั้งหมด",),
            "จำนวน อปท. ทั้งหมด",
            suffix="แห่ง",
            required=True,
        ),
        Field(
            "organizations_done",
            "count",
            ("จำนวน อปท. ในอำเภอที่ดำเนินการเรียบร้อยแล้ว",),
            "อปท. ที่ดำเนินการแล้ว",
            suffix="แห่ง",
            required=True,
        ),
        Field("official_letter", "count", ("หนังสือราชการ",), "หนังสือราชการ", suffix="ครั้ง"),
        Field("website", "count", ("เว็บไซต์ของหน่วยงาน",), "เว็บไซต์ของหน่วยงาน", suffix="ครั้ง"),
        Field(
            "facebook_page", "count", ("เพจเฟซบุ๊กของหน่วยงาน",), "เพจเฟซบุ๊กของหน่วยงาน", suffix="ครั้ง"
        ),
        Field("print_media", "count", ("สื่อสิ่งพิมพ์",), "สื่อสิ่งพิมพ์", suffix="ครั้ง"),
        Field(
            "school_teaching",
            "count",
            ("การเรียนการสอนในโรงเรียน",),
            "การเรียนการสอนในโรงเรียน",
            suffix="ครั้ง",
        ),
        Field("community_radio", "count", ("วิทยุชุมชน",), "วิทยุชุมชน", suffix="ครั้ง"),
        Field("public_address", "count", ("เสียงตามสาย",), "เสียงตามสาย", suffix="ครั้ง"),
        Field(
            "other_channels",
            "channels",
            ("อื่นๆ โปรดระบุช่องทางใดบ้าง และแต่ละช่องทางจำนวนกี่ครั้ง",),
            "ช่องทางอื่นๆ",
        ),
        Field("reporter_name", "text", ("ผู้รายงาน",), "ผู้รายงาน"),
        Field("reporter_position", "text", ("ตำแหน่ง",), "ตำแหน่ง"),
    ),
    checks=(NotMoreThan("organizations_done", "organizations_total"),),
    printed=(
        "จำนวนองค์กรปกครองส่วนท้องถิ่นในอำเภอที่ดำเนินการเผยแพร่อินโฟกราฟิกแนวทางป้องกันมิจฉาชีพ "
        "“ไม่เชื่อ-ไม่รีบ-ไม่โอน” ให้ประชาชนรับทราบ",
        "เผยแพร่ผ่านช่องทางใดบ้าง จำนวนกี่ครั้ง โดยให้นับรวมทุกองค์กรปกครองส่วนท้องถิ่น "
        "และแต่ละองค์กรปกครองส่วนท้องถิ่นสามารถเผยแพร่ได้มากกว่า ๑ ช่องทาง",
        "ลงชื่อ",
    ),
    footer=("หมายเหตุ",),
    total_field="organizations_total",
)
