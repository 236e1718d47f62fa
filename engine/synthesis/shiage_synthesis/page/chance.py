"""Random choices."""

from __future__ import annotations

import numpy as np

Rng = np.random.Generator
