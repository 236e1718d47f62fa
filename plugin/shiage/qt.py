"""The one place that knows which Qt binding this Krita embeds: PyQt5, or PyQt6 from Krita 6 on.

Importing the wrong binding is refused (Krita 6) or crashes (Krita 5), so Krita is asked first.
"""

from typing import TYPE_CHECKING


def _major_version() -> int:
    try:
        import pykrita
    except ImportError:  # outside Krita
        return 5
    return int(getattr(pykrita, "qt_major_version", lambda: 5)())


if TYPE_CHECKING:
    from PyQt5 import QtCore, QtGui, QtNetwork, QtWidgets, sip
elif _major_version() == 6:
    from PyQt6 import QtCore, QtGui, QtNetwork, QtWidgets, sip
else:
    from PyQt5 import QtCore, QtGui, QtNetwork, QtWidgets, sip

Qt = QtCore.Qt
QObject = QtCore.QObject
QTimer = QtCore.QTimer
pyqtSignal = QtCore.pyqtSignal

__all__ = ["QObject", "QTimer", "Qt", "QtCore", "QtGui", "QtNetwork", "QtWidgets", "pyqtSignal", "sip"]
