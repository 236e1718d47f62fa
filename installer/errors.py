"""The error that the installer reports to the user."""

from __future__ import annotations


class InstallError(Exception):
    """One sentence that says what to do."""
