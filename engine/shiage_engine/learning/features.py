"""Features of pictures for perceptual and style losses: a VGG network (Simonyan and Zisserman 2015) up to relu5.

Three sources of weights. STLPIPS: the VGG-16 of the package `stlpips-pytorch` (ST-LPIPS, Ghildyal and Liu 2022), in
the extra `train`; its weights are read as data, the package is never imported. A file: torchvision's state dict
of a VGG-16 or VGG-19 that the user has. RANDOM: the same shape with fixed random weights, a known and weaker
substitute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..errors import InputError
from ..files.reading import check_file
from ..limits import WEIGHTS_BYTES

STLPIPS, RANDOM = "stlpips", "random"
WIDTHS = (64, 128, 256, 512, 512)  # of the five blocks
VGG16, VGG19 = (2, 2, 3, 3, 3), (2, 2, 4, 4, 4)  # convolutions in each block
SEED = 20190617  # of random weights
PACKAGE, FOLDER = "stlpips_pytorch", Path("weights", "vST0.0")


class Vgg(nn.Module):
    """The convolutions of a VGG network, frozen; pooling is plain, or blurred as the weights of ST-LPIPS want it."""

    def __init__(
        self, convolutions: Sequence[int] = VGG16, is_blurred: bool = False, widths: Sequence[int] = WIDTHS
    ) -> None:
        super().__init__()
        self.convolutions = tuple(convolutions)
        self.is_blurred = is_blurred
        channels, layers = 3, []
        for width, count in zip(widths, convolutions, strict=True):
            for _ in range(count):
                layers.append(nn.Conv2d(channels, width, 3, padding=1))
                channels = width
        self.layers = nn.ModuleList(layers)
        self.register_buffer("shift", torch.zeros(1, 3, 1, 1), persistent=False)
        self.register_buffer("scale", torch.ones(1, 3, 1, 1), persistent=False)
        self.shift: Tensor
        self.scale: Tensor
        self.eval().requires_grad_(False)

    def features(self, pictures: Tensor, names: Sequence[str]) -> dict[str, Tensor]:
        """The features of pictures, f32 (B, 3, H, W) in [-1, 1], behind the layers `names`, as "relu3_1".

        A block of fewer layers, as VGG-16 has beside VGG-19, gives its last in place of one that it lacks.
        """
        wanted = {name: self._number(name) for name in names}
        found: dict[int, Tensor] = {}
        x = (pictures - self.shift) / self.scale
        number = 0
        for block, count in enumerate(self.convolutions):
            x = self._pool(x) if block else x
            for _ in range(count):
                if number > max(wanted.values()):
                    break
                x = F.relu(self.layers[number](x))
                found[number] = x
                number += 1
        return {name: found[number] for name, number in wanted.items()}

    def _number(self, name: str) -> int:
        block, place = (int(part) for part in name.removeprefix("relu").split("_"))
        return sum(self.convolutions[: block - 1]) + min(place, self.convolutions[block - 1]) - 1

    def _pool(self, x: Tensor) -> Tensor:
        return blurred(F.max_pool2d(x, 2, 1), 2) if self.is_blurred else F.max_pool2d(x, 2)


def blurred(x: Tensor, padding: int) -> Tensor:
    """Every second pixel of f32 (B, C, H, W) behind a binomial blur of 3 x 3, reflected at the edges."""
    row = x.new_tensor([0.25, 0.5, 0.25])
    kernel = (row[:, None] * row).expand(x.shape[1], 1, 3, 3)
    mode = "reflect" if min(x.shape[2:]) > padding else "replicate"
    return F.conv2d(F.pad(x, (padding,) * 4, mode=mode), kernel, stride=2, groups=x.shape[1])


def load_features(source: str, device: torch.device | str = "cpu") -> Vgg:
    """The network of a source: STLPIPS, RANDOM, or the path of a file. Raises InputError where it is not there."""
    if source == RANDOM:
        vgg = _random()
    elif source == STLPIPS:
        vgg = _of_stlpips(stlpips_weights("vgg"))
    else:
        vgg = _of_torchvision(Path(source))
    return vgg.to(device)


def stlpips_weights(name: str) -> dict[str, Tensor]:
    """The weights `name`, "vgg" or "alex", of the package with ST-LPIPS. Raises InputError where it is missing."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise InputError(
            "The weights of ST-LPIPS are in an extra: run pip install 'shiage-engine[train]'; shiage train can do "
            "without, with --features random, or --features FILE with a torchvision VGG."
        )
    return _read(Path(spec.origin).parent / FOLDER / f"{name}_shift_tolerant.pth")


def _read(path: Path) -> dict[str, Tensor]:
    check_file(path, WEIGHTS_BYTES)
    try:
        tensors = torch.load(path, map_location="cpu", weights_only=True)
        return {str(name): value for name, value in tensors.items() if isinstance(value, Tensor)}
    except (OSError, RuntimeError, UnpicklingError, EOFError, AttributeError, ValueError) as error:
        raise InputError(f"{path} holds no weights of a feature network: choose another file.") from error


def _random() -> Vgg:
    vgg = Vgg()
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for layer in vgg.layers:
            for value in layer.parameters():
                fan = value[0].numel() if value.ndim > 1 else 0
                value.normal_(0, (2 / fan) ** 0.5, generator=generator) if fan else value.zero_()
    return vgg


def _of_stlpips(tensors: Mapping[str, Tensor]) -> Vgg:
    vgg = Vgg(VGG16, is_blurred=True)
    own = {
        name: value for name, value in tensors.items() if name.startswith("net.slice") and "filt" not in name
    }
    _fill(vgg, own, "the package with ST-LPIPS")
    vgg.shift = tensors["scaling_layer.shift"].clone()
    vgg.scale = tensors["scaling_layer.scale"].clone()
    return vgg


def _of_torchvision(path: Path) -> Vgg:
    tensors = {name: value for name, value in _read(path).items() if name.startswith("features.")}
    vgg = Vgg(VGG19 if len(tensors) == 2 * sum(VGG19) else VGG16)
    _fill(vgg, tensors, str(path))
    # torchvision's mean and deviation of colors in [0, 1], for ours in [-1, 1]
    vgg.shift = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1) * 2 - 1
    vgg.scale = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1) * 2
    return vgg


def _fill(vgg: Vgg, tensors: Mapping[str, Tensor], source: str) -> None:
    """Give `vgg` the weights and biases of its convolutions, whose names end in their order."""

    def order(name: str) -> tuple[int, int]:
        *_, place, kind = name.split(".")
        return int(place), kind == "bias"

    try:
        values = [tensors[name] for name in sorted(tensors, key=order)]
        names = [name for number in range(len(vgg.layers)) for name in (f"{number}.weight", f"{number}.bias")]
        vgg.layers.load_state_dict(dict(zip(names, values, strict=True)))
    except (ValueError, RuntimeError) as error:
        raise InputError(f"{source} holds no weights of a VGG network: choose another file.") from error
