"""Params over several executions: which steps count, keys, configs, bounds; JSON between."""

from __future__ import annotations

import json
import random
import sysconfig
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runfolio.facts.params import Extract, extract, resolve
from runfolio.models.param import Param


def _run(*cells: str | tuple[str, str]) -> list[tuple[str, Extract]]:
    """Executions s0, s1, …: of cells of their own, or of (cell, code)."""
    found = []
    for number, one in enumerate(cells):
        cell, code = one if isinstance(one, tuple) else (f"cell {number}", one)
        body = msgspec.json.encode(extract(code, cell=cell))
        found.append((f"s{number}", msgspec.json.decode(body, type=Extract)))
    return found


def _values(
    executed: Sequence[tuple[str, Extract]], effective: set[str] | None = None
) -> dict[str, Any]:
    return {key: param.value for key, param in resolve(executed, effective).items()}


def _of(*cells: str | tuple[str, str]) -> dict[str, Any]:
    return _values(_run(*cells))


def test_what_a_tracker_is_told_is_no_choice() -> None:
    told = ['import mlflow, runfolio, wandb', 'runfolio.log({"loss": 0.5}, x=3)',
            'with runfolio.run("fold 1"):\n    runfolio.param("lr", 0.1)',
            'mlflow.set_experiment("digits")\nmlflow.log_metric("acc", 0.9, step=2)',
            'wandb.log({"acc": 0.9})']
    assert _of(*told) == {}
    assert _of('import wandb', 'wandb.init(config={"lr": 0.1})') != {}


# Which steps count


def test_a_param_is_where_it_was_written() -> None:
    found = resolve(_run("%who\n\nlr = 1e-3  # small", "opt = SGD(p,\n    lr=lr)"))
    assert found["lr"] == Param(
        type="float", text="1e-3", value=0.001, source="assigned", step_id="s0", line=3
    )
    assert found["SGD.lr"] == Param(
        type="float", text="0.001", value=0.001, source="call", step_id="s1", line=2
    )


def test_only_effective_steps_count_but_all_steps_give_values() -> None:
    executed = _run(("a", "base = 2"), ("a", "other = 3"), ("b", "lr = base"))
    assert _values(executed) == {"other": 3, "lr": 2}
    assert _values(executed, {"s0", "s2"}) == {"base": 2, "lr": 2}
    assert _values(executed, set()) == {}


def test_without_cells_each_execution_counts() -> None:
    executed = [("s0", extract("a = 1")), ("s1", extract("b = 2"))]
    assert _values(executed) == {"a": 1, "b": 2}


def test_results_that_grow_and_shrink_give_what_they_gave() -> None:
    executed = _run("lr = 1", "cfg = {'a': lr}", "cfg['a'] = 3", "m = SVC(C=lr)", "lr = 2")
    alone = []
    for end in range(len(executed) + 1):
        copies = [(step, msgspec.structs.replace(facts)) for step, facts in executed[:end]]
        alone.append(_values(copies))
    assert [_values(executed[:end]) for end in range(len(executed) + 1)] == alone
    ends = (5, 2, 4, 0, 3)
    assert [_values(executed[:end]) for end in ends] == [alone[end] for end in ends]


def test_document_order_of_keys() -> None:
    executed = _run(("a", "lr = 1"), ("b", "m = SVC(C=lr, gamma=2)"), ("a", "x = 0\nlr = 2"))
    assert list(_values(executed)) == ["x", "lr", "SVC.C", "SVC.gamma"]


# Keys of calls


