"""A notice as one page that a browser can show: the pictures of the mail stand in it."""

from base64 import b64encode

from storage.records import NewNotice


def page_of(notice: NewNotice) -> str:
    """The notice's HTML with its pictures as data."""
    html = notice.html
    for name, media, data in notice.attachments:
        html = html.replace(f'"cid:{name}"', f'"data:{media};base64,{b64encode(data).decode()}"')
    return html
