"""Every seed's own tests pass where a user has them, and fail when what they test is broken on purpose."""

from typing import NamedTuple


class Damage(NamedTuple):
    """What is put in the place of something that matters, and the tests that have to notice."""

    file: str
    intact: str
    broken: str
    tests: str


UNTRAINED = Damage(
    file="steps/model.py",
    intact="return in_unit(xgb.train(chosen, matrix(examples, unit), rounds), unit)",
    broken="return in_unit(xgb.train(chosen, matrix(examples, unit), 1), unit)",
    tests="tests/steps/test_model.py",
)
PENALIZED = Damage(
    file="steps/model.py",
    intact='line = fit_line(*examples, chosen.get("ridge_penalty", USUAL["ridge_penalty"]))',
    broken="line = fit_line(*examples, 1e9)",
    tests="tests/steps/test_evaluation.py",
)
ANY_ANSWER_PASSES = Damage(
    file="deploy/checks.py",
    intact="same = len(found) == len(expected) and all(map(partial(agree, tolerance), found, expected))",
    broken="same = len(found) == len(expected)",
    tests="tests/test_checks.py",
)
ANY_RUN_TAKES_A_FILE = Damage(
    file="steps/support/ledger.py",
    intact="if self.runs(other.execution) or not self.store.replace(place, body, found.tag):",
    broken="if not self.store.replace(place, body, found.tag):",
    tests="tests/steps/support/test_ledger.py",
)
DAMAGES = {"weather": PENALIZED, "model-deploy": ANY_ANSWER_PASSES, "batch-inference": ANY_RUN_TAKES_A_FILE}


def test_own_tests_pass_from_a_copy_elsewhere(copied, run):
    ended = run("-m", "pytest", "-p", "no:cacheprovider", folder=copied)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-1000:]


def test_own_tests_fail_when_the_model_is_broken_on_purpose(seed, copied, run):
    damage = DAMAGES.get(seed, UNTRAINED)
    file = copied / damage.file
    assert damage.intact in file.read_text()
    file.write_text(file.read_text().replace(damage.intact, damage.broken))
    ended = run("-m", "pytest", "-x", "-p", "no:cacheprovider", damage.tests, folder=copied)
    assert ended.returncode == 1, f"{seed}: nobody noticed\n{ended.stdout[-2000:]}"
