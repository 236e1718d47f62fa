"""What the pictures of a shot are for, and how frames may be called on disk."""

from __future__ import annotations

import re

LINE, COLOR, HINT, CLOSING = "line", "color", "hint", "closing"

NO_FILE = re.compile(r'^\.|[/\\:*?"<>|\x00-\x1f]|[. ]$')  # what not every system takes as a file's name
