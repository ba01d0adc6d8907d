"""The recording switch: the server owns it, the JupyterLab setting only calls it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from .. import ids
from ..errors import BadRequest
from ..models.base import now
from ..models.notebook import Recording, RecordingUpdate
from ..store.protocol import Store, Tx
from .common import Announces, nothing

_BY_PATH = "path:"


class RecordingService:
    """Use cases of recording."""

    def __init__(self, store: Store, announcer: Announces,
                 switched: Callable[[], None] = nothing) -> None:
        self._store = store
        self._announcer = announcer
        self._switched = switched

    def begin(self, default: bool) -> None:
        """The server's setting holds until the user has switched for all notebooks."""
        self._store.write(lambda tx: tx.recording.set_initial(default))

    def get(self) -> Recording:
        """The default, and where notebooks differ from it."""
        return self._store.read(lambda tx: tx.recording.get())

    def update(self, body: RecordingUpdate) -> Recording:
        """Turn recording on or off, for all or for notebooks by id or `path:…`. A notebook that
        was never recorded becomes known by its path, so that its switch can be kept."""
        def work(tx: Tx) -> Recording:
            if not isinstance(body.default, msgspec.UnsetType):
                tx.recording.set_default(body.default)
            if not isinstance(body.notebooks, msgspec.UnsetType):
                for name, on in body.notebooks.items():
                    tx.recording.set_notebook(notebook_named(tx, name), on)
            return tx.recording.get()

        found = self._store.write_now(work)
        self._switched()
        self._announcer.announce(what=["recording"])
        return found


def notebook_named(tx: Tx, name: str) -> str:
    """The notebook_id of what a client named by id or as path:… (made if new)."""
    if name.startswith(_BY_PATH):
        path = name[len(_BY_PATH):].strip("/")
        if not path or len(path) > 4096 or "\0" in path:
            raise BadRequest("path: needs the path of a notebook behind it.")
        return tx.notebooks.ensure(path, now()).notebook_id
    if not ids.is_id(name):
        raise BadRequest(f"{name[:64]!r} is neither the id of a notebook nor path:… .")
    return name
