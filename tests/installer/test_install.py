"""Installing, again, interrupted, and removing; with an engine that is quickly made."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from installer import (
    commands,
    doctor,
    engine,
    example,
    install_steps,
    kritarc,
    manifest,
    plugin_files,
    running,
    swap,
    system,
)
from installer.errors import InstallError
from shiage.client.protocol import locks

VERSION = "9.9.9"  # what the engine of conftest.py says

pytestmark = pytest.mark.usefixtures("quick_engine", "krita")


def record_of(home: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((home / ".local/share/shiage/install.json").read_text())
    return record


def test_everything_is_in_its_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main([]) == 0
    resources = home / ".local/share/krita"
    for place, source in plugin_files.plugin_files().items():
        assert (resources / place).read_bytes() == source.read_bytes()
    assert not list(resources.rglob("__pycache__"))
    record = record_of(home)
    assert record["state"] == "complete"
    assert record["version"] == VERSION
    assert Path(record["engine_python"]) == home / ".local/share/shiage/venv/bin/python"
    assert kritarc.is_enabled(home / ".config/kritarc")
    assert "engine " in capsys.readouterr().out


def test_scripts_of_the_environment_name_its_last_place(home: Path) -> None:
    commands.main([])
    script = home / ".local/share/shiage/venv/bin/shiage"
    assert script.read_text() == f"#!{home}/.local/share/shiage/venv/bin/python\n"


@pytest.mark.parametrize("with_example", [False, True])
def test_what_draws_the_example_is_installed_for_the_example_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch, with_example: bool
) -> None:
    quick, asked = engine._run, []

    def run(command: list[str], doing: str) -> None:
        asked.append(command)
        if "--no-build-isolation" in command:
            for project in map(Path, command[command.index("--no-build-isolation") + 1 :]):
                assert (project / "pyproject.toml").is_file()
        quick(command, doing)

    monkeypatch.setattr(engine, "_run", run)
    monkeypatch.setattr(example, "run", lambda *_: None)
    assert commands.main(["--example", str(home / "example")] if with_example else []) == 0
    locked, pip = [command for command in asked if "pip" in command]
    assert locked[4:] == ["--no-input", "--require-hashes", "-r", str(engine.LOCK)]
    assert pip[-1].endswith(str(engine.SYNTHESIS)) is with_example
    assert len(pip) == (9 if with_example else 8)


def test_a_dry_run_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["--dry-run"]) == 0
    assert not list(home.iterdir())
    assert "Shiage will be installed" in capsys.readouterr().out


def test_a_new_version_leaves_nothing_of_the_old(home: Path) -> None:
    commands.main([])
    package = home / ".local/share/krita/pykrita/shiage"
    (package / "gone.py").write_text("")
    record = home / ".local/share/shiage/install.json"
    installed = json.loads(record.read_text())
    installed["files"][str(package / "gone.py")] = manifest.sha256(package / "gone.py")
    record.write_text(json.dumps(installed))
    assert commands.main(["install"]) == 0
    assert not (package / "gone.py").exists()
    assert sorted(path.name for path in package.parent.iterdir()) == ["shiage", "shiage.desktop"]


def works(home: Path) -> bool:
    """The engine starts, and the plugin is whole: all old or all new."""
    package = home / ".local/share/krita/pykrita/shiage"
    swap.heal(engine.environment())
    swap.heal(package)
    record = manifest.load()
    return (
        record is not None
        and bool(engine.version(Path(record.engine_python)))
        and (package / "__init__.py").is_file()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (engine, "_run"),
        (engine, "self_test"),
        (engine, "put_in_place"),
        (manifest, "save"),
        (plugin_files, "copy"),
        (swap, "write_file"),
        (kritarc, "enable"),
        (running, "stop_engines"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupted_update_breaks_nothing_and_the_next_one_heals(
    home: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: str
) -> None:
    assert commands.main([]) == 0
    real = getattr(module, name)

    def interrupted(*args: Any, **options: Any) -> Any:
        if when == "after":
            real(*args, **options)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, name, interrupted)
        assert commands.main([]) == 1
    assert works(home)
    assert commands.main([]) == 0
    assert record_of(home)["state"] == "complete"
    assert not swap.beside(engine.environment(), "new").exists()


def test_an_engine_that_does_not_work_is_never_put_in_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.main([])

    def broken(python: Path) -> None:
        raise InstallError("Failed at trying out the engine: it is blue.")

    monkeypatch.setattr(engine, "self_test", broken)
    assert commands.main([]) == 1
    assert "it is blue" in capsys.readouterr().err
    assert works(home)


def test_uninstall_removes_exactly_what_was_installed(home: Path) -> None:
    foreign = home / ".local/share/krita/pykrita/other/__init__.py"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("")
    commands.main([])
    compiled = home / ".local/share/krita/pykrita/shiage/__pycache__/x.pyc"
    compiled.parent.mkdir()
    compiled.write_text("")
    assert commands.main(["uninstall"]) == 0
    left = sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())
    assert left == [".config/kritarc", ".local/share/krita/pykrita/other/__init__.py"]
    assert not kritarc.is_enabled(home / ".config/kritarc")
    assert not (home / ".local/share/shiage").exists()
    assert commands.main(["uninstall"]) == 0


def test_installing_again_keeps_copies_of_what_somebody_edited_or_added(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.main([])
    commands.main([])
    assert "was kept" not in capsys.readouterr().out
    krita = home / ".local/share/krita"
    package, action = krita / "pykrita/shiage", krita / "actions/shiage.action"
    (package / "notes.txt").write_text("mine")
    action.write_text("mine too")
    assert commands.main([]) == 0
    said = capsys.readouterr().out
    copies = [krita / "pykrita/shiage.2/notes.txt", krita / "actions/shiage.action.2"]
    assert [path.read_text() for path in copies] == ["mine", "mine too"]
    assert all(str(path) in said for path in (krita / "pykrita/shiage.2", copies[1]))
    assert not (package / "notes.txt").exists() and action.read_text() != "mine too"
    assert commands.main([]) == 0 and not (krita / "pykrita/shiage.3").exists()


def test_a_record_that_names_another_folder_costs_nobody_that_folder(home: Path) -> None:
    commands.main([])
    mine = home / "drawings"
    mine.mkdir()
    (mine / "a.kra").write_text("mine")
    record = home / ".local/share/shiage/install.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"environment": str(mine)}))
    assert commands.main(["uninstall"]) == 0
    assert (mine / "a.kra").read_text() == "mine"


def test_uninstall_keeps_edited_files_and_names_them(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.main([])
    edited = home / ".local/share/krita/actions/shiage.action"
    edited.write_text("mine")
    assert commands.main(["uninstall"]) == 0
    assert edited.read_text() == "mine"
    assert str(edited) in capsys.readouterr().out


def test_uninstall_names_what_was_learned_and_keeps_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.main([])
    weights = home / ".local/share/shiage/characters/abc/unet/weights.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_text("learned")
    assert commands.main(["uninstall"]) == 0
    assert weights.read_text() == "learned"
    assert str(home / ".local/share/shiage/characters") in capsys.readouterr().out


def advice() -> dict[str, str]:
    return {finding.what: finding.advice for finding in doctor.examine() if finding.advice}


def test_doctor(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(advice()) == ["Shiage is not installed"]
    commands.main([])
    assert advice() == {}
    assert commands.main(["doctor"]) == 0
    action = home / ".local/share/krita/actions/shiage.action"
    action.write_text("mine")
    kritarc.disable(home / ".config/kritarc")
    assert list(advice()) == [f"{action} was edited since", f"enabled in {home / '.config/kritarc'}"]
    action.unlink()
    assert f"the plugin lacks {action}" in advice()
    shutil.rmtree(home / ".local/share/shiage/venv")
    assert any("does not start" in what for what in advice())
    assert commands.main(["doctor"]) == 1
    assert "TO DO" in capsys.readouterr().out


def test_doctor_sees_an_interrupted_installation_and_a_damaged_record(home: Path) -> None:
    commands.main([])
    path = home / ".local/share/shiage/install.json"
    record = record_of(home)
    path.write_text(json.dumps({**record, "state": "incomplete"}))
    assert any("interrupted" in text for text in advice().values())
    path.write_text("{")
    assert any("damaged" in text for text in advice().values())
    assert commands.main([]) == 0
    assert advice() == {}


def test_what_is_in_the_way_is_named_before_anything_is_done(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = home / ".local/share/krita/pykrita/shiage"
    package.parent.mkdir(parents=True)
    package.symlink_to(tmp_path)
    assert commands.main([]) == 1
    assert "symbolic link" in capsys.readouterr().err
    assert not engine.environment().exists()


def test_a_full_disk_and_a_python_without_venv(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "SPACE", 10**18)
        assert commands.main([]) == 1
    assert "make room" in capsys.readouterr().err
    monkeypatch.setattr(system, "can_make_environments", lambda: False)
    assert commands.main([]) == 1
    assert "python3-venv" in capsys.readouterr().err


class TestPlan:
    """What is asked of the system."""

    def test_with_krita_nothing(self) -> None:
        assert install_steps.make_plan(None, for_example=False).packages == ()

    def test_without_krita_on_debian(self, krita: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        krita.unlink()
        monkeypatch.setattr(system, "can_install", lambda: True)
        assert install_steps.make_plan(None, for_example=False).packages == ("krita",)
        plan = install_steps.make_plan(None, for_example=True)
        assert plan.packages == ("krita", "xvfb")
        assert plan.has_krita
        monkeypatch.setenv("DISPLAY", ":0")
        assert install_steps.make_plan(None, for_example=True).packages == ("krita",)

    def test_a_krita_without_pyqt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "lacks_qt", lambda program: True)
        assert "install python3-pyqt5" in install_steps.make_plan(None, for_example=False).notes[0]
        assert any("python3-pyqt5" in text for text in advice().values())
        monkeypatch.setattr(system, "can_install", lambda: True)
        assert install_steps.make_plan(None, for_example=False).packages == ("python3-pyqt5",)

    def test_without_krita_elsewhere(self, krita: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        krita.unlink()
        monkeypatch.setattr(system, "can_install", lambda: False)
        plan = install_steps.make_plan(None, for_example=True)
        assert plan.packages == ()
        assert not plan.has_krita
        assert "krita.org" in plan.notes[0]
        assert install_steps.run() is None

    def test_packages_are_installed_before_the_engine(
        self, krita: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        krita.unlink()
        asked: list[list[str]] = []
        monkeypatch.setattr(system, "can_install", lambda: True)
        monkeypatch.setattr(system, "install", asked.append)
        assert install_steps.run(yes=True) is None  # this apt-get did nothing
        assert asked == [["krita"]]

    def test_a_chosen_krita_that_is_none(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert commands.main(["--krita", str(tmp_path / "nowhere")]) == 1
        assert "--krita" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "is_own"),
    [
        ("", False),
        ("global.timeout='60'\nglobal.cert='/etc/ssl/cert.pem'", False),
        ("global.index-url='https://mirror.studio/simple'", True),
        (":env:.find-links='/srv/wheels'", True),
        ("install.constraint='/etc/pip/constraints.txt'", True),
    ],
)
def test_a_pip_with_sources_of_its_own_goes_by_the_versions_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, is_own: bool
) -> None:
    quick, asked = engine._run, []

    def run(command: list[str], doing: str) -> None:
        quick(command, doing)
        if "venv" in command:
            python = engine.python_of(Path(command[-1]))
            python.write_text(python.read_text() + f'case "$*" in *config*) echo "{setting}";; esac\n')
        if "-r" in command:
            asked.append((command, Path(command[-1]).read_text()))

    monkeypatch.setattr(engine, "_run", run)
    assert commands.main([]) == 0
    ((command, listed),) = asked
    assert ("--require-hashes" in command) is not is_own
    assert ("sha256" in listed) is not is_own
    assert "torch==2.13.0" in listed


def test_versions_alone(home: Path) -> None:
    lock = (
        "# made by\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n"
        "    --hash=sha256:aa \\\n"
        "    --hash=sha256:bb\n"
        "nvidia-nccl-cu13==2.29.7 ; sys_platform == 'linux' \\\n"
        "    --hash=sha256:cc\n"
        "tqdm==4.70.1 \\\n"
        "    --hash=sha256:dd\n"
    )
    assert engine.without_digests(lock) == (
        "# made by\nnumpy==2.4.6 ; python_full_version < '3.12'\ntqdm==4.70.1\n"
    )


@pytest.mark.parametrize("command", [["install"], ["uninstall"]])
def test_two_installers_cannot_run_at_once(
    home: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    commands.main([])
    before = record_of(home)
    with locks.locked(home / ".local/share/shiage/install.lock"):
        assert commands.main(command) == 1
    assert "Another installer is running: wait" in capsys.readouterr().err
    assert record_of(home) == before
    assert commands.main(command) == 0


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian without virtual environments' package; what apt-get was asked for."""
    asked: list[list[str]] = []
    monkeypatch.setattr(system, "can_install", lambda: True)
    monkeypatch.setattr(system, "lacks_qt", lambda program: True)
    monkeypatch.setattr(system, "refresh", lambda: None)
    monkeypatch.setattr(system, "install", asked.append)
    return asked