@pytest.mark.parametrize(
    ("cells", "params"),
    [
        # A renamed variable keeps the key, so that two runs align.
        ([("a", "clf = SVC(C=1)"), ("a", "model = SVC(C=2)")], {"SVC.C": 2}),
        # A callable without arguments is still the first of its name.
        (["a = SVC()\nb = SVC(C=10)"], {"SVC(b).C": 10}),
        # A method without arguments is not.
        (["s.fit(X)\nm.fit(X, epochs=5)"], {"fit.epochs": 5}),
        # Repeats of what is told apart by its name are counted too.
        (["a = D(k=1)", "b = [D(k=2), D(k=3)]"], {"D.k": 1, "D(b).k": 2, "D(b, 2).k": 3}),
        # What has no name is counted.
        (["a = D(k=1)\nf(D(k=2))"], {"D.k": 1, "D(2).k": 2}),
        # The later of two cells replaces all that the name had.
        (["m = S([D(k=1), D(k=2)])", "m = S([D(k=3)])"], {"D.k": 3}),
        (["models['a'] = D(k=1)\nmodels['b'] = D(k=2)"], {"D.k": 1, "D(models.b).k": 2}),
        (["import tools as t\na = t.make(k=1)\nb = t.make(k=2)"], {"make.k": 1, "make(b).k": 2}),
        (["A.load(k=1)\nB.load(k=2)"], {"load.k": 1, "load(B).k": 2}),
        (["h = SVC(C=1).fit(X, epochs=3)"], {"SVC.C": 1, "fit.epochs": 3}),
        (["np.random.seed(1)\nnp.random.seed(2)"], {"np.random.seed": 2}),
        (["seed_everything(3)"], {"seed_everything": 3}),
        (["np.random.seed()\nnp.random.seed(len(x))"], {}),
    ],
)
def test_keys(cells: list[Any], params: dict[str, Any]) -> None:
    assert _of(*cells) == params


# What runs


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("if __name__ == '__main__':\n    lr = 1", {"lr": 1}),
        ("if True:\n    lr = 1\nelse:\n    lr = 2", {"lr": 1}),
        ("with open(f) as g:\n    lr = 1", {"lr": 1}),
        ("lr = 1\ntry:\n    lr = 2\nexcept E:\n    pass", {}),
        ("lr = 1\nwhile x:\n    lr = 2\n    m = SVC(C=1)", {}),
        ("lr = 1\nmatch x:\n    case 1:\n        lr = 2", {}),
        ("m = SVC(C=1) if x else SVC(C=2)", {}),
        ("x and SVC(C=1)", {}),
        ("SVC(C=1) or x", {"SVC.C": 1}),
        ("f = lambda: SVC(C=1)", {}),
        ("def f(x=SVC(C=1)):\n    return SVC(C=2)", {}),
        ("(n := 5)", {"n": 5}),
        ("a = [SVC(C=1) for x in X if x]", {}),
        ("a = {k: SVC(C=1) for k in X}", {"SVC.C": 1}),
        ("a = [f(SVC(C=c)) for c in [1, 2]]", {"c": [1, 2]}),
        ("a = [c + 1 for c in [1, 2]]", {}),
        ("for c in [1, 2]:\n    print(c)", {}),
        ("for a, b in [(1, 'x'), (2, 'y')]:\n    f(a, b)", {"a": [1, 2], "b": ["x", "y"]}),
        ("cs = [1, 2]\nfor c in cs:\n    f(c)", {"cs": [1, 2], "c": [1, 2]}),
        ("for c in [1, 2]:\n    c = g(c)\n    f(c)", {}),
        ("for c in []:\n    f(c)", {}),
        ("async for x in y:\n    z.fit(x, epochs=3)", {"fit.epochs": 3}),
        ("@jit(nopython=True)\ndef f():\n    pass", {"jit.nopython": True}),
        ("await train(k=1)", {"train.k": 1}),
        ("assert SVC(C=1)\nraise E(code=3)", {"SVC.C": 1, "E.code": 3}),
    ],
)
def test_what_runs(code: str, params: dict[str, Any]) -> None:
    assert _of(code) == params


def test_a_call_in_a_loop_that_may_have_no_turn_is_less_sure() -> None:
    found = resolve(_run("for x in X:\n    x.fit(y, k=1)\nfor i in range(3):\n    g(j=2)\nh(l=3)"))
    assert {key: param.confidence for key, param in found.items()} == {
        "fit.k": 0.8, "g.j": None, "h.l": None,
    }  # fmt: skip


