"""Annotations: what a cell says about its run, in its opening comments, tags or metadata.

Forms: DESIGN §6. `#| track: {run: baseline, step: train, tags: [a, b], note: "…"}`, the same over
several indented lines, `#| track.params: true`, `#| track: off`, and the line `%%track run=a`.
YAML 1.2 core schema without anchors, aliases and tags. What cannot be read is left out with a
warning; nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import yaml
from yaml.composer import Composer
from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from ..models.base import Shape
from .commenting import OptionLine, option_lines
from .trackline import track_line

VERSION = 1

#: Bytes of YAML that an annotation may have.
MAX_YAML = 4_096
MAX_DEPTH = 8
MAX_NAME = 200
MAX_NOTE = 2_000
MAX_TAGS = 50

_KEYS = ("run", "step", "tags", "note", "params", "off")
_OWN = re.compile(r"track(?:\.\w+)?\s*:(?:\s|$)")
_OFF = frozenset(("off", "false", "no"))
_PREFIX = "tag:yaml.org,2002:"


class AnnotationWarning(Shape, kw_only=True):
    """What could not be read."""

    line: int
    """1-based line in the code of the cell; 0 for tags and metadata."""
    message: str


class Annotation(Shape, kw_only=True):
    """What a cell says about its run."""

    run: str | None = None
    """Name of the run that this step opens."""
    step: str | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    note: str | None = None
    params: bool = False
    """The assignments of the cell are declared params."""
    off: bool = False
    """The cell must not be recorded."""
    warnings: list[AnnotationWarning] = msgspec.field(default_factory=list)


class _Loader(Reader, Scanner, Parser, Composer, BaseResolver):
    """Composes nodes by the core schema; makes no objects, so nothing can be constructed."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        BaseResolver.__init__(self)
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Refuse aliases, anchors, tags and deep nesting, before anything below is read."""
        # The stubs of PyYAML leave this one method without types.
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not read"
        elif getattr(event, "tag", None):
            problem = "tags are not read"
        elif self._depth >= MAX_DEPTH:
            problem = "it is nested too deeply"
        if problem:
            mark = event.start_mark if isinstance(event.start_mark, Mark) else None
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


_Loader.add_implicit_resolver(f"{_PREFIX}null", re.compile(r"~$|null$|Null$|NULL$|$"), None)
_Loader.add_implicit_resolver(
    f"{_PREFIX}bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def parse(
    code: str,
    *,
    language: str = "python",
    tags: Sequence[str] = (),
    metadata: Mapping[str, object] | None = None,
) -> Annotation:
    """The annotation of a cell.

    code: as executed; language: of the kernel, for its comment sign; tags: of the cell;
    metadata: the cell's `runfolio` metadata, or all of its metadata. `%%track` counts before
    comments, these before metadata; tags of all are joined.
    """
    found = Annotation()
    _read_track_line(code, found)
    for block in _blocks(option_lines(code, language)):
        _read_block(block, found)
    _read_cell_tags(tags, found)
    if metadata:
        _read_metadata(metadata, found)
    return found


def _read_track_line(code: str, found: Annotation) -> None:
    """`%%track run=a tags=b,c params`."""
    told = track_line(code)
    if told is None:
        return
    if told.problem is not None:
        _warn(found, told.line, f"`%%track` was not read: {told.problem}.")
    for key, value in told.words:
        tags = [tag for tag in value.split(",") if tag.strip()]
        _set(key, tags if key == "tags" else value, told.line, found)


def _blocks(lines: Iterator[OptionLine]) -> Iterator[list[OptionLine]]:
    """Our options, each with the indented lines that go on with it."""
    block: list[OptionLine] = []
    for line in lines:
        if block and (not line.text or line.text[0].isspace() or line.text[0] in "}]"):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if _OWN.match(line.text) else []
    if block:
        yield block


def _warn(found: Annotation, line: int, message: str) -> None:
    found.warnings.append(AnnotationWarning(line=line, message=message))


def _read_block(block: Sequence[OptionLine], found: Annotation) -> None:
    """One option of ours."""
    first = block[0].line
    text = "\n".join(line.text for line in block).rstrip()
    if len(text.encode("utf-8", "replace")) > MAX_YAML:
        _warn(found, first, f"The annotation is longer than {MAX_YAML} bytes and was not read.")
        return
    try:
        root = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "no valid YAML"
        row = min(mark.line if mark else 0, len(block) - 1)
        _warn(found, block[row].line, f"The annotation was not read: {problem}.")
        return
    if not isinstance(root, MappingNode):
        _warn(found, first, "The annotation was not read: no key with a value.")
        return
    for key, node in root.value:
        line = block[min(node.start_mark.line, len(block) - 1)].line
        _read_option(_text(key) or "", node, line, block, found)


def _read_option(
    key: str, node: Node, line: int, block: Sequence[OptionLine], found: Annotation
) -> None:
    """`track`, `track.params`, or a key that nobody knows."""
    if key == "track.params":
        _set_flag("params", _value(node), line, found)
    elif key != "track":
        _warn(found, line, f"«{key}» is not known.")
    elif isinstance(node, MappingNode):
        seen: set[str] = set()
        for name_node, value in node.value:
            name = _text(name_node) or ""
            at = block[min(name_node.start_mark.line, len(block) - 1)].line
            if name in seen:
                _warn(found, at, f"«{name[:60]}» stands twice; the first one counts.")
            else:
                _set(name, _value(value), at, found)
            seen.add(name)
    elif (text := _text(node)) is not None and text.lower() in _OFF:
        found.off = True
    elif text is None or text.lower() not in ("", "on", "true", "null", "~"):
        _warn(found, line, "Write `track: off` or `track: {run: …, step: …, tags: […], note: …}`.")


def _text(node: Node) -> str | None:
    """The text of a scalar as written; None for anything else."""
    return str(node.value) if isinstance(node, ScalarNode) else None


def _value(node: Node) -> object:
    """A node as text, bool, None or a list of them; a mapping has no use and is itself."""
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    if not isinstance(node, ScalarNode):
        return node
    if node.tag == f"{_PREFIX}null":
        return None
    if node.tag == f"{_PREFIX}bool":
        return str(node.value).lower() == "true"
    return str(node.value)


def _set(name: str, value: object, line: int, found: Annotation) -> None:
    """One known key; what was set before stays."""
    if name not in _KEYS:
        known = ", ".join(_KEYS)
        _warn(found, line, f"«{name[:60]}» is not known; known are {known}.")
    elif name in ("params", "off"):
        _set_flag(name, value, line, found)
    elif value is None:
        return
    elif name == "tags":
        _set_tags(value, line, found)
    else:
        text = _plain(value)
        if text is None:
            _warn(found, line, f"«{name}» must be a text.")
        elif text and getattr(found, name) is None:
            setattr(found, name, text[: MAX_NOTE if name == "note" else MAX_NAME])


def _plain(value: object) -> str | None:
    """A scalar as a text without blanks at its ends; None for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value).strip()
    return None


