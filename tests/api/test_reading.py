"""Arguments of a request: what a client adds of its own is not ours to refuse."""

from __future__ import annotations

import pytest

from runfolio.api.reading import arguments
from runfolio.api.routes import ROUTES
from runfolio.errors import BadRequest

HEALTH = next(row for row in ROUTES if row.path == "health")


def test_the_number_that_jupyterlab_adds_against_caches_is_ignored():
    assert arguments(HEALTH, {}, {"1795495150944": [b""]}, b"") == {}


@pytest.mark.parametrize("name", ["nonsense", "1795a", "-1", "9" * 40])
def test_any_other_unknown_parameter_is_refused(name):
    with pytest.raises(BadRequest):
        arguments(HEALTH, {}, {name: [b""]}, b"")
