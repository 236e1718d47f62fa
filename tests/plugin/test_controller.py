"""The controller between a fake host and a fake client."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from shiage.client.engine_client import PreviewImage
from shiage.client.protocol.digests import planes_digest
from shiage.client.protocol.messages import CLOSINGS_SINCE, MAX_LAYERS, Need
from shiage.client.protocol.options import AUTOMATIC_GAP, Options
from shiage.controller import Controller
from shiage.guard import Refused
from shiage.methods import AUTO
from shiage.qt import QtCore
from shiage.references import REFRESH_ROUNDS
from shiage.scene import LayerName
from shiage.sending import LARGEST_BACKLOG
from tests.plugin.fakes import METHODS, SCENE, FakeClient, FakeHost

Until = Callable[[Callable[[], bool]], None]
REPORT = {"palette": [[0, 0, 0, 0], [255, 0, 0, 255]], "coverage": 0.75, "method": "few-shot"}


def send_all(controller: Controller, client: FakeClient, until: Until) -> None:
    number = len(client.requests) + 1
    controller.running.auto_colorize()
    until(lambda: sum(job == number for _, job, _ in client.sent) == 6)


def run(controller: Controller, client: FakeClient, until: Until) -> None:
    """A whole job, answered in full."""
    send_all(controller, client, until)
    number = len(client.requests)
    client.paint(number, 2, 5)
    client.finished.emit(number, REPORT)
    until(lambda: controller.job is None)


def test_a_job_from_press_to_result(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    run(controller, client, until)
    request = client.requests[0]
    assert (request.width, request.height) == (4, 3)
    assert (request.times, request.references) == ((0, 2, 5, 7), (0, 7))
    assert (request.options.target_accuracy, request.options.largest_gap) == (0.98, AUTOMATIC_GAP)
    roles = [(role, time) for role, _, time in client.sent]
    assert roles == [("line", 0), ("color", 0), ("line", 2), ("line", 5), ("line", 7), ("color", 7)]
    (frames,) = host.inserted
    assert {time: plane[0] for time, plane in frames.items()} == {0: 0, 7: 7, 2: 2, 5: 5}
    assert controller.notice.startswith("Colored 2 frames")
    assert not controller.is_error
    assert host.snapshots[0].is_closed
    assert host.stages[0].is_closed


def test_more_line_layers_than_the_engine_takes_are_refused_before_they_are_sent(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    host.line_layers = MAX_LAYERS + 1
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice.startswith("The lines are in more than 32 layers")
    assert client.sent == []
    assert client.cancels == [1]
    assert host.snapshots[0].is_closed


def test_an_engine_of_protocol_3_is_sent_what_it_needs(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol = 3
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    request = client.requests[0]
    line, paints = bytes(48), {0: bytes(48), 7: bytes([7] * 48)}
    assert request.as_labels
    assert request.drawings == (
        *[planes_digest([line])] * 4,
        planes_digest([paints[0]]),
        planes_digest([paints[7]]),
    )
    client.needed.emit(1, Need(1, lines=(5,), colors=(7,)))
    until(lambda: len(client.sent) == 2)
    client.label(1, 2, 5)
    client.finished.emit(1, REPORT)
    until(lambda: controller.job is None)
    assert client.sent == [("line", 1, 5), ("color", 1, 7)]
    (frames,) = host.inserted
    assert {time: plane[:4] for time, plane in frames.items()} == {
        0: bytes(4),
        7: bytes([7] * 4),
        2: bytes(4),  # painted up to step 9, and 98 % is step 18
        5: bytes(4),
    }


def test_the_digest_of_a_drawing_is_that_of_its_planes_and_their_lengths() -> None:
    expected = hashlib.blake2b(b"\2\0\0\0\0\0\0\0ab\1\0\0\0\0\0\0\0c", digest_size=16).hexdigest()
    assert planes_digest([b"ab", bytearray(b"c")]) == expected
    assert planes_digest([b"a", b"bc"]) != expected


def test_palette_and_coverage_of_the_result(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    run(controller, client, until)
    outcome = controller.outcome
    assert outcome is not None
    assert outcome.palette == ((0, 0, 0, 0), (255, 0, 0, 255))
    assert outcome.coverage == 0.75
    host.scene = SCENE  # undone
    controller.refresh()
    assert controller.outcome is None


def test_progress(
    controller: Controller, client: FakeClient, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_all(controller, client, until)
    job = controller.job
    assert job is not None
    for now, fraction in ((0, 0.2), (3, 0.5)):
        monkeypatch.setattr("shiage.coloring.clock.monotonic", lambda now=now: now)
        client.progressed.emit(1, fraction, "Learning", 0, 2)
    assert (job.fraction, job.note, job.total) == (0.5, "Learning", 2)
    assert job.seconds_left == pytest.approx(5)
    monkeypatch.undo()
    client.paint(1, 2)
    until(lambda: job.done == 1)


def test_previews_are_those_of_the_job(controller: Controller, client: FakeClient, until: Until) -> None:
    send_all(controller, client, until)
    preview = PreviewImage(2, 1, 1, bytearray(4))
    client.previewed.emit(7, preview)
    assert controller.job is not None
    assert controller.job.preview is None
    client.previewed.emit(1, preview)
    assert controller.job.preview is preview
    assert client.requests[0].watch


def test_the_methods_are_kept_for_the_next_time(
    controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    assert controller.methods == (AUTO,)
    client.methods_received.emit(METHODS)
    assert [method.name for method in controller.methods] == ["auto", "patch", "unet"]
    later = Controller(host, FakeClient())  # type: ignore[arg-type]
    assert later.methods == controller.methods
    later.choose_method("unet")
    assert controller.method.title == "Known character"
    client.methods_received.emit({})  # another engine, an older one
    assert controller.method == AUTO


def test_a_method_without_references_needs_a_name_alone(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.methods_received.emit(METHODS)
    host.scene = replace(SCENE, colors=None, references=(), unpainted="Paint a frame first.")
    controller.refresh()
    assert controller.problem == "Paint a frame first."
    controller.choose_method("unet")
    assert controller.problem.startswith("Name the character")
    controller.inputs.name_character(" Kumo ")
    assert controller.problem == ""
    controller.running.auto_colorize()
    until(lambda: len(client.sent) == 4)
    request = client.requests[0]
    assert (request.options.method, request.options.character, request.references) == ("unet", "Kumo", ())
    client.paint(1, 0, 2, 5, 7)
    client.finished.emit(1, REPORT)
    until(lambda: controller.job is None)
    assert controller.notice.startswith("Colored 4 frames")


def test_the_automatic_method_colors_a_known_character_with_and_without_paint(
    controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    fused = {"needs": ["references"], "takes": ["character"], "characters": ["Am\u00e9lie"]}
    unet = {**METHODS["unet"], "characters": ["Am\u00e9lie"]}
    client.methods_received.emit({"fused": fused, "unet": unet})
    bare = replace(SCENE, colors=None, references=(), unpainted="Paint a frame first.")
    host.scene = bare
    controller.refresh()
    assert controller.problem == "Paint a frame first."
    controller.inputs.name_character("Ame\u0301lie ")
    assert (controller.problem, controller.method.rule) == ("", "share")
    host.scene = replace(SCENE, character="Am\u00e9lie")
    controller.refresh()
    assert (controller.problem, controller.method.rule) == ("", "calibrated")
    host.scene = replace(SCENE, character="Am\u00e9lie", references=())  # its keyframes are blank
    controller.refresh()
    assert (controller.problem, controller.method.rule) == ("", "share")


def test_a_name_goes_only_where_it_is_of_use(
    controller: Controller, client: FakeClient, until: Until
) -> None:
    client.methods_received.emit(METHODS)
    controller.refresh()
    controller.inputs.name_character("Kumo")
    run(controller, client, until)
    controller.choose_method("patch")
    run(controller, client, until)
    assert [request.options.character for request in client.requests] == ["", "Kumo"]
    with pytest.raises(Refused, match="slash"):
        controller.inputs.name_character("a/b")


def test_an_older_engine_is_asked_for_nothing_new(
    controller: Controller, client: FakeClient, until: Until
) -> None:
    client.methods_received.emit(METHODS)
    client.protocol = 1
    controller.refresh()
    controller.choose_method("patch")
    controller.inputs.name_character("Kumo")
    run(controller, client, until)
    assert (client.requests[0].options.character, client.requests[0].watch) == ("", False)


def test_a_painted_frame_that_turns_out_blank_is_told(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    host.scene = replace(SCENE, references=())
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice == "Nothing is painted on “paint” yet: paint one to three frames there first."
    host.scene = replace(SCENE, references=SCENE.times)
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice.endswith(
        "click the circle under its thumbnail: what has no paint there is colored then."
    )
    host.scene = replace(SCENE, times=(), references=())
    client.methods_received.emit(METHODS)
    controller.choose_method("unet")
    controller.inputs.name_character("Kumo")
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice.startswith("The line art has no drawing that is visible")
    assert all(snapshot.is_closed for snapshot in host.snapshots)
    assert not host.stages


def test_an_odd_report_is_one_sentence(controller: Controller, client: FakeClient, until: Until) -> None:
    send_all(controller, client, until)
    client.paint(1, 2, 5)
    client.finished.emit(1, {"palette": [[1]]})
    until(lambda: controller.job is None)
    assert controller.is_error
    run(controller, client, until)
    assert controller.notice.startswith("Colored 2 frames")


def test_the_next_result_is_hatched_as_the_last_one_was(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    run(controller, client, until)
    assert host.stages[-1].is_hatched
    controller.showing.toggle_hatch()
    assert controller.notice == "The slash lines are hidden."
    run(controller, client, until)
    assert not host.stages[-1].is_hatched
    controller.showing.toggle_hatch()
    assert controller.showing.is_hatched(controller.scene)
    host.scene = replace(host.scene, hatch_shown=False)  # by the eye in Krita's list of layers
    run(controller, client, until)
    assert not host.stages[-1].is_hatched


def test_settings_go_with_the_job(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    controller.showing.set_accuracy(0.9)
    controller.settings.set_largest_gap(7)
    run(controller, client, until)
    assert (client.requests[0].options.target_accuracy, client.requests[0].options.largest_gap) == (0.9, 7)
    host.settings = {"target_accuracy": "often", "largest_gap": "-3"}
    assert (controller.settings.target_accuracy, controller.settings.largest_gap) == (0.98, AUTOMATIC_GAP)


def test_settings_of_version_0_1_are_read(host: FakeHost) -> None:
    """As version 0.1 wrote them into Krita's configuration."""
    host.settings = {
        "target_accuracy": "0.910",
        "largest_gap": "9",
        "method": "unet",
        "hatch": "false",
        "methods": '{"fused": {"title": "Fused", "hint": "All.", "needs": ["references"], "takes": ["character"],'
        ' "characters": ["Kumo"], "rule": "calibrated"}, "unet": {"title": "Known character", "hint": "",'
        ' "needs": ["character"], "takes": [], "characters": ["Kumo"], "rule": "share"}}',
    }
    controller = Controller(host, FakeClient())  # type: ignore[arg-type]
    assert (controller.settings.target_accuracy, controller.settings.largest_gap) == (0.91, 9)
    assert (controller.method.name, controller.showing.is_hatched(controller.scene)) == ("unet", False)
    assert [method.title for method in controller.methods] == ["Automatic", "Fused", "Known character"]


