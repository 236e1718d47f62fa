"""The part of the panel that offers to change something in the document; hidden while there is nothing to offer."""

from typing import Optional

from ..controller import Controller
from ..qt import QtWidgets
from ..scene import Offer
from .widgets import label


class OfferView(QtWidgets.QWidget):
    """A sentence that says why, and the button that does it."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.sentence = label(wraps=True)
        self.take = QtWidgets.QPushButton()
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.sentence)
        layout.addWidget(self.take)
        self.take.clicked.connect(controller.guard(lambda *_: controller.inputs.take_offer()))

    def show_offer(self, offer: Optional[Offer]) -> None:
        self.setVisible(offer is not None)
        if offer is not None:
            self.sentence.setText(offer.sentence)
            self.take.setText(offer.button)
