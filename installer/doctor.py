"""Checks the parts of an installation, and prints for each what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shiage.client.protocol import paths

from . import engine, kritarc, manifest, plugin_files, system
from .errors import InstallError
from .manifest import Manifest
from .places import find_kritas

INSTALL = "run python3 installer/install.py"


class Finding(NamedTuple):
    """One check; `advice` is empty where all is well."""

    what: str
    advice: str = ""


def run(chosen: Path | None = None) -> int:
    """Print every finding; exit status 1 where there is something to do."""
    findings = list(examine(chosen))
    for finding in findings:
        print(
            f"{'TO DO' if finding.advice else 'ok':6} {finding.what}"
            + (f": {finding.advice}" if finding.advice else "")
        )
    return int(any(finding.advice for finding in findings))


def examine(chosen: Path | None = None) -> Iterator[Finding]:
    """Every check, from Krita to the engine."""
    yield from _krita(chosen)
    try:
        record = manifest.load()
    except InstallError as error:
        yield Finding("record of the installation", str(error))
        return
    if record is None:
        yield Finding("Shiage is not installed", INSTALL)
        return
    state = "" if record.state == manifest.COMPLETE else f"the last installation was interrupted: {INSTALL}"
    yield Finding(f"installation, version {record.version}", state)
    yield from _plugin(record)
    yield from _engine(record)


def _krita(chosen: Path | None) -> Iterator[Finding]:
    kritas = find_kritas(chosen)
    usable = [krita for krita in kritas if krita.is_usable]
    if not usable:
        yield Finding("no Krita that Shiage could use", system.WHERE_TO_GET_KRITA)
    for krita in kritas:
        note = "" if krita.is_usable or usable else krita.problem
        if krita.is_usable and system.lacks_qt(krita.program):
            note = "install python3-pyqt5, without which it runs no Python plugins"
        yield Finding(f"Krita ({krita.kind}) at {krita.program}", note)


def _plugin(record: Manifest) -> Iterator[Finding]:
    missing = [place for place in record.files if not Path(place).is_file()]
    edited = [place for place, digest in record.files.items() if manifest.is_edited(Path(place), digest)]
    old = plugin_files.differs(record.files)
    if missing:
        yield Finding(f"the plugin lacks {missing[0]}", INSTALL)
    elif old:
        yield Finding("the plugin is of another version than this installer", INSTALL)
    else:
        yield Finding(f"plugin, {len(record.files)} files")
    for place in edited:
        yield Finding(f"{place} was edited since", f"{INSTALL} to have the original back")
    enabled = kritarc.is_enabled(Path(record.settings))
    advice = "tick Shiage in Krita's Settings > Configure Krita > Python Plugin Manager, or " + INSTALL
    yield Finding(f"enabled in {record.settings}", "" if enabled else advice)


def _engine(record: Manifest) -> Iterator[Finding]:
    python = Path(record.engine_python)
    if not engine.version(python):
        yield Finding(f"the engine does not start ({python})", INSTALL)
        return
    try:
        engine.self_test(python)
        yield Finding(f"engine in {record.environment}, colors a tiny drawing right")
    except InstallError as error:
        yield Finding("the engine starts and does not color", f"{error}; {INSTALL}")
    folder = paths.run_dir()
    if folder.exists():
        yield Finding(f"private folder {folder}", _problem_of(folder))


def _problem_of(folder: Path) -> str:
    try:
        paths.check_private(folder)
    except paths.PathError as error:
        return str(error)
    return ""
