"""What the engine tells of its methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shiage_engine.protocol.messages import from_header, to_header

from shiage_engine.learning import kept
from shiage_engine.learning.kept import Kept
from shiage_engine.methods.hinted.places import PLACE
from shiage_engine.methods.method import RULES
from shiage_engine.registry import METHODS
from shiage_engine.service import methods


def test_every_method_has_a_title_and_a_hint_for_painters() -> None:
    said = methods.methods_message()
    assert from_header(to_header(said)) == said
    assert list(said.methods) == [name for name, method in METHODS.items() if method.is_ready]
    titles = {entry["title"] for entry in said.methods.values()}
    assert len(titles) == len(said.methods)
    assert all(entry["hint"] for entry in said.methods.values())
    known = {"references", "character", "hints"}
    assert all(
        {*entry["needs"], *entry["needs_any"], *entry["takes"]} <= known for entry in said.methods.values()
    )
    assert {entry["rule"] for entry in said.methods.values()} <= set(RULES)


def test_the_characters_of_a_method_are_those_it_has_weights_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_kept() -> list[Kept]:
        return [
            Kept.now(method, name, [(0, 0, 0, 0)], ["shot"], 10)
            for method, name in (("unet", "Kumo"), ("other", "Rin"), ("unet", "Yuki"))
        ]

    monkeypatch.setattr(methods, "all_kept", all_kept)
    said = methods.methods_message().methods
    assert said["unet"]["characters"] == ["Kumo", "Yuki"]
    assert said["fused"]["characters"] == ["Kumo", "Yuki"]  # it asks who knows them
    assert said["patch"]["characters"] == said["matcher"]["characters"] == []


def test_without_anything_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path / "nowhere")
    assert methods.methods_message().methods["unet"]["characters"] == []


def test_a_method_is_offered_once_it_has_its_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(PLACE, "shipped", tmp_path / "none")
    assert "hinted" not in methods.methods_message().methods
    PLACE.trained().parent.mkdir()
    PLACE.trained().write_bytes(b"")
    told = methods.methods_message().methods["hinted"]
    assert (told["needs"], told["needs_any"]) == ([], ["hints", "references"])


def test_a_disk_that_may_hang_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging() -> Path:
        raise AssertionError("the disk was asked")

    monkeypatch.setattr(methods, "all_kept", hanging)
    asking = {name: replace(method, network=method.network and hanging) for name, method in METHODS.items()}
    told = methods.methods_message(asking, asks_disk=False).methods
    assert "hinted" not in told and told["unet"]["characters"] == []