@pytest.mark.parametrize(("answer", "agrees"), [("y", True), ("Yes", True), ("", False), ("n", False)])
def test_root_is_asked_for(
    answer: str,
    agrees: bool,
    apt: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions = []

    def ask(question: str) -> str:
        questions.append(question)
        return answer

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", ask)
    assert commands.main([]) == 0
    assert questions == ["Install python3-pyqt5 as root, with apt-get? [y/N] "]
    assert apt == [["python3-pyqt5"]] * agrees
    said = capsys.readouterr().out
    assert "as root; you are asked first, or give --yes" in said
    assert ("Left out, since nobody agreed: python3-pyqt5" in said) is not agrees


def test_nothing_is_done_as_root_where_nobody_can_be_asked(apt: list[list[str]]) -> None:
    assert commands.main([]) == 0
    assert apt == []
    assert commands.main(["--yes"]) == 0
    assert apt == [["python3-pyqt5"]]


def test_uninstall_names_the_packages_of_the_system_that_it_leaves(
    home: Path, apt: list[list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.main(["--yes"])
    monkeypatch.setattr(system, "lacks_qt", lambda program: False)
    commands.main([])  # an update, which needs none
    assert record_of(home)["packages"] == ["python3-pyqt5"]
    capsys.readouterr()
    assert commands.main(["uninstall"]) == 0
    assert "sudo apt-get remove python3-pyqt5" in capsys.readouterr().out
    assert not (home / ".local/share/shiage").exists()


def test_an_interrupted_installation_does_not_forget_the_packages_of_the_system(
    home: Path, apt: list[list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(packages: list[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(system, "install", interrupt)
        assert commands.main(["--yes"]) == 1
    assert commands.main(["doctor"]) == 1
    assert "the last installation was interrupted" in capsys.readouterr().out
    monkeypatch.setattr(system, "lacks_qt", lambda program: False)
    assert commands.main([]) == 0
    assert record_of(home)["packages"] == ["python3-pyqt5"]
    assert record_of(home)["state"] == "complete"


def test_packages_that_were_only_looked_up_are_not_recorded(
    home: Path, apt: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(system, "refresh", interrupt)
    assert commands.main(["--yes"]) == 1
    assert not apt and not (home / ".local/share/shiage/install.json").exists()


def test_after_an_interrupted_installation_uninstall_leaves_nothing(
    home: Path, apt: list[list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(with_synthesis: bool = False) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "build", interrupt)
    assert commands.main(["--yes"]) == 1
    assert commands.main(["uninstall"]) == 0
    assert "sudo apt-get remove python3-pyqt5" in capsys.readouterr().out
    assert not (home / ".local/share/shiage").exists()


def test_a_record_of_version_0_1_names_no_packages(home: Path) -> None:
    commands.main([])
    record = record_of(home)
    del record["packages"]
    (home / ".local/share/shiage/install.json").write_text(json.dumps(record))
    assert commands.main(["uninstall"]) == 0


def test_no_temporary_folder_stays(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of pip, too, lie in the folder that is discarded, by the next installation if not by this one."""
    quick, places = engine._run, []

    def run(command: list[str], doing: str) -> None:
        quick(command, doing)
        if "pip" in command:
            places.append(os.environ["TMPDIR"])
            raise KeyboardInterrupt

    monkeypatch.setattr(engine, "_run", run)
    before = os.environ.get("TMPDIR")
    assert commands.main([]) == 1
    assert places == [str(home / ".local/share/shiage/.venv.new/scratch")]
    assert os.environ.get("TMPDIR") == before
    assert not (home / ".local/share/shiage/.venv.new").exists()
    monkeypatch.setattr(engine, "_run", quick)
    assert commands.main([]) == 0
    assert not (home / ".local/share/shiage/.venv.new").exists()
    assert not (home / ".local/share/shiage/venv/scratch").exists()
