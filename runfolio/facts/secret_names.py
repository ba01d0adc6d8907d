"""Which names speak of secrets: the one list of words for what is removed and what is no param.

A name is judged by whole words: `max_tokens`, `pad_token_id`, `tokenizer` and `key` are harmless.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from .grades import word_set
from .names import words

_PASSWORDS = word_set("password passwd pwd passphrase passcode")
#: Words that speak of a secret wherever they stand in a name.
_ANYWHERE = _PASSWORDS | word_set("secret secrets apikey credential credentials")
#: Words that do so only as the last: pass_through and token_count are harmless.
_LAST = _ANYWHERE | word_set("token pass")
#: What makes a key one that opens something.
_KEY_KINDS = word_set(
    "api access secret private account encryption signing master auth client service shared "
    "subscription license wandb app application"
)
#: Words after the telling one that change nothing: api_key_prod, PASSWORD_2.
_SUFFIXES = word_set("prod dev staging live value str string 1 2 old new")
#: Words before `token` that make it a piece of text, not a secret.
_TEXT_TOKENS = word_set(
    "cls pad eos bos sep mask unk max min num n memory special image per stop start end next prev "
    "first last audio prefix suffix decoder encoder word text oov prompt blank extra"
)


@lru_cache(maxsize=4096)
def kind(name: str) -> str:
    """What a value with this name would be: `password`, `secret`, or empty for neither."""
    parts = words(name)
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    if not parts:
        return ""
    last = parts[-1]
    before = parts[-2] if len(parts) > 1 else ""
    if last in _PASSWORDS:
        return "password"
    if last == "key":
        return "secret" if before in _KEY_KINDS else ""
    if last not in _LAST or (last == "pass" and not before):
        return ""
    return "" if last == "token" and before in _TEXT_TOKENS else "secret"


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """True for a name whose value is never shown as a param: of a secret, or about one."""
    parts = words(name)
    if not _ANYWHERE.isdisjoint(parts) or "authorization" in parts:
        return True
    if any(word == "key" and before in _KEY_KINDS for before, word in pairwise(parts)):
        return True
    return parts[-1:] == ["token"] and kind(name) == "secret"
