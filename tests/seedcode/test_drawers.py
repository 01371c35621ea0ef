"""Seeds that train share their drawers, and copying them leaves the rest alone."""

import shutil

import pytest

from tests.seedcode.drawers import (
    DRAWERS,
    FOLDER,
    OF_A_MONITOR,
    OWN,
    SOURCE,
    TABLE,
    TABLE_FILES,
    WRITTEN,
    kind,
    seeds,
    settings_record,
    shared,
    steps,
    synchronize,
    synchronize_monitor,
)


def test_every_seed_says_of_which_kind_it_is(original):
    assert kind(original) in {"training", "workflow", "monitoring", "batch", "deployment"}


@pytest.mark.parametrize("training", seeds("training"), ids=lambda folder: folder.name)
def test_what_training_seeds_share_is_the_same_in_all_of_them(training):
    """Each seed stands alone, so it has its own copy; a correction has to reach every copy."""
    table = training.name in TABLE
    wanted, found = shared(SOURCE, table=table), shared(training, table=table)
    different = [name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)]
    assert sorted(different) == [], f"change these in {SOURCE.name}, then run `make seeds-sync`"


@pytest.mark.parametrize("workflow", seeds("workflow"), ids=lambda folder: folder.name)
def test_state_machines_run_the_steps_that_seeds_for_any_table_share(workflow):
    wanted, found = steps(SOURCE), steps(workflow)
    different = [name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)]
    assert sorted(different) == [], f"change these in {SOURCE.name}, then run `make seeds-sync`"


@pytest.mark.parametrize("monitor", seeds("monitoring"), ids=lambda folder: folder.name)
def test_what_a_monitor_shares_with_the_training_is_the_same(monitor):
    different = [name for name in OF_A_MONITOR if (monitor / name).read_bytes() != (SOURCE / name).read_bytes()]
    assert different == [], f"change these in {SOURCE.name}, then run `make seeds-sync`"
    inside = {path.relative_to(monitor).as_posix() for path in (monitor / "steps/support").rglob("*.py")}
    assert inside == set(OF_A_MONITOR)


def test_a_change_reaches_a_monitor(tmp_path):
    target = shutil.copytree(seeds("monitoring")[0], tmp_path / "monitor")
    (target / OF_A_MONITOR[1]).write_text("changed")
    (target / OF_A_MONITOR[2]).unlink()
    assert synchronize_monitor(SOURCE, target) == [*OF_A_MONITOR[1:3]]
    assert synchronize_monitor(SOURCE, target) == []


def test_every_drawer_holds_something():
    assert {drawer for drawer in DRAWERS if not any(name.startswith(f"{drawer}/") for name in shared(SOURCE))} == set()


def test_seeds_for_any_table_share_all_their_steps_and_others_only_the_support():
    assert {"steps/preprocess.py", "tests/steps/test_tables.py", *TABLE_FILES} <= shared(SOURCE, table=True).keys()
    assert not {"steps/preprocess.py", "tests/steps/test_tables.py", *TABLE_FILES} & shared(SOURCE).keys()


@pytest.mark.parametrize("training", seeds("training"), ids=lambda folder: folder.name)
def test_every_seed_has_what_each_has_for_itself(training):
    assert [name for name in OWN if not (training / name).is_file()] == []


@pytest.fixture
def copies(tmp_path):
    [other, *_] = [seed for seed in seeds("training") if seed != SOURCE]
    return [shutil.copytree(seed, tmp_path / seed.name) for seed in (SOURCE, other)]


def test_a_changed_an_added_and_a_removed_file_reach_the_other_seeds(copies):
    source, target = copies
    own = {name: (target / name).read_bytes() for name in ("pipeline.py", *OWN)}
    (source / "project" / "settings.py").write_text("changed")
    (source / "steps" / "support" / "added.py").write_text("added")
    (source / "project" / "jobs.py").unlink()
    (source / "project" / "serve.py").write_text("changed")
    assert synchronize(source, target) == ["project/jobs.py", "project/settings.py", "steps/support/added.py"]
    assert shared(target) == shared(source)
    assert (target / "project" / "settings.py").read_text() == "changed"
    assert not (target / "project" / "jobs.py").exists()
    assert {name: (target / name).read_bytes() for name in own} == own
    assert synchronize(source, target) == []


@pytest.mark.parametrize("name", TABLE)
def test_make_new_knows_that_nobody_has_edited_a_fresh_seed(name):
    """Otherwise it would refuse to replace the settings of the example."""
    assert (FOLDER / name / WRITTEN).read_text() == settings_record(FOLDER / name), "run `make seeds-sync`"
