"""Patch, at toy size: learns a shot, goes on from it, and may be given up."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shiage_engine.drawing.shot import Shot
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.methods.patch.colorizer import Patch, PatchLearning
from shiage_engine.methods.patch.lesson import PatchLessonParams
from shiage_engine.methods.patch.patches import PatchParams
from shiage_engine.methods.patch.store import load_past
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from tests.engine.shots import BLUE, RED, color, line

pytestmark = pytest.mark.slow

TOY = PatchLearning(
    steps=80,
    steps_inherited=20,
    rate=1e-2,
    warm_up=5,
    save_every=10,
    widths=(8, 8, 8),
    blocks=1,
    patches=PatchParams(size=24),
    lessons=PatchLessonParams(batch=4, turn=0.05, stretch=0.02, shift=0.05),
)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    return tmp_path


def shot(paint: np.ndarray | None = None, shift: int = 0) -> Shot:
    lines = {0: line(shift), 1: line(2 + shift)}
    return finish(read_shot(Request(lines, {0: color(shift) if paint is None else paint})))


def test_boxes_that_move_keep_their_colors() -> None:
    patch = Patch(params=TOY)
    finish(patch.learn(shot()))
    scores = finish(patch.colorize(shot(), 1))
    assert scores.shape == (4, 3) and scores.dtype == np.float32
    assert (scores >= 0).all() and scores.sum(1).max() <= 1 + 1e-6 and not scores[0].any()
    assert scores[1:].argmax(1).tolist() == [0, 2, 1]


def test_progress_only_grows() -> None:
    fractions = [step.fraction for step in Patch(params=TOY).learn(shot())]
    assert fractions == sorted(fractions) and fractions[-1] == pytest.approx(1)


def test_nothing_is_known_before_learning_and_something_when_it_is_given_up() -> None:
    patch = Patch("Vita", params=TOY)
    assert not finish(patch.colorize(shot(), 1)).any()
    work = patch.learn(shot())
    for _ in range(40):
        next(work)
    assert finish(patch.colorize(shot(), 1))[1:].any()
    work.close()
    assert finish(patch.colorize(shot(), 1))[1:].any()
    assert load_past(kept.path_of("patch", "Vita")).steps == 30  # of 37, the last that were kept


def test_without_a_name_nothing_is_kept(home: Path) -> None:
    finish(Patch(params=TOY).learn(shot()))
    assert [*home.iterdir()] == []


def test_a_character_goes_on_from_what_was_learned_of_it() -> None:
    finish(Patch("Vita", params=TOY).learn(shot()))
    again = Patch("Vita", params=TOY)
    assert again.palette().tolist() == [[0, 0, 0, 0], list(BLUE), list(RED)]
    other = shot(shift=6)
    finish(again.learn(other))
    path = kept.path_of("patch", "Vita")
    assert sys.platform == "win32" or path.parent.stat().st_mode & 0o077 == 0  # it holds drawings
    past = load_past(path)
    assert past.steps == TOY.steps + TOY.steps_inherited
    assert len(past.references) == 2
    assert finish(again.colorize(other, 1))[1:].argmax(1).tolist() == [0, 2, 1]


def test_what_is_kept_can_be_read_alone() -> None:
    """As many cuts at once do: each goes on from what is kept, and leaves it as it is."""
    finish(Patch("Vita", params=TOY).learn(shot()))
    path, other, colors = kept.path_of("patch", "Vita"), shot(shift=6), []
    before = path.read_bytes()
    with kept.writing("patch", "Vita"):  # nothing is written, so that another program may
        for _ in range(2):
            reading = Patch("Vita", params=TOY)
            reading.keeps = False
            finish(reading.learn(other))
            colors.append(finish(reading.colorize(other, 1)))
    assert path.read_bytes() == before
    np.testing.assert_array_equal(colors[0], colors[1])
    assert colors[0][1:].argmax(1).tolist() == [0, 2, 1]
    assert reading.palette().tolist() == [[0, 0, 0, 0], list(BLUE), list(RED)]


def test_new_colors_join_those_of_the_character() -> None:
    green = (30, 200, 30, 255)
    finish(Patch("Vita", params=TOY).learn(shot()))
    paint = color(6)
    paint[(paint == RED).all(2)] = green
    patch = Patch("Vita", params=TOY)
    other = shot(paint, 6).with_colors(patch.palette())
    assert other.palette.tolist() == [[0, 0, 0, 0], list(BLUE), list(green), list(RED)]
    finish(patch.learn(other))
    np.testing.assert_array_equal(load_past(kept.path_of("patch", "Vita")).palette, other.palette)


def test_weights_of_other_sizes_are_refused() -> None:
    finish(Patch("Vita", params=TOY).learn(shot()))
    with pytest.raises(InputError, match="remove"):
        finish(Patch("Vita", params=replace(TOY, blocks=2)).learn(shot()))


def test_two_runs_are_the_same() -> None:
    scores = []
    for _ in range(2):
        patch = Patch(params=replace(TOY, steps=12))
        finish(patch.learn(shot()))
        scores.append(finish(patch.colorize(shot(), 1)))
    np.testing.assert_array_equal(scores[0], scores[1])


def test_more_drawings_than_are_kept_can_be_learned_and_gone_on_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shiage_engine.methods.patch.store.MOST_REPLAYED", 1)
    lines = {time: line(time) for time in range(3)}
    many = finish(read_shot(Request(lines, {0: color(0), 2: color(2)})))
    finish(Patch("Ann", replace(TOY, steps=10)).learn(many))
    assert len(load_past(kept.path_of("patch", "Ann")).references) == 1
    finish(Patch("Ann", replace(TOY, steps_inherited=10)).learn(shot()))


def test_a_drawing_at_another_scale_is_not_learned_twice() -> None:
    patch = Patch("Ann", replace(TOY, steps=10, steps_inherited=10))
    finish(patch.learn(shot()))
    patch.params = replace(patch.params, patches=replace(TOY.patches, spread=TOY.patches.spread / 2))
    finish(patch.learn(shot()))
    assert len(load_past(kept.path_of("patch", "Ann")).references) == 1


def test_a_folder_that_cannot_be_made_is_known_of_at_once(home: Path) -> None:
    (home / "characters").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="characters"):
        next(iter(Patch("Ann", TOY).learn(shot())))


def test_two_learnings_of_one_character_take_turns() -> None:
    first = Patch("Ann", TOY).learn(shot())
    next(first)
    with pytest.raises(InputError, match="Another program is learning Ann: wait"):
        next(Patch("Ann", TOY).learn(shot()))
    next(Patch("Bea", TOY).learn(shot()))
    first.close()


def test_what_was_learned_meanwhile_is_not_lost() -> None:
    quick = replace(TOY, steps=2, steps_inherited=2)
    slow = Patch("Ann", quick)
    of_slow = shot().with_colors(slow.palette())
    green = color()
    green[(green == RED).all(2)] = (30, 200, 30, 255)
    finish(Patch("Ann", quick).learn(shot(green)))
    with pytest.raises(InputError, match="Ann was learned by another program just now: try again"):
        finish(slow.learn(of_slow))
    finish(slow.learn(shot().with_colors(slow.palette())))
    assert len(load_past(kept.path_of("patch", "Ann")).palette) == 4
