"""The panel: it shows a controller, calls its verbs and decides nothing. No Krita here."""

from typing import Callable, List, Optional

from .coloring import Coloring
from .controller import Controller
from .methods import CALIBRATED, CHARACTER, REFERENCES, Method
from .pace import spoken
from .pictures import EDGE
from .protocol.names import LONGEST_NAME
from .qt import Qt, QtCore, QtGui, QtWidgets
from .scene import Scene
from .thumbnails import whole
from .widgets import Lamp, Line, MethodList, NameField, Picture, ReferenceStrip, Swatches, WheelGoesOn

ENGINE = {
    "stopped": "Engine at rest until it is needed",
    "starting": "Engine is starting",
    "ready": "Engine ready",
    "failed": "Engine does not run",
}
SMALLEST_BODY = 96  # pixels, of the part that scrolls
HIGHEST_PREVIEW = 160  # pixels
NO_COLORS = "none of them"  # where a method colors without the painter's
BY_TARGET = "How many of the painted regions have to be right. Higher leaves more regions unpainted for you."
BY_SHARE = "This method does not go by it: regions stay unpainted where their pixels do not agree on a color."
BAD = "color: #e0605a;"
Icons = Callable[[str], QtGui.QIcon]


def _label(text: str = "", wraps: bool = False) -> QtWidgets.QLabel:
    label = QtWidgets.QLabel(text)
    label.setWordWrap(wraps)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, icon: QtGui.QIcon, hint: str) -> QtWidgets.QToolButton:
    button = QtWidgets.QToolButton()
    button.setText(text)
    button.setIcon(icon)
    button.setToolTip(hint)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    return button


