"""The configuration: `config.toml` plus secrets from the environment, checked when it is read.

Every mistake is one line that names the key, the line of the file and what is expected.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from mailproc.config.campaigns import CampaignConfig, UnitConfig, folded
from mailproc.config.servers import MailboxConfig, SmtpConfig
from mailproc.config.values import Address, Cron, PingUrl, Table, Zone
from mailproc.month.period import shift
from parsers.form import Form
from parsers.reading import Unit


class WorkerConfig(Table):
    """`[worker]`: when the service works and who gets mail. Cron times are in `time_zone`.

    `watch_folder`: files that are saved there are taken in, too; "" for none.
    """

    poll: Cron = "*/5 * * * *"
    digest: Cron = "0 8 * * mon-fri"
    tick_seconds: Annotated[float, Field(ge=1, le=3600)] = 90
    notices: Literal["on", "staff_only"] = "on"
    watch_folder: str = ""


class UpkeepConfig(Table):
    """`[upkeep]`: backups, a dead-man's switch, and how long raw mail is kept (0: for ever)."""

    backup_dir: str = ""
    ping_url: PingUrl = SecretStr("")
    keep_mail_months: Annotated[int, Field(ge=0)] = 0


class ContactConfig(Table):
    """`[contact]`: stands at the foot of every notice."""

    name: str = ""
    phone: str = ""
    letter: str = "กส ๐๐๒๓.๑/ว ๘๘"


class StaffConfig(Table):
    """`[staff]`: provincial staff, who get the digest and may send reports for any unit.

    `digits`: those of the digest; "" for Thai ones in dates and Arabic ones in counts.
    """

    addresses: tuple[Address, ...] = ()
    digits: Literal["", "thai", "arabic"] = ""


class RollupConfig(Table):
    """`[rollup]`: who signs the province's own form, and its item 1 where staff say nothing."""

    reporter_name: str = ""
    reporter_position: str = ""
    staff_informed: Literal["", "yes", "no"] = ""


class Config(BaseSettings):
    """The whole configuration; `mailproc.config.load` reads it."""

    model_config = SettingsConfigDict(
        env_prefix="MAILPROC_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    time_zone: Zone = "Asia/Bangkok"
    data_dir: Path = Path("data")
    database: str = "sqlite:///data/mailproc.db"
    mailbox: MailboxConfig
    smtp: SmtpConfig
    worker: WorkerConfig = WorkerConfig()
    upkeep: UpkeepConfig = UpkeepConfig()
    contact: ContactConfig = ContactConfig()
    staff: StaffConfig = StaffConfig()
    rollup: RollupConfig = RollupConfig()
    campaign: tuple[CampaignConfig, ...]
    unit: tuple[UnitConfig, ...]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, so that secrets need not stand in it."""
        return (env_settings, init_settings)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for problem in self._doubles():
            raise ValueError(problem)
        return self

    @model_validator(mode="after")
    def _one_campaign_ends_where_the_next_on_its_form_begins(self) -> Self:
        """A sheet does not say for which of two campaigns it is: each month has but one."""
        ended = []
        for campaign in self.campaign:
            later = [
                c.first_period
                for c in self.campaign
                if c.form == campaign.form and c.first_period > campaign.first_period
            ]
            last = shift(min(later), -1) if later else ""
            sooner = last and (not campaign.last_period or campaign.last_period > last)
            change = {"last_period": last} if sooner else {}
            ended.append(campaign.model_copy(update=change))
        object.__setattr__(self, "campaign", tuple(ended))
        return self

    def _doubles(self) -> Iterator[str]:
        if not self.campaign or not self.unit:
            yield "at least one [[campaign]] and one [[unit]] must stand there"
        of_units = {a for u in self.unit for a in u.addresses}
        own = {self.smtp.from_address, self.mailbox.username.lower()}
        for what, ids in (
            ("campaign id", [c.id for c in self.campaign]),
            ("unit id", [u.id for u in self.unit]),
            ("name or alias of two units", [s for u in self.unit for s in u.spellings]),
            ("address of two units", [a for u in self.unit for a in set(u.addresses)]),
            # Staff may report for any unit and decide what is doubtful.
            ("address of a unit and of [staff]", [*set(self.staff.addresses), *of_units]),
            # What comes from there is by way of staff, or a notice of ours.
            ("address of a unit and of the mailbox itself", [*own, *of_units]),
        ):
            for value in ids:
                if ids.count(value) > 1:
                    yield f"{what} {value!r} stands there twice"
        for form in {c.form for c in self.campaign}:
            if len({c.province for c in self.campaign if c.form == form}) > 1:
                yield f"the campaigns on the form {form!r} must have the same province"
        for unit in self.unit:
            if unit.counted_in and unit.counted_in not in {u.id for u in self.unit} - {unit.id}:
                yield f"counted_in of unit {unit.id!r} names no other unit: {unit.counted_in!r}"

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and cron expressions count."""
        return ZoneInfo(self.time_zone)

    @property
    def backup_dir(self) -> Path:
        """Where the daily backups lie."""
        return Path(self.upkeep.backup_dir or self.data_dir / "backups")

    @property
    def watch_folder(self) -> Path | None:
        """The folder whose files are taken in, or None."""
        return Path(self.worker.watch_folder) if self.worker.watch_folder else None

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units as the readers need them, in the configuration's order."""
        return tuple(Unit(u.id, u.name, u.kind, u.aliases, u.organizations) for u in self.unit)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """How places are called in the names of offices here."""
        return (*(u.name for u in self.unit), *(f.province for f in self.forms.values()))

    @cached_property
    def forms(self) -> dict[str, Form]:
        """Every form by id, with the province whose sheets count here."""
        from parsers.forms import all_forms

        own = {c.form: c.province for c in self.campaign if c.province}
        return {
            key: replace(f, province=own.get(key, f.province)) for key, f in all_forms().items()
        }

    @cached_property
    def campaign_by_id(self) -> dict[str, CampaignConfig]:
        """The campaigns by id."""
        return {c.id: c for c in self.campaign}

    @cached_property
    def unit_by_id(self) -> dict[str, UnitConfig]:
        """The units by id."""
        return {u.id: u for u in self.unit}

    def find_unit(self, words: str) -> UnitConfig | None:
        """The unit with that id, name or alias (spaces do not count), or None."""
        wanted = folded(words)
        return next((u for u in self.unit if wanted in u.spellings), None)

    def campaign_of(self, form: str, period: str | None) -> CampaignConfig | None:
        """The campaign that is reported on that form, or None.

        Where several campaigns use one form, it is the one begun last before the period.
        """
        on_form = [c for c in self.campaign if c.form == form]
        begun = [c for c in on_form if period and c.first_period <= period]
        return max(begun or on_form, key=lambda c: c.first_period, default=None)
