"""Films, cut into shots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.film import (
    PIXELS,
    FilmParams,
    cut_film,
    difference,
    histogram,
    is_dark_or_faded,
    shots_of,
)
from shiage_engine.files.images import read_image, write_image
from shiage_engine.progress import finish

SHORT = FilmParams(shortest=2)
RED, BLUE = (220, 40, 40), (40, 60, 230)


def frame(color: tuple[int, int, int], width: int) -> np.ndarray:
    """A white frame with a black bar, and a box of `color` as wide as said: u8 RGBA (48, 64, 4)."""
    picture = np.full((48, 64, 4), 255, np.uint8)
    picture[8:40, 8 : 8 + width, :3] = color
    picture[:4, :, :3] = 0
    return picture


def test_a_histogram_counts_pixels_of_a_frame_of_one_size() -> None:
    counts = histogram(np.full((7, 5, 3), (1, 2, 255), np.uint8))
    assert counts.shape == (768,)
    assert np.flatnonzero(counts).tolist() == [1, 256 + 2, 512 + 255]
    assert counts.sum() == pytest.approx(3 * PIXELS)
    one, other = (np.full((4, 4, 3), value, np.uint8) for value in (0, 9))
    assert difference(histogram(one), histogram(other)) == pytest.approx(6 * PIXELS**2 / 768)


def test_shots_begin_at_cuts() -> None:
    """Two pixels of 768 that differ by d make a mean squared difference of 2 d^2 / 768."""

    def at(value: float) -> np.ndarray:
        counts = np.zeros(768)
        counts[0] = value
        return counts

    def step(wanted: float) -> float:
        return float(np.sqrt(768 * wanted))

    much, some, little = step(201), step(11), step(9)
    counts = [
        at(0),
        at(some),
        at(some + much),
        at(some + much + some),
        None,
        at(0),
        at(little),
        at(some + little),
    ]
    assert list(shots_of(counts, SHORT)) == [[0, 1], [2, 3], [5, 6, 7]]
    assert list(shots_of(counts, FilmParams(shortest=3))) == [[5, 6, 7]]
    assert list(shots_of(counts[5:7], SHORT)) == [], "a still teaches nothing"
    assert list(shots_of([], SHORT)) == []


def test_dark_and_faded_frames_are_known() -> None:
    dark, faded = np.full((32, 32, 3), 20, np.uint8), np.full((32, 32, 3), 200, np.uint8)
    dark[0, 0] = 255  # a spark is no light
    faded[:16] = 180
    assert is_dark_or_faded(dark, SHORT) and is_dark_or_faded(faded, SHORT)
    assert not is_dark_or_faded(frame(RED, 9)[..., :3], SHORT)


def test_a_film_becomes_shots(tmp_path: Path) -> None:
    film, out = tmp_path / "film", tmp_path / "set"
    film.mkdir()
    drawn = [
        frame(RED, 20),
        frame(RED, 22),
        frame(BLUE, 44),
        frame(BLUE, 46),
        np.zeros((48, 64, 4), np.uint8),
    ]
    for number, picture in enumerate(drawn):
        write_image(film / f"f{number:03d}.png", picture)
    found = finish(cut_film(film, out, FilmParams(shortest=2, still=1)))
    assert (found.shots, found.frames, found.left_out) == (2, 4, 1)
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.png")) == [
        f"s0000{shot}/color/000{time}.png" for shot in range(2) for time in range(2)
    ]
    np.testing.assert_array_equal(read_image(out / "s00001" / "color" / "0000.png"), drawn[2])


def test_bad_requests_get_a_sentence(tmp_path: Path) -> None:
    film, out = tmp_path / "film", tmp_path / "set"
    film.mkdir()
    with pytest.raises(InputError, match="no pictures"):
        finish(cut_film(film, out))
    write_image(film / "0.png", frame(RED, 9))
    out.mkdir()
    (out / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="holds something already"):
        finish(cut_film(film, out))
    assert (out / "mine.txt").read_text() == "x"


def test_a_film_that_cannot_be_read_to_its_end_leaves_nothing(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    for number in range(3):
        write_image(film / f"{number}.png", frame(RED, 20 + 2 * number))
    write_image(film / "3.png", frame(BLUE, 44))  # the first shot is written by then
    (film / "4.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match="cannot be read as a picture"):
        finish(cut_film(film, tmp_path / "set", FilmParams(shortest=2, still=1)))
    assert [*tmp_path.iterdir()] == [film]
