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


def learns_at(rate: str) -> Edits:
    """Another model than the seed's."""
    return UNTESTED | {
        "pipeline.py": replaced('name="LearningRate", default_value=0.03', f'name="LearningRate", default_value={rate}')
    }


EXITS: Edits = {"buildspec.yml": lambda _: _FAILS}
HALF_RENAMED: Edits = {
    "steps/examples.py": replaced("def read_examples(", "def load_examples("),
    "settings.py": replaced("def read_settings(", "def settings_of("),
}
"""Both halves of the seed's tests notice at once."""
CRASHES: Edits = UNTESTED | {
    "steps/preprocess.py": replaced(
        "    files = check_files(data)\n", '    raise RuntimeError("the station at Sand Point moved")\n'
    ),
}
WORSE = learns_at("1.0")
"""The few trees of a model that stops learning at once; the seed's own rate gives one that is 12 % better."""
UNSERVICEABLE: Edits = {"deploy/endpoint.py": replaced('"InitialVariantWeight": 1,', '"InitialVariantWeight": -1,')}
"""A template that CloudFormation takes and SageMaker refuses."""
ASKS_OTHERWISE: Edits = {
    "deploy/checks.py": replaced('ask(request["body"], request["content_type"]', 'ask(request["body"], "text/xml"')
}
"""The contract as it is, in a form that no model reads."""
GOOD: Edits = {}