# Configs


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("a = {'x': 1}\nb = a\nb['x'] = 2", {"a.x": 2, "b.x": 2}),
        ("a = {'x': 1}\nb = dict(a)\nb['x'] = 2", {"a.x": 1, "b.x": 2}),
        ("a = {'x': 1}\nb = a.copy()\nb['y'] = 2", {"a.x": 1, "b.x": 1, "b.y": 2}),
        ("a = {'x': 1}\nb = copy.deepcopy(a)\nb['x'] = 2", {"a.x": 1, "b.x": 2}),
        ("a = {'x': 1, 'y': 2}\na[k] = 3", {}),
        ("a = {'x': 1, 'y': 2}\nif z:\n    a['x'] = 3", {"a.y": 2}),
        ("a = {'x': 1, 'y': 2}\ndel a['x']", {"a.y": 2}),
        ("a = {'x': 1, 'y': 2}\na.pop('x')", {"a.y": 2}),
        ("a = {'x': 1}\na.clear()", {}),
        ("a = {'x': 1}\na |= {'x': 2, 'y': 3}", {"a.x": 2, "a.y": 3}),
        ("a = {'x': 1}\na.update({'x': f()})", {}),
        ("a = {'x': 1}\na.update(b)", {}),
        ("a = {'x': 1}\na.setdefault('x', 2)\na.setdefault('y', 3)", {"a.x": 1, "a.y": 3}),
        ("a = {'x': {'y': 1}}\na['x']['y'] = 2\na['x']['z'] = 3", {"a.x.y": 2, "a.x.z": 3}),
        ("a = {'x': 1}\na['x'] += 2", {"a.x": 3}),
        ("a = {'x': 1}\na['x'] += f()", {}),
        ("a = {'x': 1, **b}", {}),
        ("a = {**b, 'x': 1}", {"a.x": 1}),
        ("a = {k: 1, 'x': 2}", {"a.x": 2}),
        ("a = [1, 2]\nb = a\nb.append(3)", {}),
        ("a = [1, 2]\na[0] = 3", {}),
        ("a = {'x': [1], 'y': 2}\na['x'].append(3)", {"a.y": 2}),
        ("g = {'a': [1], 'b': f()}\ns = Grid(param_grid=g)", {"g.a": [1]}),
        ("c = argparse.Namespace(lr=1)\nc.lr = 2\nSGD(lr=c.lr)", {"c.lr": 2, "SGD.lr": 2}),
        ("class C:\n    lr = 1\nC.lr = 2\nSGD(lr=C.lr)", {"C.lr": 2, "SGD.lr": 2}),
        ("class C:\n    lr: int = 1\n    n: int = 2\nc = C(5)\nSGD(lr=c.lr, n=c.n)",
         {"C.lr": 5, "C.n": 2, "SGD.lr": 5, "SGD.n": 2}),
        ("class C:\n    def __init__(self, a, b=2):\n        pass\nC(1, b=3)",
         {"C.a": 1, "C.b": 3}),
        ("a = {'x': 1, 'y': 2}\nb = {'x': f()}\na.update(b)", {"a.y": 2}),
        ("class C:\n    lr = 1\nc = C(lr=f())\nSGD(lr=c.lr)", {"C.lr": 1}),
        ("def f(a, b):\n    pass\nf(*x, 2)", {}),
        ("def f(a, b):\n    pass\nf(1, c)", {"f.a": 1}),
    ],
)  # fmt: skip
def test_configs(code: str, params: dict[str, Any]) -> None:
    assert _of(code) == params


# What is none


@pytest.mark.parametrize(
    "code",
    [
        "hf_token = 'x'\nAWS_SECRET_ACCESS_KEY = 'x'\ndb_password = 'x'\nopenAiApiKey = 'x'",
        "cfg = {'db': {'password': 'x'}}\nsecrets = {'a': 'b'}",
        "c = Client(headers={'Authorization': 'x'})",
        "m = SVC(verbose=1, n_jobs=-1)\nverbose = 1",
        "a = './x'\nb = '~/x'\nc = '/x/y'\nd = 's3://b/x'\ne = 'm.safetensors'\nf = 'C:\\\\x'",
        "files = ['a.csv', 'b.csv']",
        "_ = 3\nx = b'1'\ny = 1j\nz = ...\nf = 1e999",
        "x = 'a' 'b' * 3\ny = True + 1\nz = f'{x}'",
        "text = '" + "x" * 300 + "'",
        "import os\nos.makedirs(d, exist_ok=True)\nlogging.basicConfig(level=3)",
        "for x in tqdm(range(9), desc='a'):\n    pass",
        "df.to_csv(f, index=False)",
        "t = %timeit -o f(k=1)",
        "lr = 1\n%timeit lr = 2\ndel lr",
    ],
)
def test_none(code: str) -> None:
    assert _of(code) == {}


