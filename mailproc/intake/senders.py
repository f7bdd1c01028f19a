"""Senders: whose mail this is, and whether the receiving server vouches for it. Pure.

Only what the server itself wrote is believed: the topmost Authentication-Results (RFC 8601) that
carries its name. Everything else in a mail can be written by anybody. What the mailbox's own
account mails to itself has no such result where it never leaves the server (Gmail): for that the
Sent folder vouches (`intake.own_mail`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mailproc.config import Config
from mailproc.intake.mime.headers import MailHeaders

Reason = Literal[
    "",
    "none",
    "two_from",
    "several_addresses",
    "group",
    "malformed",
    "resent",
    "no_results",
    "not_in_sent_folder",
    "dmarc_fail",
    "not_aligned",
    "unknown_sender",
]
_GMAIL = ("gmail.com", "googlemail.com")
_METHOD = re.compile(r"^(dmarc|spf|dkim)(?:/1)?\s*=\s*([a-z]+)(?=[\s(]|$)(.*)$", re.S)
_PROPERTY = re.compile(r"\b(smtp\.mailfrom|header\.[a-z]+)\s*=\s*(\S+)")
_COMMENT = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a mail. `address` is bare and in lower case, "" where nobody can be named.

    `authentic`: the receiving server vouches that the mail is from there. `unit`: the id of the
    unit that the address belongs to, whether authentic or not. `staff`: an address of provincial
    staff, or the mailbox's own account. `own`: one of our own notices came back. `reason`: "" or
    why the mail is not authentic, or `unknown_sender`.
    """

    address: str
    authentic: bool
    unit: str | None
    staff: bool
    own: bool
    reason: Reason


def judge(
    headers: MailHeaders, config: Config, approved: Mapping[str, str], *, in_sent_folder: bool
) -> Sender:
    """Whose mail this is. `approved`: address to unit id, as staff approved them.

    `in_sent_folder`: the very mail lies in the account's own Sent folder, which vouches for what is
    said to be from the account if no server was asked, and against no verdict of a server.
    """
    address = headers.from_addresses[0] if headers.from_addresses else ""
    reason = _doubt(headers, address, config.mailbox.authserv_id)
    ours = bool(address) and is_own(address, config)
    own = ours and bool(headers.notice)
    if reason == "no_results" and ours and not own:
        reason = "" if in_sent_folder else "not_in_sent_folder"
    if headers.from_problem:
        return Sender(address, False, None, False, own, reason)
    unit = unit_of(address, config, approved)
    staff = (ours and not own) or address in config.staff.addresses
    if not reason and unit is None and not staff and not own:
        reason = "unknown_sender"
    return Sender(address, reason in ("", "unknown_sender"), unit, staff, own, reason)


def speaks_against(reason: str) -> bool:
    """Whether the reason that is kept with a mail keeps it from being answered: a machine sent it,
    or nobody vouches for it. That nobody knew its sender is for staff to settle.
    """
    return reason not in ("", "unknown_sender")


def canonical(address: str) -> str:
    """Our own address in the one spelling that all its spellings at Gmail share.

    Gmail delivers with and without dots, with +anything, and by way of googlemail.com. Only for
    telling our own mail: nobody else's address is bent like this.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    if domain in _GMAIL:
        return f"{local.split('+')[0].replace('.', '')}@{_GMAIL[0]}"
    return f"{local.split('+')[0]}@{domain}"


def is_own(address: str, config: Config) -> bool:
    """Whether it is an address of ours, in any spelling."""
    return canonical(address) in _own_addresses(config)


def _own_addresses(config: Config) -> set[str]:
    accounts = (config.mailbox.username, config.smtp.username, config.smtp.from_address)
    return {canonical(a) for a in accounts if "@" in a}


def unit_of(address: str, config: Config, approved: Mapping[str, str]) -> str | None:
    """The id of the unit that the address belongs to, by configuration or approval, or None."""
    for unit in config.unit:
        if address in unit.addresses:
            return unit.id
    unit_id = approved.get(address)
    return unit_id if unit_id in config.unit_by_id else None


def _doubt(headers: MailHeaders, address: str, authserv_id: str) -> Reason:
    """Why the From address cannot be believed, "" if it can."""
    for word in ("none", "two_from", "several_addresses", "group", "malformed", "resent"):
        if headers.from_problem == word:
            return word
    if not authserv_id:
        return ""
    for value in headers.authentication_results:
        results = _results(value, authserv_id)
        if results is not None:
            return _verdict(results, address.rpartition("@")[2])
    return "no_results"


def _results(value: str, authserv_id: str) -> list[tuple[str, str, dict[str, str]]] | None:
    """(method, result, properties) of a field; None if another server wrote it.

    A quote or a stray bracket comes from outside, by way of an odd envelope address that the
    server copied, or stands where the field was cut: then nothing in the field can be told apart,
    and nothing is believed.
    """
    # Within a comment, too: what looks like its end may be within the quote.
    quoted = re.search(r'["\\]', value) is not None
    while (shorter := _COMMENT.sub(" ", value)) != value:
        value = shorter
    head, *rest = value.split(";")
    names = head.strip().lower().split()
    if not names or names[0] != authserv_id.lower():
        return None
    if quoted or re.search("[()]", value):
        return []
    found = []
    for entry in rest:
        if method := _METHOD.match(entry.strip().lower()):
            found.append((method[1], method[2], dict(_PROPERTY.findall(method[3]))))
    return found


def _verdict(results: list[tuple[str, str, dict[str, str]]], domain: str) -> Reason:
    """DMARC pass for that domain; where DMARC was not asked, SPF or DKIM pass aligned with it."""
    dmarc = [r for r in results if r[0] == "dmarc" and r[1] != "none"]
    if dmarc:
        passed = all(
            result == "pass" and said.get("header.from", domain) == domain
            for _, result, said in dmarc
        )
        return "" if passed else "dmarc_fail"
    for method, result, said in results:
        names = ("smtp.mailfrom",) if method == "spf" else ("header.d", "header.i")
        if method in ("spf", "dkim") and result == "pass":
            domains = [said[n].rpartition("@")[2] for n in names if n in said]
            if domains and all(aligned(d, domain) for d in domains):
                return ""
    return "not_aligned"


def aligned(vouched: str, domain: str) -> bool:
    """Whether they are one domain, or one within the other (RFC 7489, relaxed), not by a suffix.

    Without a list of public suffixes: `x.go.th` may vouch for what is below it, `go.th` may not.
    """
    vouched, domain = vouched.strip("."), domain.strip(".")
    if vouched == domain:
        return True
    shorter, longer = sorted((vouched, domain), key=len)
    labels = shorter.split(".")
    is_suffix = len(labels) < 2 or (len(labels) == 2 and len(labels[1]) == 2 and len(labels[0]) < 4)
    return longer.endswith("." + shorter) and not is_suffix
