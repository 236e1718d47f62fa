"""Hints: dabs of color on a frame, in every method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.errors import InputError
from shiage_engine.evaluation.baselines import BASELINES
from shiage_engine.methods.attention.colorizer import Attention, AttentionOptions
from shiage_engine.methods.attention.network import AttentionAware
from shiage_engine.methods.attention.store import save_attention
from shiage_engine.methods.hinted.colorizer import HintedOptions, HintGuided
from shiage_engine.methods.hinted.network import Hinted, HintedParams
from shiage_engine.methods.hinted.store import save_hinted
from shiage_engine.methods.lavc.colorizer import Lavc, LavcOptions
from shiage_engine.methods.lavc.network import ColorTransform
from shiage_engine.methods.lavc.store import save_lavc
from shiage_engine.methods.method import HINTS, REFERENCES, Method
from shiage_engine.methods.patch.colorizer import Patch, PatchLearning
from shiage_engine.methods.patch.patches import PatchParams
from shiage_engine.pipeline import Request, colorize
from shiage_engine.pipeline.answers import dabbed
from shiage_engine.pipeline.request import automatic, checked
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult, HintReport, Report
from tests.engine.methods.attention.toys import PLAIN
from tests.engine.methods.figures import drawing
from tests.engine.methods.lavc.toys import RICH
from tests.engine.shots import (
    BY_AREA,
    HEIGHT,
    LEFT,
    RED,
    RIGHT,
    WIDTH,
    ByArea,
    color,
    colored,
    line,
    method_of,
)

GREEN = (20, 180, 40, 255)
REQUEST = Request({time: line(time) for time in range(3)}, {0: color(0)})


def dabs(*given: tuple[tuple[int, int], tuple[int, ...]], radius: int = 3) -> np.ndarray:
    """Square dabs of colors around pixels, (y, x): u8 RGBA (HEIGHT, WIDTH, 4)."""
    plane = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    for (y, x), rgba in given:
        plane[y - radius : y + radius, x - radius : x + radius] = rgba
    return plane


def run(request: Request, methods: Mapping[str, Method] = BY_AREA) -> tuple[dict[int, FrameResult], Report]:
    return colored(request, methods)


def test_the_region_under_a_dab_has_its_color_for_certain() -> None:
    frames, report = run(replace(REQUEST, hints={1: dabs((LEFT, GREEN))}))
    one = frames[1]
    region = one.region_map[LEFT]
    assert tuple(one.color()[LEFT]) == GREEN, "a color that the palette lacked"
    assert one.confidence[region] == 1 and not one.withdrawn[region]
    assert tuple(one.color()[RIGHT]) == (30, 30, 200, 255)
    assert report.hints == (HintReport(1, 1, 0),)
    assert report.partial == [], "a frame with dabs is no reference"
    assert tuple(frames[2].palette[-1]) == GREEN


def test_a_dab_holds_wherever_its_drawing_is_shown_again() -> None:
    cycle = {time: line(0 if time == 0 else time % 2 + 1) for time in range(6)}
    given = {1: dabs((LEFT, GREEN)), 5: dabs((LEFT, RED))}
    frames, report = run(Request(cycle, {0: color(0)}, hints=given))
    for time, expected in {1: GREEN, 3: GREEN, 5: RED}.items():
        region = frames[time].region_map[LEFT]
        assert tuple(frames[time].color()[LEFT]) == expected
        assert frames[time].confidence[region] == 1 and not frames[time].withdrawn[region]
    assert all(tuple(frames[time].color()[LEFT]) == RED for time in (2, 4)), "another drawing"
    assert [(one.time, one.regions) for one in report.hints] == [(1, 1), (5, 1)], "only what the painter made"


def test_dabs_of_two_colors_pin_nothing_and_the_report_says_so() -> None:
    both = dabs(((16, 14), GREEN), ((24, 20), RED))
    frames, report = run(replace(REQUEST, hints={1: both}))
    assert report.hints == (HintReport(1, 0, 1),)
    assert tuple(frames[1].color()[LEFT]) == RED, "as the method has it"
    assert GREEN not in {tuple(one) for one in frames[1].palette}


def test_what_is_painted_stays_whatever_a_dab_says() -> None:
    half = color(1)
    half[:, 25:] = 0
    request = replace(
        REQUEST, colors={0: color(0), 1: half}, partial=[1], hints={1: dabs((LEFT, GREEN), (RIGHT, GREEN))}
    )
    frames, report = run(request)
    assert tuple(frames[1].color()[LEFT]) == RED and tuple(frames[1].color()[RIGHT]) == GREEN
    assert report.partial == [1]


def test_hints_on_a_finished_frame_change_nothing() -> None:
    request = replace(REQUEST, hints={0: dabs((LEFT, GREEN))})
    for time, frame in run(request)[0].items():
        assert tuple(frame.color()[LEFT]) == RED, time
        assert GREEN not in {tuple(color) for color in frame.palette}


ALL = {**METHODS, **BASELINES}


def assert_obeys(method: Method) -> None:
    """A dab of a color that no method would find by itself, on the head of the figure."""
    lines, colors = {time: drawing(3 * time)[0] for time in range(3)}, {0: drawing(0)[1]}
    plane = np.zeros_like(lines[1])
    plane[12:18, 48:54] = GREEN
    request = Request(lines, colors, Options(method=method.name), hints={1: plane})
    frames, _ = run(request, {method.name: method})
    one = frames[1]
    region = one.region_map[14, 50]
    assert tuple(one.color()[14, 50]) == GREEN
    assert one.confidence[region] == 1 and not one.withdrawn[region]


@pytest.mark.parametrize(
    "name", [one.name for one in ALL.values() if one.is_quick and not one.weights and one.network is None]
)
def test_every_method_obeys_a_dab(name: str) -> None:
    assert_obeys(ALL[name])


def test_the_hint_guided_network_obeys_it_too(tmp_path: Path) -> None:
    params, path = HintedParams(width=4, blocks=1), tmp_path / "hinted.safetensors"
    save_hinted(path, params, Hinted(params).state_dict(), 64, {})
    assert_obeys(replace(METHODS["hinted"], make=lambda _: HintGuided(HintedOptions(path))))


@pytest.mark.parametrize("name", ["fused", "patch"])
@pytest.mark.slow
def test_slower_ones_obey_it_too(name: str) -> None:
    toy = PatchLearning(steps=20, widths=(8, 8, 8), blocks=1, patches=PatchParams(size=24))
    quick = replace(METHODS["patch"], make=lambda _: Patch(params=toy))
    assert_obeys(quick if name == "patch" else METHODS[name])


def test_a_few_pixels_are_an_accident_and_a_line_is_no_region() -> None:
    regions = np.ones((20, 20), np.int32)
    regions[:, 10] = 0
    regions[:, 11:] = 2
    plane = np.zeros((20, 20, 4), np.uint8)
    plane[5:7, 4:8] = GREEN  # 8 pixels
    plane[:, 9:11] = RED  # along the line
    assert dabbed(regions, plane) == ({}, 0)
    plane[4:9, 14:18] = (*GREEN[:3], 128)
    assert dabbed(regions, plane) == ({2: GREEN}, 0), "a thin brush means its color"


def test_what_laps_over_a_line_is_no_dab_but_a_stroke_through_two_regions_is() -> None:
    regions = np.repeat(np.array([1, 0, 2, 0, 3], np.int32), (20, 1, 20, 1, 20))[None].repeat(30, 0)
    plane = np.zeros((30, 62, 4), np.uint8)
    plane[10:20, 6:25] = GREEN  # 14 columns in the first region, 4 in the second
    assert dabbed(regions, plane) == ({1: GREEN}, 0)
    plane[10:20, 6:36] = GREEN
    assert dabbed(regions, plane) == ({1: GREEN, 2: GREEN}, 0)
    small = regions.copy()
    small[12:16, 22:26] = 4  # wholly under the dab, however little of it that is
    plane[:] = 0
    plane[10:20, 6:26] = GREEN
    assert dabbed(small, plane) == ({1: GREEN, 4: GREEN}, 0)


def test_soft_edges_of_a_brush_are_no_second_color() -> None:
    regions = np.ones((20, 20), np.int32)
    plane = np.zeros((20, 20, 4), np.uint8)
    plane[4:14, 4:14] = (*GREEN[:3], 100)
    plane[5:13, 5:13] = GREEN
    assert dabbed(regions, plane) == ({1: GREEN}, 0)


def test_bad_hints_get_a_sentence() -> None:
    with pytest.raises(InputError, match="hints of frame 7 have no line art"):
        run(replace(REQUEST, hints={7: dabs()}))
    with pytest.raises(InputError, match="not of the size"):
        run(replace(REQUEST, hints={1: np.zeros((4, 4, 4), np.uint8)}))


def test_a_method_may_need_one_of_several_things() -> None:
    either = method_of(
        lambda _: ByArea(), "either", needs=frozenset(), needs_any=frozenset({REFERENCES, HINTS})
    )
    bare = replace(REQUEST, colors={})
    with pytest.raises(InputError, match="or put dabs of color on a hint layer"):
        checked(bare, either)
    assert checked(replace(bare, hints={1: dabs((LEFT, GREEN))}), either)[1].name == "either"
    assert checked(REQUEST, either)[1].name == "either"
    with pytest.raises(InputError, match="or put dabs"):
        finish(colorize(replace(bare, hints={1: dabs()}), either))  # an empty drawing


def test_where_only_hints_are_given_the_method_that_takes_them_alone_is_chosen() -> None:
    either = method_of(
        lambda _: ByArea(), "either", needs=frozenset(), needs_any=frozenset({REFERENCES, HINTS})
    )
    unready = method_of(
        lambda _: ByArea(),
        "unready",
        needs=frozenset(),
        needs_any=frozenset({HINTS}),
        network=lambda: Path("missing"),
    )
    methods = {**BY_AREA, **unready, **either}
    assert automatic(REQUEST, methods).name == "by-area"
    assert automatic(replace(REQUEST, colors={}, hints={1: dabs((LEFT, GREEN))}), methods).name == "either"


def test_the_attention_aware_method_obeys_a_dab(tmp_path: Path) -> None:
    path = tmp_path / "attention.safetensors"
    save_attention(path, PLAIN, AttentionAware(PLAIN).state_dict(), 64, {})
    assert_obeys(replace(METHODS["attention"], make=lambda _: Attention(AttentionOptions(path))))


def test_lavc_obeys_a_dab(tmp_path: Path) -> None:
    path = tmp_path / "lavc.safetensors"
    save_lavc(path, RICH, ColorTransform(RICH).state_dict(), size=64, notes={})
    assert_obeys(replace(METHODS["lavc"], make=lambda _: Lavc(LavcOptions(path))))
