"""File names from mails: shown to people, never used as a path."""

import re

from mailproc.intake.mime.charset import plain
from mailproc.intake.mime.params import Parameters, parse_parameters
from mailproc.intake.mime.parts import Part

LONGEST_NAME = 150


def file_name(part: Part, parameters: Parameters) -> str:
    """The name that Content-Disposition or Content-Type gives to a part, or ""."""
    disposition = parse_parameters(part.first("content-disposition"))[1]
    return clean_name(disposition.get("filename") or parameters.get("name") or "")


def clean_name(name: str) -> str:
    """The last part of a file name, fit to be shown; its ending is kept where it is cut."""
    last = plain(re.split(r"[/\\]", name)[-1])
    if len(last) <= LONGEST_NAME:
        return last
    return f"{last[: LONGEST_NAME - 11]}…{last[-10:]}"


def suffix(media: str) -> str:
    """The ending for a nameless file of that MIME type, or ""."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(media, media.partition("/")[2])
    return f".{ending}" if "/" in media and ending != "octet-stream" else ""
