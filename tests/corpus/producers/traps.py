"""Forms that must not count as they are: blank, contradictory, of others, or unclear."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.corpus.pages.answers import OTHER_PROVINCES, Answers
from tests.corpus.pages.fonts import Split
from tests.corpus.producers.documents import Document, documents

Change = Callable[[Random, dict[str, Any], dict[str, str]], None]


def _blank(_: Random, truth: dict[str, Any], words: dict[str, str]) -> None:
    truth["staff_informed"] = None
    words.update(dict.fromkeys(words, ""))


def _elsewhere(rng: Random, _: dict[str, Any], words: dict[str, str]) -> None:
    words["province"] = rng.choice(OTHER_PROVINCES)


def _both_ticked(_: Random, truth: dict[str, Any], __: dict[str, str]) -> None:
    truth["staff_informed"] = "both"


def _not_ticked(_: Random, truth: dict[str, Any], __: dict[str, str]) -> None:
    truth["staff_informed"] = None


def _no_month(_: Random, __: dict[str, Any], words: dict[str, str]) -> None:
    words["period"] = ""


def _two_months(_: Random, __: dict[str, Any], words: dict[str, str]) -> None:
    words["period"] = "มกราคม - กุมภาพันธ์ ๒๕๖๙"


def _more_done(rng: Random, truth: dict[str, Any], words: dict[str, str]) -> None:
    total = int(truth["organizations_total"])
    words["organizations_total"] = str(total)
    words["organizations_done"] = str(total + rng.randint(1, 9))


def _below_nothing(rng: Random, _: dict[str, Any], words: dict[str, str]) -> None:
    words["website"] = f"-{rng.randint(1, 9)}"


def _no_total(_: Random, __: dict[str, Any], words: dict[str, str]) -> None:
    words["organizations_total"] = ""


def _single(rng: Random, _: dict[str, Any], words: dict[str, str]) -> None:
    words["organization"] = rng.choice(("อบต.", "ทต.", "เทศบาลตำบล")) + "โพนงาม"


TRAPS: tuple[Change, ...] = (
    _blank, _blank, _elsewhere, _both_ticked, _not_ticked, _no_month, _two_months, _more_done,
    _below_nothing, _no_total, _single,
)  # fmt: skip


def trap_documents(split: Split, count: int, seed: int = 0) -> Iterator[Document]:
    """`count` documents, none of which may be accepted without a person."""

    def change(rng: Random, answers: Answers) -> Answers:
        truth, words = dict(answers.truth), dict(answers.words)
        chosen = rng.choice(TRAPS)
        chosen(rng, truth, words)
        return Answers({**truth, "trap": chosen.__name__.strip("_")}, words)

    for document in documents(split, count, seed, change=change):
        yield Document(document.data, None, f"{document.truth['trap']} {document.made}")  # type: ignore[index]
