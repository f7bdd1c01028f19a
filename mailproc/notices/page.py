"""A mail's HTML as one page that a browser can show: the pictures of the mail stand in it."""

from base64 import b64encode
from collections.abc import Iterable

from storage.correspondence import NewNotice


def page_of(notice: NewNotice) -> str:
    """The notice's HTML with its pictures as data."""
    return with_pictures(notice.html, notice.attachments)


def with_pictures(html: str, files: Iterable[tuple[str, str, bytes]]) -> str:
    """The HTML, in which files (name, media type, bytes) that it names by `cid:` stand as data."""
    for name, media, data in files:
        html = html.replace(f'"cid:{name}"', f'"data:{media};base64,{b64encode(data).decode()}"')
    return html
