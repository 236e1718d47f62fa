"""The sentence that the panel shows: what was said last, for as long as it speaks of what is there."""

from typing import Callable

from .scene import Scene

GONE = "There is no result in the document now."
BACK = "The result is back in the document."
EARLIER, OTHER = "The result before is back.", "Another result is in the document now."


class Notice:
    """What was said last. Undo makes it untrue, and with another document or line layer it speaks of nothing."""

    def __init__(self, came_before: Callable[[str, str], bool]) -> None:
        """`came_before`: did the run of the second result (the uid of its group) replace the first?"""
        self._came_before = came_before
        self._layers, self._result = ("", ""), ""
        self.sentence, self.is_error = "", False

    def say(self, sentence: str, is_error: bool = False) -> None:
        self.sentence, self.is_error = sentence, is_error

    def follow(self, scene: Scene) -> None:
        """Where the result is another one than that of which it was said, by Undo or Redo, tell what is there."""
        before, self._layers = self._layers, (scene.document, scene.lines.uid if scene.lines else "")
        former, self._result = self._result, scene.result
        if before != self._layers:
            self.say("")
        elif former != self._result:
            self.say(self._what_is_there(former))

    def _what_is_there(self, former: str) -> str:
        if not self._result:
            return GONE
        if not former:
            return BACK
        return EARLIER if self._came_before(self._result, former) else OTHER
