"""Rules for all tests."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("shiage", deadline=None)  # time fails no test
settings.load_profile("shiage")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI, a test of the real Krita that is skipped is a failure: there, nothing may be missing."""
    report = yield
    if report.skipped and "krita" in item.keywords and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"On CI this test of the real Krita must run: {report.longrepr}"
    return report
