"""What the names of layers say, in Krita's documents and in other files."""

import re

RESULT = "Shiage"  # name of the group of a result
FINISHED_LINES = "Shiage lines"  # name of the copy of the lines in the finished picture
HINTS = "Hints"  # name of a layer with dabs of color
CLOSINGS = "Closings"  # name of a layer with strokes that close regions
AIDS = frozenset({HINTS, CLOSINGS})  # names of layers with neither lines nor paint
LINE_NAME = re.compile(r"line|ink|clean|線|原画|動画", re.IGNORECASE)
DRAFT_NAME = re.compile(r"rough|sketch|draft|guide|layout|ラフ|下描", re.IGNORECASE)
# Krita names new layers "Paint Layer 3".
COLOR_NAME = re.compile(r"colou?r|paint(?! layer)|flat|base|\bfill|彩|色|塗|ペイント", re.IGNORECASE)
BLACK = "black"  # of the layers of a color trace, the one that stays in the picture
TRACE_NAMES = frozenset({BLACK, "red", "green", "blue", "shadow", "赤", "緑", "青", "影"})


def says_paint(name: str) -> bool:
    """Does it say that the layer holds colors?"""
    return bool(COLOR_NAME.search(name)) and not LINE_NAME.search(name)


def says_lines_or_draft(name: str) -> bool:
    """Does it say that the layer holds lines: clean, traced or rough?"""
    is_trace = name.strip().lower() in TRACE_NAMES
    return is_trace or bool(LINE_NAME.search(name) or DRAFT_NAME.search(name))
