"""The feature network, with random weights and with files made here."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning.features import PACKAGE, VGG19, Vgg, blurred, load_features

NAMES = ("relu1_1", "relu2_2", "relu3_4", "relu5_1")


def small(convolutions: tuple[int, ...] = (2, 2, 3, 3, 3), is_blurred: bool = False) -> Vgg:
    torch.manual_seed(0)
    return Vgg(convolutions, is_blurred, widths=(2, 3, 4, 5, 6))


@pytest.mark.parametrize("is_blurred", [False, True])
def test_layers_have_the_widths_of_their_blocks(is_blurred: bool) -> None:
    found = small(is_blurred=is_blurred).features(torch.rand(2, 3, 32, 48) * 2 - 1, NAMES)
    assert [*found] == [*NAMES]
    assert [value.shape[1] for value in found.values()] == [2, 3, 4, 6]
    assert found["relu1_1"].shape == (2, 2, 32, 48)
    assert all(value.min() >= 0 for value in found.values())


def test_a_layer_that_a_block_lacks_is_its_last() -> None:
    picture = torch.rand(1, 3, 16, 16)
    found = small().features(picture, ("relu3_3", "relu3_4"))
    torch.testing.assert_close(found["relu3_3"], found["relu3_4"])
    deeper = small(VGG19).features(picture, ("relu3_3", "relu3_4"))
    assert not torch.equal(deeper["relu3_3"], deeper["relu3_4"])


def test_a_gradient_reaches_the_picture_and_no_weight() -> None:
    vgg = small()
    picture = torch.rand(1, 3, 16, 16, requires_grad=True)
    torch.autograd.backward(vgg.features(picture, ("relu1_2",))["relu1_2"].sum())
    assert picture.grad is not None and picture.grad.abs().sum() > 0
    assert all(value.grad is None for value in vgg.parameters())


def test_blur_keeps_a_flat_map_and_halves_it() -> None:
    flat = torch.full((1, 2, 9, 9), 3.0)
    assert blurred(flat, 2).shape == (1, 2, 6, 6)
    torch.testing.assert_close(blurred(flat, 2), torch.full((1, 2, 6, 6), 3.0))


@pytest.mark.slow
def test_random_weights_are_always_the_same() -> None:
    one, other = load_features("random"), load_features("random")
    torch.testing.assert_close(one.layers.state_dict(), other.layers.state_dict())


@pytest.mark.slow
def test_a_torchvision_file_is_read(tmp_path: Path) -> None:
    source = Vgg(VGG19).layers.state_dict()
    places = (0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34)  # of the convolutions
    tensors = {
        f"features.{place}.{kind}": source[f"{number}.{kind}"]
        for number, place in enumerate(places)
        for kind in ("weight", "bias")
    }
    path = tmp_path / "vgg19.pth"
    torch.save({**tensors, "classifier.0.weight": torch.zeros(1)}, path)
    vgg = load_features(str(path))
    torch.testing.assert_close(vgg.layers.state_dict()["15.weight"], source["15.weight"])
    torch.testing.assert_close(vgg.shift.flatten(), torch.tensor([-0.03, -0.088, -0.188]), atol=1e-6, rtol=0)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(2)}, path)
    with pytest.raises(InputError, match="holds no weights of a VGG"):
        load_features(str(path))
    path.write_bytes(b"no torch file")
    with pytest.raises(InputError, match="holds no weights of a feature network"):
        load_features(str(path))
    with pytest.raises(InputError, match=r"missing\.pth cannot be read"):
        load_features(str(tmp_path / "missing.pth"))


@pytest.mark.skipif(find_spec(PACKAGE) is not None, reason="the extra is installed")
def test_without_the_extra_a_sentence_says_what_to_do() -> None:
    with pytest.raises(InputError, match="extra"):
        load_features("stlpips")


@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="needs the extra `train`")
def test_the_weights_of_the_extra_are_read_as_data() -> None:
    vgg = load_features("stlpips")
    assert vgg.is_blurred
    torch.testing.assert_close(vgg.scale.flatten(), torch.tensor([0.458, 0.448, 0.450]), atol=1e-3, rtol=0)
    found = vgg.features(torch.zeros(1, 3, 64, 64), ("relu5_1",))
    assert torch.isfinite(found["relu5_1"]).all()
