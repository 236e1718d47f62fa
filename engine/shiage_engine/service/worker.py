"""The worker, seen from the supervisor: a spawned process, its channel, and how it is stopped."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess

from ..protocol.channel import Channel, Closed
from ..protocol.messages import Cancel, Frame
from .jobs import Job

COOPERATIVE_SECONDS = 1.0  # for a cancelled job to stop by itself; then SIGTERM
TERMINATED_SECONDS = 0.4  # after SIGTERM; then SIGKILL. Both together leave time to answer within two seconds
KILLED_SECONDS = 1.0  # after SIGKILL; a process that waits for a hanging disk may not end before that answers

Work = Callable[[socket.socket], None]  # what runs in the spawned process


class Worker:
    """One worker process; at most one job at a time."""

    def __init__(self, work: Work) -> None:
        ours, theirs = socket.socketpair()
        self.channel = Channel(ours)
        # A fork is unsafe beside the threads of numpy and OpenCV.
        context = multiprocessing.get_context("spawn")
        self.process: BaseProcess = context.Process(target=work, args=(theirs,), name="shiage-worker")
        try:
            self.process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self.job: Job | None = None
        self.cancelled_at: float | None = None

    def begin(self, job: Job) -> None:
        """Hand `job` over, with its frames; they are not kept here. Raises Closed."""
        self.job, self.cancelled_at = job, None
        request = job.request
        self.channel.send(replace(request, job=job.serial))
        for (role, at), planes in job.frames.items():
            self.channel.send(Frame(job=job.serial, time=at, role=role), planes)
        job.frames.clear()

    def end_job(self) -> None:
        """The worker gave its last answer."""
        self.job = self.cancelled_at = None

    def cancel(self) -> None:
        """Ask the worker to stop its job; `enforce_cancel` sees to it that it does."""
        if self.job is not None and self.cancelled_at is None:
            self.cancelled_at = time.monotonic()
            try:
                self.channel.send(Cancel(self.job.serial))
            except Closed:
                self.process.kill()

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def enforce_cancel(self, now: float) -> None:
        """Stop a worker that did not stop a cancelled job in time, more and more firmly."""
        if self.cancelled_at is None:
            return
        late = now - self.cancelled_at - COOPERATIVE_SECONDS
        if late > TERMINATED_SECONDS:
            self.process.kill()
        elif late > 0:
            self.process.terminate()

    def end(self) -> str:
        """See to it that the process goes; says how it ended."""
        self.channel.close()
        self.process.join(0.1)
        self.process.kill()
        self.process.join(KILLED_SECONDS)
        code = self.process.exitcode
        if code is None:
            return "stuck on a disk that does not answer"
        self.process.close()
        return f"signal {-code}" if code < 0 else f"status {code}"
