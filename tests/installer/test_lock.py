"""The lock lists what pyproject.toml asks for, with digests, for all systems."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from installer.engine import LOCK, without_digests

ROOT = Path(__file__).parents[2]
PROJECTS = [ROOT / "pyproject.toml", ROOT / "engine" / "synthesis" / "pyproject.toml"]
SYSTEMS = [
    {
        "sys_platform": system,
        "platform_system": name,
        "python_full_version": f"{python}.0",
        "python_version": python,
    }
    for system, name in (("linux", "Linux"), ("win32", "Windows"), ("darwin", "Darwin"))
    for python in ("3.11", "3.12", "3.13", "3.14")
]


def requirements(path: Path) -> dict[str, list[Requirement]]:
    """By what they are for: "build", "engine", and the extras."""
    project = tomllib.loads(path.read_text(encoding="utf-8"))
    said = {
        "build": project["build-system"]["requires"],
        "engine": project["project"]["dependencies"],
        **project["project"].get("optional-dependencies", {}),
    }
    return {name: [Requirement(one) for one in listed] for name, listed in said.items()}


def locked() -> list[Requirement]:
    lines = [line.rstrip(" \\") for line in LOCK.read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith((" ", "#"))]


@pytest.mark.parametrize("path", PROJECTS)
def test_every_requirement_has_an_upper_bound(path: Path) -> None:
    for listed in requirements(path).values():
        for one in listed:
            bounds = {specifier.operator for specifier in one.specifier}
            assert one.name.startswith("shiage-") or bounds & {"<", "<=", "=="}, one


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_lock_has_one_version_of_each_that_is_asked_for(system: dict[str, str]) -> None:
    here = [one for one in locked() if one.marker is None or one.marker.evaluate(system)]
    versions = {one.name: str(one.specifier).removeprefix("==") for one in here}
    assert len(versions) == len(here)
    for path in PROJECTS:
        asked = requirements(path)
        for one in asked["engine"] + asked["build"]:
            if not one.name.startswith("shiage-"):
                assert versions[one.name] in one.specifier, one


def test_everything_has_digests_and_names_no_host() -> None:
    text = LOCK.read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z])", text.split("\n", 2)[2]):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    assert "://" not in text


def test_what_compiles_for_no_system_is_not_asked_of_painters() -> None:
    """Wheels for all three systems have several digests; a package of one source file would have one."""
    for name in (
        "numpy",
        "torch",
        "opencv-python-headless",
        "scipy",
        "scikit-learn",
        "pillow",
        "safetensors",
    ):
        (block, *_) = re.findall(
            rf"^{name}==[^\n]*\n((?:    --hash[^\n]*\n)+)", LOCK.read_text(), re.MULTILINE
        )
        assert block.count("sha256:") >= 6, name


def test_versions_alone_are_the_same_ones() -> None:
    assert "torch==2.13.0\n" in without_digests(LOCK.read_text(encoding="utf-8"))
