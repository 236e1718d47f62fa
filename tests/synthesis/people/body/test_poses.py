"""The motions of people."""

from __future__ import annotations

import numpy as np

from shiage_synthesis.people.body.poses import POSE, choose_poses


def test_every_motion_has_a_finite_pose_for_every_frame() -> None:
    for seed in range(40):
        poses = choose_poses(np.random.default_rng(seed), 7)
        assert poses.shape == (7, len(POSE))
        assert np.isfinite(poses).all()
    assert choose_poses(np.random.default_rng(0), 1).shape == (1, len(POSE))
