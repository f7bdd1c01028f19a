"""The tables. Rows stay inside `storage`: `storage.records` and `storage.correspondence` have what
it hands out.

Times are UTC. `migrations/versions/` writes the same schema out by hand; a test compares the two.
"""

from storage.tables.correspondence import (
    AnswerRow,
    ExtensionRow,
    ItemOneRow,
    NoticeAttachmentRow,
    NoticeRow,
    QuestionRow,
    RollupRow,
    StopRow,
)
from storage.tables.mail import (
    ArrivalRow,
    DocumentRow,
    MessageRawRow,
    MessageRow,
    TickRow,
    WatchedFileRow,
)
from storage.tables.reports import ApprovedSenderRow, ReadingRow, ReportRow, RevisionRow, UnitRow

__all__ = [
    "AnswerRow",
    "ApprovedSenderRow",
    "ArrivalRow",
    "DocumentRow",
    "ExtensionRow",
    "ItemOneRow",
    "MessageRawRow",
    "MessageRow",
    "NoticeAttachmentRow",
    "NoticeRow",
    "QuestionRow",
    "ReadingRow",
    "ReportRow",
    "RevisionRow",
    "RollupRow",
    "StopRow",
    "TickRow",
    "UnitRow",
    "WatchedFileRow",
]
