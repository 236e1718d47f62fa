"""Writes a .kra file of empty layers with keyframes at chosen times.

Krita's Python API can neither add a keyframe nor (in 5.1) make a working transparency mask, but it can open
files: a document that needs them is written here, and then opened. Standard library only: the installer uses it.
"""

import uuid
import zipfile
from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple, Union
from xml.sax.saxutils import quoteattr

NAMESPACE = 'xmlns="http://www.calligra.org/DTD/krita"'
SRGB = "sRGB-elle-V2-srgbtrc.icc"  # Krita's name of the sRGB profile
EMPTY_RGBA = b"\0\0\0\0"
KEEPS_ALL, HIDES_ALL = b"\xff", b"\0"


@dataclass(frozen=True)
class Mask:
    """A transparency mask, 1 byte a pixel, filled with `empty`; animated where it has times."""

    name: str
    times: Tuple[int, ...] = ()
    empty: bytes = KEEPS_ALL


@dataclass(frozen=True)
class Paint:
    """An empty paint layer; animated where it has times."""

    name: str
    times: Tuple[int, ...] = ()
    visible: bool = True
    is_pinned: bool = False  # is it always on the timeline, also while another layer is the active one?
    masks: Tuple[Mask, ...] = ()


@dataclass(frozen=True)
class Group:
    """A group layer; its children from top to bottom, as in Krita's layer list."""

    name: str
    children: "Tuple[TemplateLayer, ...]" = ()
    visible: bool = True


TemplateLayer = Union[Group, Paint]


class _Writer:
    """Collects the files of one .kra; `size` is (width, height) in pixels."""

    def __init__(self, size: Tuple[int, int], last_time: int) -> None:
        self._size = size
        self._last_time = last_time
        self._count = 0
        self.files: Dict[str, bytes] = {}

    def document(self, layers: Sequence[TemplateLayer]) -> None:
        width, height = self._size
        content = "".join(self._layer(layer) for layer in layers)
        self._text(
            "maindoc.xml",
            "<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>"
            f'<DOC {NAMESPACE} kritaVersion="5.1.5" syntaxVersion="2.0" editor="Krita">'
            f'<IMAGE name="shiage" mime="application/x-kra" width="{width}" height="{height}"'
            f' x-res="120" y-res="120" colorspacename="RGBA" profile="{SRGB}"'
            f' description=""><layers>{content}</layers>'
            '<ProjectionBackgroundColor ColorData="AAAAAA=="/><animation><framerate type="value" value="24"/>'
            f'<range type="timerange" from="0" to="{self._last_time}"/>'
            '<currentTime type="value" value="0"/></animation></IMAGE></DOC>',
        )
        self._text("documentinfo.xml", '<document-info xmlns="http://www.calligra.org/DTD/document-info"/>')

    def _layer(self, layer: TemplateLayer) -> str:
        if isinstance(layer, Group):
            children = "".join(self._layer(child) for child in layer.children)
            kind = 'nodetype="grouplayer" passthrough="0"'
            common = self._common(layer.name, layer.visible)
            return f"<layer {common} {kind}><layers>{children}</layers></layer>"
        common = self._common(layer.name, layer.visible, layer.is_pinned)
        frames = self._frames(layer.times, EMPTY_RGBA)
        masks = "".join(
            f'<mask {self._common(mask.name)} nodetype="transparencymask" active="1"'
            f" {self._frames(mask.times, mask.empty)}/>"
            for mask in layer.masks
        )
        kind = 'nodetype="paintlayer" colorspacename="RGBA"'
        return f'<layer {common} {kind} onionskin="0" {frames}><masks>{masks}</masks></layer>'

    def _common(self, name: str, visible: bool = True, is_pinned: bool = False) -> str:
        self._count += 1
        return (
            f'name={quoteattr(name)} filename="layer{self._count}" uuid="{{{uuid.uuid4()}}}" x="0" y="0"'
            f' visible="{int(visible)}" locked="0" opacity="255" compositeop="normal" channelflags=""'
            ' channellockflags="" colorlabel="0" collapsed="0"'
            f' intimeline="{int(is_pinned)}"'
        )

    def _frames(self, times: Sequence[int], empty: bytes) -> str:
        """Add the pixel files of the layer last counted; returns the attribute that refers to its keyframes."""
        layer = f"layer{self._count}"
        if not times:
            self._pixels(layer, empty)
            return ""
        keyframes: List[str] = []
        # Krita makes a keyframe at 0 anyway, and warns where the file lacks it.
        for time in sorted({0, *times}):
            frame = f"{layer}.f{time}" if time else layer  # Krita expects a file of the layer's own name
            self._pixels(frame, empty)
            keyframes.append(
                f'<keyframe time="{time}" frame="{frame}" color-label="0">'
                '<offset type="point" x="0" y="0"/></keyframe>'
            )
        channel = f'<keyframes {NAMESPACE}><channel name="content">{"".join(keyframes)}</channel></keyframes>'
        self._text(f"shiage/layers/{layer}.keyframes.xml", channel)
        return f'keyframes="{layer}.keyframes.xml"'

    def _pixels(self, name: str, empty: bytes) -> None:
        header = f"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE {len(empty)}\nDATA 0\n"
        self.files[f"shiage/layers/{name}"] = header.encode()
        self.files[f"shiage/layers/{name}.defaultpixel"] = empty

    def _text(self, name: str, text: str) -> None:
        self.files[name] = ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()


def write(path: str, size: Tuple[int, int], layers: Sequence[TemplateLayer], last_time: int = 0) -> None:
    """Write the .kra file `path`, 8-bit sRGB: `size` is (width, height), `layers` go from top to bottom."""
    writer = _Writer(size, last_time)
    writer.document(layers)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/x-kra")
        for name, content in writer.files.items():
            archive.writestr(name, content)
