"""The panel: it shows the state of a controller, calls its commands and decides nothing. No Krita here."""

from ..controller import Controller
from ..qt import Qt, QtGui, QtWidgets
from .finish_view import FinishView
from .inputs import InputForm
from .job_view import EngineLine, JobView
from .offer_view import OfferView
from .palette_page import PalettePage
from .question_view import QuestionView
from .result_view import CorrectionRow, LayerToggles, PaletteView
from .widgets import Icons, label

SMALLEST_BODY = 96  # pixels, of the part that scrolls
ERROR_COLOR = "#e0605a"


class Panel(QtWidgets.QWidget):
    """The content of the docker "Shiage"."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self.inputs = InputForm(controller, icons)
        self.palette_view = PaletteView(controller, icons)
        self.toggles = LayerToggles(controller, icons)
        self.corrections = CorrectionRow(controller, icons)
        self.questions = QuestionView(controller, icons)
        self.offer = OfferView(controller)
        self.finish = FinishView(controller, icons)
        self.palette_page = PalettePage(controller, icons)
        self.job = JobView(controller, icons, self.inputs.openings)
        self.pages = QtWidgets.QTabWidget()
        self._turned_to = (False, False)  # was a question at hand, and were gaps shown, when last looked?
        self.notice = label(wraps=True)
        self.error = ""  # the notice, if it is one
        self.engine = EngineLine()
        self._arrange()
        controller.changed.connect(self._on_changed)
        self.show_state()

    def _arrange(self) -> None:
        """The pages scroll; the buttons below and the notice are always visible."""
        for title, page in (
            ("Shot", self._shot_page()),
            ("Questions", self.questions),
            ("Finish", self.finish),
            ("Palette", self.palette_page),
        ):
            self.pages.addTab(page, title)
        self.pages.setDocumentMode(True)
        self.pages.currentChanged.connect(self._on_changed)
        self.pages.setMinimumHeight(SMALLEST_BODY)

        footer = QtWidgets.QVBoxLayout()
        footer.setContentsMargins(8, 4, 8, 6)
        footer.setSpacing(4)
        for widget in (
            self.inputs.accuracy_row,
            self.palette_view.note,
            self.toggles,
            self.corrections,
            self.questions.bar,
            self.offer,
            self.job,
            self.notice,
            self.engine,
        ):
            footer.addWidget(widget)

        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages, 1)
        layout.addLayout(footer)

    def _shot_page(self) -> QtWidgets.QScrollArea:
        """What is colored, and how."""
        content = QtWidgets.QWidget()
        body = QtWidgets.QVBoxLayout(content)
        body.setContentsMargins(8, 6, 8, 0)
        body.setSpacing(6)
        body.addWidget(self.inputs)
        body.addWidget(self.palette_view)
        body.addStretch(1)
        area = QtWidgets.QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        bar = area.verticalScrollBar()
        area.setMinimumWidth(content.minimumSizeHint().width() + (bar.sizeHint().width() if bar else 0))
        return area

    def _on_changed(self, *_: object) -> None:
        # A method of the widget, because Qt disconnects those when a window closes; the controller lives on.
        self._controller.guard(self.show_state)()

    def show_state(self) -> None:
        """Show the controller's state."""
        controller = self._controller
        self.inputs.show_state()
        self.offer.show_offer(controller.scene.offer)
        self.job.show_job(controller.job)
        self.palette_view.show_outcome(
            controller.outcome, controller.scene.has_result, controller.live.frame_shares, controller.live.due
        )
        self.palette_page.show_state()
        self.toggles.show_scene(controller.scene)
        self.corrections.show_scene(controller.scene)
        self.finish.show_state()
        self.questions.show_questions(controller.asking.questions, controller.scene.time_in_view)
        self._show_pages()
        self._show_sentences()

    def _show_pages(self) -> None:
        """Pages other than the first are for a result. A question that is taken up, or a check, turns to its page."""
        controller = self._controller
        questions, has_result = controller.asking.questions, controller.scene.has_result
        bar = self.pages.tabBar()
        if bar is not None:
            bar.setVisible(controller.scene.has_colors)
        self.pages.setTabEnabled(1, has_result)
        self.pages.setTabText(
            1, f"Questions · {len(questions.open)}" if questions is not None else "Questions"
        )
        now = (questions is not None and questions.current is not None, bool(controller.scene.gaps_shown))
        before, self._turned_to = self._turned_to, now
        if not controller.scene.has_colors or not self.pages.isTabEnabled(self.pages.currentIndex()):
            self.pages.setCurrentIndex(0)
        for place, is_now in enumerate(now):
            if is_now and not before[place]:
                self.pages.setCurrentIndex(1 + place)
        is_shot = self.pages.currentIndex() == 0
        self.inputs.accuracy_row.setVisible(is_shot)
        for widget in (self.palette_view.note, self.corrections):  # room for the lists
            widget.setVisible(is_shot and has_result)
        is_palette = self.pages.currentWidget() is self.palette_page
        is_asking = not is_shot and not is_palette and questions is not None
        self.questions.bar.setVisible(is_asking)  # and for the thumbnails

    def _show_sentences(self) -> None:
        controller = self._controller
        problem = controller.problem if controller.job is None else ""
        is_error = bool(controller.notice) and controller.is_error
        # An error comes before the problem, and so does what was said when the picture was finished.
        is_first = is_error or (bool(controller.notice) and controller.scene.is_put_away)
        notice = problem if problem and not is_first else controller.notice
        self.error = notice if is_error else ""
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self._color_notice()
        self.job.start.setEnabled(not problem)
        reason = controller.engine_sentence
        self.engine.show_state(controller.engine, "" if reason == notice else reason)
        self.engine.setVisible(controller.engine != "ready" or not notice)  # room for what is to be read

    def _color_notice(self) -> None:
        """By its palette: a style sheet that is taken away again leaves Krita's docker with a larger font."""
        palette = QtGui.QPalette()
        if self.error:
            palette.setColor(QtGui.QPalette.ColorRole.WindowText, QtGui.QColor(ERROR_COLOR))
        self.notice.setPalette(palette)
