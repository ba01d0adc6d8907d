"""A handler that prints an exception prints no metric, however many numbers the message has."""

from __future__ import annotations

import pytest

from runfolio.facts import metrics
from runfolio.models.output import Output


def _grades(text: str) -> dict[str, str]:
    facts = metrics.extract("", [Output(kind="stream", name="stdout", text=text)])
    return {key: series.grade for key, series in facts.metrics.items()}


@pytest.mark.parametrize(
    "text",
    [
        "ValueError: sizes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)\n",
        "failed with KeyError: 12\n",
        "IndexError: position 9 of axis 0 with size 5: 9\n",
        "numpy.linalg.LinAlgError: leading minor: 3\n",
        "Caught TypeError('takes 2 arguments: 3')\n",
        "RuntimeWarning: overflow after step: 17\n",
    ],
)
def test_an_exception_is_no_metric(text: str) -> None:
    assert _grades(text) == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Error: 0.25\n", "Error"),
        ("MeanSquaredError: 0.25\n", "MeanSquaredError"),
        ("test error: 0.25\n", "test error"),
        ("ReconstructionError = 0.25\n", "ReconstructionError"),
    ],
)
def test_an_error_that_is_a_measure_is_a_result(text: str, key: str) -> None:
    assert _grades(text) == {key: "result"}


def test_what_stands_before_an_exception_is_read() -> None:
    assert _grades("loss: 0.5, then ValueError: bad shape: 3\n") == {"loss": "result"}