def _set_flag(name: str, value: object, line: int, found: Annotation) -> None:
    """params or off: true, false, or the words on and off."""
    text = (_plain(value) or "").lower() if value is not None else "true"
    if text in ("true", "on", "yes"):
        setattr(found, name, True)
    elif text not in _OFF:
        _warn(found, line, f"«{name}» must be true or false.")


def _set_tags(value: object, line: int, found: Annotation) -> None:
    """A tag or a list of them, each once."""
    items = value if isinstance(value, (list, tuple)) else [value]
    for item in items:
        text = _plain(item)
        if not text:
            _warn(found, line, "A tag must be a text.")
        elif text[:MAX_NAME] not in found.tags and len(found.tags) < MAX_TAGS:
            found.tags.append(text[:MAX_NAME])


def _read_cell_tags(tags: Sequence[str], found: Annotation) -> None:
    """Tags of the cell that mean something here."""
    for tag in tags:
        if tag in ("track:params", "parameters", "injected-parameters"):
            found.params = True
        elif tag == "track:off":
            found.off = True
        elif isinstance(tag, str) and tag.startswith("track:"):
            _warn(found, 0, f"The cell tag «{tag[:60]}» is not known.")


def _read_metadata(metadata: Mapping[str, object], found: Annotation) -> None:
    """The `runfolio` metadata of the cell: the same keys, or `track` as in a comment."""
    own = metadata.get("runfolio", metadata)
    if not isinstance(own, Mapping):
        _warn(found, 0, "The cell metadata «runfolio» must be an object.")
        return
    is_whole = "runfolio" not in metadata
    for name, value in own.items():
        if name == "track" and isinstance(value, Mapping):
            for key, item in value.items():
                _set(str(key), item, 0, found)
        elif name == "track":
            if _plain(value) and str(_plain(value)).lower() in _OFF:
                found.off = True
        elif name in _KEYS or not is_whole:
            _set(str(name), value, 0, found)
