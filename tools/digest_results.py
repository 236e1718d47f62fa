"""Digests of all that an engine makes of some shots: two engines agree to the byte where these are the same.

    python tools/digest_results.py OLD_PYTHON SHOT... >old.txt
    python tools/digest_results.py NEW_PYTHON SHOT... --train-with OLD_PYTHON >new.txt
    diff old.txt new.txt

For a change that may not change results: moved files, new names, faster code. Digested are the scores of every frame
(as withdrawal is handed them) and every picture that `shiage colorize` writes: paint, withdrawn regions, confidence.
The first and the last frame of a shot are its references; at most `--frames` frames are taken. Methods that need a
character (unet) color one that is trained first, in a few steps: with another engine, to show that this one reads
the weights which that one kept.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

METHODS = ("fused", "matcher", "few-shot", "patch", "unet")
CHARACTER = "Compared"

# Runs the command line inside the chosen engine; every frame's scores are written beside the result.
RUN = """
import sys
from pathlib import Path
import numpy as np
from shiage_engine import __main__
from shiage_engine.pipeline import coloring
verdict, scores_dir, numbers = coloring._verdict, Path(sys.argv[1]), iter(range(1 << 30))
def recorded(shot, target, method, scores, *others, **named):
    np.save(scores_dir / f"{next(numbers):04}.npy", scores)
    return verdict(shot, target, method, scores, *others, **named)
coloring._verdict = recorded
sys.exit(__main__.main(sys.argv[2:]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("python", type=Path, help="of the engine's environment")
    parser.add_argument("shots", type=Path, nargs="+")
    parser.add_argument(
        "--train-with", type=Path, metavar="PYTHON", help="of the engine that trains (the same)"
    )
    parser.add_argument("--frames", type=int, default=4)
    parser.add_argument("--methods", nargs="+", default=METHODS)
    chosen = parser.parse_args()
    for shot in chosen.shots:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            small = _shortened(shot, work / "shot", chosen.frames)
            if "unet" in chosen.methods:
                _train(chosen.train_with or chosen.python, small, work / "data")
            for method in chosen.methods:
                digests = _colorize(chosen.python, small, method, work / "data", work / method)
                for name, digest in sorted(digests.items()):
                    print(shot.name, method, name, digest, flush=True)


def _shortened(shot: Path, folder: Path, frames: int) -> Path:
    """The shot with its first frames alone, of which the first and the last are colored."""
    names = sorted(path.name for path in (shot / "line").glob("*.png"))[:frames]
    for plane, chosen in (("line", names), ("color", (names[0], names[-1]))):
        (folder / plane).mkdir(parents=True)
        for name in chosen:
            (folder / plane / name).symlink_to((shot / plane / name).resolve())
    return folder


def _train(python: Path, shot: Path, data: Path) -> None:
    train = ["train", "unet", "--shots", str(shot), "--character", CHARACTER, "--steps", "6", "--size", "320"]
    _run([str(python), "-m", "shiage_engine", *train], data)


def _colorize(python: Path, shot: Path, method: str, data: Path, out: Path) -> dict[str, str]:
    """Digests of the scores and of all pictures, by name."""
    scores = out.with_name(f"{out.name}.scores")
    scores.mkdir()
    chosen = ["--method", method, *(["--character", CHARACTER] if method == "unet" else [])]
    _run([str(python), "-c", RUN, str(scores), "colorize", str(shot), "--out", str(out), *chosen], data)
    files = [*scores.glob("*.npy"), *out.glob("*/*.png")]
    return {
        f"{path.parent.name if path.suffix == '.png' else 'scores'}/{path.name}": _digest(path)
        for path in files
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(command: list[str], data: Path) -> None:
    """Run quietly, with kept weights in a folder of this comparison alone."""
    environment = {**os.environ, "XDG_DATA_HOME": str(data), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[-6:])} failed:\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
