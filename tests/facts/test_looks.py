"""Looks: every vector of the contract, by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runfolio.facts.looks import imports_of, is_look

FIXTURES = Path(__file__).parents[2] / "fixtures"
VECTORS: list[dict[str, Any]] = json.loads((FIXTURES / "looks.json").read_text())["vectors"]


def _name(vector: dict[str, Any]) -> str:
    return " ".join(vector["code"].split())[:60] or "nothing"


@pytest.mark.parametrize("vector", VECTORS, ids=_name)
def test_vector(vector: dict[str, Any]) -> None:
    found = is_look(
        vector["code"],
        language=vector.get("language", "python"),
        own_modules=vector.get("own_modules", ()),
    )
    assert found is vector["look"]


def test_the_contract_has_113_vectors() -> None:
    assert len(VECTORS) == 113


@pytest.mark.parametrize(
    ("code", "imports"),
    [
        ("import numpy as np", {"np": "numpy"}),
        ("import os.path", {"os": "os"}),
        ("from sklearn import metrics as m", {"m": "sklearn.metrics"}),
        ("try:\n    import xgboost\nexcept ImportError:\n    import lightgbm as xgboost",
         {"xgboost": "lightgbm"}),
        ("def display(x):\n    train()", {"display": ""}),
        ("print = log", {"print": ""}),
        ("def f():\n    import os", {"f": ""}),
        ("from .mine import tool", {"tool": ".mine.tool"}),
        ("x = (", {}),
    ],
)  # fmt: skip
def test_imports_of(code: str, imports: dict[str, str]) -> None:
    assert imports_of(code) == imports


@pytest.mark.parametrize(
    ("code", "imports", "look"),
    [
        ("f1(y, p)", {"f1": "sklearn.metrics.f1_score"}, True),
        ("f1(y, p)", {}, False),
        ("display(x)", {"display": ""}, False),
        ("plt.show()", {"plt": "mine.plots"}, False),
        ("c.replace('a', 'b')", {"c": "os"}, False),
        ("c.replace('a', 'b')", {}, True),
    ],
)
def test_earlier_imports_count(code: str, imports: dict[str, str], look: bool) -> None:
    assert is_look(code, imports=imports) is look


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("%%time\n%%capture\ndf.head()", True),
        ("%%wandb\ndf.head()", False),
        ("%timeit -n 3 df.head()", True),
        ("%timeit train(", False),
        ("%%timeit\ntrain()", False),
        ("%env", True),
        ("%cd ..", False),
        ("%%unknown\nx", False),
        ("np.add(a, b, out=c)", False),
        ("np.add.at(a, 0, 1)", False),
        ("df.apply(train)", False),
        ("df.apply(np.mean)", True),
        ("df.groupby('a').agg({'b': 'mean'})", True),
        ("df.groupby('a').agg({'b': train})", False),
        ("list(map(train, xs))", False),
        ("list(map(str, xs))", True),
        ("sorted(xs, key=lambda x: train(x))", False),
        ("df.to_html('a.html')", False),
        ("df.to_html()", True),
        ("n, bins, bars = plt.hist(x)", False),
        ("im = ax.imshow(x)\nfig.colorbar(im)", True),
        ("tips = px.data.tips()", False),
        ("pd.options.display.max_rows = 9", True),
        ("with torch.no_grad():\n    print(x.mean().item())", True),
        ("with warnings.catch_warnings(record=True) as w:\n    x", False),
        ("for m.x in y:\n    print(1)", False),
        ("async for x in y:\n    print(x)", False),
        ("await x", False),
        ("[y for x in z if train(x)]", False),
        ("raise ValueError()", False),
        ("from . import tools", False),
        ("import helpers.deep", True),
        ("match x:\n    case 1:\n        print(1)", False),
    ],
)
def test_more_code(code: str, look: bool) -> None:
    assert is_look(code) is look


def test_a_module_of_the_folder_is_no_look_when_dotted() -> None:
    assert not is_look("import helpers.deep", own_modules={"helpers"})
    assert not is_look("from helpers.deep import x", own_modules={"helpers"})
