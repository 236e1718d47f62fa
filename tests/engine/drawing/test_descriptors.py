"""Descriptors: by hand where that is possible, by what must hold elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiage_engine.drawing import descriptors, schema
from shiage_engine.drawing.descriptors import Figure, describe, mirrored
from shiage_engine.drawing.line_art import LineArt, read
from shiage_engine.drawing.regions import areas
from shiage_engine.drawing.runs import Runs
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.shot import Position
from tests.engine.drawing.drawings import picture

CONTEXT_ENDS = tuple(schema.CONTEXT)
BLANK = read(picture("....", "....", "...."))
SOLID = read(picture("####", "####", "####"))
SINGLE = read(picture("."))


def boxes() -> tuple[LineArt, np.ndarray]:
    """A drawing of regions all different in area, some beside each other across a trace line."""
    shades = np.full((60, 80, 4), 255, np.uint8)
    for x, y, w, h in ((5, 5, 30, 20), (5, 25, 30, 30), (35, 10, 25, 31), (62, 3, 9, 8)):
        shades[[y, y + h], x : x + w + 1, :3] = 0
        shades[y : y + h + 1, [x, x + w], :3] = 0
    shades[26:55, 15] = (0, 0, 255, 255)
    art = read(shades)
    return art, segment(art, 0)


def enlarged(art: LineArt, regions: np.ndarray) -> tuple[LineArt, np.ndarray]:
    """Twice as large; lines then have a middle between two pixels."""
    ink, kind, map_ = (image.repeat(2, 0).repeat(2, 1) for image in (art.ink, art.kind, regions))
    return LineArt(ink, kind), map_


def naive_moments(regions: np.ndarray, region: int) -> dict[str, float]:
    """Moments of unit squares, summed pixel by pixel."""
    ys, xs = np.nonzero(regions == region)
    dx, dy = xs - xs.mean(), ys - ys.mean()
    return {
        "area": len(xs),
        "x": xs.mean(),
        "y": ys.mean(),
        "box_w": np.ptp(xs) + 1,
        "box_h": np.ptp(ys) + 1,
        "xx": (dx**2).mean() + 1 / 12,
        "yy": (dy**2).mean() + 1 / 12,
        "xy": (dx * dy).mean(),
        "xxx": (dx**3).mean(),
        "yyy": (dy**3).mean(),
    }


def test_moments_of_a_rectangle() -> None:
    regions = np.zeros((9, 12), np.int32)
    regions[2:6, 3:9] = 1  # 6 wide, 4 high
    moments = descriptors._Moments.of(Runs.of(regions, 2))
    found = {name: getattr(moments, name)[1] for name in naive_moments(regions, 1)}
    expected = {
        **{"area": 24, "x": 5.5, "y": 3.5, "box_w": 6, "box_h": 4},
        **{"xx": 36 / 12, "yy": 16 / 12, "xy": 0, "xxx": 0, "yyy": 0},
    }
    assert found == pytest.approx(expected)


def test_moments_by_runs_are_those_by_pixels() -> None:
    regions = np.random.default_rng(3).integers(0, 4, (20, 30)).astype(np.int32)
    regions[5:15, 4:20] = 2
    moments = descriptors._Moments.of(Runs.of(regions, 4))
    for region in range(4):
        expected = naive_moments(regions, region)
        assert {name: getattr(moments, name)[region] for name in expected} == pytest.approx(expected)


def test_the_figure_is_where_the_ink_is() -> None:
    ink = np.zeros((6, 10), np.uint8)
    ink[2, 3] = ink[2, 7] = 255
    figure = Figure.of(ink)
    assert (figure.left, figure.top, figure.width, figure.height) == (3, 2, 5, 1)
    assert (figure.mean_x, figure.mean_y, figure.spread) == (5, 2, 2)


def test_without_ink_the_figure_is_the_frame() -> None:
    figure = Figure.of(np.zeros((30, 40), np.uint8))
    assert (figure.left, figure.top, figure.width, figure.height) == (0, 0, 40, 30)
    assert (figure.mean_x, figure.mean_y, figure.spread) == (20, 15, 12.5)


def test_a_frame_is_described_region_by_region() -> None:
    art, regions = boxes()
    described = describe(art, regions)
    assert described.features.dtype == np.float32
    assert len(described.features) == regions.max() + 1
    assert not described.features[0].any()
    assert np.isfinite(described.features).all()
    np.testing.assert_array_equal(described.area, areas(regions))
    outside = np.zeros(regions.max() + 1, bool)
    outside[regions[0, 0]] = True
    np.testing.assert_array_equal(described.outside, outside)


def test_the_numbers_of_regions_mean_nothing() -> None:
    art, regions = boxes()
    count = regions.max() + 1
    new_id = np.r_[0, 1 + np.random.default_rng(0).permutation(count - 1)].astype(np.int32)
    before, after = describe(art, regions), describe(art, new_id[regions])
    np.testing.assert_allclose(after.features[new_id], before.features, rtol=1e-4, atol=1e-5)
    total = before.adjacency.total.toarray()
    np.testing.assert_array_equal(after.adjacency.total.toarray()[np.ix_(new_id, new_id)], total)


def test_neighbors_across_a_trace_line_are_told_from_those_across_black() -> None:
    art, regions = boxes()
    black = LineArt(art.ink, np.minimum(art.kind, 1))
    beside = regions[40, [10, 20]]  # on the two sides of the trace line
    traced, plain = describe(art, regions).features, describe(black, regions).features
    assert (traced[beside] != plain[beside]).any(axis=1).all()


@pytest.mark.parametrize("art", [BLANK, SOLID, SINGLE], ids=["no ink", "ink alone", "one pixel"])
def test_drawings_with_next_to_nothing_in_them(art: LineArt) -> None:
    regions = segment(art, 0)
    described = describe(art, regions)
    assert described.features.shape == (regions.max() + 1, describe(*boxes()).features.shape[1])
    assert np.isfinite(described.features).all()


def test_a_region_that_lost_its_pixels_is_described_all_the_same() -> None:
    art, regions = boxes()
    regions[regions == 2] = 0
    described = describe(art, regions)
    assert np.isfinite(described.features).all()
    assert described.area[2] < 1


def test_more_regions_than_opencv_takes_at_once() -> None:
    ink = np.zeros((370, 370), np.uint8)
    ink[::2] = ink[:, ::2] = 255
    art = LineArt(ink, (ink > 0).astype(np.uint8))
    regions = segment(art, 0)
    assert regions.max() == 185 * 185
    assert np.isfinite(describe(art, regions).features).all()


def test_sampling_between_pixels_and_outside() -> None:
    image = np.array([[0, 4], [8, 12]], np.float32)
    x = np.array([[0, 0.5], [1, 5]], np.float32)
    y = np.array([[0, 0.5], [0, 0]], np.float32)
    np.testing.assert_allclose(descriptors._sample(image, x, y), [[0, 6], [4, 0]])


def test_hops_are_counted_from_the_background() -> None:
    rows = ["..........", ".########.", ".#......#.", ".#.####.#.", ".#.#..#.#.", ".#.####.#.", ".#......#."]
    art = read(picture(*rows, ".########.", ".........."))
    regions = segment(art, 0)
    described = describe(art, regions)
    hops = descriptors._hops(described.adjacency.total, described.outside)
    assert hops[[regions[0, 0], regions[2, 2], regions[4, 4]]].tolist() == [0, 1, 2]


def test_the_share_of_the_frames_edge_counts_corners_on_both_sides_and_no_line() -> None:
    regions = np.array([[1, 0, 2], [1, 0, 2], [1, 0, 0]])
    np.testing.assert_allclose(descriptors._edge_share(regions, 3), [0, 5 / 8, 3 / 8])


def test_each_function_makes_the_columns_of_its_group() -> None:
    art, regions = boxes()
    figure, runs = Figure.of(art.ink), Runs.of(regions, int(regions.max()) + 1)
    shape, adjacency = descriptors._Moments.of(runs), describe(art, regions).adjacency
    place = descriptors._place(shape, figure, Position(0, 0, *regions.shape[::-1]))
    groups = [
        (place, schema.PLACE),
        (descriptors._size_and_shape(shape, figure), schema.SHAPE),
        (descriptors._thickness(regions, runs, figure), schema.THICKNESS),
        (descriptors._borders(adjacency, shape.area, shape.area > 0, figure), schema.BORDERS),
        (descriptors._context(art, shape, figure), schema.CONTEXT),
        (descriptors._relations(adjacency, shape, shape.area > 0, place[:, :2]), schema.RELATIONS),
    ]
    for columns, names in groups:
        assert columns.shape == (regions.max() + 1, len(names))


def test_columns_are_what_their_names_say() -> None:
    art, regions = boxes()
    described, figure = describe(art, regions), Figure.of(art.ink)
    features, total = described.features, described.adjacency.total
    ys, xs = np.nonzero(regions == 2)

    def of(name: str, block: str = "own") -> np.ndarray:
        return features[2, schema.column(name, block)]

    assert of("center_x") == pytest.approx((xs.mean() - figure.mean_x) / figure.spread, rel=1e-5)
    assert of("frame_y") == pytest.approx(ys.mean() / 60, rel=1e-5)
    assert of("log_area") == pytest.approx(np.log(len(xs)), rel=1e-6)
    assert of("log_relative_area") == pytest.approx(np.log(len(xs) / figure.spread**2), rel=1e-5)
    assert of("log_aspect") == pytest.approx(np.log((np.ptp(xs) + 1) / (np.ptp(ys) + 1)), rel=1e-5)
    shares = [of(name) for name in schema.BORDER_SHARES]
    lengths = [matrix.sum(1)[2] for matrix in described.adjacency.by_kind]
    np.testing.assert_allclose(shares, np.array(lengths) / sum(lengths), rtol=1e-5)
    assert of("log_neighbors") == pytest.approx(np.log1p(np.diff(total.indptr)[2]), rel=1e-6)
    log_areas = features[:, schema.column("log_area")]
    expected = (total @ log_areas)[2] / total.sum(1)[2]
    assert of("log_area", "neighbors") == pytest.approx(expected, rel=1e-5)


def test_where_a_frame_lies_is_told_by_its_place_among_the_others() -> None:
    art, regions = boxes()
    around = ((5, 20), (10, 30))
    larger = LineArt(np.pad(art.ink, around), np.pad(art.kind, around))
    height, width = larger.ink.shape
    inside = describe(art, regions, Position(10, 5, width, height)).features
    columns = [schema.column(name, "own") for name in ("frame_x", "frame_y")]
    expected = describe(larger, np.pad(regions, around)).features
    np.testing.assert_allclose(inside[1:, columns], expected[1:, columns], rtol=1e-6)


def test_columns_in_pixels_grow_with_the_drawing() -> None:
    art, regions = boxes()

    large = describe(*enlarged(art, regions)).features
    small = describe(art, regions).features
    grown = [schema.column("log_area"), schema.column("log_depth")]
    np.testing.assert_allclose(
        (large - small)[1:, grown], [[np.log(4), np.log(2)]] * regions.max(), atol=0.25
    )
    assert len(schema.in_all_blocks(schema.IN_PIXELS)) == 2 * len(schema.BLOCKS)


def test_the_schema_of_the_shipped_weights_stays_as_it_is() -> None:
    assert len(schema.OWN) == len({*schema.OWN}) == 86
    assert len(schema.NAMES) == len({*schema.NAMES}) == 282
    assert schema.DIGEST == "003d6a27c82369a6"


def test_columns_are_looked_up_by_name() -> None:
    assert schema.NAMES[schema.column("hops", "second_neighbors")] == "second_neighbors.hops"
    assert schema.NAMES[schema.span("frame_x", "frame_y")] == ("own.frame_x", "own.frame_y")
    with pytest.raises(ValueError, match="not in tuple"):
        schema.column("shoe_size")


def test_the_mirror_image_by_algebra_is_what_describing_it_finds() -> None:
    art, regions = enlarged(*boxes())

    def flip(image: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(image[:, ::-1])

    described = describe(LineArt(flip(art.ink), flip(art.kind)), flip(regions))
    found = mirrored(describe(art, regions))
    exact = [i for i, name in enumerate(schema.NAMES) if not name.endswith(CONTEXT_ENDS)]
    np.testing.assert_allclose(found[:, exact], described.features[:, exact], rtol=1e-4, atol=2e-2)
    np.testing.assert_allclose(found, described.features, atol=0.1)  # ink is resized before it is sampled


def test_the_mirror_image_of_the_mirror_image_is_the_drawing() -> None:
    described = describe(*boxes())
    again = mirrored(replace(described, features=mirrored(described)))
    np.testing.assert_allclose(again, described.features, atol=1e-5)
