"""Rules for all tests."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# One thread a process: on a busy machine threads that wait for each other make small networks many times slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("shiage", deadline=None)  # time fails no test
settings.load_profile("shiage")

KRITA_TESTS = Path(__file__).parent / "krita"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI, a test of the real Krita that is skipped is a failure: there, nothing may be missing."""
    report = yield
    needs_krita = item.get_closest_marker("krita") is not None or item.path.is_relative_to(KRITA_TESTS)
    if report.skipped and needs_krita and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"On CI this test of the real Krita must run: {report.longrepr}"
    return report