def test_entries_of_secrets_are_left_out_of_a_value() -> None:
    found = _of("c = Client(options={'token': 'x', 'n': {'password': 'y', 'k': 1}})")
    assert found == {"Client.options": {"n": {"k": 1}}}


def test_long_integers_are_decimal_text_and_others_numbers() -> None:
    found = resolve(_run(f"a = {2**53}\nb = {2**53 + 1}\nc = [-{2**60}]\nd = -{2**64 - 1}"))
    assert {key: param.value for key, param in found.items()} == {
        "a": 2**53, "b": str(2**53 + 1), "c": [str(-(2**60))], "d": str(1 - 2**64),
    }  # fmt: skip
    assert {param.type for param in found.values()} == {"int", "list"}
    assert json.loads(msgspec.json.encode(found))["d"]["value"] == str(1 - 2**64)


def test_other_languages_and_what_cannot_be_read_say_so() -> None:
    assert extract("x <- 3", language="r") == Extract(state="foreign")
    assert extract("%%bash\nx=3", cell="c") == Extract(cell="c", state="foreign")
    assert extract("x = = 3", cell="c") == Extract(cell="c", state="unparsed")
    assert resolve([("s", Extract())]) == {}


# Bounds


@pytest.mark.parametrize(
    "code",
    [
        "x = 1\n" + "x = {'a': x, 'b': x}\n" * 60,
        "x = [1]\n" + "x = [x, x]\n" * 60,
        "c = {}\nc['c'] = c\nc['d'] = c\nd = [c]\nf(c, k=c)",
        "x = " + "[" * 90 + "1" + "]" * 90,
        "x = 3\n" + "x = x ** 3\n" * 60,
        "x = '" + "\\ud800" + "'\ny = {'\\ud800': 1}\nf(k='\\udfff')",
        "".join(f"{' ' * depth}if True:\n" for depth in range(90)) + " " * 90 + "x = 1",
        "x = " + "f(k=" * 60 + "1" + ")" * 60,
        "x = [" + "1, " * 30_000 + "]",
        "x = {" + "".join(f"'k{number}': {number}, " for number in range(5_000)) + "}",
    ],
    ids=lambda code: code[:30],
)
def test_bounded(code: str) -> None:
    facts = extract(code, cell="c")
    body = msgspec.json.encode(facts)
    assert len(body) < 40 * len(code) + 1_000
    found = resolve([("s", msgspec.json.decode(body, type=Extract))])
    assert len(found) <= 500
    assert all(len(repr(param.value)) <= 256 for param in found.values())
    msgspec.json.encode(found)


def test_any_code_is_read_without_an_error() -> None:
    chance = random.Random(4)
    folder = Path(sysconfig.get_path("stdlib"))
    sources = [(folder / name).read_text() for name in ("argparse.py", "turtle.py", "ast.py")]
    executed = []
    for number in range(150):
        lines = chance.choice(sources).split("\n")
        start = chance.randrange(len(lines))
        part = lines[start : start + chance.choice([3, 30])]
        if chance.random() < 0.7:
            part = [line.strip() for line in part]
        extra = chance.choice(["%time x", "x = {'x': x}", "'"])
        part.insert(chance.randrange(len(part) + 1), extra)
        facts = extract("\n".join(part), cell=str(number % 20))
        assert msgspec.json.decode(msgspec.json.encode(facts), type=Extract) == facts
        executed.append((str(number), facts))
        msgspec.json.encode(resolve(executed))
    assert {facts.state for _, facts in executed} >= {"parsed", "unparsed"}


def test_many_threads_may_resolve() -> None:
    executed = _run("lr = 1\ncfg = {'a': lr}", "cfg['a'] = 3\nm = SVC(C=lr)", "lr = 2", "k = 4")
    expected = [_values(executed[:end]) for end in range(5)]
    wrong: list[Any] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(200):
            end = chance.randrange(5)
            found = _values(executed[:end])
            if found != expected[end]:
                wrong.append((end, found))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
