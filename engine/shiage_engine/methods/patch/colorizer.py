"""Patch: learn a shot from patches of its few reference frames, going on from what was learned before.

Maejima et al. 2024, "Continual few-shot patch-based learning for anime-style colorization": a generator learns to
label patches of the reference frames; in the other frames, overlapping patches are labeled, and each pixel, then each
region, takes the label of the majority. For a character with a name, the weights and the reference frames are kept,
and the next shot goes on from there.

The text at hand ends where the paper's experiments begin, and names no loss but cross-entropy. Sizes, rate and steps
are ours: what two processor cores learn in a few minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call

from ...drawing.shot import UNKNOWN, Shot
from ...errors import InputError
from ...learning.device import CPU, device_of, else_on_cpu, in_pieces
from ...learning.fit import FitParams, fit
from ...learning.kept import path_of, writing
from ...learning.precision import quick
from ...limits import VOTES
from ...progress import Progress, scaled
from ..colorizer import Colorizer
from ..matcher.following import matched_links
from ..shared.tracks import Links
from .continual import Past, digest, inherit, labels_in, replay
from .lesson import PatchLesson, PatchLessonParams, ScaledReference, scale_reference
from .network import INKS, PatchGenerator, PatchSizes
from .patches import PatchParams, scale_drawing, scale_for
from .store import METHOD, load_past, save_past
from .votes import NO_VOTE, edge_label_of, region_scores, vote

SCALED = 0.03  # progress of `learn` when the reference frames are scaled


@dataclass(frozen=True)
class PatchLearning:
    """How the generator of a shot is trained."""

    steps: int = 1500  # from scratch
    steps_inherited: int = 500  # from kept weights; measured: more accurate than 1000 from scratch
    rate: float = 5e-3  # the paper's 0.0004 needs more steps than a processor has time for
    warm_up: int = 20  # steps
    average: float = 0.999  # decay of the moving average of weights, at most (the paper's 0.001 is 1 less it)
    save_every: int = 100  # steps
    seed: int = 0
    widths: tuple[int, int, int] = (16, 32, 64)
    blocks: int = 4
    patches: PatchParams = field(default_factory=PatchParams)
    lessons: PatchLessonParams = field(default_factory=PatchLessonParams)

    def fit_params(self, is_inherited: bool) -> FitParams:
        steps = self.steps_inherited if is_inherited else self.steps
        return FitParams(
            steps=steps,
            seed=self.seed,
            rate=self.rate,
            warm_up=self.warm_up,
            average=self.average,
            save_every=self.save_every,
        )


@dataclass
class Patch(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    character: str = ""
    params: PatchLearning = field(default_factory=PatchLearning)
    device: torch.device = field(default_factory=lambda: device_of("auto"))
    _network: PatchGenerator | None = None
    # Moving average of the weights of `_network`.
    _weights: Mapping[str, Tensor] = field(default_factory=dict)
    _scale: float = 1.0
    _edge_label: int = NO_VOTE  # as for `region_scores`
    _past: Past | None = None

    def palette(self) -> np.ndarray:
        """The colors kept of the character, u8 (K, 4) RGBA, row 0 transparent."""
        past = self._read_past()
        return np.zeros((1, 4), np.uint8) if past is None else past.palette

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Learn the reference frames, going on from what is kept of the character; keep what was learned.

        Where learning is given up, what was saved last (every `save_every` steps) can be used, and is kept.
        """
        if not (self.character and self.keeps):
            past = self._read_past()
            yield from else_on_cpu(self.device, lambda device: self._learn(shot, past, device))
            return
        with writing(METHOD, self.character):  # first: a disk that cannot be written is an error now
            self._past = None  # another program may have learned since it was read
            past = self._read_past()
            if past is not None and (labels_in(past.palette, shot.palette) == UNKNOWN).any():
                raise InputError(f"{self.character} was learned by another program just now: try again.")
            yield from else_on_cpu(self.device, lambda device: self._learn(shot, past, device))

    def _learn(self, shot: Shot, past: Past | None, device: torch.device) -> Generator[Progress, None, None]:
        """Learn, going on from `past`."""
        self.device = device
        new = yield from scaled(self._scale_references(shot), 0, SCALED)
        references = new if past is None else replay(past, shot.palette, new)
        torch.manual_seed(self.params.seed)
        patches = self.params.patches
        inks = INKS if patches.has_traces else 1
        sizes = PatchSizes(len(shot.palette), self.params.widths, self.params.blocks, inks)
        network = PatchGenerator(sizes)
        if past is not None:
            _inherit(network, past, shot.palette, self.character)
        network.to(self.device)
        lesson = PatchLesson(
            network,
            [*references.values()],
            len(shot.palette),
            patches,
            self.params.lessons,
            device=self.device,
        )

        def keep(average: Mapping[str, Tensor], steps: int) -> None:
            self._network, self._weights = network, average
            if self.character and self.keeps:
                before = 0 if past is None else past.steps
                done = Past(sizes, average, shot.palette, references, before + steps)
                save_past(path_of(METHOD, self.character), self.character, done)

        work = fit(network, lesson, self.params.fit_params(past is not None), keep=keep)
        yield from scaled(work, SCALED, 1)
        self._past = None  # the file has changed: read it again next time

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame, f32 (R + 1, K), see `votes.region_scores`; zeros where nothing was learned yet."""
        of_frame = shot.frames[frame]
        regions, count = of_frame.regions, len(shot.palette)
        if self._network is None:
            yield Progress(0, "Coloring")
            return np.zeros((int(regions.max(initial=0)) + 1, count), np.float32)
        drawing = scale_drawing(of_frame.line_art, self.params.patches, self._scale)
        votes = yield from vote(self._labeler(self._network), count, drawing, regions, self.params.patches)
        return region_scores(votes, regions, count, self._edge_label)

    def _labeler(self, network: PatchGenerator) -> Callable[[Tensor], Tensor]:
        """A function from patches to logits, with the averaged weights."""

        def label(patches: Tensor) -> Tensor:
            with quick(self.device):
                logits: Tensor = functional_call(network, dict(self._weights), (patches.to(self.device),))
            return logits.float()

        def label_all(patches: Tensor) -> Tensor:
            try:
                return in_pieces(label, patches)
            except torch.OutOfMemoryError:
                if self.device.type == CPU.type:
                    raise
            self.device = CPU
            self._weights = {name: value.to(CPU) for name, value in self._weights.items()}
            network.to(CPU)
            return label(patches)

        return label_all

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Those of the matcher."""
        return (yield from matched_links(shot))

    def _scale_references(self, shot: Shot) -> Generator[Progress, None, dict[str, ScaledReference]]:
        """The reference frames to learn from, by digest of their drawing."""
        arts = [shot.frames[reference].line_art for reference in shot.references]
        yield Progress(0, "Reading the reference frames")
        most_pixels = VOTES // len(shot.palette)
        in_time = [
            art for reference, art in zip(shot.references, arts, strict=True) if reference in shot.in_time
        ]
        self._scale = scale_for(in_time or [shot.frames[0].line_art], self.params.patches, most_pixels)
        references, painted = {}, []
        for reference, art in zip(shot.references, arts, strict=True):
            yield Progress(0.5, "Reading the reference frames")
            regions = shot.frames[reference].regions
            painted.append((regions, shot.known[reference]))
            if (shot.known[reference][1:] != UNKNOWN).any():
                scale = self._scale
                if reference not in shot.in_time:  # of a size of its own
                    scale = scale_for([art], self.params.patches, most_pixels)
                drawing = scale_drawing(art, self.params.patches, scale)
                one = scale_reference(drawing, regions, shot.known[reference])
                references[digest(art)] = one
        self._edge_label = edge_label_of(painted)
        return references

    def _read_past(self) -> Past | None:
        """What is kept of the character, read at the first call; None without a name, or for a new character."""
        if self.character and self._past is None:
            path = path_of(METHOD, self.character)
            self._past = load_past(path) if path.exists() else None
        return self._past


def _inherit(network: PatchGenerator, past: Past, palette: np.ndarray, character: str) -> None:
    try:
        inherit(network, past, palette)
    except ValueError as error:
        raise InputError(
            f"The weights kept of {character} have other sizes: remove them with shiage weights remove."
        ) from error
