"""Names that speak of secrets, and texts that name files: one list each, asked from two sides."""

from __future__ import annotations

import pytest

from runfolio.facts.paths import has_extension, is_path
from runfolio.facts.secret_names import is_secret, kind


@pytest.mark.parametrize("name", [
    "password", "DB_PASSWORD", "password2", "dbPassword", "smtp_passphrase", "PASSWORD_PROD",
])
def test_a_password_is_one_for_redaction_and_no_param(name: str) -> None:
    assert kind(name) == "password"
    assert is_secret(name)


@pytest.mark.parametrize("name", [
    "api_key", "OPENAI_API_KEY", "apiKey", "APIKey", "client_secret", "access_token", "token",
    "new_access_token", "api_key_2", "WANDB_API_KEY", "signing_key", "credentials",
])
def test_a_secret_is_one_for_redaction_and_no_param(name: str) -> None:
    assert kind(name) == "secret"
    assert is_secret(name)


@pytest.mark.parametrize("name", [
    "max_tokens", "pad_token", "pad_token_id", "tokenizer", "key", "sort_key", "n_tokens", "lr",
    "forward_passes", "secretary", "keyword", "", "_", "compass",
])
def test_words_that_only_look_like_secrets(name: str) -> None:
    assert kind(name) == ""
    assert not is_secret(name)


@pytest.mark.parametrize("name", ["password_hash_rounds", "api_key_header", "secret_santa"])
def test_what_is_about_a_secret_is_not_removed_but_no_param(name: str) -> None:
    assert kind(name) == ""
    assert is_secret(name)


@pytest.mark.parametrize("text", [
    "a.csv", "model.SAFETENSORS", "./x", "~/x", "/tmp", "s3://bucket/x", "C:\\x", "..",
    "w.tfrecords",
])
def test_paths(text: str) -> None:
    assert is_path(text)


@pytest.mark.parametrize(
    "text", ["google/vit", "adam", "0.5", "v1.2", "", "/", "x.csv " * 400, "a.b"])
def test_no_paths(text: str) -> None:
    assert not is_path(text)
    assert not has_extension(text)
