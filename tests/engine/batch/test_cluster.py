"""Tasks on a cluster of Ray, of one machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from shiage_engine.batch import cluster, listing
from shiage_engine.batch.cluster import Trained, _color, _data_home
from shiage_engine.errors import InputError
from shiage_engine.evaluation.cache import engine_digest
from shiage_engine.learning import kept
from tests.engine.batch.deadly import Deadly, DeadlyOnce
from tests.engine.batch.nights import task_of, write_cuts
from tests.engine.files.pictures import write_shot


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_lost_worker_costs_time_and_a_deadly_cut_itself(tmp_path: Path) -> None:
    names = ["once", "deadly", "a", "b"]
    write_cuts(tmp_path / "cuts", *names)
    once, deadly, *others = [task_of(tmp_path / "cuts" / name, tmp_path / "out") for name in names]
    tasks = [DeadlyOnce.of(once), Deadly.of(deadly), *others]
    records = {record.name: record for record in cluster.run(tasks, "local")}
    assert records.keys() == {*names}
    assert (tmp_path / "died").exists()
    assert [records[name].failed for name in ("once", "a", "b")] == [""] * 3
    assert records["deadly"].failed.startswith("Ray could not have it colored: ")
    assert deadly.folder.read("deadly") == records["deadly"]


def test_a_worker_of_another_version_colors_nothing(tmp_path: Path) -> None:
    task = task_of(write_shot(tmp_path / "a"), tmp_path / "out")
    record = _color(task, Trained.of(()), "another")
    assert "another version of Shiage" in record.failed
    assert not task.folder.result("a").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="clusters of Ray are of Linux")
def test_what_was_trained_here_is_found_by_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    weights = kept.path_of("unet", "Ann")
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"learned")
    trained = Trained.of({"Ann"})
    assert [*trained.files] == [*listing.trained_here({"Ann"})]
    assert trained != Trained.of(()) and trained == Trained.of({"Ann"})
    monkeypatch.setattr(cluster, "color_cut", lambda task: kept.path_of("unet", "Ann").read_bytes())
    weights.unlink()  # as on another machine
    assert _color(task_of(write_shot(tmp_path / "a"), tmp_path), trained, engine_digest()) == b"learned"  # type: ignore[comparison-overlap]
    home = _data_home(trained)
    assert os.environ["XDG_DATA_HOME"] == home.name
    assert _data_home(Trained.of(())).name != home.name  # none is kept of Ann any more


def test_without_ray_it_is_told_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match="A cluster needs Ray"):
        next(cluster.run([task_of(write_shot(tmp_path / "a"), tmp_path)], "auto"))
    assert [*cluster.run([], "auto")] == []  # nothing is left to do


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_where_there_is_no_cluster_it_is_told_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setattr("ray.init", _no_cluster)
    with pytest.raises(InputError, match="ray start --head"):
        next(cluster.run([task_of(write_shot(tmp_path / "a"), tmp_path)], "auto"))


def _no_cluster(*given: object, **more: object) -> None:
    raise ConnectionError("Could not find any running Ray instance.")
