"""`mailproc service`: the systemd unit that keeps the worker running."""

import argparse
import getpass
import re
import sys
from pathlib import Path

from mailproc.app import make_data_dir
from mailproc.commands.common import config_path
from mailproc.config import Config, load

UNIT = """\
# Written by `mailproc service`. Install it with
#   mailproc service | sudo tee /etc/systemd/system/mailproc.service
#   sudo systemctl daemon-reload && sudo systemctl enable --now mailproc
# Log: journalctl -u mailproc. Passwords that stand in no file go into {environment}
# (MAILPROC_MAILBOX__PASSWORD=…, one a line, mode 0600).

[Unit]
Description=mailproc: monthly reports from the mailbox
Wants=network-online.target
After=network-online.target

[Service]
User={user}
ExecStart={program} run --config {config}
EnvironmentFile=-{environment}
Restart=always
RestartSec=60
RestartPreventExitStatus=2
TimeoutStopSec=60
KillMode=mixed
OOMPolicy=continue
MemoryMax=3G
TasksMax=256

UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
# unshare: files from outside are read in a process without network.
SystemCallFilter=@system-service unshare
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


def run(args: argparse.Namespace) -> int:
    """Print the unit for this installation, this user and this configuration."""
    path = config_path(args).resolve()
    config = load(path)
    for folder in _written(config):
        # systemd starts no unit whose folders are not there.
        make_data_dir(folder)
    print(unit_of(config, path, getpass.getuser()), end="")
    return 0


def unit_of(config: Config, path: Path, user: str) -> str:
    """The unit file. Where it may write is what the configuration names, and nothing else."""
    return UNIT.format(
        user=user,
        program=_argument(Path(sys.executable).with_name("mailproc")),
        config=_argument(path),
        environment=_escaped(path.with_name("mailproc.env")),
        writable=" ".join(map(_quoted, _written(config))),
    )


def _written(config: Config) -> list[Path]:
    folders = [config.data_dir, config.backup_dir]
    if config.database.startswith("sqlite:///"):
        folders.append(Path(config.database.removeprefix("sqlite:///")).parent)
    return list(dict.fromkeys(folders))


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(path: Path) -> str:
    text = _escaped(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"' if re.search(r"[\s'\"\\]", text) else text


def _argument(path: Path) -> str:
    # systemd puts variables of the environment into a command, and nowhere else.
    return _quoted(path).replace("$", "$$")
