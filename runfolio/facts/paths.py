"""Texts that name files and addresses (pure): the one list of file extensions."""

from __future__ import annotations

import re

_EXTENSION = re.compile(
    r"\.(?:csv|tsv|jsonl?|ya?ml|toml|ini|cfg|conf|env|pem|txt|md|log|html?|xml|parquet|feather"
    r"|arrow|avro|orc|pickle|pkl|joblib|h5|hdf5|keras|np[yz]|pth?|ckpt|onnx|safetensors|pb|tflite"
    r"|bin|model|mat|png|jpe?g|gif|bmp|tiff?|svg|webp|pdf|wav|mp3|flac|ogg|mp4|avi|mov|zip|gz|tgz"
    r"|tar|bz2|xz|7z|whl|xlsx?|docx?|db|sqlite3?|sql|py|ipynb|geojson|shp|tfrecords?|lmdb|rds|dta"
    r"|sav|sas7bdat)$",
    re.IGNORECASE,
)
_START = re.compile(r"(?:[A-Za-z][\w+.-]{0,30}://|/.|\.{1,2}[/\\]|~[/\\]|[A-Za-z]:[/\\])")
#: Longer texts are no names of files.
_LONGEST = 1024


def has_extension(text: str) -> bool:
    """True for a text that ends in a known file extension."""
    dot = text.rfind(".", -12)
    return dot >= 0 and len(text) < _LONGEST and bool(_EXTENSION.match(text, dot))


def is_path(text: str) -> bool:
    """True for a URL, a path with a leading `/`, `./`, `~/`, or a known file extension."""
    return text in (".", "..") or bool(_START.match(text)) or has_extension(text)
