"""Messages made again as a kernel sends them, so that nothing below can tell (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def parts(header: Mapping[str, Any], parent: Mapping[str, Any], content: bytes) -> list[bytes]:
    """The frames of an unsigned message; content is JSON."""
    return [b"<IDS|MSG>", b"", *(json.dumps(part).encode() for part in (header, parent, {})),
            content]
