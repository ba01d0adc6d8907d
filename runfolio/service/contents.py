"""What outputs refer to by digest: images, tables, states of widgets."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import NotFound
from ..models.output import Content
from ..store.protocol import Store, Tx
from ..store.records import Blob
from .common import checked_id

#: Media types that a browser may show by itself, how their bytes begin, and how files are named.
_RASTER: dict[str, tuple[tuple[bytes, ...], str]] = {
    "image/png": ((b"\x89PNG\r\n\x1a\n",), "png"),
    "image/jpeg": ((b"\xff\xd8\xff",), "jpg"),
    "image/gif": ((b"GIF87a", b"GIF89a"), "gif"),
    "image/webp": ((b"RIFF",), "webp"),
}
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class File:
    """Bytes as they go out."""

    data: bytes
    media_type: str
    """A raster image's own; of all else it is told to nobody, the output says it."""
    inline: bool
    name: str


class ContentService:
    """Use cases of contents of outputs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, digest: str, step: str) -> File:
        """What an output of the step refers to. Raises BadRequest; NotFound where the step has no
        such output, and where it was not kept."""
        step_id = checked_id(step, "step")

        def work(tx: Tx) -> tuple[Content, Blob]:
            found = tx.steps.get(step_id) if step_id else None
            content = next((content for output in (found.outputs if found else [])
                            for content in output.contents if content.digest == digest), None)
            if content is None:
                raise NotFound("No output of this step refers to such a content.")
            blob = None if content.dropped else tx.contents.get(digest)
            if blob is None:
                raise NotFound("This content was not kept.",
                               "It was over the cap output_bytes, or the disk was full.")
            return content, blob

        return file_of(digest, *self._store.read(work))


def file_of(digest: str, content: Content, blob: Blob) -> File:
    """How a content goes out: inline only where it says, and is, a raster image."""
    begins, extension = _RASTER.get(content.mime, ((), "bin"))
    if blob.data.startswith(begins):
        return File(blob.data, content.mime, True, f"{digest[:16]}.{extension}")
    return File(blob.data, _UNKNOWN, False, f"{digest[:16]}.bin")
