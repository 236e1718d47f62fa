"""The worker's own memory: how much it has, and giving back what it does not need any more."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD in malloc.h


def give_back() -> None:
    """Free what nothing refers to, and return it to the system."""
    gc.collect()
    trim()


def trim() -> None:
    """Return freed memory to the system, which C's allocator keeps for itself, between pieces that are in use."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc
        if trim is not None:
            trim(0)


def return_at_once(least: int) -> None:
    """From now on return pieces of `least` bytes and more when they are freed.

    Else C's allocator keeps those of up to 32 MB for the next ones, and small ones that last come to lie between
    them: of a large shot half as much again as is in use. Fetching each anew takes time, which smaller shots save.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # of glibc
        if set_option is not None:
            set_option(MMAP_THRESHOLD, least)


def resident_bytes() -> int:
    """Physical memory of this process; 0 where the system does not tell it so easily."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
