"""A day of an engine in a minute: many jobs, with workers killed and jobs cancelled, and nothing lost or piled up."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest
from shiage_engine.protocol.messages import Cancel, Cancelled, Done, Error, Progress

from tests.service.attack import attack
from tests.service.harness import Client, Engine, until_gone

pytestmark = pytest.mark.slow

JOBS, KILLS, CANCELS = 500, 20, 50
AT_ONCE = 8


class Work:
    """One client with its unanswered jobs."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._waiting: set[int] = set()
        self._doomed: set[int] = set()  # their worker is killed as soon as they begin
        self.answers: Counter[str] = Counter()

    def begin(self, fate: str) -> None:
        """Submit a job, and wait until there is room for the next; one that is to be killed is waited for."""
        job = self.client.job("echo" if fate == "run" else "slow")
        self._waiting.add(job)
        if fate == "kill":
            self._doomed.add(job)
        elif fate == "cancel":
            self.client.send(Cancel(job))
        while len(self._waiting) >= (1 if fate == "kill" else AT_ONCE):
            self._take()

    def finish(self) -> None:
        while self._waiting:
            self._take()

    def _take(self) -> None:
        message = self.client.receive().message
        if (
            isinstance(message, Progress)
            and message.job in self._doomed
            and message.note.startswith("worker ")
        ):
            self._doomed.discard(message.job)
            os.kill(int(message.note.split()[1]), signal.SIGKILL)
        if isinstance(message, (Done, Error, Cancelled)):
            self._waiting.remove(message.job)  # fails for a second last answer
            self.answers[type(message).__name__] += 1


def test_five_hundred_jobs_with_kills_and_cancels(engine: Engine) -> None:
    chance = random.Random(15)
    fates = ["kill"] * KILLS + ["cancel"] * CANCELS + ["run"] * (JOBS - KILLS - CANCELS)
    chance.shuffle(fates)
    works = [Work(engine.client().greet()) for _ in range(2)]
    memory = []
    for number, fate in enumerate(fates):
        works[number % 2].begin(fate)
        if number % 100 == 99:
            memory.append(engine.memory())
    for work in works:
        work.finish()
    answers = works[0].answers + works[1].answers
    assert answers == {"Done": JOBS - KILLS - CANCELS, "Error": KILLS, "Cancelled": CANCELS}
    assert max(memory[1:]) - memory[0] < 16 << 20
    assert "goes on after an error" not in engine.log()
    children = Path(f"/proc/{engine.process.pid}/task/{engine.process.pid}/children").read_text().split()
    engine.end()
    for child in children:
        until_gone(int(child))


def test_hostile_frames_and_connections() -> None:
    """A part of `python -m tests.service.attack`, which takes minutes."""
    attack(frames=4000, connections=200)
