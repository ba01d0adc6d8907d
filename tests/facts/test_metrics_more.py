"""Outputs of real libraries and habits beside the contract: what is read of them, and of what
nothing is. data/more.json was read and judged by eye; data/nothing.txt must give nothing at all."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from test_metrics import outputs_of, plain

from runfolio.facts import metrics
from runfolio.facts.lines import HEAD, TAIL
from runfolio.models.metric import MetricFacts, Series
from runfolio.models.output import Content, Output

DATA = Path(__file__).with_name("data")
MORE: list[dict[str, Any]] = json.loads((DATA / "more.json").read_text("utf-8"))["vectors"]
NOTHING = [
    part.partition("\n")[::2]
    for part in (DATA / "nothing.txt").read_text("utf-8").replace("␍", "\r").split("=== ")[1:]
]


def stream(*texts: str, code: str = "", language: str = "python") -> MetricFacts:
    """Facts of streams, stdout and stderr by turns."""
    outputs = [
        Output(kind="stream", name=("stdout", "stderr")[index % 2], text=text)
        for index, text in enumerate(texts)
    ]
    return metrics.extract(code, outputs, language=language)


def values(facts: MetricFacts) -> dict[str, list[Any]]:
    """Values by key."""
    return {key: series.values for key, series in facts.metrics.items()}


@pytest.mark.parametrize("vector", MORE, ids=[vector["name"] for vector in MORE])
def test_more(vector: dict[str, Any]) -> None:
    facts = metrics.extract(vector["code"], outputs_of(vector["kind"], vector["text"]))
    assert plain(facts) == vector["metrics"]
    assert facts.selected == vector["selected"]


@pytest.mark.parametrize(("name", "text"), NOTHING, ids=[name for name, _ in NOTHING])
def test_nothing(name: str, text: str) -> None:
    assert stream(text) == MetricFacts()


@pytest.mark.parametrize(("name", "text"), NOTHING, ids=[name for name, _ in NOTHING])
def test_nothing_gives_no_result_as_a_value(name: str, text: str) -> None:
    facts = metrics.extract("thing", outputs_of("execute_result", text))
    assert not [key for key, series in facts.metrics.items() if series.grade == "result"]


OBSERVED = [
    ("Number of classes: 10", 10), ("alpha = 0.01", 0.01), ("Max value: 255", 255),
    ("Vocab size: 20000", 20000), ("learning rate: 1e-3", 0.001), ("obj = -1.23", -1.23),
    ("Total params: 25,450 (99.41 KB)", 25450), ("class: 1", 1), ("epochs: 10", 10),
    ("C-index: 0.7", 0.7), ("score weight: 0.3", 0.3), ("threshold for f1: 0.4", 0.4),
]


@pytest.mark.parametrize(("text", "value"), OBSERVED)
def test_observations(text: str, value: float) -> None:
    facts = stream(f"{text}\n")
    assert [(series.values, series.grade) for series in facts.metrics.values()] == [
        ([value], "observation")
    ]


VALUES = [
    ("accuracy", "0.93", "result"), ("1 - err", "0.1", "observation"),
    ("np.sqrt(mean_squared_error(y, p))", "3.1", "result"), ("losses[-1]", "0.1", "result"),
    ("np.argmax(scores)", "3", "observation"), ("len(scores)", "3", "observation"),
    ("scores.shape[0]", "3", "observation"), ("history.history['val_loss'][-1]", "0.2", "result"),
    ("results['test_score'].mean()", "0.9", "result"), ("df.score.mean()", "3.0", "observation"),
    ("housing['error'].mean()", "3.0", "observation"), ("grid.best_score_", "0.9", "result"),
    ("grid.best_index_", "3", "observation"), ("foo(accuracy)", "3", "observation"),
    ("round(acc, 3)", "0.93", "result"), ("loss.item()", "0.3", "result"),
    ("matthews_corrcoef(y, p)", "0.3", "result"), ("model.score(X[index], y)", "0.3", "result"),
    ("df['loss'].iloc[0]", "0.3", "observation"), ("x", "3", "observation"),
]


@pytest.mark.parametrize(("code", "text", "grade"), VALUES, ids=[value[0] for value in VALUES])
def test_a_value_has_the_grade_of_its_expression(code: str, text: str, grade: str) -> None:
    facts = metrics.extract(code, outputs_of("execute_result", text))
    assert {key: series.grade for key, series in facts.metrics.items()} == {code: grade}
    assert facts.metrics[code].source == "value"
    assert facts.metrics[code].line == 1


NO_VALUES = [
    ("time.time() - start", "3.2"), ("clf.predict_proba(X)[0, 1]", "0.9"), ("df.shape", "(5, 3)"),
    ("model", "SVC(C=0.5)"), ("config", "{'lr': 0.1}"), ("model.get_params()", "{'C': 0.1}"),
    ("confusion_matrix(y, p)", "array([[50, 0],\n       [1, 49]])"), ("weights", "[0.1, 0.9]"),
    ("plt.plot(losses)", "[<matplotlib.lines.Line2D at 0x7f3b1c0d5e50>]"), ("acc > 0.5", "True"),
    ("y_scores", "array([0.1, 0.2])"), ("name", "'loss'"), ("clf.score(X, y);", ""),
    ("counts", "{" + ", ".join(f"'k{index}': {index}" for index in range(60)) + "}"),
]


@pytest.mark.parametrize(("code", "text"), NO_VALUES, ids=[value[0] for value in NO_VALUES])
def test_values_that_are_no_metrics(code: str, text: str) -> None:
    assert metrics.extract(code, outputs_of("execute_result", text)) == MetricFacts()


def test_streams_are_joined_and_the_other_stream_begins_a_line() -> None:
    facts = stream("Epoch 1\nacc", "\r100%|##| 2/2 [00:01<00:00, loss=0.5]", ": 0.9\nf1: 0.8\n")
    assert values(facts) == {"loss": [0.5], "f1": [0.8]}
    chunks = [Output(kind="stream", name="stdout", text=text) for text in ("los", "s: 0.", "3\n")]
    assert values(metrics.extract("", chunks)) == {"loss": [0.3]}


def test_a_bar_that_is_cut_by_the_other_stream_counts_once() -> None:
    facts = stream("", "\r 50%|# | 1/2 [00:01<00:01, loss=0.9]", "saved\n",
                   "\r100%|##| 2/2 [00:02<00:00, loss=0.5]\n")
    assert values(facts) == {"loss": [0.5]}


def test_decimals_are_those_printed() -> None:
    facts = stream("loss: 0.250\nacc: 93.5%\nloss: 0.2\nmse: 1.5e-3\nrows: 3\n")
    found = {key: series.decimals for key, series in facts.metrics.items()}
    assert found == {"loss": 3, "acc": 1, "mse": 4, "rows": 0}


def test_r_output() -> None:
    facts = stream('[1] 0.93\n[1] "accuracy: 0.9"\n', language="R")
    assert values(facts) == {"accuracy": [0.9]}
    assert facts.metrics["accuracy"].x == [0]


def test_ambiguous_prints_name_nothing() -> None:
    code = "print(df)\nprint(accuracy_score(y, p))\nprint(n)"
    assert values(stream("   a\n0  1\n0.9\n0.8\n0.7\n", code=code)) == {}


def test_a_printed_epoch_is_the_x_of_what_is_printed_beside_it() -> None:
    code = "for epoch in range(3):\n    print(epoch, loss)"
    facts = stream("0 0.9\n10 0.7\n20 0.6\n", code=code)
    assert values(facts) == {"loss": [0.9, 0.7, 0.6]}
    assert facts.metrics["loss"].x == [0, 10, 20]


def test_params_beside_a_printed_score_are_no_metrics() -> None:
    code = "for score, params in found:\n    print(score, params)"
    assert values(stream("0.9 {'C': 1}\n0.8 {'C': 2}\n", code=code)) == {}
    text = "[CV] END ....C=1, gamma=0.1;, score=0.967 total time=   0.0s\n"
    assert values(stream(text)) == {"score": [0.967]}


def test_a_comma_as_decimal_point_is_not_guessed() -> None:
    assert values(stream("accuracy: 93,5\nloss: 0,31\n")) == {}


def test_long_text_is_read_at_head_and_tail() -> None:
    lines = [f"step {index} loss {index}.5" for index in range(60_000)]
    text = "\n".join(lines)
    assert len(text) > HEAD + TAIL
    series = stream(text).metrics["loss"]
    assert (series.x[0], series.x[-1]) == (0, 59_999)
    assert len(series.x) < len(lines)


def test_keys_are_bounded() -> None:
    text = "".join(f"a{chr(97 + index % 26)}{chr(97 + index // 26)}: 0.5\n" for index in range(676))
    assert len(stream(text).metrics) == 400


def test_any_text_is_taken() -> None:
    rng = random.Random(5)
    pieces = ["loss", ":", "=", " ", "0.3", "nan", "-inf", "1/2", "[", "]", "{", "}", "(", ")", "'",
              "epoch", "Epoch 1", "\n", "\r", "\t", "|", "\x1b[1m", "%", "±", ",", "é", "\ufffd",
              "array(", "tensor(", "<", ">", "100%|", "Warning: ",
              "precision recall f1-score support",
              "best iteration is:", "Trial 1 finished with value: ", "1e999", "9" * 400, "__", "  "]
    codes = ["", "print(a, b)\nx", "f(", "print(f'{a}: {b}')\n(a, b)", "%%bash\nls"]
    for _ in range(3000):
        text = "".join(rng.choices(pieces, k=rng.randint(0, 30)))
        kind = rng.choice(["stream", "execute_result", "html"])
        facts = metrics.extract(rng.choice(codes), outputs_of(kind, text))
        for series in facts.metrics.values():
            assert len(series.values) == len(series.x) > 0
            metrics.summarise(series)
        msgspec.json.encode(facts)


HOSTILE = ["[\n", "{\n", "(\n,", "1 ", "1±", "a=", "<", "'", "\x1b]", "tensor(1,", "Epoch Loss\n"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_taken(piece: str) -> None:
    assert stream(piece * (200_000 // len(piece))).selected == {}


def test_summary() -> None:
    series = Series(values=[0.5, "NaN", 0.25, "Infinity"], x=[1, 2, 3, 4], grade="result")
    metric = metrics.summarise(series)
    assert (metric.last, metric.min, metric.max, metric.count) == ("Infinity", 0.25, "Infinity", 4)
    assert (metric.first_x, metric.last_x) == (1, 4)
    gone = metrics.summarise(Series(values=["NaN"], x=[0], grade="result"))
    assert (gone.last, gone.min, gone.max) == ("NaN", "NaN", "NaN")
    with pytest.raises(ValueError, match="without points"):
        metrics.summarise(Series(values=[], x=[], grade="result"))


def test_outputs_without_inline_text_are_none() -> None:
    contents = [Content(mime="text/plain", size=99_999, digest="0" * 64)]
    assert metrics.extract("x", [Output(kind="execute_result", contents=contents)]) == MetricFacts()
