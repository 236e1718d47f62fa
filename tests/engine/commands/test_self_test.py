"""The tiny drawing that tells whether an installed engine works."""

from __future__ import annotations

import pytest

from shiage_engine.__main__ import main
from shiage_engine.commands import self_test

pytestmark = pytest.mark.slow


def test_this_engine_works() -> None:
    assert main(["check"]) == 0


def test_one_that_colors_wrong_is_told_from_one_that_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_test, "works", lambda: False)
    assert main(["check"]) == 2
    assert "install it again" in capsys.readouterr().err
