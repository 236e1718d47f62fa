"""The documents cannot go stale: docs/methods.md is followed word by word, and the public API's example is run."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import doctest
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shiage.client.protocol import messages, record
from shiage.client.protocol.options import Options
from shiage.methods import read
from shiage_engine import api

ROOT = Path(__file__).parents[1]
PAGE, WIRE = ROOT / "docs" / "methods.md", ROOT / "docs" / "wire.md"
LINK = re.compile(r"\]\(([^)#\s]+)?(#[^)\s]+)?\)")
# An optional path before the block, the block's language, its text.
BLOCK = re.compile(r"(?:`([^`\n]+)`[^`]*?\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted(ROOT.glob("docs/*.md")),
    ]


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Path (or ""), language and text of each block of code."""
    return [(path, language, text) for path, language, text in BLOCK.findall(page.read_text("utf-8"))]


def applied(text: str, difference: str) -> str:
    """`text` with the hunks of a diff replaced; each must fit at exactly one place."""
    for hunk in difference.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(old) == 1, f"the document changes a line that is not there once: {old}"
        text = text.replace(old, new)
    return text


def anchors(page: Path) -> set[str]:
    """What GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine in a folder of its own, with the files and changes of docs/methods.md."""
    folder = tmp_path_factory.mktemp("copy")
    engine = folder / "engine" / "shiage_engine"
    shutil.copytree(ROOT / "engine" / "shiage_engine", engine, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "plugin" / "shiage" / "client" / "protocol", engine / "protocol")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, language, text in blocks(PAGE):
        if language == "python":
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        elif language == "diff":
            (folder / path).write_text(applied((folder / path).read_text("utf-8"), text), "utf-8")
    return folder


def run(folder: Path, command: str) -> str:
    """What a command prints that runs in the copy; it must succeed."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(folder / "engine"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    done = subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_method_that_is_added_by_the_page_colors_a_shot_and_is_in_the_panels_list(copy: Path) -> None:
    shell = [text for _, language, text in blocks(PAGE) if language == "sh"]
    assert len(shell) == 2
    told = [run(copy, text) for text in shell]
    assert (copy / "result" / "color" / "0001.png").is_file() and (copy / "sheet.png").is_file()
    assert '"method": "by-area"' in (copy / "result" / "report.json").read_text()
    assert "regions over 10 px that are right" in " ".join(told[0].split())
    listed = read(dict(ast.literal_eval(line) for line in told[1].splitlines()))
    assert [method.title for method in listed if method.name == "by-area"] == ["Nearest area"]
    settings = (copy / "pyproject.toml").read_text()
    assert '    "shiage_engine.methods.by_area",\n' in settings


@pytest.mark.slow
def test_the_test_on_the_page_passes(copy: Path) -> None:
    run(copy, "python -m pytest -q -p no:cacheprovider tests/engine/methods/by_area")


@pytest.mark.slow
def test_the_example_of_the_public_api_is_right() -> None:
    outcome = doctest.testmod(api)
    assert outcome.attempted > 0 and outcome.failed == 0


@pytest.mark.parametrize("page", documents(), ids=lambda page: page.name)
def test_every_link_to_a_file_or_a_heading_is_right(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        if target.startswith("https://"):
            continue
        found = page.parent / target if target else page
        assert found.exists(), f"{page.name} links to {target}, which is not there"
        assert not anchor or anchor in anchors(found), f"{page.name} links to {target}{anchor}"


def test_the_bytes_on_the_wires_page_are_those_that_are_sent() -> None:
    example, _ = (text for _, language, text in blocks(WIRE) if language == "python")
    exec(example, {})
    (headers,) = (text for _, language, text in blocks(WIRE) if language == "text")
    for line in headers.splitlines():
        header = json.loads(line[2:])
        planes = header.pop("planes")
        message = messages.from_header(header)
        assert json.loads(json.dumps(messages.to_header(message))) == header
        assert len(planes) in message.plane_counts


def test_the_wires_page_names_every_message_field_and_error() -> None:
    text = WIRE.read_text("utf-8")
    fields = {field.name for kind in (messages.Submit, Options) for field in dataclasses.fields(kind)}
    for name in {*messages.TYPES, *messages.CODES, *fields} - {"options"}:
        assert f"`{name}`" in text, f"docs/wire.md does not name {name}"


@pytest.mark.slow
def test_a_second_host_needs_no_more_than_the_page_says(tmp_path: Path) -> None:
    _, client = (text for _, language, text in blocks(WIRE) if language == "python")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "plugin"),
        "SHIAGE_ENGINE_PYTHON": sys.executable,
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    command = [sys.executable, "-c", client]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.kill(record.read(runtime / "shiage").pid, signal.SIGTERM)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[1:] == [f"frame {time} is red in the middle: True" for time in (1, 2)]
