"""Results kept on disk, so that a benchmark that was interrupted, or is run again, does only what is left."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..files.reading import read_text
from ..files.saving import write_ours
from ..learning.kept import path_of
from ..protocol import VERSION
from ..protocol.json_text import parse_json
from ..registry import METHODS
from .evaluate import JudgedFrame, Settings, ShotResult
from .ink import Pixels
from .metrics import Regions
from .perception import FrameFeatures
from .pictures import PictureFigures

ENGINE = Path(__file__).parents[1]
NO_PART = {  # of the engine: files and folders on which no result depends
    *("batch", "service", "protocol", "commands", "__pycache__", "__main__.py", "README.md"),
    *(f"methods/matcher/{name}.py" for name in ("training_shots", "lesson", "train")),
    *(f"methods/unet/{name}.py" for name in ("training_set", "lesson", "train")),
    *(f"methods/hinted/{name}.py" for name in ("presets", "lesson", "train")),
    *(f"methods/pictures/{name}.py" for name in ("training_shots", "examples")),
    *(f"learning/{name}.py" for name in ("losses", "spectral")),
    *(
        f"evaluation/{name}.py"
        for name in ("benchmark", "cache", "columns", "page", "plots", "risk", "summary", "tables")
    ),
    *(f"evaluation/{name}.py" for name in ("paintbucket", "paintbucket_import", "sheet_files", "workers")),
    *(
        f"evaluation/{name}.py"
        for name in ("corrections", "openings", "painter", "session_costs", "speed", "work")
    ),
    *("evaluation/page.html.jinja", "files/pages.py"),
}
FIELDS = ("key", "frames")  # of a file with a result, among others
TYPES = {  # of arrays
    **{"confidence": np.float32, "change": np.int8, "shift": np.float32},
    **dict.fromkeys(("area", "figure", "most", "background"), np.int64),
}


@cache
def engine_digest() -> str:
    """Changes with the engine's version, its source and its weights."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(ENGINE.rglob("*")):
        name = path.relative_to(ENGINE)
        if path.is_file() and not {name.as_posix(), *name.parts} & NO_PART:
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def key(folder: Path, settings: Settings) -> str:
    """Changes with all that a result depends on: the engine, the settings, the files of the shot."""
    files = [
        (path.relative_to(folder).as_posix(), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    what = [engine_digest(), repr(replace(settings, contact_sheets=None)), files, _learned(settings)]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]


def _learned(settings: Settings) -> list[tuple[int, int]]:
    """Size and time of weights that change when they are trained again: of the method's network, of the character."""
    options, paths = settings.options, []
    if options.method in METHODS:
        method = METHODS[options.method]
        paths += [method.network()] if method.network is not None else []
        paths += [path_of(method.weights, options.character)] if options.character and method.weights else []
    return [(path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.exists()]


def store(path: Path, result: ShotResult, result_key: str) -> None:
    """Write `result` with its key; the file is replaced atomically."""
    frames = [
        {
            "name": frame.name,
            "distance": frame.distance,
            "judged": {field: _as_list(values) for field, values in vars(frame.judged).items()},
            "pictures": vars(frame.pictures),
            "features": _features_as_lists(frame.features),
        }
        for frame in result.frames
    ]
    content = asdict(replace(result, frames=())) | {"key": result_key, "frames": frames}
    write_ours(path, json.dumps(content, separators=(",", ":")).encode(), is_ours)


def is_ours(path: Path) -> bool:
    """Whether a file is a result that `store` wrote."""
    return content_of(path, *FIELDS) is not None


def load(path: Path, result_key: str) -> ShotResult | None:
    """The result at `path`; None where there is none, or it has another key."""
    content = content_of(path, *FIELDS)
    if content is None or content.pop("key") != result_key:
        return None
    frames = tuple(
        JudgedFrame(
            frame["name"],
            frame["distance"],
            _judged(frame["judged"]),
            PictureFigures(**frame["pictures"]),
            _features(frame["features"]),
        )
        for frame in content.pop("frames")
    )
    return ShotResult(frames=frames, **content)


def content_of(path: Path, *fields: str) -> dict[str, Any] | None:
    """The JSON in a file that Shiage wrote here, which has these fields; None where there is none."""
    try:
        content = parse_json(read_text(path))
    except ValueError:  # InputError is one, too
        return None
    return content if isinstance(content, dict) and {*fields} <= content.keys() else None


def _judged(lists: dict[str, list[float]]) -> Regions | Pixels:
    kind = Regions if "area" in lists else Pixels
    types = {field.name: TYPES.get(field.name, np.bool_) for field in fields(kind)}
    if kind is Pixels:
        types["right"] = np.int64
    return kind(**{name: np.array(lists[name], of) for name, of in types.items()})


def _features_as_lists(features: FrameFeatures | None) -> dict[str, list[float]] | None:
    if features is None:
        return None
    return {name: _as_list(values) for name, values in vars(features).items() if values is not None}


def _features(lists: dict[str, list[float]] | None) -> FrameFeatures | None:
    if lists is None:
        return None
    return FrameFeatures(**{name: np.array(values, np.float32) for name, values in lists.items()})


def _as_list(values: np.ndarray) -> list[float]:
    """Numbers in the shortest form that is exact."""
    if values.dtype == np.float32:
        return [float(str(value)) for value in values]
    return values.astype(np.int64).tolist()
