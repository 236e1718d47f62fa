"""The worker's own memory: how much it has, and giving back what it does not need any more."""

from __future__ import annotations

import ctypes
import gc
import os
import sys


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


def resident_bytes() -> int:
    """Physical memory of this process; 0 where the system does not tell it so easily."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
