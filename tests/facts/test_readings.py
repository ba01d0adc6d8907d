"""Lines of one shape are understood once: the answer is that of reading each line as a whole."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from runfolio.facts import metrics, readings
from runfolio.facts.literals import Num
from runfolio.facts.recipes import learn
from runfolio.facts.shapes import shapes, varied
from runfolio.models.metric import MetricFacts
from runfolio.models.output import Output

FIXTURE = Path(__file__).parents[2] / "fixtures" / "metrics.json"
VECTORS = json.loads(FIXTURE.read_text("utf-8"))["vectors"]
LOOPS = [
    "Epoch 12/200 - loss: 0.1234 - accuracy: 0.4321 - val_loss: 0.55 - val_accuracy: 0.55",
    "epoch 5 loss 0.25 acc 0.25",
    "step=10 lr=0.001 grad_norm=0.001 loss=1e-05",
    "{'loss': 0.25, 'f1': 0.25, 'epoch': 3, 'best': {'r2': 0.5}}",
    "[17]\ttrain-rmse:0.17\tvalid-rmse:0.17",
    "item_12: 0.12000  item_13: 0.12",
    "Fold 1 scores: [0.1, 0.1, 0.25]",
    "2024-05-01 12:05:11,005 - root - INFO - step 5 R^2: 0.5 mAP@50 = 0.5",
    " 51%|█████     | 51/100 [00:51<00:49, 1.00it/s, loss=0.51]",
    "51/100 ━━━━━━━━━━━━━━━━━━━━ 5s 5ms/step - accuracy: 0.5155 - loss: 0.5155",
    "Train Epoch: 1 [128/60000 (0%)]\tLoss: 0.128000",
    "test set: accuracy: 9906/10000 (99.06%), scores 0.99 (+/- 0.02)",
    "Epoch 7",
    "  Layer 3: 0.3  mp3 files /data/part-3.mp3 F1 = 0.3 nan",
    "0.5 0.25",
    "Wrote 12 files (12 kB) in 12.0 s",
]


def told(code: str, text: str) -> MetricFacts:
    return metrics.extract(code, [Output(kind="stream", name="stdout", text=text)])


def other_numbers(chance: random.Random, text: str) -> str:
    """The text with most digits changed, and some numbers longer or shorter."""
    return re.sub(r"\d+", lambda found: "".join(
        str(chance.randint(0, 9)) if chance.random() < 0.7 else digit
        for digit in (found[0] if chance.random() < 0.9 else found[0] * 2)), text)


def generated(seed: int) -> tuple[str, str]:
    """Code and an output of repeated lines, from the vectors and from what loops print."""
    chance = random.Random(seed)
    code = str(chance.choice(VECTORS)["code"])
    blocks = [str(vector["text"]) for vector in chance.sample(VECTORS, 2)]
    blocks += chance.sample(LOOPS, 3)
    parts = [other_numbers(chance, block) if chance.random() < 0.9 else block
             for block in blocks for _ in range(chance.randint(1, 12))]
    if chance.random() < 0.4:
        chance.shuffle(parts)
    return code, "\n".join(parts)


@pytest.mark.parametrize("seed", range(60))
def test_learnt_lines_say_what_they_say_when_read_as_a_whole(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = generated(seed)
    learnt = told(code, text)
    monkeypatch.setattr(readings, "_OFTEN", 1_000_000)
    assert learnt == told(code, text)


def test_most_lines_of_a_loop_are_not_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: list[str] = []
    read = readings.scrub
    monkeypatch.setattr(readings, "scrub",
                        lambda line, language: whole.append(line) or read(line, language))
    text = "\n".join(f"epoch {n} loss {1 / (n + 1):.4f}" for n in range(1000, 3000))
    found = told("for n in range(2000): print(x)", text)
    assert len(found.metrics["loss"].values) == 2000
    assert len(whole) < 20


def test_lines_without_numbers_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "scrub", None)
    assert told("x", "all is well\n" * 100 + "information, infinite\n").metrics == {}


def test_digits_whose_value_is_read_stay_in_a_shape() -> None:
    lines = ["f1: 0.25", "f2: 0.25", "R^2 0.5", "R^3 0.5", "a.mp3", "a.mp4", "lr=1", "lr=2"]
    found = shapes(lines)
    assert found[0] != found[1] and found[2] != found[3] and found[4] != found[5]
    assert found[6] == found[7]
    assert shapes(["x 12", "x 1"])[0] != shapes(["x 1"])[0]
    assert shapes([]) == []


@pytest.mark.parametrize("line", LOOPS)
@pytest.mark.parametrize("by", [3, 7])
def test_a_varied_line_has_the_shape_of_its_line(line: str, by: int) -> None:
    other = varied(line, by)
    assert shapes([other]) == shapes([line])
    changed = sum(a != b for a, b in zip(line, other, strict=True))
    assert changed == shapes([line])[0].count("0")


def test_equal_numbers_are_told_apart_by_their_place() -> None:
    def second(line: str) -> tuple[str, Num]:
        text = line.split()[-1]
        return "b", Num(float(text), 2)

    recipe = learn("a 0.55 b 0.55", second)
    assert recipe is not None
    assert recipe("a 0.10 b 0.99") == ("b", Num(0.99, 2))


def test_what_depends_on_values_has_no_recipe() -> None:
    assert learn("a 5", lambda line: Num(float(line.split()[1]) * 2, 0)) is None
    assert learn("a 5", lambda line: "much" if int(line.split()[1]) > 5 else "little") is None
    assert learn("1 " * 50, lambda line: line) is None
