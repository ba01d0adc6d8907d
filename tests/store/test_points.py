"""Points: float64 through the store, and thinning that keeps extremes."""

from __future__ import annotations

import math
import random

import pytest
from store_help import series, step

from runfolio.models.numbers import from_wire
from runfolio.store.points import CHUNK, EXACT, pack, thin, unpack, wire

ODD = ["NaN", "Infinity", "-Infinity", -0.0, 5e-324, 1.7976931348623157e308, 0.1, float(EXACT)]


def _same(left, right):
    return [math.copysign(1, from_wire(value)) for value in left] == [
        math.copysign(1, from_wire(value)) for value in right] and left == right


def test_numbers_survive_packing():
    assert _same(wire(unpack(pack(ODD))), ODD)
    assert wire(unpack(pack([math.nan, math.inf]))) == ["NaN", "Infinity"]


def test_a_series_of_several_chunks_comes_back(write):
    long = [float(at) for at in range(2 * CHUNK)] + ODD
    put = series(long, [at + 0.32 for at in range(len(long))])
    put.unit, put.decimals, put.line, put.spread = "s", 3, 7, [0.5, "NaN"]
    one = step(1).step_id
    write(lambda tx: tx.metrics.replace(one, "", {"loss": put, "acc": series([1.0])}))
    found = {row.key: row.series for row in write(lambda tx: tx.metrics.of_steps([one]))}
    assert found["loss"] == put
    assert _same(found["loss"].values, long)


def test_metrics_are_replaced_whole_and_only_of_their_step_and_child(write):
    one, two = step(1).step_id, step(2).step_id
    write(lambda tx: [
        tx.metrics.replace(one, "", {"a": series([1.0]), "b": series([2.0])}),
        tx.metrics.replace(one, "c" * 26, {"a": series([3.0])}),
        tx.metrics.replace(two, "", {"a": series([4.0])})])
    write(lambda tx: tx.metrics.replace(one, "", {"a": series([5.0, 6.0])}))
    found = write(lambda tx: tx.metrics.of_steps([two, one]))
    assert [(row.step_id, row.child, row.key, row.series.values) for row in found] == [
        (two, "", "a", [4.0]), (one, "", "a", [5.0, 6.0]), (one, "c" * 26, "a", [3.0])]
    assert write(lambda tx: tx.metrics.of_steps([one], ["b"])) == []
    write(lambda tx: tx.metrics.replace(one, "", {}))
    assert [row.child for row in write(lambda tx: tx.metrics.of_steps([one]))] == ["c" * 26]


def test_a_metric_without_points_is_still_one(write):
    write(lambda tx: tx.metrics.replace(step(1).step_id, "", {"none": series([])}))
    assert write(lambda tx: tx.metrics.of_steps([step(1).step_id]))[0].series == series([])


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 8, 30, 500, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_thinning_keeps_first_last_and_every_extreme(most, seed):
    chance = random.Random(seed)
    values = [chance.choice([chance.gauss(0, 1), chance.gauss(0, 1), "NaN"]) for _ in range(997)]
    values[chance.randrange(997)] = 1e9
    values[chance.randrange(997)] = "-Infinity"
    kept = thin(values, most)
    assert kept == sorted(set(kept))
    assert len(kept) <= most
    shown = [from_wire(values[at]) for at in kept]
    if most >= 3:
        finite = [from_wire(value) for value in values if value != "NaN"]
        assert min(finite) in shown
        assert max(finite) in shown
    if most >= 5:
        assert (kept[0], kept[-1]) == (0, 996)
        assert any(math.isnan(value) for value in shown)


def test_a_series_that_fits_is_not_thinned():
    assert thin([1.0, "NaN", 3.0], 3) == [0, 1, 2]
    assert thin([], 5) == []


def test_a_lone_spike_is_never_lost():
    for place in range(1, 999, 83):
        values = [0.0] * 1000
        values[place] = -1.0
        assert place in thin(values, 20)
