"""The part of the panel that shows what a job takes in: method, layers, references and settings."""

from typing import List, Tuple

from ..client.protocol.names import LONGEST_NAME
from ..client.protocol.options import AUTOMATIC_GAP
from ..controller import Controller
from ..methods import CALIBRATED, CHARACTER, REFERENCES, Method
from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..references import THUMBNAIL_EDGE
from ..scene import LayerName, Scene
from .choosers import MethodList, NameField
from .reference_strip import ReferenceStrip
from .sheet_button import SheetButton
from .widgets import ElidedLabel, Icons, WheelFilter, button, label, row

NO_COLORS = "none of them"  # to be chosen where a method needs no painted frame
NO_HINTS = "none"
COLORS_HINT = "The paint layer with the frames that you colored, or a group of such layers"
REGIONS_HINT = (
    "Show over the canvas what would be colored as one region; closed openings are magenta, and suspects of a "
    "leak striped"
)
PARTS_HINT = "What is seen of these layers is read together: {}"
BY_TARGET = "How many of the painted regions have to be right. Higher leaves more regions unpainted for you."
BY_SHARE = "This method does not go by it: regions stay unpainted where their pixels do not agree on a color."


class InputForm(QtWidgets.QWidget):
    """Labels on the left, widgets on the right; the thumbnails below the references take the whole width.

    `accuracy_row` and `openings` are the panel's to place, always visible: the one is for the result as well, and the
    other for every look at the lines.
    """

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self._captions: List[QtWidgets.QLabel] = []
        self._make_choosers(icons)
        self._make_settings(icons)
        self._wheel = WheelFilter(self)
        for widget in (self.method, self.colors, self.hints, self.accuracy, self.gap):
            self._wheel.watch(widget)
        self._arrange()
        self._color_captions()
        self._connect()

    def _make_choosers(self, icons: Icons) -> None:
        self.method = MethodList()
        self.character = NameField(LONGEST_NAME)
        self.lines = ElidedLabel()
        self.colors = QtWidgets.QComboBox()
        self.colors.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.colors.setMinimumContentsLength(8)
        self.hints = QtWidgets.QComboBox()
        self.hints.setToolTip(
            "The layer with dabs of color; the region under a dab has that color for certain"
        )
        self.hints.setSizeAdjustPolicy(self.colors.sizeAdjustPolicy())
        self.hints.setMinimumContentsLength(8)
        self.hint_note = label()
        self.add_hints = button("Add", icons("addlayer"), "Add a layer for dabs of color")
        self.references = ReferenceStrip(THUMBNAIL_EDGE)
        self.reference_note = ElidedLabel()
        self.add_sheet = SheetButton(self._controller, icons)
        self.mark = button("Mark", icons("bookmarks"), "Mark or unmark the current frame as a reference")

    def _make_settings(self, icons: Icons) -> None:
        self.accuracy = QtWidgets.QSlider(Qt.Orientation.Horizontal)
        self.accuracy.setRange(80, 100)
        self.accuracy.setValue(round(self._controller.settings.target_accuracy * 100))
        self.accuracy_value = label(f"{self.accuracy.value()} %")
        self.gap = QtWidgets.QSpinBox()
        self.gap.setRange(AUTOMATIC_GAP, 32)
        self.gap.setSuffix(" px")
        self.gap.setSpecialValueText("Automatic")
        self.gap.setToolTip(
            "Openings in the lines up to this width do not leak color; Automatic: what fits the size of the drawing"
        )
        self.gap.setValue(self._controller.settings.largest_gap)
        self.add_closings = button(
            "Strokes",
            icons("addlayer"),
            "Add a layer for strokes that close regions, and are never seen as lines",
        )
        self.show_regions = button("Regions", icons("visible"), REGIONS_HINT, True)

    def _arrange(self) -> None:
        form = QtWidgets.QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setColumnStretch(1, 1)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(4)
        references = row(self.reference_note, self.mark, self.add_sheet)
        references.setStretch(0, 1)
        hints = row(self.hints, self.hint_note, self.add_hints)
        hints.setStretch(0, 1)
        gap = row(self.gap)
        gap.addStretch(1)
        self.openings = QtWidgets.QWidget()
        openings = row(self.show_regions, self.add_closings)
        openings.setContentsMargins(0, 0, 0, 0)
        self.openings.setLayout(openings)
        self.accuracy_row = QtWidgets.QWidget()
        accuracy = row(self._caption("Accuracy"), self.accuracy, self.accuracy_value)
        accuracy.setContentsMargins(0, 0, 0, 0)
        self.accuracy_row.setLayout(accuracy)
        self.character_caption = self._caption("Character")
        rows = (
            (self._caption("Method"), row(self.method)),
            (self.character_caption, row(self.character)),
            (self._caption("Lines"), row(self.lines)),
            (self._caption("Colors"), row(self.colors)),
            (self._caption("References"), references),
            (None, row(self.references)),
            (self._caption("Hints"), hints),
            (self._caption("Close gaps"), gap),
        )
        for place, (caption, layout) in enumerate(rows):
            if caption is not None:
                form.addWidget(caption, place, 0)
                form.addLayout(layout, place, 1)
            else:
                form.addLayout(layout, place, 0, 1, 2)

    def _caption(self, text: str) -> QtWidgets.QLabel:
        """A label that is paler than the value it names."""
        made = QtWidgets.QLabel(text)
        self._captions.append(made)
        return made

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._color_captions()

    def _color_captions(self) -> None:
        """A color between text and window, in every theme; the theme's color of disabled text is too faint."""
        role, own = QtGui.QPalette.ColorRole, self.palette()
        text, window = own.color(role.WindowText), own.color(role.Window)
        pairs = ((text.red(), window.red()), (text.green(), window.green()), (text.blue(), window.blue()))
        mixed = [(3 * front + 2 * back) // 5 for front, back in pairs]
        for caption in self._captions:
            palette = QtGui.QPalette(own)
            palette.setColor(role.WindowText, QtGui.QColor(*mixed))
            caption.setPalette(palette)

    def _connect(self) -> None:
        controller, guard = self._controller, self._controller.guard
        self.method.opened.connect(guard(controller.request_methods))
        self.method.activated.connect(
            guard(lambda index: controller.choose_method(self.method.itemData(index)))
        )
        self.character.named.connect(guard(controller.inputs.name_character))
        self.colors.activated.connect(
            guard(lambda index: controller.inputs.choose_colors(self.colors.itemData(index)))
        )
        self.hints.activated.connect(
            guard(lambda index: controller.inputs.choose_hints(self.hints.itemData(index)))
        )
        self.add_hints.clicked.connect(guard(lambda *_: controller.inputs.add_hints()))
        self.references.clicked_frame.connect(guard(controller.inputs.toggle_finished))
        self.references.clicked_sheet.connect(guard(self._on_sheet))
        self.mark.clicked.connect(guard(lambda *_: controller.inputs.mark_reference()))
        self.accuracy.valueChanged.connect(guard(self._on_accuracy))
        self.add_closings.clicked.connect(guard(lambda *_: controller.inputs.add_closings()))
        self.show_regions.clicked.connect(guard(lambda *_: self._on_regions()))
        self.gap.valueChanged.connect(guard(controller.settings.set_largest_gap))

    def _note_references(self, scene: Scene, method: Method, count: int) -> None:
        """How many frames are learned from; those that were accepted have no thumbnail."""
        kind = "marked" if scene.has_marks else "painted"
        none = "none yet" if REFERENCES in method.needs else "none needed"
        parts = [f"{count} {kind}"] if count else []
        if scene.accepted:
            parts.append(f"{len(scene.accepted)} accepted")
        if scene.sheets:
            parts.append(f"{len(scene.sheets)} sheet{'s' * (len(scene.sheets) != 1)}")
        self.reference_note.show_text(", ".join(parts) or none)

    def _on_accuracy(self, percent: int) -> None:
        self.accuracy_value.setText(f"{percent} %")
        self._controller.showing.set_accuracy(percent / 100)

    def _on_sheet(self, key: str) -> None:
        """Ask whether a model sheet is to go: a click alone is too little to lose one by."""
        name = dict(self._controller.scene.sheets).get(key, "")
        menu = QtWidgets.QMenu(self)
        remove = menu.addAction(f"Remove “{name}”")
        if remove is not None:
            remove.triggered.connect(
                self._controller.guard(lambda *_: self._controller.inputs.remove_sheet(key))
            )
        menu.popup(QtGui.QCursor.pos())

    def _on_regions(self) -> None:
        try:
            self._controller.regions.toggle()
        finally:
            self._show_closings(self._controller.scene)  # a button that was refused is not down

    def show_state(self) -> None:
        """Show the controller's state."""
        scene, method = self._controller.scene, self._controller.method
        self._show_method(scene, method)
        self.lines.show_text(
            f"{scene.lines.name} · {len(scene.times)} drawings" if scene.lines else "none selected"
        )
        self._show_colors(scene, method)
        references = self._controller.inputs.references
        self._note_references(scene, method, len(references))
        thumbnails = self._controller.inputs.thumbnails
        sheets = self._controller.inputs.sheet_thumbnails
        self.references.show_references(
            [(time, thumbnails.get(time), self._controller.inputs.is_finished(time)) for time in references],
            [(key, sheets.get(key), name) for key, name in scene.sheets],
        )
        self.add_sheet.setEnabled(bool(scene.document))
        self.mark.setEnabled(scene.colors is not None)
        self._show_hints(scene)
        self._show_closings(scene)

    def _show_closings(self, scene: Scene) -> None:
        self.add_closings.setVisible(scene.closings is None)
        for widget in (self.add_closings, self.show_regions):
            widget.setEnabled(scene.lines is not None)
        self.show_regions.setChecked(self._controller.regions.is_on)

    def _show_method(self, scene: Scene, method: Method) -> None:
        self.method.show_methods(self._controller.methods, method)
        layer = scene.lines.uid if scene.lines is not None else ""
        self.character.show_name(layer, scene.character, method.characters)
        self.character.setPlaceholderText("needed" if CHARACTER in method.needs else "not needed")
        self.character.setEnabled(scene.lines is not None)
        for widget in (self.character_caption, self.character):
            widget.setVisible(method.asks_for_character)
        goes_by_target = method.rule == CALIBRATED
        self.accuracy.setToolTip(BY_TARGET if goes_by_target else BY_SHARE)
        self.accuracy.setEnabled(goes_by_target)
        self.accuracy_value.setEnabled(goes_by_target)

    def _show_colors(self, scene: Scene, method: Method) -> None:
        items = [(_words(layer), layer.uid) for layer in scene.candidates]
        if items and REFERENCES not in method.needs:
            items.append((NO_COLORS, ""))
        _show_layers(self.colors, items, scene.colors.uid if scene.colors is not None else "")
        parts = scene.colors.parts if scene.colors is not None else ()
        self.colors.setToolTip(
            "\n".join([COLORS_HINT, *([PARTS_HINT.format(", ".join(parts))] if parts else [])])
        )

    def _show_hints(self, scene: Scene) -> None:
        items = [(NO_HINTS, ""), *((layer.name, layer.uid) for layer in scene.hint_candidates)]
        _show_layers(self.hints, items, scene.hints.uid if scene.hints is not None else "")
        count = len(self._controller.inputs.hinted)
        self.hint_note.setText("" if scene.hints is None else f"{count} frame{'s' * (count != 1)}")
        self.hint_note.setVisible(scene.hints is not None)
        self.add_hints.setVisible(scene.hints is None)
        self.add_hints.setEnabled(scene.lines is not None)


def _words(layer: LayerName) -> str:
    """A layer or a group in a list."""
    return f"{layer.name} · {len(layer.parts)} layers" if layer.parts else layer.name


def _show_layers(chooser: QtWidgets.QComboBox, items: List[Tuple[str, str]], chosen: str) -> None:
    """Fill a list of layers, name and uid each, again where it has changed, and select the chosen one."""
    if items != [(chooser.itemText(i), chooser.itemData(i)) for i in range(chooser.count())]:
        chooser.clear()
        for name, uid in items:
            chooser.addItem(name, uid)
    chooser.setEnabled(bool(items))
    chooser.setCurrentIndex(next((i for i, item in enumerate(items) if item[1] == chosen), -1))
