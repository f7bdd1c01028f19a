"""What is asked for, by when, and of whom: `[[campaign]]` and `[[unit]]`."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mailproc.config.values import Address, Covers, DayOfMonth, Period, Province, Table
from mailproc.month.working_days import WhenClosed


class WhenClosedConfig(Table):
    """`[campaign.when_closed]`: what a day becomes on which offices are closed, by kind of date."""

    due: WhenClosed = "same"
    forward: WhenClosed = "same"
    closing: WhenClosed = "same"
    reminder: WhenClosed = "same"
    warning: WhenClosed = "same"


class CampaignConfig(Table):
    """`[[campaign]]`: what one letter asks to be reported every month, and by when.

    `last_period`: the last one that is asked for, "" for no end. `province`: whose forms count;
    "" for the one that the form was made for. `covers`: whether the report due in a month is about
    that month or the one before; a table such as `{"2026-02" = "previous"}` changes it from that
    period on. `due`, `forward` and
    `closing` are exceptions by period to the three days of the month. `organizations`: what item
    2 must add up to in the province; 0 = not known, not checked. `escalate`: who gets the n-th
    warning besides its unit. `extra_holidays`: days on which offices are closed besides Thailand's
    public holidays.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    form: str
    first_period: Period
    last_period: Period | Literal[""] = ""
    covers: Covers | dict[Period, Covers] = "same"
    notices_from: date = date(2026, 1, 1)
    due_day: DayOfMonth = 10
    forward_day: DayOfMonth = 15
    closing_day: DayOfMonth = 25
    province: Province = ""
    forward_to: Address | Literal[""] = ""
    remind_days_before: tuple[Annotated[int, Field(ge=0, le=60)], ...] = (3, 1)
    warn_days_after: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (1, 3, 7)
    organizations: Annotated[int, Field(ge=0)] = 0
    escalate: dict[Annotated[int, Field(ge=1)], tuple[Address, ...]] = Field(default_factory=dict)
    when_closed: WhenClosedConfig = WhenClosedConfig()
    extra_holidays: tuple[date, ...] = ()
    due: dict[Period, date] = Field(default_factory=dict)
    forward: dict[Period, date] = Field(default_factory=dict)
    closing: dict[Period, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _form_is_known(self) -> Self:
        from parsers.forms import all_forms

        if self.form not in all_forms():
            known = ", ".join(sorted(all_forms()))
            raise ValueError(f"no form {self.form!r} in parsers/forms/; known: {known}")
        return self

    @model_validator(mode="after")
    def _days_are_told_apart(self) -> Self:
        for key, days in (
            ("remind_days_before", self.remind_days_before),
            ("warn_days_after", self.warn_days_after),
        ):
            if len(set(days)) < len(days):
                raise ValueError(f"{key} names a day twice: {list(days)}")
        return self


def folded(name: str) -> str:
    """The name as it is compared: spaces and capitals do not count."""
    return name.replace(" ", "").lower()


class UnitConfig(Table):
    """`[[unit]]`: one unit that must report. `organizations` 0: not known, not checked.

    `counted_in`: the id of the district whose item 2 has this unit in it already, "" for none.
    `first_period`, `last_period`: the months that it must report, for a unit that was added or
    closed; "" for no limit.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    kind: Literal["district", "pao", "town"] = "district"
    aliases: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    organizations: Annotated[int, Field(ge=0)] = 0
    counted_in: str = ""
    first_period: Period | Literal[""] = ""
    last_period: Period | Literal[""] = ""

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.last_period and self.last_period < self.first_period:
            raise ValueError(f"last_period of unit {self.id!r} is before its first_period")
        return self

    @cached_property
    def spellings(self) -> frozenset[str]:
        """How the unit may be written: its id, name and aliases, folded."""
        return frozenset(map(folded, (self.id, self.name, *self.aliases)))

    def expected(self, period: str) -> bool:
        """Whether the unit must report that period."""
        return self.first_period <= period and (not self.last_period or period <= self.last_period)
