"""The one place that knows which Qt binding this Krita embeds: PyQt5, or PyQt6 from Krita 6 on.

Importing the wrong binding is refused (Krita 6) or crashes (Krita 5), so Krita is asked first.
"""

from typing import TYPE_CHECKING

try:
    from pykrita import qt_major_version
except ImportError:  # Krita before 5.3, and outside Krita

    def qt_major_version() -> int:
        return 5


if TYPE_CHECKING:
    from PyQt5 import QtCore, QtGui, QtNetwork, QtWidgets, sip
elif qt_major_version() == 6:
    from PyQt6 import QtCore, QtGui, QtNetwork, QtWidgets, sip
else:
    from PyQt5 import QtCore, QtGui, QtNetwork, QtWidgets, sip

Qt = QtCore.Qt
QObject = QtCore.QObject
QTimer = QtCore.QTimer
pyqtSignal = QtCore.pyqtSignal

__all__ = ["QObject", "QTimer", "Qt", "QtCore", "QtGui", "QtNetwork", "QtWidgets", "pyqtSignal", "sip"]