def test_the_defaults_of_the_settings_are_those_of_the_options(controller: Controller) -> None:
    assert controller.settings.target_accuracy == Options().target_accuracy
    assert controller.settings.largest_gap == Options().largest_gap


def test_what_is_missing_is_refused(controller: Controller, client: FakeClient, host: FakeHost) -> None:
    host.scene = replace(SCENE, problem="Paint a frame first.")
    controller.guard(controller.running.auto_colorize)()
    assert (controller.notice, controller.is_error) == ("Paint a frame first.", True)
    assert controller.job is None
    assert not client.requests


def test_one_job_at_a_time(controller: Controller, client: FakeClient, until: Until) -> None:
    send_all(controller, client, until)
    with pytest.raises(Refused, match="already"):
        controller.running.auto_colorize()
    assert len(client.requests) == 1


def test_cancel_and_the_late_answer(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    send_all(controller, client, until)
    until(lambda: bool(host.stages))
    controller.running.cancel()
    assert client.cancels == [1]
    assert host.stages[0].is_closed
    client.paint(1, 2, 5)
    client.finished.emit(1, REPORT)
    client.failed.emit(1, "internal", "late")
    assert controller.job is None
    assert not host.inserted
    assert controller.notice == "Cancelled; the document is as it was."
    run(controller, client, until)  # and the next job is whole
    assert len(host.inserted) == 1


def test_cancel_without_a_job(controller: Controller) -> None:
    controller.running.cancel()
    assert controller.notice == "Nothing is being colored."


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_a_failure_of_the_engine_at_any_point(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until, answers: int
) -> None:
    send_all(controller, client, until)
    client.paint(1, *(2, 5)[:answers])
    client.failed.emit(1, "worker_died", "The engine's worker died; press Auto-colorize again.")
    until(lambda: controller.job is None)
    assert controller.notice == "The engine's worker died; press Auto-colorize again."
    assert controller.is_error
    assert not host.inserted
    assert all(stage.is_closed for stage in host.stages)
    assert client.cancels == []  # it was answered already


def test_an_engine_that_cannot_start(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.answer_to_start = ("failed", "Shiage's engine is not installed: run the installer.")
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice == "Shiage's engine is not installed: run the installer."
    assert not client.requests
    assert host.snapshots[0].is_closed


def test_an_engine_that_goes_away(controller: Controller, client: FakeClient, until: Until) -> None:
    send_all(controller, client, until)
    client.become("stopped", "The engine ended.")
    until(lambda: controller.job is None)
    assert controller.notice == "The engine ended."


def test_a_slow_start_is_waited_for(controller: Controller, client: FakeClient, until: Until) -> None:
    client.answer_to_start = ("starting", "")
    controller.running.auto_colorize()
    until(lambda: controller.job is not None and controller.job.note == "Starting the engine")
    assert not client.requests
    client.become("ready", "")
    until(lambda: bool(client.requests))


def test_reading_waits_while_much_is_to_be_sent(
    controller: Controller, client: FakeClient, until: Until
) -> None:
    client.backlog = LARGEST_BACKLOG + 1
    controller.running.auto_colorize()
    until(lambda: bool(client.sent))
    for _ in range(20):
        QtCore.QCoreApplication.processEvents()
    assert [time for _, _, time in client.sent] == [0, 0]
    client.backlog = 0
    until(lambda: len(client.sent) == 6)


def test_a_result_with_frames_left_out_is_dropped(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    send_all(controller, client, until)
    client.paint(1, 2)
    client.finished.emit(1, REPORT)
    until(lambda: controller.job is None)
    assert "left frames out" in controller.notice
    assert not host.inserted


def test_a_document_that_changed_refuses_the_result(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    host.refusal = "The document was closed."
    run(controller, client, until)
    assert (controller.notice, controller.is_error) == ("The document was closed.", True)
    assert controller.outcome is None
    assert client.cancels == []


def test_the_end_of_krita_drops_the_job(controller: Controller, client: FakeClient, until: Until) -> None:
    send_all(controller, client, until)
    controller.stop()
    assert client.cancels == [1]
    assert client.is_stopped


def test_thumbnails_come_one_a_look_and_follow_the_paint(controller: Controller, host: FakeHost) -> None:
    controller.refresh()
    assert set(controller.inputs.thumbnails) == {0}
    controller.refresh()
    assert set(controller.inputs.thumbnails) == {0, 7}
    host.blank = {7}
    for _ in range(2 * REFRESH_ROUNDS):
        controller.refresh()
    assert [*controller.inputs.references] == [0]
    host.blank = set()
    for _ in range(2):
        controller.refresh()
    assert [*controller.inputs.references] == [0, 7]


def test_thumbnails_are_not_read_again_while_nobody_paints(controller: Controller, host: FakeHost) -> None:
    for _ in range(3):
        controller.refresh()
    host.scene = replace(SCENE, is_painting=False)
    for _ in range(6 * REFRESH_ROUNDS):
        controller.refresh()
    reads = host.thumbnail_reads
    for _ in range(6 * REFRESH_ROUNDS):
        controller.refresh()
    assert host.thumbnail_reads == reads
    host.scene = SCENE
    for _ in range(6 * REFRESH_ROUNDS):
        controller.refresh()
    assert host.thumbnail_reads > reads
    controller.is_seen = lambda: False
    reads = host.thumbnail_reads
    for _ in range(6 * REFRESH_ROUNDS):
        controller.refresh()
    assert host.thumbnail_reads == reads, "nobody sees them"


def test_the_engine_is_started_before_it_is_needed_where_the_panel_is_seen(
    controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    controller.is_seen = lambda: False
    controller.refresh()
    assert client.state == "stopped"
    controller.is_seen = lambda: True
    host.scene = replace(SCENE, times=(0,))
    controller.refresh()
    assert client.state == "stopped", "no animation"
    host.scene = SCENE
    controller.refresh()
    assert client.state == "ready"


def test_no_thumbnail_while_the_painter_draws(controller: Controller, host: FakeHost) -> None:
    host.is_drawing = True
    controller.refresh()
    assert controller.inputs.thumbnails == {}


def test_thumbnails_are_those_of_the_chosen_layer(controller: Controller, host: FakeHost) -> None:
    controller.refresh()
    host.scene = replace(SCENE, colors=LayerName("other", "flats"), references=())
    controller.refresh()
    assert controller.inputs.thumbnails == {}


def test_looking_says_when_there_is_something_new(controller: Controller, host: FakeHost) -> None:
    shown: list[int] = []
    for _ in range(4):
        controller.refresh()
    controller.changed.connect(lambda: shown.append(host.scene.time))
    controller.refresh()
    assert shown == []
    host.scene = replace(SCENE, time=5)
    controller.refresh()
    assert shown == [5]


def test_no_look_while_the_result_goes_in(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    send_all(controller, client, until)
    assert controller.job is not None
    controller.job.is_inserting = True
    reads = host.reads
    controller.refresh()
    assert host.reads == reads
    controller.running.cancel()
    assert "already" in controller.notice


def test_mark_toggle_and_choose(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    controller.inputs.mark_reference()
    assert controller.notice == "Frame 2 is a reference now."
    assert controller.scene.references == (2,)
    controller.inputs.mark_reference()
    assert controller.notice == "Frame 2 is no reference any more."
    controller.inputs.choose_colors("other")
    assert controller.scene.colors == LayerName("other", "flats")
    with pytest.raises(Refused):
        controller.showing.toggle_withdrawn()
    host.scene = replace(SCENE, withdrawn_shown=True, confidence_shown=False)
    controller.showing.toggle_withdrawn()
    assert controller.notice == "Unsure regions are shown painted."
    controller.showing.toggle_confidence()
    assert controller.notice == "Confidence is shown over the colors."


HINTED = replace(SCENE, hints=LayerName("hints", "Hints"), hint_times=(2, 5))


def test_dabs_are_sent_to_an_engine_that_knows_them(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol, host.scene = 4, HINTED
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    request = client.requests[0]
    assert request.hints == (2, 5) and len(request.drawings) == 4 + 2 + 2
    client.needed.emit(1, Need(1, lines=(), colors=(), hints=(5,)))
    until(lambda: bool(client.sent))
    client.label(1, 2, 5)
    client.finished.emit(1, {**REPORT, "hints": [[2, 1, 0], [5, 0, 2]]})
    until(lambda: controller.job is None)
    assert client.sent == [("hint", 1, 5)]
    assert "2 regions have dabs of two colors" in controller.notice


def test_references_that_disagree_are_named(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    client.label(1, 2, 5)
    client.finished.emit(1, {**REPORT, "disagreements": [[0, 3, "#3366cc", "#338833"]]})
    until(lambda: controller.job is None)
    assert "Frames 0 and 3 paint the same part #3366cc and #338833." in controller.notice


def test_an_older_engine_is_sent_none(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol, host.scene = 3, HINTED
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    request = client.requests[0]
    assert request.hints == () and len(request.drawings) == 4 + 2


def test_hints_alone_are_enough_for_a_method_that_says_so(
    controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    hinted = {"title": "Hints", "needs": [], "needs_any": ["references", "hints"]}
    client.methods_received.emit({"fused": {"needs": ["references"]}, "hinted": hinted})
    controller.choose_method("hinted")
    host.scene = replace(SCENE, references=(), unpainted="Paint one frame.")
    controller.refresh()
    assert controller.problem.startswith("Paint a frame on the paint layer, or put dabs")
    controller.inputs.add_hints()
    assert controller.problem == ""
    controller.choose_method(AUTO.name)
    assert controller.problem == "Paint one frame.", "no dab is there yet"
    host.dabs = {2}
    host.scene = replace(host.scene, is_hinting=True)
    for _ in range(2 * REFRESH_ROUNDS):
        controller.refresh()
    assert controller.inputs.hinted == (2,) and controller.problem == ""


def test_closing_strokes_are_sent_to_an_engine_that_knows_them(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol, host.strokes = CLOSINGS_SINCE, {2}
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    assert client.requests[0].closings == (2,)
    assert len(client.requests[0].drawings) == 4 + 2 + 1
    client.needed.emit(1, Need(1, lines=(), colors=(), closings=(2,)))
    until(lambda: bool(client.sent))
    assert client.sent == [("closing", 1, 2)]


def test_an_older_engine_is_sent_no_closing_strokes(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol, host.strokes = CLOSINGS_SINCE - 1, {2}
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    assert client.requests[0].closings == () and len(client.requests[0].drawings) == 4 + 2


def test_a_layer_for_closing_strokes_is_added_once(controller: Controller, host: FakeHost) -> None:
    controller.inputs.add_closings()
    assert host.scene.closings is not None
    with pytest.raises(Refused, match="is there already"):
        controller.inputs.add_closings()
