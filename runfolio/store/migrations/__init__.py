"""Numbered migrations of the store; schema.py runs them."""
