"""What goes wrong in a way the reader can do something about."""

from __future__ import annotations


class InstallError(Exception):
    """One sentence that says what to do."""
