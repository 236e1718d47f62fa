"""The pipeline: one request in, painted frames out, each as soon as it is ready."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Literal

import numpy as np
import pytest

from shiage_engine import pipeline
from shiage_engine.confidence.withdrawal import PAINTED
from shiage_engine.drawing.shot import Shot
from shiage_engine.errors import InputError
from shiage_engine.pipeline import Request, coloring
from shiage_engine.pipeline.coloring import colorize
from shiage_engine.progress import Progress, finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult, Preview, Report
from tests.engine.shots import (
    BACKGROUND,
    BLUE,
    BY_AREA,
    HEIGHT,
    LEFT,
    RED,
    RIGHT,
    WIDTH,
    ByArea,
    changed,
    color,
    line,
    method_of,
)


@pytest.fixture
def request_() -> Request:
    return Request({10: line(), 20: line(2), 35: line(4)}, {10: color()})


def run(request: Request) -> tuple[list[Progress], list[FrameResult], Report]:
    progress: list[Progress] = []
    painted: list[FrameResult] = []
    work = colorize(request, BY_AREA)
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            return progress, painted, stop.value
        (progress if isinstance(step, Progress) else painted).append(step)  # type: ignore[arg-type]


def test_every_other_frame_is_painted_in_the_references_colors(request_: Request) -> None:
    _, painted, report = run(request_)
    assert [frame.time for frame in painted] == [20, 35]
    assert report.method == "by-area"
    assert report.palette.tolist() == [[0, 0, 0, 0], list(BLUE), list(RED)]
    assert [frame.time for frame in report.frames] == [20, 35]
    for frame in painted:
        assert frame.color().shape == (HEIGHT, WIDTH, 4)
        assert frame.regions == 3
        assert [tuple(frame.color()[at]) for at in (BACKGROUND, LEFT, RIGHT)] == [(0, 0, 0, 0), RED, BLUE]
        assert {tuple(pixel) for pixel in frame.color().reshape(-1, 4)} <= {(0, 0, 0, 0), RED, BLUE}
        assert frame.seconds >= 0


def test_paint_reaches_the_middle_of_the_lines(request_: Request) -> None:
    _, painted, _ = run(request_)
    row = painted[0].color()[20]  # of the drawing shifted by 2: lines at 8, 9 and 26, 27 and 50, 51
    assert [tuple(row[x]) for x in (8, 9, 26, 27, 50, 51)] == [
        (0, 0, 0, 0),
        RED,
        RED,
        BLUE,
        BLUE,
        (0, 0, 0, 0),
    ]


def test_uncertain_regions_are_withdrawn_to_the_middle_of_their_lines(request_: Request) -> None:
    _, painted, _ = run(changed(request_, rule="share"))
    for frame in painted:
        withdrawn, confidence = frame.withdrawn_pixels(), frame.confidence_pixels()
        assert withdrawn[LEFT]
        assert not withdrawn[RIGHT]
        assert not withdrawn[BACKGROUND]
        assert frame.coverage == pytest.approx(2 / 3)
        assert frame.area_coverage == pytest.approx(
            (frame.color() == BLUE).all(2).sum() / (frame.color()[..., 3] > 0).sum()
        )
        assert confidence[LEFT] < confidence[RIGHT] == 255
        assert confidence.min() >= 1
        np.testing.assert_array_equal(withdrawn, (frame.color() == RED).all(axis=2))


def test_the_confidence_of_a_region_is_shown_on_all_its_pixels(request_: Request) -> None:
    for frame in run(request_)[1]:
        exact = frame.confidence[frame.region_map]
        assert frame.confidence.dtype == np.float32
        assert (frame.region_map > 0).all()
        np.testing.assert_array_equal(frame.confidence_pixels(), np.rint(1 + 254 * exact))


def test_methods_of_the_callers_own_take_the_place_of_the_painters(request_: Request) -> None:
    *_, painted = (
        step for step in colorize(request_, method_of(lambda _: ByArea())) if isinstance(step, FrameResult)
    )
    assert painted.time == 35
    with pytest.raises(InputError, match="choose one of auto, mine"):
        next(colorize(changed(request_, method="by-area"), method_of(lambda _: ByArea())))


@pytest.mark.parametrize(("rule", "withdrawn"), [("share", [True, True]), ("calibrated", [False, False])])
def test_a_method_goes_by_its_rule_unless_told_otherwise(
    rule: Literal["share", "calibrated"], withdrawn: list[bool], request_: Request
) -> None:
    """ByArea gives its smallest region a share of two thirds; any calibration paints what need not be right."""
    methods = method_of(lambda _: ByArea(), rule=rule)
    lax = changed(request_, target_accuracy=0.01)
    painted = [step for step in colorize(lax, methods) if isinstance(step, FrameResult)]
    assert [bool(frame.withdrawn_pixels()[LEFT]) for frame in painted] == withdrawn
    told = [
        step for step in colorize(changed(lax, rule="calibrated"), methods) if isinstance(step, FrameResult)
    ]
    assert not any(frame.withdrawn.any() for frame in told)


def test_nothing_is_withdrawn_when_not_asked_for(request_: Request) -> None:
    _, painted, _ = run(changed(request_, rule="share", withdraw=False))
    assert not any(frame.withdrawn.any() for frame in painted)
    assert [frame.coverage for frame in painted] == [1, 1]


def test_a_higher_target_never_paints_more_and_changes_no_color(request_: Request) -> None:
    coverage, colors = [], []
    for target in (0.01, 0.9, 0.95, 0.99, 1):
        _, painted, _ = run(changed(request_, target_accuracy=target))
        coverage.append(sum(frame.coverage for frame in painted))
        colors.append(np.stack([frame.color() for frame in painted]))
    assert coverage == sorted(coverage, reverse=True)
    assert (coverage[0], coverage[-1]) == (2, 0)
    assert all((one == colors[0]).all() for one in colors)


@pytest.mark.parametrize("is_open", [True, False])
def test_a_figure_that_is_open_in_every_drawing_is_not_left_unpainted(is_open: bool) -> None:
    """A box of it ran into the background in the reference too, whose paint tells that it is no background."""
    page = ((0, 100), (0, 100), (0, 0))  # a large one: of its paper the box is hardly anything
    lines = {time: np.pad(line(time), page, constant_values=255) for time in range(3)}
    for time, drawing in lines.items():
        if is_open:
            drawing[28:30, 26 + time : 48 + time] = 255
    _, frames, _ = run(Request(lines, {0: np.pad(color(0), page)}, finished=[0]))
    for frame in frames:
        background = frame.region_map[BACKGROUND]
        assert (frame.region_map[RIGHT] == background) == is_open
        assert frame.withdrawn[background] == is_open


def test_progress_only_grows(request_: Request) -> None:
    progress, _, _ = run(request_)
    fractions = [step.fraction for step in progress]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1
    assert all(step.note for step in progress)


def test_frames_come_as_soon_as_they_are_ready(request_: Request) -> None:
    steps = list(colorize(request_, BY_AREA))
    kinds = [type(step) for step in steps]
    assert kinds[-1] is FrameResult
    assert Progress in kinds[kinds.index(FrameResult) :]


class Counting(Mapping[int, np.ndarray]):
    """Line art that is decoded when asked for, and counts how often."""

    def __init__(self, inner: Mapping[int, np.ndarray]) -> None:
        self.inner = inner
        self.reads: dict[int, int] = {}

    def __getitem__(self, time: int) -> np.ndarray:
        self.reads[time] = self.reads.get(time, 0) + 1
        return self.inner[time]

    def __iter__(self) -> Iterator[int]:
        return iter(self.inner)

    def __len__(self) -> int:
        return len(self.inner)


def test_each_drawing_is_decoded_once(request_: Request) -> None:
    lines, colors = Counting(request_.lines), Counting(request_.colors)
    run(changed(request_, lines=lines, colors=colors))
    assert lines.reads == {10: 1, 20: 1, 35: 1}
    assert colors.reads == {10: 1}


def test_a_drawing_of_ink_alone_is_painted_with_nothing(request_: Request) -> None:
    black = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    black[..., 3] = 255
    _, painted, _ = run(changed(request_, lines={**request_.lines, 50: black}))
    last = painted[-1]
    assert (last.regions, last.coverage) == (0, 1)
    assert not last.color().any()
    assert not last.confidence.any()
    assert not last.withdrawn.any()


def blank() -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 4), 255, np.uint8)


def stroke() -> np.ndarray:
    """A line that closes nothing."""
    drawing = blank()
    drawing[10:30, 20:22, :3] = 0
    return drawing


def mixed() -> np.ndarray:
    """Paint of which no two pixels beside each other are alike."""
    paint = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
    paint[..., 3] = 255
    return paint


BAD = [
    ({"colors": {}}, "Color at least one frame of this shot first."),
    ({"colors": {10: np.zeros((HEIGHT, WIDTH, 4), np.uint8)}}, "color at least one frame"),
    ({"lines": {10: blank(), 20: line()}}, "No lines were found in frame 10"),
    ({"lines": {10: stroke(), 20: line()}}, "Frame 10 has paint, but its lines close no region"),
    ({"colors": {10: mixed()}}, "no region of it has one clear color"),
    ({"closings": {11: line()}}, "closing strokes of frame 11 have no line art"),
    ({"colors": {11: color()}}, "frame 11 has no line art"),
    ({"lines": {10: line()}}, "leave at least one frame"),
    ({"colors": {10: color()[:, :-1]}}, "paint of frame 10 is 59 x 40 pixels"),
    ({"method": "magic"}, "no method 'magic'"),
    ({"rule": "luck"}, "no rule 'luck'"),
    ({"target_accuracy": 1.5}, "target accuracy"),
    ({"target_accuracy": float("nan")}, "target accuracy"),
    ({"largest_gap": -2}, "largest gap"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_bad_input_is_one_sentence(request_: Request, change: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        run(changed(request_, **change))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", ["fused", "few-shot"])
def test_a_finished_frame_whose_paint_says_nothing_is_left_out(method: str, request_: Request) -> None:
    colors = {10: color(), 35: mixed()}
    finished = changed(request_, colors=colors, finished=(10, 35), method=method)
    base = finish(pipeline.color_base(finished, METHODS))
    assert (base.shot.references, base.shot.targets) == ([0], [1])
    assert set(base.frames[1].labels[1:]) == set(base.shot.labels[0][1:])


class Knowing(ByArea):
    """Knows two colors, one of them BLUE, and paints everything in the last of the palette; needs a name."""

    colors = np.array([(0, 0, 0, 0), (1, 2, 3, 255), BLUE], np.uint8)

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        yield Progress(0, "Learning")
        self._labels = np.array([len(shot.palette) - 1])
        self._areas = np.zeros(1)

    def palette(self) -> np.ndarray:
        return self.colors


def test_a_method_with_colors_of_its_own_needs_no_reference(request_: Request) -> None:
    knowing = method_of(lambda _: Knowing(), needs=frozenset({"character"}), is_quick=False)
    steps = list(colorize(changed(request_, colors={}, character="Vita"), knowing))
    painted = [step for step in steps if isinstance(step, FrameResult)]
    assert [frame.time for frame in painted] == [10, 20, 35]
    assert all(tuple(frame.color()[LEFT]) == BLUE for frame in painted)
    with pytest.raises(InputError, match="give the name"):
        list(colorize(changed(request_, colors={}), knowing))


def test_colors_of_the_references_stand_before_those_of_the_weights(request_: Request) -> None:
    work = colorize(changed(request_, character="Vita"), method_of(lambda _: Knowing(), is_quick=False))
    assert finish(work).palette.tolist() == [[0, 0, 0, 0], list(BLUE), list(RED), [1, 2, 3, 255]]


class Slow(ByArea):
    """Learns in three steps, and knows nothing before the last."""

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        yield Progress(0, "Learning")
        yield Progress(0.5, "Learning")
        finish(super().learn(shot))
        yield Progress(1, "Learning")

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        if not hasattr(self, "_areas"):
            yield Progress(0, "Coloring")
            return np.zeros((4, len(shot.palette)), np.float32)
        return (yield from super().colorize(shot, frame))


def test_who_watches_sees_frames_as_they_would_be_painted_now(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coloring, "PREVIEW_SECONDS", 0)
    monkeypatch.setattr(coloring, "PREVIEW_REST", 0)
    slow = method_of(lambda _: Slow(), is_quick=False)
    steps = [*colorize(changed(request_, watch=True), slow)]
    previews = [step for step in steps if isinstance(step, Preview)]
    assert [one.time for one in previews] == [20, 35, 20, 20, 35]  # three while learning, then all targets
    assert [tuple(one.picture[LEFT][:3]) for one in previews][:2] == [(255, 255, 255)] * 2
    assert [tuple(one.picture[LEFT][:3]) for one in previews][2:] == [RED[:3]] * 3
    fractions = [step.fraction for step in steps if isinstance(step, Progress)]
    assert fractions == sorted(fractions)
    assert not any(isinstance(step, Preview) for step in colorize(request_, slow))


def test_a_preview_shows_what_the_painter_painted(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coloring, "PREVIEW_SECONDS", 0)
    slow = method_of(lambda _: Slow(), is_quick=False)
    work = colorize(changed(request_, watch=True, colors={10: color(), 20: half_painted()}), slow)
    preview = next(step for step in work if isinstance(step, Preview))
    assert preview.time == 20
    assert tuple(preview.picture[LEFT]) == RED
    assert tuple(preview.picture[RIGHT]) == (255, 255, 255, 255)


def test_the_factory_is_given_the_characters_name(request_: Request) -> None:
    names: list[str] = []

    def make(name: str) -> ByArea:
        names.append(name)
        return ByArea()

    finish(colorize(changed(request_, character="Vita"), method_of(make)))
    assert names == ["Vita"]
    with pytest.raises(InputError, match="name"):
        finish(colorize(changed(request_, character="a/b"), method_of(make)))


@pytest.mark.parametrize("keeps", [True, False])
def test_methods_are_told_whether_to_keep_what_they_learn(keeps: bool, request_: Request) -> None:
    made: list[ByArea] = []

    def make(name: str) -> ByArea:
        made.append(ByArea())
        return made[0]

    finish(colorize(changed(request_, keeps=keeps), method_of(make)))
    assert made[0].keeps is keeps


@pytest.mark.parametrize("method", ["auto", "fused", "unet"])
def test_nothing_is_learned_by_a_method_that_keeps_nothing_of_a_shot(method: str, request_: Request) -> None:
    with pytest.raises(InputError, match="keeps nothing that it learns: choose patch or lavc"):
        finish(pipeline.learn(changed(request_, method=method, character="Vita"), METHODS))


def half_painted() -> np.ndarray:
    """The left box alone."""
    paint = color(2)
    paint[:, 27:] = 0
    return paint


def test_a_partly_painted_frame_keeps_its_paint_and_gets_the_rest(request_: Request) -> None:
    _, painted, report = run(changed(request_, colors={10: color(), 20: half_painted()}, target_accuracy=1))
    assert ([*report.finished], [*report.partial]) == ([10], [20])
    assert [frame.time for frame in painted] == [20, 35]
    frame = painted[0]
    assert tuple(frame.color()[LEFT]) == RED
    assert tuple(frame.color()[RIGHT]) == BLUE
    left = frame.region_map[LEFT]
    assert (frame.confidence[left], frame.painted_steps[left], bool(frame.withdrawn[left])) == (
        1,
        PAINTED,
        False,
    )
    assert frame.withdrawn_pixels()[RIGHT]


def test_known_regions_are_kept_against_what_the_method_says(request_: Request) -> None:
    wrong = half_painted()
    wrong[wrong[..., 3] > 0] = BLUE
    _, painted, _ = run(changed(request_, colors={10: color(), 20: wrong}))
    assert tuple(painted[0].color()[LEFT]) == BLUE
    assert tuple(painted[1].color()[LEFT]) == RED


def test_scores_that_are_no_numbers_are_told(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ByArea.colorize

    def colorize(one: ByArea, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        return (yield from real(one, shot, frame)) * np.float32(np.inf)  # and NaN, of zeros

    monkeypatch.setattr(ByArea, "colorize", colorize)
    with (
        np.errstate(invalid="ignore"),
        pytest.raises(InputError, match="are not finite numbers: choose another"),
    ):
        run(request_)


def test_the_painter_says_what_is_finished(request_: Request) -> None:
    colors = {10: color(), 20: half_painted()}
    _, painted, report = run(changed(request_, colors=colors, finished=(20,)))
    assert [frame.time for frame in painted] == [35]
    assert [*report.finished] == [10, 20]
    _, painted, report = run(changed(request_, colors=colors, partial=(10, 20)))
    assert [frame.time for frame in painted] == [10, 20, 35]
    assert [*report.partial] == [10, 20]


def test_frames_all_finished_leave_nothing_to_color(request_: Request) -> None:
    colors = {10: color(), 20: color(2), 35: color(4)}
    with pytest.raises(InputError, match="leave at least one frame"):
        run(changed(request_, colors=colors))
    assert len(run(changed(request_, colors=colors, partial=(20,)))[1]) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"finished": (20,)}, "Frame 20 is called finished or partly painted, but has no paint"),
        ({"finished": (10,), "partial": (10,)}, "both finished and partly painted"),
    ],
)
def test_what_is_said_of_frames_must_fit_them(
    change: dict[str, object], sentence: str, request_: Request
) -> None:
    with pytest.raises(InputError, match=sentence):
        run(changed(request_, **change))
