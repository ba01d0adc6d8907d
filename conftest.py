"""Fixtures of a real jupyter server for all tests."""

pytest_plugins = ["pytest_jupyter.jupyter_server"]
