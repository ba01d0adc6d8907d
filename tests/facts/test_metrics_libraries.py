"""Metrics of what scikit-learn, pandas and matplotlib really print and show."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from sklearn import datasets, metrics, model_selection
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC

from runfolio.facts.metrics import extract
from runfolio.models.metric import MetricFacts
from runfolio.models.output import Content, Output

matplotlib.use("agg")
X, Y = datasets.load_iris(return_X_y=True)
FRAME = datasets.load_iris(as_frame=True).frame


def printed(function: Any, *arguments: Any) -> MetricFacts:
    """Facts of all that a call prints."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        function(*arguments)
    return extract("", [Output(kind="stream", name="stdout", text=stream.getvalue())])


def shown(code: str, value: Any) -> MetricFacts:
    """Facts of a value as Jupyter shows it."""
    contents = [Content(mime="text/plain", size=1, text=repr(value))]
    html = value._repr_html_() if hasattr(value, "_repr_html_") else None
    if html:
        contents.append(Content(mime="text/html", size=len(html), text=html))
    return extract(code, [Output(kind="execute_result", contents=contents)])


@pytest.mark.parametrize("digits", [2, 4])
def test_classification_report(digits: int) -> None:
    report = metrics.classification_report(Y, Y, digits=digits)
    facts = printed(print, report)
    assert len(facts.metrics) == 1 + 3 * 5
    assert facts.metrics["accuracy"].values == [1.0]
    assert facts.metrics["2.recall"].grade == "result"
    assert facts.metrics["macro avg.f1-score"].decimals == digits
    assert shown("classification_report(y, p)", report).metrics.keys() == facts.metrics.keys()
    as_dict = metrics.classification_report(Y, Y, output_dict=True)
    assert shown("report", as_dict).metrics.keys() == facts.metrics.keys()


def test_cross_validation() -> None:
    scores = model_selection.cross_val_score(SVC(), X, Y, cv=12)
    facts = shown("cross_val_score(SVC(), X, Y, cv=12)", scores)
    assert facts.metrics["cross_val_score(SVC(), X, Y, cv=12)"].values == list(scores.round(8))
    assert printed(print, "Scores:", scores).metrics["Scores"].x == list(range(12))
    result = model_selection.cross_validate(SVC(), X, Y, cv=3, return_train_score=True)
    assert list(shown("cv", result).metrics) == ["test_score", "train_score"]


def test_scores_as_values() -> None:
    facts = shown("accuracy_score(Y, Y)", metrics.accuracy_score(Y, Y))
    assert facts.metrics["accuracy_score(Y, Y)"].values == [1.0]
    facts = shown("model.score(X, Y)", np.float64(0.5))
    assert facts.metrics["model.score(X, Y)"].grade == "result"


def test_search() -> None:
    search = model_selection.GridSearchCV(SVC(), {"C": [1, 10]}, cv=2).fit(X, Y)
    facts = shown("search.best_params_", search.best_params_)
    assert facts == MetricFacts(selected=search.best_params_)
    assert shown("search", search) == MetricFacts()


def test_verbose_training() -> None:
    facts = printed(GradientBoostingClassifier(n_estimators=5, verbose=2).fit, X, Y)
    assert facts.metrics["Train Loss"].x == [1, 2, 3, 4, 5]
    assert list(facts.metrics) == ["Train Loss"]
    facts = printed(SGDClassifier(verbose=1, max_iter=4, tol=None).fit, X, Y == 0)
    assert facts.metrics["Avg. loss"].x == [1, 2, 3, 4]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        facts = printed(MLPClassifier(verbose=True, max_iter=3).fit, X, Y)
    assert list(facts.metrics) == ["loss"]
    assert facts.metrics["loss"].x == [1, 2, 3]


def test_frames_are_none() -> None:
    assert printed(FRAME.info) == MetricFacts()
    for frame in (FRAME.head(), FRAME.describe(), FRAME.corr(), FRAME.isna().sum(),
                  FRAME.target.value_counts(), FRAME.dtypes, FRAME.groupby("target").mean()):
        assert shown("frame", frame) == MetricFacts()
        assert printed(print, frame) == MetricFacts()
    assert shown("df.shape", FRAME.shape) == MetricFacts()


def test_a_frame_of_one_row_counts_and_a_row_of_the_data_is_observed() -> None:
    row = pd.DataFrame([{"accuracy": 0.9, "f1": 0.8}], index=["SVC"])
    for facts in (shown("pd.DataFrame([row])", row), printed(print, row)):
        assert {key: series.grade for key, series in facts.metrics.items()} == {
            "accuracy": "result", "f1": "result",
        }
    observed = shown("df.head(1)", row)
    assert {series.grade for series in observed.metrics.values()} == {"observation"}


def test_a_frame_of_epochs_is_a_series() -> None:
    frame = pd.DataFrame({"epoch": [1, 2, 3], "loss": [0.3, 0.2, np.nan]})
    for facts in (shown("history", frame), printed(print, frame)):
        assert facts.metrics["loss"].values == [0.3, 0.2, "NaN"]
        assert facts.metrics["loss"].x == [1, 2, 3]


def test_plots_and_objects_are_none() -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    values = [figure, axes, axes.plot([0.1, 0.2]), axes.set_title("loss 0.3"), axes.hist([1, 2, 2]),
              axes.imshow([[1, 2]]), SVC(C=0.5), datasets.load_iris(), X[:3], Y[:5],
              metrics.confusion_matrix(Y, Y)]
    plt.close(figure)
    for value in values:
        assert shown("thing", value) == MetricFacts()
        assert not [key for key, series in printed(print, value).metrics.items()
                    if series.grade == "result"]
