"""The plugin in Krita's real document engine, without a window; the engine of Shiage is a fake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import RESULT, See, Seen, run_module

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

TIMES, REFERENCES = [0, 3, 4, 9, 12], [0, 12]
# Of the first pixels: 00 is slashed, the fake withdraws a tenth.
WITHDRAWN, KEPT = "00" * 16 + "ff" * 4, "ff" * 20


@pytest.fixture(scope="module")
def results(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return run_module(tmp_path_factory.mktemp("documents"), warm_home, "document_scenarios")


def test_the_drawings_go_out_byte_for_byte(see: See) -> None:
    seen = see("coloring")
    assert seen["request"] == [TIMES, REFERENCES]
    assert all(seen["lines sent"])
    assert all(seen["colors sent"])


def test_the_result_is_one_group_below_the_lines(see: See) -> None:
    seen = see("coloring")
    assert seen["order"] == ["lines", *RESULT, "colors", "paper"]
    assert seen["types"] == ["grouplayer", *["paintlayer"] * 4]
    assert seen["shown"] == [True, True, False, True, False]
    assert seen["pinned"] == [True] * 4
    assert seen["notice"].startswith("Colored 3 frames")


def test_the_result_has_the_keyframes_of_the_lines_and_exact_pixels(see: See) -> None:
    seen = see("coloring")
    assert seen["keys"] == [TIMES] * 4
    assert all(seen["exact"])
    assert seen["mask"] == [KEPT, WITHDRAWN, WITHDRAWN, WITHDRAWN, KEPT]


def test_the_painter_is_left_where_they_were(see: See) -> None:
    seen = see("coloring")
    assert (seen["time"], seen["active"]) == (4, "lines")
    assert not seen["colors shown"], "the paint layer would show through the result"


def test_running_again_replaces_and_all_survives_saving(see: See) -> None:
    seen = see("again_and_reopen")
    assert seen["replaced"]["order"] == ["lines", *RESULT, "colors", "paper"]
    assert all(seen["replaced"]["exact"])
    assert seen["reopened"] == seen["replaced"]
    assert (seen["colors"], seen["has result"], seen["colors shown"]) == ("colors", True, False)


def test_what_the_painter_puts_into_a_result_stays_when_another_takes_its_place(see: See) -> None:
    seen = see("own_layers_in_a_result")
    expected = ["lines", "Shiage", "  tint", "  gaps", "  glow", *RESULT[1:5], "  ground", *RESULT[5:]]
    assert seen["again"] == seen["reopened"] == [*expected, "colors", "paper"]
    assert seen["gaps shown"] == [True, True], "Shiage shows its own, the lower one"
    assert seen["pixels"] == ("0" * 8 + "f" * 16 + "0" * 8) * 2
    assert seen["exact"]


def test_masks_and_looks_that_the_painter_gave_a_result_stay(see: See) -> None:
    seen = see("masks_and_looks_of_a_result")
    before, again, checking, reopened = seen["looks"]
    assert before["order"][:6] == ["of all", "holes", "confidence", "slash lines", "colors", "  left third"]
    assert before["columns"] == [26, 52], "what both masks keep"
    assert before["locked"] == ["Shiage", "colors"]
    assert before == again == reopened
    assert {*checking["shown"]} - {*again["shown"]} == {"holes"}, "a layer is known by another name"
    assert seen["is exact"]


def test_a_check_for_gaps_goes_on_but_not_in_a_document_that_is_opened_again(see: See) -> None:
    seen = see("saved_while_checked")
    assert seen == {"goes on": True, "saved": True, "reopened": [False, False]}


def test_the_paint_layer_is_shown_again_also_when_a_later_result_did_not_need_it_hidden(see: See) -> None:
    assert see("covered_no_more")["shown"] == [False, False, True]


def test_a_document_closed_while_a_stroke_is_waited_for_ends_the_job(see: See) -> None:
    seen = see("closed_in_a_stroke")
    assert seen["waits"]
    assert seen["notice"].startswith("The document was closed")


def test_the_paint_layer_is_shown_again_when_the_result_goes(see: See) -> None:
    assert see("undone_and_redone")["shown"] == [False, True, False, True]


def test_trace_layers_of_the_japanese_template_are_read_one_by_one(see: See) -> None:
    seen = see("trace_layers")
    assert seen["lines"] == "A"
    assert seen["layers sent"] == [4] * 5  # all but the hidden one
    assert seen["black is on top"]
    assert seen["blue"]
    assert seen["order"][7:] == [*RESULT, "Coloring", "paper"]
    assert all(seen["exact"])


def test_trace_lines_in_one_layer_with_black_ones_go_by_a_copy(see: See) -> None:
    seen = see("trace_lines_in_one_layer")
    assert seen["notice"].startswith("Slash lines, confidence and trace lines are hidden.")
    assert seen["order"] == ["Shiage lines", "lines", "Shiage"]
    assert all(seen["without"]) and all(seen["paint"])
    assert seen["untouched"], "the painter's lines are as they were"
    assert seen["lines"] == "lines"
    here, finished = [True, False, True], [False, True, False]
    assert seen["shown"] == [here, finished, here, finished, here], "by Undo, Redo and Unfinish"
    assert not seen["put away"] and seen["at the end"] == "All layers are shown again."


def test_a_finished_picture_has_no_trace_lines_and_no_slash_lines(see: See) -> None:
    before, finished, after = see("trace_layers")["layers shown"]
    assert before == ["Shadow", "Blue", "Red", "Black", "colors", "slash lines"]
    assert finished == ["Black", "colors"]
    assert after == before


def test_with_nothing_below_the_lines_the_result_paints_behind_them(see: See) -> None:
    seen = see("at_the_bottom")
    assert seen["order"] == ["colors", *RESULT, "lines"]
    assert seen["blending"] == ["behind", "normal"], "the second is on paper"
    assert seen["on paper"] == ["lines", *RESULT, "paper", "colors"]
    assert seen["lines on top"]
    assert seen["paint under"]


def test_color_keyframes_belong_to_the_drawing_they_are_shown_with(see: See) -> None:
    seen = see("holds_and_gaps")
    assert seen["references"] == [0, 5, 10, 200]
    assert seen["painted"] == seen["asked"] == [5, 200], "blank keyframes are no references"
    assert seen["keys"][0] == [0, 5, 10, 200, 300]


def test_marked_frames_alone_are_references(see: See) -> None:
    seen = see("holds_and_gaps")
    assert seen["marked"] == seen["asked again"] == [200]
    assert seen["unmarked"] == [0, 5, 10, 200]
    assert seen["refused"] == "Paint this frame on “colors” first; then mark it as a reference."


@pytest.mark.parametrize("space", ["U16", "F32", "GRAY", "CMYK"])
def test_other_color_spaces_go_through_a_converted_clone(see: See, space: str) -> None:
    seen = see("color_spaces")[space]
    assert seen["exact"]
    assert seen["result space"] == ["RGBA", "U8"]
    assert seen["space"][1] == seen["painter's depth"], "the painter's layers stay as they are"
    if space in {"U16", "F32"}:
        assert seen["sent"] == seen["true"]
        assert seen["ink"] == ["00000000", "140a0aff"]
    assert seen["notice"].endswith("gray.") == (space == "GRAY")


def test_paint_of_another_profile_comes_back_in_it(see: See) -> None:
    seen = see("other_profile")
    assert seen["profile"] == seen["document"] != "sRGB-elle-V2-srgbtrc.icc"
    assert all(seen["exact"])


def test_a_paint_layer_without_keyframes_paints_the_first_frame(see: See) -> None:
    seen = see("on_white_paper")
    assert seen["asked"] == [0]
    assert all(seen["exact"])
    assert not seen["colors shown"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("closed", "The document was closed before its colors were ready; they were dropped."),
        ("resized", "The document was resized before its colors were ready; they were dropped."),
        ("deleted", "The line layer was deleted before its colors were ready; they were dropped."),
    ],
)
def test_a_result_without_a_place_is_dropped_with_a_sentence(see: See, change: str, sentence: str) -> None:
    assert see("dropped")[change] == [sentence, False]


def test_cancel_leaves_the_document_as_it_was(see: See) -> None:
    seen = see("cancelled")
    assert seen["order"] == ["lines", "colors", "paper"]
    assert seen["cancels"] == [1]
    assert seen["notice"] == "Cancelled; the document is as it was."


def test_mask_confidence_and_hatch_are_toggled(see: See) -> None:
    refusal, *shown = see("toggles")["seen"]
    assert refusal == "There is no result under this line layer yet: press Auto-colorize first."
    assert shown == [
        *([False, False, True], [False, True, True], [False, True, False]),
        *([True, True, False], [True, False, False], [True, False, True]),
    ]


def test_withdrawn_regions_bear_slash_lines_and_nothing_else_does(see: See) -> None:
    seen = see("hatched")
    assert seen["notice"].startswith("Colored 2 frames")
    assert [seen[time] for time in ("0", "4")] == [[False, False]] * 2, "the reference"
    assert [seen[time] for time in ("5", "9", "10", "12")] == [[True, False]] * 4
    assert seen["order"] == ["lines", *RESULT, "colors", "paper"]
    assert seen["keys"] == [0, 5, 10]


def test_slash_lines_are_on_their_frames_after_saving_and_reopening_too(see: See) -> None:
    seen = see("hatched")
    assert [seen[f"reopened {time}"] for time in (0, 4)] == [[False, False]] * 2
    assert [seen[f"reopened {time}"] for time in (5, 10, 12)] == [[True, False]] * 3


def test_a_result_of_version_0_1_is_recognised_toggled_and_replaced(see: See) -> None:
    seen = see("result_of_version_0_1")
    assert seen["looks"] == [
        [True, False, True],
        [False, False, True],
        [False, True, True],
        [False, True, False],
    ]
    assert seen["notice"].startswith("Colored 1 frame in")
    assert seen["order"] == ["lines", *RESULT, "colors", "paper"]


def test_an_engine_without_labels_gives_the_same_layers(see: See) -> None:
    seen, other = see("engine_of_protocol_2"), see("coloring")
    assert not seen["as labels"]
    for part in ("order", "keys", "exact", "mask", "shown"):
        assert seen[part] == other[part], part


def test_the_painters_layer_is_seen_while_it_is_painted_on(see: See) -> None:
    assert see("own_layer_while_active")["shown"] == [False, True, False]


def test_slash_lines_once_hidden_stay_hidden(see: See) -> None:
    seen = see("hatched")
    assert seen["hidden"] == seen["hidden again"] == [False, False]


def test_a_known_character_needs_no_paint(see: See) -> None:
    seen = see("without_references")
    no_colors, nameless, nothing = seen["problems"]
    assert no_colors.startswith("Add a paint layer for the colors")
    assert nameless.startswith("Name the character")
    assert nothing == ""
    assert seen["asked"] == ["unet", "Kumo", [], TIMES]
    assert seen["notice"].startswith("Colored 5 frames")
    assert seen["order"] == ["lines", *RESULT, "paper"]
    assert all(seen["exact"])
    assert seen["mask"] == [WITHDRAWN] * 5
    assert seen["remembered"] == "Kumo"


def test_the_painters_colors_can_be_declined(see: See) -> None:
    seen = see("colors_declined")
    assert seen["asked"] == [[], []]
    assert seen["notice"].startswith("Colored 5 frames")
    assert seen["problem"] == "Choose the layer with your colors in the panel."
    assert seen["still"]
    assert seen["chosen"] == "colors"
    assert seen["shown"]


def test_one_drawing_of_a_known_character_is_colored(see: See) -> None:
    seen = see("one_drawing_of_a_known_character")
    assert seen["notice"].startswith("Colored 1 frame in")
    assert seen["exact"] == [True]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("no paint", "Nothing is painted on “colors” yet: paint one to three frames there first."),
        ("no colors", "Add a paint layer for the colors below the lines and paint one frame on it."),
        ("no lines", "Select the line art: an animated paint layer, or a group of them."),
        ("one drawing", "“lines” has one drawing only; Shiage colors the others of an animation."),
    ],
)
def test_what_is_missing_is_said(see: See, case: str, sentence: str) -> None:
    assert see("nothing_to_do")[case] == sentence
