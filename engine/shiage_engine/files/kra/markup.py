"""The XML of Krita's documents: what is written into it, where all else is to stay as it is to the byte."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

NAMESPACE = 'xmlns="http://www.calligra.org/DTD/krita"'
TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
CLOSING = b"</layer>"
VISIBLE = re.compile(rb'(\svisible=)"1"')


def insert_below(xml: bytes, uid: str, layer: str) -> bytes:
    """The document with another layer below one that it has. In the file, layers go from top to bottom."""
    end = _span(xml, uid)[1]
    return xml[:end] + layer.encode() + xml[end:]


def hide(xml: bytes, uid: str) -> bytes:
    """The document with a layer hidden."""
    start = _span(xml, uid)[0]
    tag = TAG.match(xml, start)
    assert tag is not None
    return xml[:start] + VISIBLE.sub(rb'\1"0"', tag[0], count=1) + xml[tag.end() :]


def paint_layer(
    name: str, file: str, *, is_animated: bool = False, is_shown: bool = True, blending: str = "normal"
) -> str:
    """A paint layer whose pixels are in `file`; its keyframes, if it has any, in FILE.keyframes.xml."""
    frames = f' keyframes="{file}.keyframes.xml"' if is_animated else ""
    pinned = f' intimeline="{int(is_animated)}"'
    return (
        f'<layer nodetype="paintlayer" colorspacename="RGBA" onionskin="0" compositeop="{blending}"{pinned}'
        f"{frames} {_common(name, file, is_shown)}/>"
    )


def group(name: str, file: str, layers: Iterable[str]) -> str:
    """A group of layers, given from top to bottom."""
    kind = 'nodetype="grouplayer" passthrough="0" compositeop="normal" intimeline="0"'
    return f"<layer {kind} {_common(name, file)}><layers>{''.join(layers)}</layers></layer>"


def keyframes(files: Iterable[tuple[int, str]]) -> bytes:
    """The file of a layer's keyframes: times, and the files of their pixels."""
    keys = "".join(
        f'<keyframe time="{time}" frame="{file}" color-label="0"><offset type="point" x="0" y="0"/></keyframe>'
        for time, file in files
    )
    channel = f'<keyframes {NAMESPACE}><channel name="content">{keys}</channel></keyframes>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{channel}'.encode()


def document(size: tuple[int, int], last_time: int, layers: Iterable[str]) -> bytes:
    """A document of 8 bits sRGB with these layers, given from top to bottom; `size`: (H, W)."""
    height, width = size
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>\n"
        f'<DOC {NAMESPACE} kritaVersion="5.1.5" syntaxVersion="2.0" editor="Krita">'
        f'<IMAGE name="shiage" mime="application/x-kra" width="{width}" height="{height}" x-res="120" y-res="120"'
        ' colorspacename="RGBA" profile="sRGB-elle-V2-srgbtrc.icc" description="">'
        f"<layers>{''.join(layers)}</layers>"
        '<ProjectionBackgroundColor ColorData="/////w=="/><animation><framerate type="value" value="24"/>'
        f'<range type="timerange" from="0" to="{last_time}"/><currentTime type="value" value="0"/></animation>'
        "</IMAGE></DOC>"
    ).encode()


def _common(name: str, file: str, is_shown: bool = True) -> str:
    return (
        f'name={quoteattr(name)} filename="{file}" uuid="{{{uuid.uuid4()}}}" x="0" y="0" locked="0" opacity="255"'
        f' visible="{int(is_shown)}" channelflags="" channellockflags="" colorlabel="0" collapsed="0"'
    )


def _span(xml: bytes, uid: str) -> tuple[int, int]:
    """Where a layer begins and ends."""
    parser = expat.ParserCreate()
    open_at: list[int | None] = []
    found: list[tuple[int, int]] = []

    def start(name: str, said: dict[str, str]) -> None:
        is_it = name == "layer" and said.get("uuid", "").strip("{}") == uid
        open_at.append(parser.CurrentByteIndex if is_it else None)

    def end(_: str) -> None:
        begun = open_at.pop()
        if begun is not None:
            at = parser.CurrentByteIndex  # of "</layer>", or behind "<layer/>", whose parent is no layer
            found.append((begun, at + len(CLOSING) if xml.startswith(CLOSING, at) else at))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return found[0]
