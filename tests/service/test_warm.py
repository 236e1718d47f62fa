"""What the worker does before its first job, in a process that has loaded nothing yet."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from shiage_engine.service.warm import warm_up
assert not {"torch", "cv2", "numpy"} & set(sys.modules)
steps = warm_up()
assert next(steps) == "torch" and "torch" in sys.modules and "cv2" not in sys.modules
painted = [step for step in steps if type(step).__name__ in ("PaintedFrame", "FrameResult")]
assert len(painted) == 2, painted
assert "shiage_engine.methods.matcher.network" in sys.modules
"""


def test_libraries_and_weights_are_loaded_step_by_step() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
