"""Edits of the seeds in these tests."""

from tests.rehearsals.failures.repository import Edits, replaced

_ONLY_THE_PIPELINE = """version: 0.2
phases:
  build:
    commands:
      - make pipeline
"""
_FAILS = """version: 0.2
phases:
  build:
    commands:
      - exit 1
"""
UNTESTED: Edits = {"buildspec.yml": lambda _: _ONLY_THE_PIPELINE}
"""Builds without the seed's own tests, which are slow; the model is the same."""


def penalized(ridge_penalty: str) -> Edits:
    """Another model than the seed's."""
    present, other = (f"ridge_penalty = {value}" for value in ("30.0", ridge_penalty))
    return UNTESTED | {"project.toml": replaced(present, other)}


EXITS: Edits = {"buildspec.yml": lambda _: _FAILS}
RENAMED_DEFINITIONS: Edits = {
    "steps/examples.py": replaced("def read_examples(", "def load_examples("),
    "project/settings.py": replaced("def read_settings(", "def settings_of("),
}
"""Both halves of the seed's tests fail."""
CRASHES: Edits = UNTESTED | {
    "steps/preprocess.py": replaced(
        "    files = check_files(data, made.columns)\n", '    raise RuntimeError("the station at Sand Point moved")\n'
    ),
}
WORSE = penalized("1000000.0")
"""A linear model that predicts the mean: with the trees it is worse than the best simple forecast and production."""
UNKNOWN_MACHINE: Edits = {"deployment.json": replaced("ml.m5.large", "ml.m5.huge")}
"""A choice that the release code and CloudFormation accept, and SageMaker refuses."""
WRONG_CONTENT_TYPE: Edits = {
    "deploy/checks.py": replaced('ask(request["body"], request["content_type"]', 'ask(request["body"], "text/xml"')
}
"""The registered requests with a content type that no model accepts."""
GOOD: Edits = {}
