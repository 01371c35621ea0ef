"""One content, one run: whoever meets, dies or comes back."""

from support.ledger import RUNNING, SETTLED, TAKEN, Claim, Ledger
from support.store import Folder, Stored

FIRST, SECOND = Claim("data/a", "run-1", "predictions/1/_SUCCESS"), Claim("data/a", "run-2", "predictions/2/_SUCCESS")


def ledger(tmp_path, *running: str) -> Ledger:
    return Ledger(Folder(tmp_path), lambda execution: execution in running)


def test_the_first_run_takes_and_may_take_again(tmp_path):
    assert ledger(tmp_path).take("d", FIRST).state == TAKEN
    assert ledger(tmp_path, "run-1").take("d", FIRST) == (TAKEN, FIRST)


def test_a_running_run_keeps_what_it_has(tmp_path):
    ledger(tmp_path).take("d", FIRST)
    assert ledger(tmp_path, "run-1").take("d", SECOND) == (RUNNING, FIRST)


def test_a_run_that_ended_without_a_manifest_loses_what_it_had(tmp_path):
    ledger(tmp_path).take("d", FIRST)
    assert ledger(tmp_path).take("d", SECOND) == (TAKEN, SECOND)
    assert ledger(tmp_path).owner("d") == "run-2"


def test_a_manifest_settles_whatever_sagemaker_says_of_the_run(tmp_path):
    ledger(tmp_path).take("d", FIRST)
    Folder(tmp_path).create(FIRST.manifest, b"{}")
    assert ledger(tmp_path).take("d", SECOND) == (SETTLED, FIRST)
    assert ledger(tmp_path, "run-1").take("d", SECOND) == (SETTLED, FIRST)


def test_of_two_that_take_over_at_once_one_succeeds(tmp_path):
    ledger(tmp_path).take("d", FIRST)

    class Overtaken(Folder):
        """Another run is quicker between reading and writing."""

        def replace(self, key: str, body: bytes, tag: str) -> bool:
            assert super().replace(key, body, tag)
            return super().replace(key, body, tag)

    taken = Ledger(Overtaken(tmp_path), lambda _: False).take("d", SECOND)
    assert taken.state == RUNNING


def test_what_is_remembered_is_that_object_and_no_later_one(tmp_path):
    known, changed = Stored("data/a", "tag-1", 1), Stored("data/a", "tag-2", 1)
    ledger(tmp_path).remember(known)
    assert ledger(tmp_path).knows(known)
    assert not ledger(tmp_path).knows(changed)
