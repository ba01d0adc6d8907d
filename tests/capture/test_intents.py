"""Intents joined with executions: by message id, else by digest and first in, first out."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest

from runfolio.capture import intents
from runfolio.capture.intents import IntentBook
from runfolio.models.base import Time, from_us
from runfolio.models.intent import Intent, IntentBatch, IntentCell, IntentItem

START = from_us(1_800_000_000_000_000)


class Clock:
    """Time as the test wants it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> Time:
        return self.now

    def on(self, seconds: float) -> Time:
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(clock) -> IntentBook:
    return IntentBook(clock)


def item(cell_id: str, msg_id: str | None = None, code: str = "x", **more: Any) -> IntentItem:
    digest = hashlib.sha256(code.encode()).hexdigest()
    return IntentItem(msg_id=msg_id, cell_id=cell_id, source_digest=digest, **more)


def batch(intent_id: str, *items: IntentItem, kind: Any = "run", **more: Any) -> IntentBatch:
    intent = Intent(
        intent_id=intent_id,
        kind=kind,
        kernel_id=more.pop("kernel_id", "k"),
        path=more.pop("path", "a.ipynb"),
        items=list(items),
        **more,
    )
    return IntentBatch(intents=[intent])


CELLS = [
    IntentCell(cell_id="t", cell_type="markdown", heading="Data"),
    IntentCell(cell_id="c1", cell_type="code", heading="Data"),
    IntentCell(cell_id="r", cell_type="raw"),
    IntentCell(cell_id="c2", cell_type="code", heading="Model"),
]


def test_claim_by_message_id(book):
    tags, metadata = ["parameters"], {"off": True}
    book.add(
        batch(
            "i",
            item("c2", "m", tags=tags, runfolio=metadata),
            user="ada",
            document="d",
            cells=CELLS,
        )
    )
    claim = book.claim("k", "m", "whatever ran")
    assert claim is not None
    assert (claim.cell_id, claim.tags, claim.runfolio) == ("c2", tags, metadata)
    assert (claim.kind, claim.first, claim.by) == ("run", True, "msg_id")
    assert (claim.path, claim.user, claim.document) == ("a.ipynb", "ada", "d")
    assert claim.cells == CELLS
    assert (claim.number, claim.heading) == (2, "Model")


def test_the_same_claim_again_gives_the_same_answer(book):
    book.add(batch("i", item("c1", "m")))
    assert book.claim("k", "m", "x") == book.claim("k", "m")
    assert book.claim("k", "other", "x") is None, "a claimed item is nobody else's"


def test_run_all_says_which_item_is_its_first(book):
    book.add(batch("i", item("a", "m1"), item("b", "m2"), item("c", "m3"), kind="run-all"))
    claims = [book.claim("k", msg_id) for msg_id in ("m2", "m1", "m3")]
    assert [claim.first for claim in claims if claim] == [False, True, False]
    assert {claim.kind for claim in claims if claim} == {"run-all"}


def test_items_without_message_id_join_by_digest_first_in_first_out(book):
    book.add(batch("i1", item("a", code="fit()"), item("b", code="plot()")))
    book.add(batch("i2", item("c", code="fit()")))
    claims = [book.claim("k", f"m{n}", code) for n, code in enumerate(["fit()", "plot()", "fit()"])]
    assert [claim.cell_id for claim in claims if claim] == ["a", "b", "c"]
    assert {claim.by for claim in claims if claim} == {"digest"}
    assert book.claim("k", "m4", "fit()") is None


def test_items_with_a_message_id_are_not_joined_by_digest(book):
    book.add(batch("i", item("a", "m1", code="fit()")))
    assert book.claim("k", "m2", "fit()") is None
    assert book.claim("k", "m1", "edited since") is not None


def test_aborted_requests_join_by_message_id_only(book):
    book.add(batch("i", item("a", code="x"), item("b", "m", code="x")))
    assert book.claim("k", "other") is None
    claim = book.claim("k", "m")
    assert claim is not None
    assert claim.cell_id == "b"


def test_kernels_are_apart(book):
    book.add(batch("i", item("a", "m"), kernel_id="k1"))
    assert book.claim("k2", "m", "x") is None
    assert not book.expects("k2")
    assert book.expects("k1")


