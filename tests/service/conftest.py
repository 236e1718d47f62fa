"""A real engine for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.harness import Engine


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Starts engines that end with the test."""
    engines: list[Engine] = []

    def start_one(*options: str, folder: Path = tmp_path, **more: Any) -> Engine:
        engines.append(Engine(folder, *options, **more))
        return engines[-1]

    yield start_one
    for engine in engines:
        engine.end()


@pytest.fixture
def engine(start: Callable[..., Engine]) -> Engine:
    return start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if sys.platform != "linux":
        for item in items:
            item.add_marker(pytest.mark.skip(reason="the process tests read /proc, which only Linux has"))
