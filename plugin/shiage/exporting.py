"""Export: the frames of a result as pictures in a new folder, with the timesheet of their holds."""

import os
import re
import shutil
from typing import Any, Callable, Dict, Generator, Optional, Sequence

from .client.protocol.timesheet import Cel, Timesheet, dump
from .desk import Desk
from .growing import growing, rename
from .guard import Refused
from .images import flattened, image
from .qt import QObject, QtGui
from .scene import FinishedFrames, Scene
from .turns import Steps, Turns

APART, TOGETHER, PAINT = "apart", "together", "paint"  # how paint and lines are exported; the last: no lines
CEL = "A"  # the cel of the timesheet, with which the drawings' names begin
LEAST_FREE = 1 << 22  # bytes: a disk with less is full for a picture
NO_FILE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


class Exporting(QObject):
    """The command; it raises Refused where there is no result. Nothing that is there is ever replaced."""

    def __init__(self, desk: Desk, still_open: Callable[[], str]) -> None:
        """`still_open`: what is left to do in the result, in a sentence."""
        super().__init__()
        self._host, self._guard = desk.host, desk.guard
        self._refresh, self._notify, self._changed = desk.refresh, desk.notify, desk.changed
        self._still_open = still_open
        self._turns = Turns(self)
        self.is_busy = False

    def check(self) -> None:
        """Raise Refused where there is nothing to export, before the painter is asked for a folder."""
        scene = self._refresh()
        if not scene.has_colors:
            raise Refused(scene.no_result)

    def export(self, folder: str, how: str) -> None:
        """Make a folder of frames in `folder`, in steps; `how`: APART, TOGETHER or PAINT."""
        self.check()
        self.is_busy = True
        self._turns.run(self._steps(self._refresh(), folder, how), self._guard(self._ended))
        self._changed()

    def stop(self) -> None:
        """Export no more; what was written goes."""
        self._turns.stop()
        self.is_busy = False

    def _steps(self, scene: Scene, folder: str, how: str) -> Steps:
        frames = yield from self._host.finished_frames(scene)
        try:
            with growing(folder) as hidden:
                yield from self._write(frames, hidden, how)
                made = rename(hidden, os.path.join(folder, NO_FILE.sub("_", f"{frames.name} frames")))
        except OSError as error:
            raise Refused(
                f"{folder} cannot be written: {error.strerror or error}. Choose another folder."
            ) from error
        finally:
            frames.close()
        self._notify(f"Exported {len(frames.times)} frames to {made}. {self._still_open()}".strip())

    def _write(self, frames: FinishedFrames, folder: str, how: str) -> Steps:
        """The pictures and the timesheet."""
        for number, time in enumerate(frames.times, 1):
            self._notify(f"Exporting frame {number} of {len(frames.times)}")
            yield 0
            pictures = yield from _pictures(frames, time, how)
            for where, picture in pictures.items():
                os.makedirs(os.path.join(folder, where), exist_ok=True)
                path = os.path.join(folder, where, f"{CEL}{number:04d}.png")
                if not picture.save(path, "PNG"):
                    raise Refused(f"{path} cannot be written: {_what_to_do(folder)}")
                yield 0
        changes = tuple((time, str(number)) for number, time in enumerate(frames.times, 1))
        sheet = Timesheet(frames.name, frames.duration, (Cel(CEL, changes),))
        with open(
            os.path.join(folder, NO_FILE.sub("_", f"{frames.name}.xdts")), "w", encoding="utf-8"
        ) as file:
            file.write(dump(sheet))

    def _ended(self, error: Optional[Exception]) -> None:
        self.is_busy = False
        self._changed()
        if error is not None:
            self._guard.report(error)


def _pictures(frames: FinishedFrames, time: int, how: str) -> Generator[int, None, Dict[str, QtGui.QImage]]:
    """The pictures of a frame, by the folder that they go to."""
    paint: Any = frames.paint(time)
    yield 0
    if how == PAINT:
        return {"color": image(frames.size, paint)}
    lines: Sequence[Any] = frames.lines(time)
    yield 0
    if how == APART:
        return {"color": image(frames.size, paint), "line": flattened(frames.size, lines)}
    return {CEL: flattened(frames.size, lines, frames.multiplies, paint)}


def _what_to_do(folder: str) -> str:
    """Where a picture in `folder` cannot be saved: Qt does not say why."""
    if shutil.disk_usage(folder).free < LEAST_FREE:
        return "the disk is full. Remove what you do not need from it, or choose a folder on another."
    return "choose another folder."
