"""`%%track run=baseline`: a line that strips itself. The server reads it off the code as sent."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def add_track(shell: Any) -> None:
    """Know `%%track` in this shell, once: before other magics are looked for, its line is taken
    away, so that the rest runs exactly as without it, with its line numbers."""
    transforms = shell.input_transformers_cleanup
    if strip_track not in transforms:
        transforms.append(strip_track)
    shell.register_magic_function(_track, magic_kind="cell", magic_name="track")


def strip_track(lines: list[str]) -> list[str]:
    """The lines of a cell without a leading `%%track`; every line keeps its number where Python
    follows. Another cell magic has to stand first, so above one nothing stays."""
    if not lines or lines[0].split(None, 1)[:1] != ["%%track"]:
        return lines
    rest = lines[1:]
    following = next((line for line in rest if line.strip()), "")
    return rest if following.lstrip().startswith("%%") else ["\n", *rest]


def _track(line: str, cell: str) -> None:
    """Annotate the cell for Runfolio: run=NAME step=NAME tags=a,b note="…" params off.

    Its line is taken away before magics are run; this is where its help is found.
    """
