"""Acts without paint have undo steps of Krita's: the blending mode of a layer that nobody sees."""

from __future__ import annotations

from shiage.live.undo import LONGEST, MODES, Act, Acts


class Layers:
    """The modes that were set, and which of them holds now: as Krita's undo and redo move it."""

    def __init__(self) -> None:
        self.modes: list[str] = ["normal"]
        self.now = 0
        self.is_drawing = False

    def undo_mark(self) -> str:
        return self.modes[self.now]

    def set_undo_mark(self, mode: str) -> None:
        self.modes = [*self.modes[: self.now + 1], mode]
        self.now += 1

    def is_idle(self) -> bool:
        return not self.is_drawing


class Said:
    """What holds now, of acts that say one word each."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def act(self, word: str) -> Act:
        return Act(lambda: self.words.append(word), lambda: self.words.remove(word))


def told(*words: str) -> tuple[Acts, Layers, Said]:
    acts, layers, said = Acts(), Layers(), Said()
    for word in words:
        acts.add(said.act(word), layers)
        acts.follow(layers)
    return acts, layers, said


def test_each_act_is_done_at_once_and_is_a_step() -> None:
    _, layers, said = told("one", "two")
    assert said.words == ["one", "two"]
    assert layers.modes == list(MODES[:3])


def test_what_krita_undoes_is_taken_back_and_what_it_redoes_done_again() -> None:
    acts, layers, said = told("one", "two")
    layers.now = 1
    acts.follow(layers)
    assert said.words == ["one"]
    layers.now = 2
    acts.follow(layers)
    assert said.words == ["one", "two"]
    layers.now = 0  # two steps at once, as in the list of Krita's history
    acts.follow(layers)
    assert said.words == []


def test_after_an_undo_another_act_takes_the_place_of_what_was_undone() -> None:
    acts, layers, said = told("one", "two")
    layers.now = 1
    acts.add(said.act("three"), layers)
    acts.follow(layers)
    assert said.words == ["one", "three"]
    layers.now = 0
    acts.follow(layers)
    assert said.words == []
    layers.now = 2
    acts.follow(layers)
    assert said.words == ["one", "three"]


def test_a_stroke_is_not_cut_off_and_the_step_comes_after_it() -> None:
    acts, layers, said = told()
    layers.is_drawing = True
    acts.add(said.act("one"), layers)
    acts.follow(layers)
    assert said.words == ["one"] and len(layers.modes) == 1 and acts.is_due
    layers.is_drawing = False
    acts.follow(layers)
    assert len(layers.modes) == 2 and not acts.is_due
    layers.now = 0
    acts.follow(layers)
    assert said.words == []


def test_the_modes_go_round() -> None:
    acts, layers, said = told(*map(str, range(2 * len(MODES))))
    layers.now -= 1
    acts.follow(layers)
    assert said.words[-1] == str(2 * len(MODES) - 2)
    layers.now -= LONGEST - 1
    acts.follow(layers)
    assert len(said.words) == 2 * len(MODES) - LONGEST


def test_a_result_reopened_begins_anew_whatever_its_mode() -> None:
    acts, layers, said = Acts(), Layers(), Said()
    layers.modes = ["screen"]
    acts.follow(layers)
    acts.add(said.act("one"), layers)
    acts.follow(layers)
    assert layers.undo_mark() == "soft_light" and said.words == ["one"]


def test_a_result_without_that_layer_can_still_be_told() -> None:
    acts, layers, said = Acts(), Layers(), Said()
    layers.modes = [""]  # as of a result of an earlier version
    acts.add(said.act("one"), layers)
    acts.follow(layers)
    assert said.words == ["one"] and layers.modes == [""]
    assert not acts.is_due, "no step is waited for that cannot be made"
