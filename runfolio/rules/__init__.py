"""What makes runs of steps (DESIGN §3): pure, replayable, and versioned."""

from __future__ import annotations

VERSION = 1
"""Stands on every run. It rises whenever the same events would make other runs."""
