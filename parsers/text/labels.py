"""Where a form's printed texts stand in a document's lines.

Printed texts are matched on skeletons, so that spacing, line breaks and lost marks do not matter,
and exactly before nearly. Which of several matches is meant follows from the printed order.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.form import Field, Form
from parsers.text.printed import STRONG, Span, Text, find, find_near
from parsers.thai import skeleton


@dataclass(slots=True)
class Sheet:
    """One filled form in a document: where its labels stand, between `start` and `end`."""

    form: Form
    start: int
    end: int
    labels: dict[str, Span] = field(default_factory=dict)
    printed: list[Span] = field(default_factory=list)
    titled: bool = True


def find_sheets(text: Text, form: Form) -> list[Sheet]:
    """Every copy of the form in the text, in order. A text that only quotes its title is none."""
    titles = _titles(text, form)
    starts = [(t.end, True) for t in titles] or [(0, False)]
    ends = [t.start for t in titles[1:]] + [len(text.bones)]
    sheets = []
    for (start, titled), end in zip(starts, ends, strict=True):
        sheet = _sheet(text, form, start, end, titled)
        if sheet:
            sheets.append(sheet)
    return sheets


def _titles(text: Text, form: Form) -> list[Span]:
    """The form's title, each time that it is printed, exactly or nearly."""
    exact = find(text, form.title)
    exact = exact if exact and exact[0].score == 1 else []
    titles, at = [], 0
    for stop, title in [*((t.start, t) for t in exact), (len(text.bones), None)]:
        while near := find_near(text, skeleton(form.title), at, stop):
            titles.append(near)
            at = near.end
        if title:
            titles.append(title)
            at = title.end
    return titles


def _sheet(text: Text, form: Form, start: int, end: int, titled: bool) -> Sheet | None:
    """The form between two places, or None where too few of its labels stand there."""
    body_end = _footer(text, form, start, end)
    sheet = Sheet(form, start, body_end, titled=titled)
    sheet.printed = sorted(
        (s for p in form.printed for s in find(text, p, start, body_end)), key=lambda s: s.start
    )
    sheet.labels = _in_order(text, form, sheet)
    strong = [f for f in form.fields if len(skeleton(f.labels[0])) >= STRONG]
    share = sum(f.key in sheet.labels for f in strong) / max(1, len(strong))
    return sheet if share >= (0.5 if titled else 0.75) else None


def _footer(text: Text, form: Form, start: int, end: int) -> int:
    """Where the form's printed end begins: the first footer text after its long labels."""
    strong = [f.labels[0] for f in form.fields if len(skeleton(f.labels[0])) >= STRONG]
    firsts = [s[0].end for label in strong if (s := find(text, label, start, end))]
    after = max(firsts, default=start)
    spots = [
        s.start
        for f in form.footer
        for s in find(text, f, after, end)
        if s.score == 1 and text.line_start(s.start)
    ]
    return min(spots, default=end)


def _in_order(text: Text, form: Form, sheet: Sheet) -> dict[str, Span]:
    """One match for each field so that they follow in printed order and score most together."""
    chains: list[tuple[float, int, tuple[tuple[str, Span], ...]]] = [(0.0, sheet.start, ())]
    for item in form.fields:
        candidates = _candidates(text, item, sheet)
        grown = [
            (score + _worth(text, item, span), span.end, (*chain, (item.key, span)))
            for score, at, chain in chains
            for span in candidates
            if span.start >= at
        ]
        chains = _best(chains + grown)
    labels = dict(max(chains, key=lambda c: (c[0], -c[1]))[2])
    for item in form.fields:  # printed in another order: only where there is no choice
        if item.key not in labels and len(skeleton(item.labels[0])) >= STRONG:
            free = [s for s in _candidates(text, item, sheet) if not _taken(s, labels)]
            if len(free) == 1:
                labels[item.key] = free[0]
    return labels


def _candidates(text: Text, item: Field, sheet: Sheet) -> list[Span]:
    spans: list[Span] = []
    for label in item.labels:
        spans = find(text, label, sheet.start, sheet.end)
        if spans:
            break
    return [s for s in spans if not _inside(s, sheet.printed)]


def _inside(span: Span, printed: Sequence[Span]) -> bool:
    i = bisect_left(printed, span.start, key=lambda p: p.end)
    return i < len(printed) and printed[i].start <= span.start and span.end <= printed[i].end


def _taken(span: Span, labels: dict[str, Span]) -> bool:
    return any(span.start < o.end and o.start < span.end for o in labels.values())


def _worth(text: Text, item: Field, span: Span) -> float:
    """How much a match counts: labels open lines or stand after room, values do not."""
    stand = 0.0
    if text.line_start(span.start):
        stand = 0.3
    elif text.letter(span.start).gap:
        stand = 0.2
    return 1.0 + span.score + stand


def _best(
    chains: list[tuple[float, int, tuple[tuple[str, Span], ...]]],
) -> list[tuple[float, int, tuple[tuple[str, Span], ...]]]:
    """Chains that no other beats both in score and in how early they end."""
    kept: list[tuple[float, int, tuple[tuple[str, Span], ...]]] = []
    for chain in sorted(chains, key=lambda c: (c[1], -c[0])):
        if not kept or chain[0] > kept[-1][0]:
            kept.append(chain)
    return kept
