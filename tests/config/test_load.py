"""Wrong configuration is one line that names the file, the line, the key and what is expected."""

from datetime import date
from pathlib import Path

import pytest

from mailproc.config import ConfigError, load
from mailproc.resources import shipped

SHIPPED = shipped("config.toml").read_text(encoding="utf-8")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_configuration_has_the_21_units_of_the_province(tmp_path: Path) -> None:
    config = load(written(tmp_path, SHIPPED))
    kinds = [u.kind for u in config.unit]
    assert (kinds.count("district"), kinds.count("pao"), kinds.count("town")) == (18, 1, 2)
    assert config.campaign[0].due == {"2026-01": date(2026, 1, 15)}


def test_relative_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    config = load(written(tmp_path, SHIPPED))
    assert config.data_dir == tmp_path / "data"
    assert config.database == f"sqlite:///{tmp_path}/data/mailproc.db"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"Asia/Bangkok"', '"Asia/Bankok"', "time_zone: no time zone 'Asia/Bankok'"),
        ("due_day = 10", "due_day = 40", "campaign.0.due_day: Input should be less than"),
        ('poll = "*/5', 'poll = "x', "worker.poll: "),
        ("8 * * mon-fri", "8 * * 1-5", "worker.digest: name the days of the week"),
        ("daily_limit = 450", "dialy_limit = 450", "smtp.dialy_limit: no such key"),
        ('id = "na-mon"', 'id = "Na Mon"', "unit.1.id: "),
        ('covers = "same" ', 'covers = "sam" ', "campaign.0.covers: "),
        ('form = "scammer', 'form = "xscammer', "campaign.0: no form 'xscammer-awareness'"),
        (
            "warn_days_after = [1, 3, 7]",
            "warn_days_after = [3, 3]",
            "campaign.0: warn_days_after names a day twice",
        ),
        ("addresses = []   ", 'addresses = ["x"]', "staff.addresses.0: not a mail address: 'x'"),
    ],
)
def test_a_mistake_names_its_key_and_its_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = SHIPPED.replace(before, after, 1)
    key_line = next(n for n, line in enumerate(text.splitlines(), 1) if after in line)
    if said.startswith("campaign.0: "):  # a mistake of the table as a whole
        key_line = next(n for n, x in enumerate(text.splitlines(), 1) if x == "[[campaign]]")
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text))
    assert f"line {key_line}: {said}" in str(error.value)


def test_a_missing_key_names_its_table(tmp_path: Path) -> None:
    text = SHIPPED.replace('host = "smtp.gmail.com"\n', "", 1)
    with pytest.raises(ConfigError, match=r"smtp\.host: is missing"):
        load(written(tmp_path, text))


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 1"):
        load(written(tmp_path, "time_zone = \n"))


def test_no_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="mailproc init"):
        load(tmp_path / "config.toml")


def test_one_address_cannot_belong_to_two_units(tmp_path: Path) -> None:
    text = SHIPPED.replace(
        "addresses = []\norganizations", 'addresses = ["a@b.go.th"]\norganizations'
    )
    with pytest.raises(ConfigError, match=r"address of two units"):
        load(written(tmp_path, text))


def test_an_address_is_not_a_units_and_staffs(tmp_path: Path) -> None:
    """It would report for any unit, and decide what is doubtful."""
    both = "both@example.go.th"
    text = SHIPPED.replace("addresses = []   ", f'addresses = ["{both}"]', 1)
    unit = "addresses = []\norganizations"
    text = text.replace(unit, unit.replace("[]", f'["{both}"]'), 1)
    with pytest.raises(ConfigError, match=r"address of a unit and of \[staff\]"):
        load(written(tmp_path, text))


def test_an_address_is_not_a_units_and_the_mailboxs_own(tmp_path: Path) -> None:
    """What comes from there would count for every unit, and never be answered."""
    own = load(written(tmp_path, SHIPPED)).smtp.from_address
    unit = "addresses = []\norganizations"
    text = SHIPPED.replace(unit, unit.replace("[]", f'["{own}"]'), 1)
    with pytest.raises(ConfigError, match="address of a unit and of the mailbox itself"):
        load(written(tmp_path, text))


def test_a_password_comes_from_the_environment_and_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILPROC_MAILBOX__PASSWORD", "geheim")
    config = load(written(tmp_path, SHIPPED))
    assert config.mailbox.password.get_secret_value() == "geheim"
    assert "geheim" not in repr(config)


def test_a_password_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim\n")
    text = SHIPPED.replace('password_file = "" ', 'password_file = "secret" ', 1)
    assert load(written(tmp_path, text)).mailbox.password.get_secret_value() == "geheim"


def test_plain_text_is_for_this_machine_only(tmp_path: Path) -> None:
    text = SHIPPED.replace('security = "tls"', 'security = "none"', 1)
    with pytest.raises(ConfigError, match="this machine only"):
        load(written(tmp_path, text))


def test_units_are_found_by_id_name_and_alias(tmp_path: Path) -> None:
    config = load(written(tmp_path, SHIPPED))
    ids = {
        getattr(config.find_unit(w), "id", None) for w in ("na-mon", "นามน", "อ.นามน", "อ. นามน")
    }
    assert ids == {"na-mon"}
    assert config.find_unit("กรุงเทพ") is None


def test_a_mistake_in_the_environment_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILPROC_MAILBOX__PORT", "abc")
    with pytest.raises(ConfigError, match="environment variable MAILPROC_MAILBOX__PORT"):
        load(written(tmp_path, SHIPPED))


def test_a_list_in_the_environment_is_written_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILPROC_STAFF__ADDRESSES", "geheim@example.go.th")
    with pytest.raises(ConfigError, match=r"MAILPROC_STAFF__ADDRESSES: .* JSON") as error:
        load(written(tmp_path, SHIPPED))
    assert "geheim" not in str(error.value)
    monkeypatch.setenv("MAILPROC_STAFF__ADDRESSES", '["staff@example.go.th"]')
    assert load(written(tmp_path, SHIPPED)).staff.addresses == ("staff@example.go.th",)


def test_a_spelling_of_two_units_is_refused(tmp_path: Path) -> None:
    text = SHIPPED.replace('"อ.นามน"', '"อ. นาคู"', 1)
    with pytest.raises(
        ConfigError, match=r"name or alias of two units 'อ\.นาคู' stands there twice"
    ):
        load(written(tmp_path, text))
