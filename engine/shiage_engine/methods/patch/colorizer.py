"""Patch: learn a shot from patches of its few reference frames, and go on from what was learned before.

Maejima et al. 2024, "Continual few-shot patch-based learning for anime-style colorization": a generator learns to
label patches of the reference frames; patches of the other frames are labeled and vote, by pixel and then by region.
For a character with a name, the weights and the drawings they were learned from are kept, and the next shot goes on
there.

The text at hand ends where the paper's experiments begin, and names no loss but cross-entropy. Sizes, rate and steps
are ours: what two processor cores learn in a few minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call

from ...drawing.shot import UNKNOWN, Shot
from ...errors import InputError
from ...learning.device import device_of
from ...learning.fit import FitParams, fit
from ...learning.kept import make_folder, path_of
from ...learning.precision import quick
from ...progress import Progress, scaled
from ..colorizer import Colorizer
from .continual import Past, digest, inherit, replay
from .lesson import PatchLesson, PatchLessonParams, Study, study
from .network import INKS, PatchGenerator, PatchSizes
from .patches import PatchParams, scale_for, see
from .store import METHOD, load_past, save_past
from .votes import NO_VOTE, margin_of, region_scores, vote

SEEN = 0.03  # share of learning that seeing the reference frames is


@dataclass(frozen=True)
class PatchLearning:
    """How a shot is learned."""

    steps: int = 1500  # from scratch
    steps_inherited: int = 500  # where weights go on; measured: more right than 1000 from scratch
    rate: float = 5e-3  # the paper's 0.0004 needs more steps than a processor has time for
    warm_up: int = 20  # steps
    average: float = 0.999  # of weights, at most (1 less the paper's 0.001), at every step
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
    _weights: Mapping[str, Tensor] = field(default_factory=dict)  # the moving average of those of `_network`
    _scale: float = 1.0
    _margin: int = NO_VOTE  # as for `region_scores`
    _past: Past | None = None

    def palette(self) -> np.ndarray:
        """The colors that are known of the character, u8 (K, 4) RGBA, row 0 transparent."""
        past = self._read_past()
        return np.zeros((1, 4), np.uint8) if past is None else past.palette

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Learn the reference frames, going on from what is kept of the character; keep what was learned.

        Given up, what was learned up to the last hundred steps can be used, and is kept.
        """
        if self.character:
            make_folder(METHOD, self.character)  # a disk that refuses is to be known of before the work
        past = self._read_past()
        anew = yield from scaled(self._see_references(shot), 0, SEEN)
        studies = anew if past is None else replay(past, shot.palette, anew)
        torch.manual_seed(self.params.seed)
        patches = self.params.patches
        inks = INKS if patches.has_traces else 1
        sizes = PatchSizes(len(shot.palette), self.params.widths, self.params.blocks, inks)
        network = PatchGenerator(sizes)
        if past is not None:
            _inherit(network, past, shot.palette, self.character)
        network.to(self.device)
        lesson = PatchLesson(
            network, [*studies.values()], len(shot.palette), patches, self.params.lessons, device=self.device
        )

        def keep(average: Mapping[str, Tensor], steps: int) -> None:
            self._network, self._weights = network, average
            if self.character:
                before = 0 if past is None else past.steps
                done = Past(sizes, average, shot.palette, studies, before + steps)
                save_past(path_of(METHOD, self.character), self.character, done)

        work = fit(network, lesson, self.params.fit_params(past is not None), keep=keep)
        yield from scaled(work, SEEN, 1)
        self._past = None  # the next time, the file says more

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), the share of a region's pixels, and how sure patches were."""
        drawn = shot.frames[frame]
        regions, count = drawn.regions, len(shot.palette)
        if self._network is None:  # nothing was learned yet
            yield Progress(0, "Coloring")
            return np.zeros((int(regions.max(initial=0)) + 1, count), np.float32)
        seen = see(drawn.line_art, self.params.patches, self._scale)
        votes = yield from vote(self._labeler(self._network), count, seen, regions, self.params.patches)
        return region_scores(votes, regions, count, self._margin)

    def _labeler(self, network: PatchGenerator) -> Callable[[Tensor], Tensor]:
        """Patches to logits, by the averaged weights."""

        def label(patches: Tensor) -> Tensor:
            with quick(self.device):
                logits: Tensor = functional_call(network, dict(self._weights), (patches.to(self.device),))
            return logits.float()

        return label

    def _see_references(self, shot: Shot) -> Generator[Progress, None, dict[str, Study]]:
        """The reference frames as they are learned, by digest."""
        arts = [shot.frames[reference].line_art for reference in shot.references]
        yield Progress(0, "Seeing the reference frames")
        self._scale = scale_for(arts, self.params.patches)
        studies, painted = {}, []
        for reference, art in zip(shot.references, arts, strict=True):
            yield Progress(0.5, "Seeing the reference frames")
            regions = shot.frames[reference].regions
            painted.append((regions, shot.labels[reference]))
            if (shot.labels[reference][1:] != UNKNOWN).any():
                seen = see(art, self.params.patches, self._scale)
                one = study(seen, regions, shot.labels[reference])
                studies[digest(art)] = one
        self._margin = margin_of(painted)
        return studies

    def _read_past(self) -> Past | None:
        """What is kept of the character, read when it is first asked for; None without a name, or for a new one."""
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
