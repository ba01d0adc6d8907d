"""What notebooks in the wild do with params: values passed on by name, drawing, files, axes."""

from __future__ import annotations

from typing import Any

import pytest

from runfolio.facts.params import extract, resolve


def _texts(*cells: str) -> dict[str, tuple[str | None, Any]]:
    executed = [(f"s{n}", extract(code, cell=str(n))) for n, code in enumerate(cells)]
    return {key: (param.text, param.value) for key, param in resolve(executed).items()}


@pytest.mark.parametrize(
    ("argument", "text", "value"),
    [
        ("n", "40", 40),
        ("-n", "-40", -40),
        ("n // 4", "10", 10),
        ("[n, 2]", "[40, 2]", [40, 2]),
        ("cfg.depth", "3", 3),
        ("10**-3", "10**-3", 0.001),
        ("1e-3", "1e-3", 0.001),
        ("[0x10, 2]", "[0x10, 2]", [16, 2]),
    ],
)
def test_the_text_of_a_param_tells_its_value(argument: str, text: str, value: Any) -> None:
    """A name tells no value: two runs would show `n` and `n` where 40 became 30."""
    found = _texts("n = 40\ncfg = dict(depth=3)", f"model = Forest(size={argument})")
    assert found["Forest.size"] == (text, value)


def test_a_name_given_to_a_name_has_the_text_of_its_value() -> None:
    assert _texts("a = 5", "b = a")["b"] == ("5", 5)


@pytest.mark.parametrize(
    "call",
    [
        "plot_boundary(model, axes=[0, 1], legend=False)",
        "draw_tree(model, depth=3)",
        "save_fig('first', resolution=300)",
        "show_digits(X, per_row=5)",
        "export_graphviz(model, rounded=True)",
        "Path('models').mkdir(parents=True, exist_ok=True)",
        "torch.softmax(logits, dim=1)",
        "mode(votes, axis=0)",
    ],
)
def test_drawing_files_and_axes_are_no_params(call: str) -> None:
    own = "def plot_boundary(model, axes, legend): ...\ndef save_fig(name, resolution): ..."
    assert _texts(own, call) == {}


@pytest.mark.parametrize(
    ("call", "key"),
    [
        ("Softmax(dim=1)", "Softmax.dim"),
        ("train(epochs=3)", "train.epochs"),
        ("plotting_free(depth=3)", "plotting_free.depth"),
        ("showcase(size=3)", "showcase.size"),
    ],
)
def test_what_only_looks_like_it_is_a_param(call: str, key: str) -> None:
    assert key in _texts(call)
