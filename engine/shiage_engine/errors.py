"""Errors that painters are told: bad input, and a lack of memory, for which each library has a form of its own."""

from __future__ import annotations

import errno

# Parts of what torch, oneDNN, OpenCV, joblib and the system say when memory or threads have run out.
SHORTAGE = (
    "allocate memory",
    "out of memory",
    "not enough memory",
    "insufficient memory",
    "bad_alloc",
    "bad allocation",
    "could not create a primitive",
    "could not create a memory",
    "can't start new thread",
    "killed by the operating system",  # of joblib's processes
    "failed to map segment from shared object",  # of a library that does not fit any more
)


class InputError(ValueError):
    """Bad input, in one sentence that says what to do about it."""


def is_shortage(error: BaseException) -> bool:
    """Whether an error says that memory, or another thread, could not be had, or was caused by one that does."""
    seen: BaseException | None = error
    while seen is not None:
        text = str(seen).lower()
        if isinstance(seen, MemoryError) or (isinstance(seen, OSError) and seen.errno == errno.ENOMEM):
            return True
        is_forbidden = "not permitted" in text  # a library on a disk from which nothing may run
        if isinstance(seen, Exception) and not is_forbidden and any(part in text for part in SHORTAGE):
            return True
        seen = seen.__cause__
    return False


def sentence_of(error: BaseException) -> str | None:
    """What people are told of an error; None where it is a fault of Shiage."""
    if isinstance(error, InputError):
        return str(error)
    if is_shortage(error):
        return "There was not enough memory: close other programs, or take fewer or smaller frames."
    if isinstance(error, OSError):
        return f"{error.filename or 'Cannot write'}: {error.strerror or error}."
    return None
