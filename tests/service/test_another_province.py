"""Another province sets up: a list of units, what is missing, and what staff will see."""

from pathlib import Path

import pytest

from mailproc.cli import main
from mailproc.config import load
from mailproc.paper.blank import form_for, place_of
from mailproc.paper.sheet import by_line
from parsers.read import read_document
from tests.servers.smtp import SmtpServer
from tests.service.office import text_of
from tests.service.test_commands import Configured, configured

__all__ = ["configured"]

Capsys = pytest.CaptureFixture[str]
UNITS = "name,addresses\nท่าอุเทน,tha-uthen@example.go.th\nนาแก,\n"


def test_init_writes_the_configuration_of_another_province_from_its_list(
    tmp_path: Path, capsys: Capsys
) -> None:
    units, path = tmp_path / "units.csv", tmp_path / "config.toml"
    units.write_text(UNITS, encoding="utf-8")
    option = ["--config", str(path)]
    assert main(["init", "--units", str(units), "--province", "จังหวัดนครพนม", *option]) == 0
    config = load(path)
    assert [u.name for u in config.unit] == ["ท่าอุเทน", "นาแก"]
    assert config.forms["scammer-awareness"].province == "นครพนม"
    assert config.campaign[0].due == {}
    assert "kalasin" not in path.read_text(encoding="utf-8")
    assert "กาฬสินธุ์" not in config.smtp.from_name
    assert "[[unit]] addresses" in capsys.readouterr().out


def test_a_mistake_in_the_list_or_the_province_writes_nothing(
    tmp_path: Path, capsys: Capsys
) -> None:
    units, path = tmp_path / "units.csv", tmp_path / "config.toml"
    units.write_text("name,addresses\nท่าอุเทน,nowhere\n", encoding="utf-8")
    assert main(["init", "--units", str(units), "--config", str(path)]) == 2
    assert "line 2, column addresses" in capsys.readouterr().err
    assert main(["init", "--province", "นครพนน", "--config", str(path)]) == 2
    assert "no province 'นครพนน'; expected its Thai name, นครพนม" in capsys.readouterr().err
    assert not path.exists()


def test_check_says_in_one_line_each_what_is_missing(tmp_path: Path, capsys: Capsys) -> None:
    units, path = tmp_path / "units.csv", tmp_path / "config.toml"
    units.write_text(UNITS, encoding="utf-8")
    main(["init", "--units", str(units), "--province", "นครพนม", "--config", str(path)])
    text = path.read_text(encoding="utf-8").replace('watch_folder = "" ', 'watch_folder = "gone" ')
    text = text.replace('host = "imap.gmail.com"\nport = 993', 'host = "localhost"\nport = 9')
    text = text.replace('host = "smtp.gmail.com"\nport = 587', 'host = "localhost"\nport = 9')
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--config", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    todo = [line.split(": ")[0].removeprefix("TODO  ") for line in lines if line[:4] == "TODO"]
    expected = ["accounts", "units", "staff", "contact", "watch_folder", "mailbox", "smtp"]
    assert todo == expected
    assert any(line.startswith("later rollup: item 1 is not answered") for line in lines)
    assert any("no addresses for unit-2;" in line for line in lines)


def test_test_mail_shows_staff_what_will_arrive_marked_as_samples(
    configured: Configured, smtp_server: SmtpServer, capsys: Capsys
) -> None:
    option = configured()
    assert main(["test-mail", *option]) == 0
    got = smtp_server.to("staff@example.go.th")
    assert f"{len(got)} sample(s) sent" in capsys.readouterr().out
    assert len(got) >= 7
    for received in got:
        assert str(received.message["Subject"]).startswith("[ตัวอย่าง] ")
        assert received.message["X-Mailproc-Notice"] == "other"
        assert text_of(received).startswith("อีเมลฉบับนี้เป็นตัวอย่าง")
        html = received.message.get_body(("html",))
        assert html is not None
        assert "อีเมลฉบับนี้เป็นตัวอย่าง" in html.get_content()
    assert len(smtp_server.received) == len(got)


def test_test_mail_goes_to_another_address_when_asked_but_not_in_a_trial_month(
    configured: Configured, smtp_server: SmtpServer, capsys: Capsys
) -> None:
    option = configured()
    assert main(["test-mail", "--to", "Boss@example.go.th", *option]) == 0
    assert len(smtp_server.to("boss@example.go.th")) == len(smtp_server.received)
    path = Path(option[1])
    quiet = '[worker]\nnotices = "staff_only"\n[contact]'
    path.write_text(path.read_text(encoding="utf-8").replace("[contact]", quiet), encoding="utf-8")
    assert main(["test-mail", "--to", "boss@example.go.th", *option]) == 2
    assert "staff_only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("เทศบาลนครอุดรธานี", "เมืองอุดรธานี"),
        ("ทน.อุดรธานี", "เมืองอุดรธานี"),
        ("เทศบาลเมืองกุมภวาปี", "กุมภวาปี"),
        ("เทศบาลเมืองหนองสำโรง", None),
        ("ทม.หนองสำโรง", None),
        ("อบจ.อุดรธานี", "เมืองอุดรธานี"),
    ],
)
def test_the_form_of_a_town_names_no_district_that_there_is_not(
    tmp_path: Path, name: str, district: str | None
) -> None:
    units, path = tmp_path / "units.csv", tmp_path / "config.toml"
    units.write_text(f"name\nเมืองอุดรธานี\nกุมภวาปี\n{name}\n", encoding="utf-8")
    assert main(["init", "--units", str(units), "--province", "อุดรธานี", "--config", str(path)]) == 0
    config = load(path)
    form = config.campaign[0].form
    lines = by_line({"unit": config.unit[2].name}, place_of(config, form))
    assert (lines["organization"], lines["unit"]) == (name, district or "")
    # Its own form is its own, whatever stands on that line.
    blank = form_for(config.unit[2], form, "2026-03", place_of(config, form))
    (found,) = read_document(blank, config.units, "", config.forms).reports
    assert (found.unit, found.period) == (config.unit[2].id, "2026-03")
