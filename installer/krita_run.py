"""Runs a second Krita with the painter's plugins, but with settings and a display of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path

from . import running, system
from .errors import InstallError
from .places import Krita, resource_folder

INSIDE = Path(__file__).resolve().parent / "inside_krita"
PATIENCE = 300  # seconds; Krita's first start alone may take half a minute
SCREEN = "1600x1000x24"


def color(krita: Krita, folder: Path) -> None:
    """Color the example in `folder` inside Krita. Raises InstallError with the message of Krita or the plugin."""
    outcome = folder / "outcome.txt"
    outcome.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="shiage-") as private, _display() as display:
        environment = _environment(krita, Path(private), folder, display)
        log = folder / "krita.log"
        try:
            with log.open("wb") as output:
                _run([str(krita.program), "--nosplash"], environment, output.fileno())
        finally:
            running.stop_engines([Path(environment["XDG_RUNTIME_DIR"]) / "shiage"])
    result = (
        outcome.read_text(encoding="utf-8").strip() if outcome.is_file() else f"Krita ended early, see {log}."
    )
    outcome.unlink(missing_ok=True)
    if result != "ok":
        raise InstallError(f"The example was not colored in Krita: {result}")


def _environment(krita: Krita, private: Path, folder: Path, display: str) -> dict[str, str]:
    """Apart from the painter's: a Krita that is running meanwhile, and its settings, are not affected."""
    for name in ("config", "runtime", "tmp"):
        (private / name).mkdir(mode=0o700)
    settings = ["[python]", "enable_shiage=true", "enable_shiage_example=true"]
    if krita.resources != resource_folder():
        settings.insert(0, f"ResourceDirectory={krita.resources}")
    (private / "config" / "kritarc").write_text("\n".join(settings) + "\n", encoding="utf-8")
    return {
        **os.environ,
        **({"DISPLAY": display} if display else {}),
        "XDG_CONFIG_HOME": str(private / "config"),
        "XDG_RUNTIME_DIR": str(private / "runtime"),
        "TMPDIR": str(private / "tmp"),
        "EXTRA_RESOURCE_DIRS": str(INSIDE),
        "PYTHONPATH": str(INSIDE / "pykrita"),
        # Krita's Python takes the first python3 of PATH for its home, and of pyenv or conda it has no PyQt.
        "PATH": os.pathsep.join([str(krita.program.parent), os.environ.get("PATH", os.defpath)]),
        "SHIAGE_EXAMPLE": str(folder),
    }


@contextlib.contextmanager
def _display() -> Generator[str, None, None]:
    """Start a virtual display where there is none; yields its name, or "" where there is a real one."""
    if system.has_display():
        yield ""
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:  # kept open: Xvfb may write there again
        try:
            number = numbers.readline().strip()
            if not number:
                raise InstallError(
                    "The virtual display (Xvfb) did not start: run this where there is a display."
                )
            yield f":{number}"
        finally:
            server.terminate()
            server.wait()


def _run(command: list[str], environment: Mapping[str, str], output: int) -> None:
    """Run until it ends; after PATIENCE seconds kill it and all it started. Raises InstallError."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise InstallError(f"Krita did not end within {PATIENCE} seconds.") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