def test_the_same_intent_again_changes_nothing(book):
    for _ in range(2):
        book.add(batch("i", item("a", code="x"), kind="new-run"))
    assert book.claim("k", "m1", "x") is not None
    assert book.claim("k", "m2", "x") is None
    assert book.new_run_asked("k")
    book.add(batch("i", kind="new-run"))
    assert not book.new_run_asked("k")


def test_new_run_is_consumed_by_asking(book):
    assert not book.new_run_asked("k")
    book.add(batch("i", kind="new-run"))
    assert book.expects("k")
    assert [book.new_run_asked("k") for _ in range(2)] == [True, False]
    assert not book.new_run_asked("another")


def test_unknown_documents_are_asked_for_once_each(book):
    one = batch("i1", item("c1", "m1"), document="d1")
    one.intents += batch("i2", item("c1", "m2"), document="d1").intents
    assert book.add(one) == ["d1"]
    claim = book.claim("k", "m1")
    assert claim is not None
    assert (claim.cells, claim.number, claim.heading) == (None, None, None)
    assert book.add(batch("i3", kind="document", document="d1", cells=CELLS)) == []
    assert book.add(batch("i4", item("c1", "m4"), document="d1")) == []
    assert book.cells("d1") == CELLS
    late = book.claim("k", "m1")
    assert late is not None
    assert (late.number, late.heading) == (1, "Data"), "cells that came later are found"


def test_a_known_intent_sent_again_with_its_cells_brings_them(book):
    assert book.add(batch("i", item("c1", "m"), document="d")) == ["d"]
    assert book.add(batch("i", item("c1", "m"), document="d", cells=CELLS)) == []
    claim = book.claim("k", "m")
    assert claim is not None
    assert claim.cells == CELLS


def test_a_document_and_its_first_use_in_one_batch(book):
    both = batch("i1", item("c1", "m"), document="d")
    both.intents += batch("i2", kind="document", document="d", cells=CELLS).intents
    assert book.add(both) == []


def test_cells_that_are_not_in_the_document_have_no_number(book):
    book.add(batch("i", item("gone", "m"), document="d", cells=CELLS))
    claim = book.claim("k", "m")
    assert claim is not None
    assert (claim.number, claim.heading) == (None, None)


def test_the_end_of_an_epoch_forgets_what_never_ran_in_it(book, clock):
    book.add(batch("i1", item("a", "m1"), item("b", code="x")))
    ended = clock.on(1)
    clock.on(1)
    book.add(batch("i2", item("c", "m2")))
    book.end_epoch("k", ended)
    assert book.claim("k", "m1") is None
    assert book.claim("k", "m9", "x") is None
    assert book.claim("k", "m2") is not None, "what came after the end is the next epoch's"
    assert book.expects("k")
    book.end_epoch("k", clock.on(1))
    assert not book.expects("k")
    book.end_epoch("never heard of", clock.on(1))


def test_everything_is_bounded(book, monkeypatch):
    monkeypatch.setattr(intents, "MAX_PENDING", 10)
    monkeypatch.setattr(intents, "MAX_CLAIMED", 10)
    monkeypatch.setattr(intents, "MAX_INTENTS", 10)
    monkeypatch.setattr(intents, "MAX_DOCUMENTS", 10)
    monkeypatch.setattr(intents, "MAX_KERNELS", 10)
    for n in range(50):
        book.add(
            batch(
                f"i{n}",
                item("a", f"m{n}"),
                item("b", code=str(n)),
                kernel_id=f"k{n % 20}",
                document=f"d{n}",
                cells=CELLS,
            )
        )
    assert book.cells("d0") is None
    assert book.cells("d49") == CELLS
    assert book.claim("k5", "m5") is None, "the oldest are forgotten"
    assert book.claim("k9", "m49", "49") is not None
    sizes = [len(vars(book)[name]) for name in ("_kernels", "_documents", "_seen", "_pending")]
    assert max(sizes) <= 10
    left = sum(len(k.by_msg_id) + len(k.by_digest) for k in vars(book)["_kernels"].values())
    assert left == len(vars(book)["_pending"])


def test_threads_share_the_book(book):
    def post(n: int) -> None:
        for one in range(200):
            book.add(batch(f"i{n}-{one}", item("c", f"m{n}-{one}")))

    threads = [threading.Thread(target=post, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [book.claim("k", f"m{n}-{one}") for n in range(4) for one in range(200)]
    assert all(found)
