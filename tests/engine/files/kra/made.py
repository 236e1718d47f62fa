"""Documents of Krita that are put together for a test."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from shiage_engine.files.kra.archives import LayerFiles
from shiage_engine.files.kra.markup import document, group, paint_layer
from shiage_engine.files.kra.tiles import SIDE
from tests.engine.shots import HEIGHT, WIDTH


class Made:
    """A document that is put together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive = zipfile.ZipFile(path, "w")
        self._files = LayerFiles(self._archive, "shiage/layers/")

    def animated(self, name: str, pictures: Mapping[int, np.ndarray], is_shown: bool = True) -> str:
        file = self._files.new()
        for time, pixels in pictures.items():
            self._files.add_frame(file, time, pixels)
        self._files.end_frames(file, pictures)
        return paint_layer(name, file, is_animated=True, is_shown=is_shown)

    def still(self, name: str, pixels: np.ndarray) -> str:
        return paint_layer(name, self._files.add(self._files.new(), pixels))

    def group(self, name: str, *layers: str) -> str:
        return group(name, self._files.new(), layers)

    def masked(self, layer: str, *masks: np.ndarray, kind: str = "transparencymask", **said: str) -> str:
        """The layer with masks on it: each u8 (H, W), how much is shown; beyond it nothing is."""
        elements = []
        for shown in masks:
            file = self._files.new().replace("layer", "mask")
            if shown.any():  # Krita writes no empty selection
                self._archive.writestr(f"shiage/layers/{file}.pixelselection", mask_tiles(shown))
                self._archive.writestr(f"shiage/layers/{file}.pixelselection.defaultpixel", b"\0")
            of_mask = {"filename": file, "nodetype": kind, "visible": "1", "x": "0", "y": "0", **said}
            text = " ".join(f'{name}="{value}"' for name, value in of_mask.items())
            elements.append(f'<mask name="hides" uuid="{{{uuid.uuid4()}}}" {text}/>')
        if not layer.endswith("/>"):  # a group has them among its layers
            return layer.replace("<layers>", f"<layers>{''.join(elements)}", 1)
        return f"{layer[:-2]}><masks>{''.join(elements)}</masks></layer>"

    def save(self, *layers: str, memory: object = None, **changes: str) -> Path:
        maindoc = document((HEIGHT, WIDTH), 11, layers).decode()
        for old, new in changes.items():
            maindoc = maindoc.replace(
                f'{old}="{"RGBA" if old == "colorspacename" else ""}', f'{old}="{new}', 1
            )
        self._archive.writestr("maindoc.xml", maindoc)
        if memory is not None:
            self._archive.writestr("shiage/annotations/shiage/memory", json.dumps(memory))
        self._archive.close()
        return self.path


def mask_tiles(shown: np.ndarray) -> bytes:
    """A mask of at most one tile, u8 (H, W), as Krita saves it."""
    tile = np.zeros((SIDE, SIDE), np.uint8)
    tile[: shown.shape[0], : shown.shape[1]] = shown
    header = b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 1\nDATA 1\n"
    return header + b"0,0,LZF,%d\n\0" % (SIDE * SIDE + 1) + tile.tobytes()
