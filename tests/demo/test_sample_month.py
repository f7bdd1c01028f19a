"""The sample month: who is in it, and that it is made-up and the same each time."""

import email
from email.policy import default
from pathlib import Path

import pytest

from mailproc.config import Config, load
from mailproc.demo.sample_month import MONTH, SILENT, make
from mailproc.demo.servers import Servers
from mailproc.demo.settings import DOMAIN, write_config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(write_config(tmp_path, Servers(imap_port=1143, smtp_port=1025)))


def test_each_unit_but_the_silent_ones_sends_a_report(config: Config) -> None:
    reporting = {a.unit for a in MONTH if a.kind not in ("stranger", "automatic")}
    assert reporting == {u.id for u in config.unit} - set(SILENT)


def test_all_addresses_are_examples(config: Config) -> None:
    assert {a.rpartition("@")[2] for u in config.unit for a in u.addresses} == {DOMAIN}
    for arriving in MONTH:
        if arriving.kind not in ("scan", "photo"):
            mail = email.message_from_bytes(make(config, arriving).raw, policy=default)
            assert mail["From"].addresses[0].domain.startswith("example.")


def test_thai_file_names_are_written_as_rfc_2231_has_it(config: Config) -> None:
    typed = next(a for a in MONTH if a.kind == "typed")
    raw = make(config, typed).raw
    assert b"filename*=utf-8''%E0%B9" in raw
    mail = email.message_from_bytes(raw, policy=default)
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "แบบรายงาน Scammer สมเด็จ มิ.ย. 69.pdf"
    ]
    assert mail["Subject"] == "ส่งแบบรายงาน Scammer อำเภอสมเด็จ มิถุนายน ๒๕๖๙"


@pytest.mark.parametrize("kind", ["typed", "fillable", "scan", "photo"])
def test_the_same_mail_is_the_same_bytes(config: Config, kind: str) -> None:
    arriving = next(a for a in MONTH if a.kind == kind)
    assert make(config, arriving) == make(config, arriving)


def test_the_configuration_keeps_the_comments_of_the_shipped_one(tmp_path: Path) -> None:
    text = write_config(tmp_path, Servers(1143, 1025)).read_text(encoding="utf-8")
    assert "# whose Authentication-Results are trusted" in text
    assert "kalasinlocal2022@gmail.com" not in text
