"""A lack of memory is known by what each library says of it, and told in one sentence."""

from __future__ import annotations

import errno

import cv2
import numpy as np
import pytest
import torch

from shiage_engine.commands.command_line import COMMANDS, main
from shiage_engine.errors import InputError, is_shortage

TOO_MUCH = 1 << 50


def caused_by(cause: BaseException) -> Exception:
    error = RuntimeError("the method failed")
    error.__cause__ = cause
    return error


def raised_by_torch() -> Exception:
    with pytest.raises(RuntimeError) as raised:
        torch.zeros(TOO_MUCH)
    return raised.value


def raised_by_numpy() -> Exception:
    with pytest.raises(MemoryError) as raised:
        np.zeros(TOO_MUCH)
    return raised.value


SHORT = [
    raised_by_torch,
    raised_by_numpy,
    MemoryError,
    lambda: cv2.error(
        "OpenCV(5.0.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to allocate 9 bytes"
    ),
    lambda: RuntimeError("could not create a primitive"),
    lambda: RuntimeError("can't start new thread"),
    lambda: RuntimeError("std::bad_alloc"),
    lambda: torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB"),
    lambda: OSError(errno.ENOMEM, "Cannot allocate memory"),
    lambda: RuntimeError("A worker process was unexpectedly killed by the Operating System."),
    lambda: ImportError("libtorch_cpu.so: failed to map segment from shared object"),
    lambda: OSError("libgomp.so.1: failed to map segment from shared object"),
    lambda: caused_by(MemoryError()),
]
OTHERS = [
    InputError("Color a frame."),
    RuntimeError("shapes differ"),
    OSError(errno.ENOSPC, "No space left on device"),
    ImportError("libtorch.so: failed to map segment from shared object: Operation not permitted"),
]


@pytest.mark.parametrize("make", SHORT)
def test_shortage_is_known(make: type[Exception]) -> None:
    assert is_shortage(make())


@pytest.mark.parametrize("error", OTHERS)
def test_other_errors_are_not_taken_for_it(error: Exception) -> None:
    assert not is_shortage(error)


@pytest.mark.parametrize("make", SHORT)
def test_the_command_line_says_it_in_one_sentence(
    make: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: object) -> None:
        raise make()

    short = [one._replace(run=fail) if one.name == "check" else one for one in COMMANDS]
    monkeypatch.setattr("shiage_engine.commands.command_line.COMMANDS", short)
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("There was not enough memory: close other programs") and said.count("\n") == 1
