"""How much memory the engine may take, stage by stage: checked before it is taken.

With them a worker stays under 1 GB for frames of 1920 x 1080 with 1300 regions and 64 colors, and under 2 GB whatever
comes (`tests/service/test_memory.py`). What clients may ask for is in `service/limits.py`.
"""

from __future__ import annotations

MIB = 1 << 20

FILE_BYTES = 1 << 28  # of a picture or a file of notes that is read
PICTURE_PIXELS = 1 << 26  # of a picture that is read: 8192 x 8192
WEIGHTS_BYTES = 1 << 30  # of a file of weights; ours are far smaller
