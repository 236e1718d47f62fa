"""Drives a real worker at the limits, and prints how much memory it takes, and for what most of it.

    python -m tests.service.limits [NAME ...]

Fails where that is more than is promised, or where the worker neither did its job nor refused it: one that died has
not kept its promise. All cases take an hour or two of processor time, though networks learn for a few steps only.
Linux only: peaks are counted otherwise elsewhere.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from shiage_engine.protocol.messages import (
    ANSWERS,
    BAD_REQUEST,
    COLORIZE,
    REGIONS,
    TRACES,
    Cancelled,
    Done,
    Error,
    Frame,
    LastAnswer,
    Progress,
    Submit,
)
from shiage_engine.protocol.options import Options

from tests.service import harness
from tests.service.harness import Client, Engine
from tests.service.untrained import save_untrained

MB = 1000  # kB
PROMISED, WHATEVER_COMES = 1000, 2000  # MB


@dataclass(frozen=True)
class Case:
    """A shot of frames that show a grid of cells, and what is asked of it."""

    height: int
    width: int
    rows: int
    columns: int
    colors: int
    frames: int = 2
    margin: int = 0  # pixels around the grid
    noise: bool = False  # on the lines
    method: str = ""
    preset: str = ""  # of an untrained network, which the method then uses
    size: int = 0  # pixels of the longer side of a frame, as that network sees it
    character: str = ""
    references: int = 1  # painted frames: the first ones
    hints: int = 0  # dabs, in so many cells of the last frame
    answers: int = 0  # in so many cells of the last frame
    kind: str = COLORIZE
    traces: bool = False  # most of each drawing has the color of trace lines
    painted_noise: bool = False  # in the references
    most: int = WHATEVER_COMES

    def line(self, time: int) -> bytes:
        """BGRA; every second frame has some lines elsewhere."""
        if self.noise:
            random = np.random.default_rng(time)
            return np.dstack(
                [random.integers(0, 256, (self.height, self.width, 3), np.uint8), self._filled(255)]
            ).tobytes()
        cells = self._cells()
        art = np.full((self.height, self.width, 4), 255, np.uint8)
        if self.traces:
            art[cells % 8 > 0] = (0, 0, 255, 255)
        art[1:][cells[1:] != cells[:-1]] = (0, 0, 0, 255)
        art[:, 1:][np.roll(cells[:, 1:] != cells[:, :-1], time % 2, 1)] = (0, 0, 0, 255)
        return art.tobytes()

    def paint(self) -> np.ndarray:
        """BGRA; cells next to each other have different colors, which are not too alike where there are few."""
        if self.painted_noise:
            return np.random.default_rng(self.colors).integers(0, 256, (self.height, self.width, 4), np.uint8)
        step = 37 if self.colors < 300 else 20
        label = self._cells() % self.colors * step
        channels = [
            label % 250,
            label // 250 * step % 250,
            label // 250 * step // 250 * step,
            self._filled(255),
        ]
        return np.stack(channels, 2).astype(np.uint8)

    def dabs(self) -> bytes:
        """BGRA: a dab in the middle of each of the first `hints` cells."""
        shown, paint = np.zeros((self.height, self.width, 4), np.uint8), self.paint()
        for y, x in self._middles()[: self.hints]:
            shown[y - 2 : y + 2, x - 2 : x + 2] = paint[y, x]
        return shown.tobytes()

    def told(self) -> tuple[tuple[int, ...], ...]:
        """Answers, each with the color of the cell two before, so that it says something new."""
        paint, time = self.paint(), self.frames - 1
        places = self._middles()[: self.answers]
        return tuple(
            (time, x, y, *(int(value) for value in paint[before][[2, 1, 0, 3]]))
            for (y, x), before in zip(places, places[-2:] + places[:-2], strict=True)
        )

    def _cells(self) -> np.ndarray:
        y, x = (
            np.clip((np.arange(side) - self.margin) * cells // (side - 2 * self.margin), -1, cells)
            for side, cells in ((self.height, self.rows), (self.width, self.columns))
        )
        inside = ((y >= 0) & (y < self.rows))[:, None] & ((x >= 0) & (x < self.columns))
        return np.where(inside, y[:, None] * self.columns + x, self.rows * self.columns)

    def _middles(self) -> list[tuple[int, int]]:
        """y and x of the middle of each cell."""
        ys, xs = (
            [int(self.margin + (number + 0.5) * (side - 2 * self.margin) / cells) for number in range(cells)]
            for side, cells in ((self.height, self.rows), (self.width, self.columns))
        )
        return [(y, x) for y in ys for x in xs]

    def _filled(self, value: int) -> np.ndarray:
        return np.full((self.height, self.width), value, np.uint8)


def of_network(method: str) -> dict[str, Case]:
    """The cases of a method whose network answers with a picture."""
    promised = Case(1080, 1920, 26, 50, 64, 7, 0, False, method, "small", 256, references=5, most=PROMISED)
    any_size = replace(promised, most=WHATEVER_COMES)
    return {
        "promised": promised,
        "paper": replace(any_size, preset="paper"),
        "most-colors": replace(
            any_size, height=1024, width=1024, rows=64, columns=64, colors=2047, frames=2, references=1
        ),
        "largest-size": replace(any_size, height=4320, width=7680, preset="paper", size=4096),
        "most-frames": replace(
            any_size, height=64, width=256, rows=4, columns=4, colors=16, frames=4096, references=1
        ),
    }


CASES = {
    "promised": Case(1080, 1920, 26, 50, 64, most=PROMISED),
    "colors-of-their-own": Case(320, 320, 26, 26, 676, most=PROMISED),
    "most-colors": Case(1024, 1024, 64, 64, 2047),
    "largest-frames": Case(4320, 7680, 26, 50, 64),
    "largest-frames-answered": Case(4320, 7680, 26, 50, 64, answers=100),
    "largest-frames-of-noise": Case(4320, 7680, 26, 50, 64, noise=True),
    "largest-paint-of-noise": Case(4320, 7680, 26, 50, 64, painted_noise=True),
    "regions-of-noise": Case(4320, 7680, 26, 50, 64, frames=1, references=0, kind=REGIONS, noise=True),
    "answers": Case(4320, 7680, 26, 50, 64, frames=1, kind=ANSWERS),
    "answers-of-noise": Case(4320, 7680, 26, 50, 64, frames=1, kind=ANSWERS, noise=True),
    "most-regions": Case(2400, 2400, 127, 128, 100, margin=400),
    "most-regions-of-a-shot": Case(2400, 2400, 127, 128, 100, margin=400, frames=8),
    "most-regions-of-references": Case(2400, 2400, 127, 128, 100, margin=400, frames=8, references=7),
    "most-linked": Case(1080, 1080, 53, 54, 100, frames=45),
    "most-hints": Case(2400, 2400, 127, 128, 100, margin=400, hints=16_000),
    "most-frames": Case(64, 64, 4, 4, 16, frames=4096),
    "traces": Case(4320, 7680, 26, 50, 64, frames=1, kind=TRACES, traces=True),
    "traces-of-noise": Case(4320, 7680, 26, 50, 64, frames=1, kind=TRACES, noise=True),
    "patches": Case(2160, 3840, 26, 50, 1000, method="patch"),
    **{
        f"{method}-{name}": case
        for method in ("hinted", "attention", "lavc")
        for name, case in of_network(method).items()
    },
    "lavc-character": replace(of_network("lavc")["promised"], character="Vita", most=WHATEVER_COMES),
    "lavc-largest-character": replace(of_network("lavc")["largest-size"], character="Vita"),
}


class Taken(NamedTuple):
    """What a worker did with a job."""

    peak: int  # MB that it took at most
    note: str  # what it was doing when it came to that
    answer: LastAnswer

    def check(self, most: int) -> None:
        """Raise AssertionError unless the job was done, or refused with a reason, in less than `most` MB."""
        is_refused = isinstance(self.answer, Error) and self.answer.code == BAD_REQUEST
        assert isinstance(self.answer, Done) or is_refused, self.answer
        assert 0 < self.peak < most, f"{self.peak} MB while: {self.note}"


def run(case: Case) -> Taken:
    """Have a worker of its own do a case."""
    with tempfile.TemporaryDirectory() as folder:
        if case.preset:
            save_untrained(Path(folder) / "data" / "shiage", case.method, case.preset, case.size)
        engine = Engine(Path(folder), command=("-m", "tests.service.few_steps"))
        try:
            client = engine.client().greet()
            _submit(client, case)
            return _watch(engine, client)
        finally:
            engine.end()


def _submit(client: Client, case: Case) -> None:
    times, last = tuple(range(case.frames)), case.frames - 1
    more: dict[str, Any] = {"hints": (last,)} if case.hints else {}
    if case.kind == COLORIZE:
        more |= {"as_labels": True, "questions": True, "answers": case.told()}
    if case.method:
        more["options"] = Options(method=case.method, character=case.character)
    references = times[: case.references]
    client.send(Submit(1, case.width, case.height, times, references, case.kind, **more))
    before = (replace(case, colors=case.colors + 1).paint().tobytes(),) if case.kind == ANSWERS else ()
    for time in references:
        client.send(Frame(1, time, "color"), (*before, case.paint().tobytes()))
    if case.hints:
        client.send(Frame(1, last, "hint"), (case.dabs(),))
    lines = [case.line(time) for time in (0, 1)]
    for time in times:
        client.send(Frame(1, time, "line"), (lines[time % 2],))


def _watch(engine: Engine, client: Client) -> Taken:
    peak, note, of_peak = 0, "", ""
    while True:
        message = client.receive().message
        now = _peak(engine)
        if now > peak:
            peak, of_peak = now, note
        if isinstance(message, Progress):
            note = message.note
        if isinstance(message, (Done, Error, Cancelled)):
            return Taken(peak // MB, of_peak, message)


def _peak(engine: Engine) -> int:
    """kB that the worker has taken at most so far; 0 while there is none."""
    process = engine.process.pid
    peak = 0
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        try:
            lines = Path(f"/proc/{child}/status").read_text().splitlines()
        except OSError:  # it is gone
            continue
        peak = max(peak, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
    return peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[*CASES], metavar="NAME", help=", ".join(CASES))
    harness.PATIENCE = 3600
    broken = []
    for name in parser.parse_args().names:
        most, taken = CASES[name].most, run(CASES[name])
        print(f"{name:26} {taken.peak:5} MB of {most} ({taken.note}): {_said(taken.answer)}", flush=True)
        try:
            taken.check(most)
        except AssertionError:
            broken.append(name)
    if broken:
        raise SystemExit(f"Not as promised: {', '.join(broken)}")


def _said(answer: LastAnswer) -> str:
    if isinstance(answer, Error):
        return f"{answer.code}: {answer.text}"
    frames = answer.report.get("frames", ()) if isinstance(answer, Done) else ()
    return f"{type(answer).__name__}, {sum(frame['regions'] for frame in frames)} regions"


if __name__ == "__main__":
    main()
