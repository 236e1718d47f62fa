"""Installing: the plan, and its steps in such an order that an interruption after any of them does no harm."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from shiage.client.protocol import locks, paths

from . import engine, kritarc, manifest, plugin_files, running, system
from .errors import InstallError
from .manifest import Manifest
from .places import Krita, default_krita, find_kritas

LOCK = "install.lock"  # in the data folder; two installers would build into one environment
NO_QT = "Krita cannot run Python plugins here yet: install python3-pyqt5 (sudo apt-get install python3-pyqt5)"


@dataclass(frozen=True)
class Plan:
    """What will be done."""

    krita: Krita
    packages: tuple[str, ...]  # of the system, to install first
    notes: tuple[str, ...]  # what is left out, and why

    @property
    def has_krita(self) -> bool:
        return self.krita.kind != "none" or "krita" in self.packages


def run(
    chosen: Path | None = None, dry_run: bool = False, example: Path | None = None, *, yes: bool = False
) -> Krita | None:
    """Install Shiage; returns the Krita it is in, None where there is none. Raises InstallError.

    `example`: where the example will be colored afterwards, if it will; `yes`: packages of the system are installed
    without asking. Raises InstallError also while another installer runs.
    """
    if dry_run:
        return _run(chosen, dry_run, example, yes)
    paths.make_folder(paths.data_dir())
    try:
        with locks.locked(paths.data_dir() / LOCK):
            return _run(chosen, dry_run, example, yes)
    except locks.Locked as error:
        raise InstallError("Another installer is running: wait until it has ended.") from error


def _run(chosen: Path | None, dry_run: bool, example: Path | None, yes: bool) -> Krita | None:
    plan = make_plan(chosen, for_example=example is not None)
    engine.check_space()
    plugin_files.check(plan.krita.resources)
    _show(plan)
    if example is not None:
        print(f"  {'example':8} then colored into {example.absolute()}")
    if dry_run:
        return None
    if plan.packages and not (yes or _agrees(plan.packages)):
        print(
            f"Left out, since nobody agreed: {' '.join(plan.packages)} (--yes installs them without asking)"
        )
        plan = replace(plan, packages=())
    if plan.packages:
        _announce(f"Installing {', '.join(plan.packages)} (this may take some minutes)")
        _install_packages(plan)
    if not system.can_make_environments():
        raise InstallError(
            "This Python cannot make virtual environments: install its venv package (python3-venv on Debian"
            " and Ubuntu), and run this again."
        )
    _install_engine_and_plugin(plan, for_example=example is not None)
    if not plan.has_krita:
        return None
    kritas = [krita for krita in find_kritas(chosen) if krita.is_usable]
    return kritas[0] if kritas else None


def _agrees(packages: tuple[str, ...]) -> bool:
    """Whether the one who installs agrees to changes of the system as root; where nobody can be asked: no."""
    if not sys.stdin.isatty():
        return False
    answer = input(f"Install {', '.join(packages)} as root, with apt-get? [y/N] ")
    return answer.strip().lower() in {"y", "yes"}


def make_plan(chosen: Path | None, for_example: bool) -> Plan:
    """Raises InstallError where a Krita was chosen that cannot be used."""
    kritas = find_kritas(chosen)
    usable = [krita for krita in kritas if krita.is_usable]
    if chosen is not None and not usable:
        raise InstallError(kritas[0].problem)
    notes = [krita.problem for krita in kritas if krita.problem]
    wanted = [] if usable else ["krita"]
    if system.lacks_qt(usable[0].program if usable else Path("/usr/bin/krita")):
        wanted.append("python3-pyqt5")
    if for_example and not system.has_display() and not system.has_virtual_display():
        wanted.append("xvfb")
    if not system.can_make_environments():
        wanted.append("python3-venv")
    packages: tuple[str, ...] = ()
    if system.can_install():
        packages = tuple(wanted)
    elif "krita" in wanted:
        notes.append(f"There is no Krita that Shiage could use: {system.WHERE_TO_GET_KRITA}.")
    elif "python3-pyqt5" in wanted:
        notes.append(f"{NO_QT}, then start Krita again.")
    return Plan(usable[0] if usable else default_krita(), packages, tuple(notes))


def _install_engine_and_plugin(plan: Plan, for_example: bool) -> None:
    """The new engine is built and tested before anything that works is touched."""
    _announce("Installing the engine (a minute or two)")
    krita, earlier = plan.krita, _earlier()
    new = engine.build(with_synthesis=for_example)
    _announce("The engine works; putting everything in its place")
    files = plugin_files.installed_files(krita.resources)
    python = engine.put_in_place(new)
    record = Manifest(
        engine.version(python),
        str(python),
        str(engine.environment()),
        str(krita.settings),
        files=files,
        packages=sorted({*earlier.packages, *plan.packages}),
    )
    manifest.save(record)
    kept = plugin_files.copy(krita.resources, earlier.files)
    kritarc.enable(krita.settings)
    manifest.save(record.completed())
    running.stop_engines()
    for path in kept:
        print(f"A copy of what the installer did not write, or somebody edited, was kept: {path}")
    print()
    print("Shiage is installed. Start Krita (again), open an animation, and see the docker “Shiage”")
    print("(Settings > Dockers > Shiage) and Tools > Shiage.")


def _install_packages(plan: Plan) -> None:
    """Those of the system, which are recorded at once: an installation interrupted later does not forget them."""
    system.refresh()
    try:
        system.install(list(plan.packages))
    except KeyboardInterrupt:
        _record(plan)  # they were waited for
        raise
    _record(plan)


def _record(plan: Plan) -> None:
    """Note the packages in the record, which is incomplete where nothing was installed before."""
    earlier = _earlier()
    if not earlier.environment:
        place = engine.environment()
        earlier = Manifest("", str(engine.python_of(place)), str(place), str(plan.krita.settings))
    manifest.save(replace(earlier, packages=sorted({*earlier.packages, *plan.packages})))


def _earlier() -> Manifest:
    """What earlier installations brought along."""
    with contextlib.suppress(InstallError):  # it is about to be written anew
        record = manifest.load()
        if record is not None:
            return record
    return Manifest("", "", "", "")


def _show(plan: Plan) -> None:
    print("Shiage will be installed:")
    for package in plan.packages:
        print(
            f"  {package:8} from your system's packages (apt-get, as root; you are asked first, or give --yes)"
        )
    print(f"  {'engine':8} {engine.environment()}")
    print(f"  {'plugin':8} {plan.krita.resources / 'pykrita' / plugin_files.NAME}")
    print(f"  {'enabled':8} in {plan.krita.settings}")
    print(f"  {'record':8} {paths.install_manifest()}")
    if plan.krita.kind != "none":
        print(f"  {'Krita':8} {plan.krita.program} ({plan.krita.kind})")
    for note in plan.notes:
        print(f"Note: {note}")


def _announce(step: str) -> None:
    print(f"{step} ...", flush=True)
