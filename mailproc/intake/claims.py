"""Claims: the reports in a message that can count, each for a unit's month of a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailproc.config import CampaignConfig, Config
from mailproc.intake.examine import Examined, ExaminedDocument
from mailproc.month.period import shift
from parsers.forms import all_forms
from parsers.reading import ReadReport, Value
from storage.records import NewRevision, Revision

Key = tuple[str, str, str]
LATER_MONTHS = 3
COMPARED = ("count", "choice", "channels")


@dataclass(frozen=True, slots=True)
class Claim:
    """A report as read, with where it stood and the campaign that it belongs to."""

    document: ExaminedDocument
    ordinal: int
    report: ReadReport
    campaign: CampaignConfig

    @property
    def key(self) -> Key | None:
        """(campaign, unit, period), None where the form does not say."""
        if self.report.unit is None or self.report.period is None:
            return None
        return (self.campaign.id, self.report.unit, self.report.period)


def claims(examined: Examined, config: Config) -> list[Claim]:
    """Every report in the message that can count, in order; rejected forms are no claims."""
    found: list[Claim] = []
    for document in examined.documents:
        for ordinal, report in enumerate(document.read.reports):
            campaign = config.campaign_of(report.form, report.period)
            if campaign is None or report.status == "rejected":
                continue
            claim = Claim(document, ordinal, report, campaign)
            if not any(_repeats(claim, earlier) for earlier in found):
                found.append(claim)
    return found


def _repeats(claim: Claim, earlier: Claim) -> bool:
    """The same sheet twice in one mail, say as PDF and inside a forwarded mail."""
    same_key = claim.key is not None and claim.key == earlier.key
    return same_key and values_of(claim.report) == values_of(earlier.report)


def keys_in_question(claimed: Iterable[Claim]) -> set[Key]:
    """What must be looked up before deciding: each report's own month and those after it."""
    keys = {c.key for c in claimed if c.key is not None}
    return keys | {(c, u, later) for c, u, p in keys for later in later_months(p)}


def later_months(period: str) -> list[str]:
    """The months after a period for which a sheet of that period may have been meant."""
    return [shift(period, n) for n in range(1, LATER_MONTHS + 1)]


def values_of(report: ReadReport | NewRevision | Revision) -> dict[str, Value]:
    """The values that make two sheets the same or not: counts, choices and channels."""
    kinds = {f.key: f.kind for f in all_forms()[report.form].fields}
    return {r.field: r.value for r in report.readings if kinds.get(r.field) in COMPARED}


def same(report: ReadReport | NewRevision | Revision, revision: Revision) -> bool:
    """Whether a sheet says what is stored already."""
    return values_of(report) == values_of(revision)
