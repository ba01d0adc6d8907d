"""Names and texts that are never params: secrets, paths, verbosity (pure)."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORDS = frozenset(
    {"password", "passwd", "pwd", "passphrase", "secret", "secrets", "apikey", "credential"}
    | {"credentials", "authorization", "passcode"}
)
#: What makes a key one that opens something.
_KEY_KINDS = frozenset({"api", "access", "secret", "private", "auth", "account", "encryption"})
#: Tokens of a vocabulary are no secrets: pad_token, eos_token, …
_VOCABULARY = frozenset(
    {"pad", "eos", "bos", "unk", "cls", "sep", "mask", "special", "start", "end", "oov", "stop"}
    | {"image", "prompt", "blank", "extra", "new", "max", "min", "num", "next", "last", "first"}
)
_TALKATIVE = frozenset(
    {"verbose", "verbosity", "n_jobs", "disp", "verbose_eval", "show_progress", "progress_bar"}
    | {"num_workers", "nthread", "thread_count", "silent", "n_workers"}
)
_PATH_START = re.compile(r"(?:[A-Za-z][\w+.-]*://|/.|\.{1,2}[/\\]|~[/\\]|[A-Za-z]:[/\\])")
_PATH_END = re.compile(
    r"\.(?:csv|tsv|jsonl?|ya?ml|toml|ini|cfg|conf|txt|md|log|html?|xml|parquet|feather|arrow|avro"
    r"|orc|pickle|pkl|joblib|h5|hdf5|keras|np[yz]|pth?|ckpt|onnx|safetensors|pb|tflite|bin|mat"
    r"|png|jpe?g|gif|bmp|tiff?|svg|webp|pdf|wav|mp3|flac|ogg|mp4|avi|mov|zip|gz|tgz|tar|bz2|xz|7z"
    r"|xlsx?|docx?|db|sqlite3?|sql|py|ipynb|geojson|shp|tfrecords?|lmdb|rds|dta|sav|sas7bdat)$",
    re.IGNORECASE,
)


def words(name: str) -> list[str]:
    """The words of a snake_case, camelCase or dotted name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def is_secret(name: str) -> bool:
    """True for the name of a password, token or key of access: by whole words, so not
    `max_tokens`, `pad_token_id`, `tokenizer` or `key`."""
    parts = words(name)
    if not _SECRET_WORDS.isdisjoint(parts):
        return True
    for before, word in zip(["", *parts], parts, strict=False):
        if word == "key" and before in _KEY_KINDS:
            return True
    return bool(parts) and parts[-1] == "token" and _VOCABULARY.isdisjoint(parts[-2:-1])


def is_talkative(name: str) -> bool:
    """True for what only says how much is printed or how many workers work."""
    return name in _TALKATIVE


def is_path(text: str) -> bool:
    """True for a URL, a path with a leading `/`, `./`, `~/`, or a known file extension."""
    if text in (".", ".."):
        return True
    return bool(_PATH_START.match(text) or (len(text) < 1024 and _PATH_END.search(text)))