class Panel(QtWidgets.QWidget):
    """The content of the docker "Shiage"."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self._dimmed: List[QtWidgets.QLabel] = []
        self._make_inputs(icons)
        self._make_actions(icons)
        self._make_result(icons)
        self._wheel = WheelGoesOn(self)
        for widget in (self.method, self.colors, self.accuracy, self.gap):
            self._wheel.watch(widget)
        self._arrange()
        self._fade()
        self._connect()
        self.show_state()

    def _make_inputs(self, icons: Icons) -> None:
        self.method = MethodList()
        self.character = NameField(LONGEST_NAME)
        self.lines = Line()
        self.colors = QtWidgets.QComboBox()
        self.colors.setToolTip("The paint layer with the frames that you colored")
        self.colors.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.colors.setMinimumContentsLength(8)
        self.references = ReferenceStrip(EDGE)
        self.reference_note = Line()
        self.mark = _button("Mark", icons("bookmarks"), "Mark or unmark the current frame as a reference")
        self.accuracy = QtWidgets.QSlider(Qt.Orientation.Horizontal)
        self.accuracy.setRange(80, 100)
        self.accuracy_value = _label()
        self.gap = QtWidgets.QSpinBox()
        self.gap.setRange(0, 32)
        self.gap.setSuffix(" px")
        self.gap.setToolTip("Openings in the lines up to this width do not leak color")

    def _make_actions(self, icons: Icons) -> None:
        self.start = QtWidgets.QPushButton(icons("animation_play"), "Auto-colorize")
        self.start.setToolTip("Color every other frame in exactly the colors of the references")
        font = self.start.font()
        font.setBold(True)
        self.start.setFont(font)
        self.start.setMinimumHeight(32)
        self.cancel = QtWidgets.QPushButton(icons("process-stop"), "Cancel")
        self.cancel.setMinimumHeight(32)
        self.progress = QtWidgets.QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress_note = Line()
        self.preview = Picture(HIGHEST_PREVIEW)
        self.preview.setToolTip("How a frame would look now")
        self.notice = _label(wraps=True)
        self.lamp = Lamp()
        self.engine = _label(wraps=True)

    def _make_result(self, icons: Icons) -> None:
        self.palette_note = Line()
        self.swatches = Swatches()
        self._eyes = {True: icons("visible"), False: icons("novisible")}
        self.withdrawn = _button(
            "Withdrawal", self._eyes[True], "Leave unsure regions unpainted, or paint them"
        )
        self.withdrawn.setCheckable(True)
        self.hatch = _button(
            "Slash lines",
            self._eyes[True],
            "Draw slash lines over unsure regions, so that none is taken for white paint",
        )
        self.hatch.setCheckable(True)
        self.confidence = _button(
            "Confidence", icons("visible"), "Show how sure the engine is of each region"
        )
        self.confidence.setCheckable(True)

    def _arrange(self) -> None:
        """What is looked at scrolls; the button, and what it says, are always to be seen."""
        content = QtWidgets.QWidget()
        body = QtWidgets.QVBoxLayout(content)
        body.setContentsMargins(8, 6, 8, 0)
        body.setSpacing(6)
        body.addLayout(self._form())
        body.addWidget(self.palette_note)
        body.addWidget(self.swatches)
        body.addStretch(1)

        area = QtWidgets.QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(SMALLEST_BODY)
        area.setWidget(content)
        bar = area.verticalScrollBar()
        area.setMinimumWidth(content.minimumSizeHint().width() + (bar.sizeHint().width() if bar else 0))
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(self._footer())

    def _form(self) -> QtWidgets.QGridLayout:
        form = QtWidgets.QGridLayout()
        form.setColumnStretch(1, 1)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(4)
        references = self._row(self.reference_note, self.mark)
        references.setStretch(0, 1)
        gap = self._row(self.gap)
        gap.addStretch(1)
        self.name_label = self._dim("Character")
        rows = (
            (self._dim("Method"), self._row(self.method)),
            (self.name_label, self._row(self.character)),
            (self._dim("Lines"), self._row(self.lines)),
            (self._dim("Colors"), self._row(self.colors)),
            (self._dim("References"), references),
            (None, self._row(self.references)),
            (self._dim("Accuracy"), self._row(self.accuracy, self.accuracy_value)),
            (self._dim("Close gaps"), gap),
        )
        for row, (label, layout) in enumerate(rows):
            if label is not None:
                form.addWidget(label, row, 0)
                form.addLayout(layout, row, 1)
            else:
                form.addLayout(layout, row, 0, 1, 2)
        return form

    def _footer(self) -> QtWidgets.QVBoxLayout:
        footer = QtWidgets.QVBoxLayout()
        footer.setContentsMargins(8, 4, 8, 6)
        footer.setSpacing(4)
        engine = self._row(self.lamp, self.engine)
        engine.setStretch(1, 1)
        toggles = self._row(self.withdrawn, self.hatch, self.confidence)
        toggles.addStretch(1)
        footer.addLayout(toggles)
        told = (self.preview, self.start, self.cancel, self.progress, self.progress_note, self.notice)
        for widget in told:
            footer.addWidget(widget)
        footer.addLayout(engine)
        return footer

    @staticmethod
    def _row(*widgets: QtWidgets.QWidget) -> QtWidgets.QHBoxLayout:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget)
        return row

    def _dim(self, text: str) -> QtWidgets.QLabel:
        """A label that steps back behind the value it names."""
        label = QtWidgets.QLabel(text)
        self._dimmed.append(label)
        return label

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._fade()

    def _fade(self) -> None:
        """Labels between text and window, whatever the theme; its color of disabled text is too faint."""
        role, own = QtGui.QPalette.ColorRole, self.palette()
        text, window = own.color(role.WindowText), own.color(role.Window)
        pairs = ((text.red(), window.red()), (text.green(), window.green()), (text.blue(), window.blue()))
        mixed = [(3 * front + 2 * back) // 5 for front, back in pairs]
        for label in self._dimmed:
            palette = QtGui.QPalette(own)
            palette.setColor(role.WindowText, QtGui.QColor(*mixed))
            label.setPalette(palette)

    def _connect(self) -> None:
        controller, guard = self._controller, self._controller.guard
        self._show = guard(self.show_state)
        controller.changed.connect(self._on_changed)
        self.start.clicked.connect(guard(lambda *_: controller.auto_colorize()))
        self.cancel.clicked.connect(guard(lambda *_: controller.cancel()))
        self.mark.clicked.connect(guard(lambda *_: controller.mark_reference()))
        self.withdrawn.clicked.connect(guard(lambda *_: controller.toggle_withdrawn()))
        self.hatch.clicked.connect(guard(lambda *_: controller.toggle_hatch()))
        self.method.opened.connect(guard(controller.ask_methods))
        self.method.activated.connect(
            guard(lambda index: controller.choose_method(self.method.itemData(index)))
        )
        self.character.named.connect(guard(controller.name_character))
        self.confidence.clicked.connect(guard(lambda *_: controller.toggle_confidence()))
        self.colors.activated.connect(
            guard(lambda index: controller.choose_colors(self.colors.itemData(index)))
        )
        self.accuracy.setValue(round(controller.target_accuracy * 100))
        self.gap.setValue(controller.largest_gap)
        self.accuracy.valueChanged.connect(guard(self._on_accuracy))
        self.gap.valueChanged.connect(guard(controller.set_largest_gap))
        self.accuracy_value.setText(f"{self.accuracy.value()} %")

    def _on_changed(self) -> None:
        # A method of the widget, because Qt drops those when a window closes; the controller lives on.
        self._show()

    def _on_accuracy(self, percent: int) -> None:
        self.accuracy_value.setText(f"{percent} %")
        self._controller.set_target_accuracy(percent / 100)

    def show_state(self) -> None:
        """Draw everything anew from the controller."""
        self._show_inputs()
        self._show_job(self._controller.job)
        self._show_result()
        self._show_sentences()

    def _show_sentences(self) -> None:
        controller = self._controller
        problem = controller.problem if controller.job is None else ""
        is_bad = bool(controller.notice) and controller.is_notice_bad
        notice = problem if problem and not is_bad else controller.notice  # good news hide nothing missing
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self.notice.setStyleSheet(BAD if is_bad else "")
        self.start.setEnabled(not problem)
        self.lamp.show_state(controller.engine)
        text = ENGINE.get(controller.engine, controller.engine)
        is_news = controller.engine == "failed" and controller.engine_sentence not in {"", notice}
        self.engine.setText(controller.engine_sentence if is_news else text)

    def _show_method(self, scene: Scene, method: Method) -> None:
        self.method.show_methods(self._controller.methods, method)
        layer = scene.lines.uid if scene.lines is not None else ""
        self.character.show_name(layer, scene.character, method.characters)
        self.character.setPlaceholderText("needed" if CHARACTER in method.needs else "not needed")
        self.character.setEnabled(scene.lines is not None)
        for widget in (self.name_label, self.character):
            widget.setVisible(method.asks_for_character)
        goes_by_target = method.rule == CALIBRATED
        self.accuracy.setToolTip(BY_TARGET if goes_by_target else BY_SHARE)
        self.accuracy.setEnabled(goes_by_target)
        self.accuracy_value.setEnabled(goes_by_target)

    def _show_inputs(self) -> None:
        scene, method = self._controller.scene, self._controller.method
        self._show_method(scene, method)
        self.lines.say(
            f"{scene.lines.name} · {len(scene.times)} drawings" if scene.lines else "none selected"
        )
        items = [(layer.name, layer.uid) for layer in scene.candidates]
        if items and REFERENCES not in method.needs:
            items.append((NO_COLORS, ""))
        shown = [(self.colors.itemText(i), self.colors.itemData(i)) for i in range(self.colors.count())]
        if items != shown:
            self.colors.clear()
            for name, uid in items:
                self.colors.addItem(name, uid)
        self.colors.setEnabled(bool(items))
        chosen = scene.colors.uid if scene.colors is not None else ""
        self.colors.setCurrentIndex(next((i for i, item in enumerate(items) if item[1] == chosen), -1))
        references = self._controller.references
        kind = "marked" if scene.has_marks else "painted"
        none = "none yet" if REFERENCES in method.needs else "none needed"
        self.reference_note.say(f"{len(references)} {kind}" if references else none)
        self.references.show_frames(
            [(time, self._controller.pictures.images.get(time)) for time in references]
        )
        self.mark.setEnabled(scene.colors is not None)

    def _show_job(self, job: Optional[Coloring]) -> None:
        self.start.setVisible(job is None)
        self.cancel.setVisible(job is not None)
        self.progress.setVisible(job is not None)
        self.progress_note.setVisible(job is not None)
        preview = job.preview if job is not None else None
        image = QtGui.QImage()
        if preview is not None:
            image = whole((preview.width, preview.height), preview.picture)
        self.preview.setVisible(not image.isNull())
        self.preview.show_image(image)
        if job is None:
            return
        share = job.done / job.total if job.total else 0.0
        self.progress.setValue(int(1000 * max(share, job.fraction)))
        said = f"Frame {min(job.done + 1, job.total)} of {job.total}" if job.done else job.note
        left = job.seconds_left
        if left is not None:
            said += f" · {spoken(left)}"
        self.progress_note.say(said)

    def _show_result(self) -> None:
        scene, outcome = self._controller.scene, self._controller.outcome
        has_palette = outcome is not None and bool(outcome.palette)
        self.swatches.setVisible(has_palette)
        self.palette_note.setVisible(outcome is not None)
        if outcome is not None:
            count = sum(1 for color in outcome.palette if color[3])
            covered = f" · {outcome.coverage:.0%} of regions painted" if outcome.coverage is not None else ""
            self.palette_note.say(f"{count} color{'s' * (count != 1)}{covered}")
            self.swatches.show_colors(outcome.palette)
        self.withdrawn.setVisible(scene.has_result)
        self.hatch.setVisible(scene.hatch_shown is not None)
        self.confidence.setVisible(scene.has_result)
        for button, is_shown in (
            (self.withdrawn, bool(scene.withdrawn_shown)),
            (self.hatch, bool(scene.hatch_shown)),
            (self.confidence, bool(scene.confidence_shown)),
        ):
            button.setChecked(is_shown)
            button.setIcon(self._eyes[is_shown])
