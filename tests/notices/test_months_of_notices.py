"""Whatever the configuration, the habits and the standstills: nobody is warned without cause.

Months pass in plan alone, with mail servers left out: a report is stored on some day, ticks happen
at some moments, and what is queued leaves at once, or later.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mailproc.config import Config
from mailproc.month.calendar import dates, open_periods
from mailproc.month.overview import month_of
from mailproc.notices.ahead import ahead
from mailproc.notices.plan import plan
from mailproc.notices.planned import planned_notices
from storage import notices, outgoing, reports, units
from storage.correspondence import Notice
from storage.database import Database, open_database
from tests import make
from tests.storage import given as stored

ZONE = ZoneInfo("Asia/Bangkok")
FIRST, LAST = date(2026, 2, 1), date(2026, 4, 30)
UNITS = ("na-mon", "na-khu")
RULES = st.sampled_from(("same", "previous", "next"))
CAMPAIGNS = st.fixed_dictionaries(
    {
        "due_day": st.integers(1, 31),
        "covers": st.sampled_from(("same", "previous")),
        "remind_days_before": st.lists(st.integers(0, 12), max_size=3, unique=True),
        "warn_days_after": st.lists(st.integers(1, 20), max_size=3, unique=True),
        "escalate": st.just({"1": ["a@head.example"], "2": ["b@head.example"]}),
        "when_closed": st.fixed_dictionaries({"due": RULES, "reminder": RULES, "warning": RULES}),
    }
)
MOMENTS = st.lists(
    st.tuples(st.integers(0, (LAST - FIRST).days), st.integers(0, 23)), min_size=1, max_size=50
)
REPORTED = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(("2026-02", "2026-03", "2026-04"))),
    st.integers(0, (LAST - FIRST).days),
    max_size=6,
)
SLOW = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Office:
    """The database and its clock; `sent` are the notices that left, with the day."""

    config: Config
    db: Database
    sent: list[tuple[date, Notice]] = field(default_factory=list)

    def report(self, unit: str, period: str, at: datetime) -> None:
        """A report of the unit is counted."""
        with self.db.transaction() as tx:
            message = stored.given_message(tx, at, f"{unit} {period}".encode())
            revision = stored.revision(at, unit=unit, period=period, unit_guess=unit)
            reports.add_revision(tx, message.id, revision, at)

    def tick(self, at: datetime, *, deliver: bool = True) -> None:
        """What plan does at that moment, and what leaves then."""
        with self.db.transaction() as tx:
            plan(tx, self.config, at, collected=True)
        if not deliver:
            return
        with self.db.transaction() as tx:
            for notice in notices.waiting(tx, ("reminder", "warning")):
                outgoing.begin_send(tx, notice.id, notice.tries, at)
                outgoing.sent(tx, notice.id, at)
                self.sent.append((at.date(), notice))


@contextmanager
def opened(migrated: Path, campaign: Mapping[str, Any]) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mailproc.db"
        shutil.copy(migrated, file)
        known = {"id": make.FORM, "form": make.FORM, "first_period": "2026-02"}
        # Without staff there are neither digests nor drafts to be made every day.
        config = make.config(Path(folder), campaign=[{**known, **campaign}], staff={})
        db = open_database(f"sqlite:///{file}", Path(folder) / "lock")
        try:
            with db.transaction() as tx:
                units.sync_units(tx, [(u.id, u.name, u.kind) for u in config.unit])
            yield Office(config, db)
        finally:
            db.close()


def moment(day: int, hour: int) -> datetime:
    return datetime.combine(FIRST + timedelta(day), time(hour), ZONE)


@SLOW
@given(CAMPAIGNS, MOMENTS, REPORTED, st.lists(st.booleans(), min_size=50, max_size=50))
def test_nothing_is_said_without_cause_or_twice_whatever_the_order(
    migrated_file: Path,
    campaign: dict[str, Any],
    moments: Sequence[tuple[int, int]],
    reported: Mapping[tuple[str, str], int],
    delivers: Sequence[bool],
) -> None:
    with opened(migrated_file, campaign) as office:
        days = {key: moment(day, 0) for key, day in reported.items()}
        waiting = dict(days)
        for n, (day, hour) in enumerate(sorted(set(moments))):
            now = moment(day, hour)
            for (unit, period), at in list(waiting.items()):
                if at <= now:
                    office.report(unit, period, at)
                    del waiting[unit, period]
            before = len(office.sent)
            office.tick(now, deliver=delivers[n % len(delivers)])
            at_once = Counter((n.new.unit, n.new.period) for _, n in office.sent[before:])
            assert all(times == 1 for times in at_once.values())
        keys = Counter(n.new.key for _, n in office.sent)
        assert all(times == 1 for times in keys.values())
        for day_sent, notice in office.sent:
            due = dates(office.config.campaign[0], notice.new.period).due
            if notice.new.kind == "warning":
                assert day_sent > due
            else:
                assert day_sent <= due
            arrived = days.get((notice.new.unit, notice.new.period))
            assert arrived is None or arrived.date() >= day_sent


@SLOW
@given(CAMPAIGNS)
def test_who_never_reports_is_told_on_every_day_of_the_rule_and_on_no_other(
    migrated_file: Path, campaign: dict[str, Any]
) -> None:
    with opened(migrated_file, campaign) as office:
        rule: set[tuple[str, date]] = set()
        config = office.config
        for period in open_periods(config.campaign[0], LAST + timedelta(days=45)):
            with office.db.transaction() as tx:
                month = month_of(tx, config, config.campaign[0], period, FIRST)
            for status in (u for u in month.units if u.unit.id in UNITS):
                for planned in planned_notices(month, status):
                    if planned.day <= LAST:
                        # What came before the service began is made up for on its first day.
                        rule.add((planned.unit.id, max(planned.day, FIRST)))
        for day in range((LAST - FIRST).days + 1):
            office.tick(moment(day, 9))
        assert {(n.new.unit, day) for day, n in office.sent} == rule


@SLOW
@given(CAMPAIGNS, st.integers(0, 50))
def test_the_calendar_shows_what_will_be_sent(
    migrated_file: Path, campaign: dict[str, Any], start: int
) -> None:
    with opened(migrated_file, campaign) as office:
        for day in range(start + 1):
            office.tick(moment(day, 9))
        before = len(office.sent)
        with office.db.transaction() as tx:
            coming = ahead(tx, office.config, moment(start, 12), 31)
        shown = sorted((a.unit, a.day, a.kind, a.to) for a in coming if a.to and a.kind != "rollup")
        for day in range(start + 1, start + 32):
            office.tick(moment(day, 9))
        sent = office.sent[before:]
        assert sorted((n.new.unit, day, n.new.kind, n.new.to) for day, n in sent) == shown
