"""A Krita of the tests' own: a private HOME with the plugin in it, and a display that nobody sees."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
INSIDE = Path(__file__).parent / "inside"
ARTIFACTS = ROOT / "tests" / "artifacts"
SETTINGS = "[python]\nenable_shiage=true\nenable_shiage_probe=true\n"
PATIENCE = 1500  # seconds; reached only when something is broken
# The layers of a result from top to bottom, as `observe.order` lists them.
RESULT = ["Shiage", "  gaps", "  confidence", "  slash lines", "  colors", "  suggestions", "  undo steps"]

Seen = dict[str, Any]  # by what a scenario calls it
See = Callable[[str], Seen]  # what the scenario of a name saw


def what_is_missing() -> str:
    """Why the real Krita cannot be used here; empty where it can."""
    for program in ("krita", "kritarunner", "Xvfb", "xdotool"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    found = subprocess.run(["/usr/bin/python3", "-c", "import PyQt5"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "PyQt5 for Krita's Python (python3-pyqt5) is not installed"


def furnish(home: Path) -> None:
    """Install and enable the plugin and the probe in a HOME."""
    data, config = home / ".local/share/krita", home / ".config"
    for folder in (data / "pykrita", data / "actions", config):
        folder.mkdir(parents=True, exist_ok=True)
    plugin = ROOT / "plugin"
    for source in (plugin / "shiage", INSIDE / "shiage_probe"):
        shutil.copytree(source, data / "pykrita" / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    for source in (plugin / "shiage.desktop", INSIDE / "shiage_probe.desktop"):
        shutil.copy(source, data / "pykrita")
    shutil.copy(plugin / "actions" / "shiage.action", data / "actions")
    (config / "kritarc").write_text(SETTINGS, encoding="utf-8")


class House:
    """One HOME and what Krita needs around it."""

    def __init__(self, place: Path, warm: Path | None = None) -> None:
        self.place = place
        self.home = place / "home"
        place.mkdir(exist_ok=True)
        if warm is None:
            self.home.mkdir()
        else:  # times and all: Krita rebuilds its resource database, for half a minute, when they differ
            subprocess.run(["cp", "-a", str(warm), str(self.home)], check=True)
        for name in ("tmp", "run"):
            (place / name).mkdir(mode=0o700)

    def environment(self, scenario: str, **more: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "QT_", "PYTHON", "SHIAGE_", "DISPLAY", "WAYLAND"))
        }
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(self.place / "tmp"),
            "XDG_RUNTIME_DIR": str(self.place / "run"),
            "LANG": "C.UTF-8",
            "SHIAGE_SCENARIO": scenario,
            "SHIAGE_RESULT": str(self.place / "result.json"),
            "SHIAGE_INSIDE": str(INSIDE),
            "SHIAGE_ARTIFACTS": str(ARTIFACTS),
            **more,
        }

    def run_documents(self, scenario: str) -> Seen:
        """Scenarios in kritarunner: the document engine, no window and no display."""
        path = os.pathsep.join([str(ROOT / "plugin"), str(INSIDE)])
        environment = self.environment(scenario, QT_QPA_PLATFORM="offscreen", PYTHONPATH=path)
        return self._run(["kritarunner", "-s", "steps"], environment)

    def run_window(self, scenario: str, display: str, **more: str) -> Seen:
        """Scenarios in the whole Krita, with the plugin as it is installed."""
        try:
            return self._run(["krita", "--nosplash"], self.environment(scenario, DISPLAY=display, **more))
        finally:
            self._end_engine()

    def _run(self, command: list[str], environment: dict[str, str]) -> Seen:
        result = Path(environment["SHIAGE_RESULT"])
        result.unlink(missing_ok=True)
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        log = self.place / "krita.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=environment, cwd=self.place, stdout=output, stderr=output, start_new_session=True
            )
            try:
                status = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                status = -1
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if not result.is_file():
            said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise AssertionError(f"Krita ended with {status} and without a result. It said:\n{said}")
        answer: Seen = json.loads(result.read_text(encoding="utf-8"))
        return answer

    def _end_engine(self) -> None:
        """The engine outlives Krita by design; the tests do not wait until it is bored."""
        for record in self.place.glob("run/**/engine.json"):
            with contextlib.suppress(OSError, ValueError, KeyError):
                os.kill(json.loads(record.read_text(encoding="utf-8"))["pid"], signal.SIGTERM)


@contextlib.contextmanager
def display() -> Generator[str, None, None]:
    """The name of a fresh X display. It must not reset when a client leaves: Krita comes twice."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1600x1000x24",
        "-noreset",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        try:
            yield f":{numbers.readline().strip()}"
        finally:
            server.terminate()
            server.wait()


def run_module(place: Path, warm: Path, module: str) -> Seen:
    """What all scenarios of a module saw, by name: they share one kritarunner."""
    names = ",".join(functions(INSIDE / f"{module}.py"))
    return House(place / "house", warm).run_documents(f"{module}:{names}")


def functions(module: Path) -> Iterator[str]:
    """The names of the scenarios in a module: its public functions of one argument."""
    for line in module.read_text(encoding="utf-8").splitlines():
        if line.startswith("def ") and line.endswith("(krita):"):
            yield line[4 : -len("(krita):")]
