"""What people do to the seeds in these tests."""

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
"""The seed's own tests take their time; what is trained is the same without them."""


def penalized(ridge_penalty: str) -> Edits:
    """Another model than the seed's."""
    usual, other = (f'name="RidgePenalty", default_value={value}' for value in ("30.0", ridge_penalty))
    return UNTESTED | {"pipeline.py": replaced(usual, other)}


EXITS: Edits = {"buildspec.yml": lambda _: _FAILS}
HALF_RENAMED: Edits = {
    "steps/examples.py": replaced("def read_examples(", "def load_examples("),
    "project/settings.py": replaced("def read_settings(", "def settings_of("),
}
"""Both halves of the seed's tests notice at once."""
CRASHES: Edits = UNTESTED | {
    "steps/preprocess.py": replaced(
        "    files = check_files(data)\n", '    raise RuntimeError("the station at Sand Point moved")\n'
    ),
}
WORSE = penalized("1000000.0")
"""A line that says the mean: the trees beside it make a model 4 % worse than the best simple forecast."""
UNSERVICEABLE: Edits = {"deploy/endpoint.py": replaced('"InitialVariantWeight": 1,', '"InitialVariantWeight": -1,')}
"""A template that CloudFormation takes and SageMaker refuses."""
ASKS_OTHERWISE: Edits = {
    "deploy/checks.py": replaced('ask(request["body"], request["content_type"]', 'ask(request["body"], "text/xml"')
}
"""The contract as it is, in a form that no model reads."""
GOOD: Edits = {}
