"""Where the weights of networks of pictures are. Standard library only: the list of methods goes by it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ...learning.kept import networks_dir


@dataclass
class Place:
    """Where one network's weights are: those that were trained on this machine come before the shipped ones."""

    name: str  # of the file, and of the network in `shiage train`
    network: str  # as sentences call it
    shipped: Path | None = None  # may not exist

    @classmethod
    def of_method(cls, name: str, network: str) -> Place:
        """Of a method whose folder is called `name`, as the network is."""
        return cls(name, network, Path(__file__).parents[1] / name / "weights" / f"{name}.safetensors")

    def trained(self) -> Path:
        """Where weights that were trained on this machine are looked for."""
        return networks_dir() / f"{self.name}.safetensors"

    def weights(self) -> Path:
        """The weights to use, which may not exist."""
        trained = self.trained()
        return trained if self.shipped is None or trained.exists() else self.shipped

    def found(self, path: Path | None = None) -> Path:
        """The file `path`, or else the weights to use; raises InputError where there are none."""
        path = path or self.weights()
        if not path.exists():
            raise InputError(
                f"There are no weights of {self.network} yet: train them with shiage train {self.name} --shots DIR "
                f"--out {self.trained()}."
            )
        return path
