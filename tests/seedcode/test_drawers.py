"""Seeds that train share their drawers, and copying them leaves the rest alone."""

import shutil

import pytest

from tests.seedcode.drawers import DRAWERS, SOURCE, kind, seeds, shared, synchronize


def test_every_seed_says_of_which_kind_it_is(original):
    assert kind(original) in {"training", "deployment"}


@pytest.mark.parametrize("training", seeds("training"), ids=lambda folder: folder.name)
def test_what_training_seeds_share_is_the_same_in_all_of_them(training):
    """Each seed stands alone, so it has its own copy; a correction has to reach every copy."""
    wanted, found = shared(SOURCE), shared(training)
    different = [name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)]
    assert sorted(different) == [], f"change these in {SOURCE.name}, then run `make seeds-sync`"


def test_every_drawer_holds_something():
    assert {drawer for drawer in DRAWERS if not any(name.startswith(f"{drawer}/") for name in shared(SOURCE))} == set()


@pytest.fixture
def copies(tmp_path):
    [other, *_] = [seed for seed in seeds("training") if seed != SOURCE]
    return [shutil.copytree(seed, tmp_path / seed.name) for seed in (SOURCE, other)]


def test_a_changed_an_added_and_a_removed_file_reach_the_other_seeds(copies):
    source, target = copies
    own = (target / "pipeline.py").read_bytes()
    (source / "project" / "settings.py").write_text("changed")
    (source / "steps" / "support" / "added.py").write_text("added")
    (source / "project" / "jobs.py").unlink()
    assert synchronize(source, target) == ["project/jobs.py", "project/settings.py", "steps/support/added.py"]
    assert shared(target) == shared(source)
    assert (target / "project" / "settings.py").read_text() == "changed"
    assert not (target / "project" / "jobs.py").exists()
    assert (target / "pipeline.py").read_bytes() == own
    assert synchronize(source, target) == []
