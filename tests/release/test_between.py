"""The release code reads what the seed has, and the seed's test reads what the release code writes."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
SEED = ROOT / "seedcode" / "model-deploy"
READ_BY_RELEASE = """
import sys
from pathlib import Path
from deployment import contract
from deployment.choices import Choices, read_choices
seed = Path(sys.argv[1])
contract.check(seed)
print(read_choices(seed) == Choices())
"""


def run(code: str, folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(PYTHON), "-c", code, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_the_seeds_choices_are_valid_and_are_the_defaults() -> None:
    assert run(READ_BY_RELEASE, ROOT / "release", str(SEED)) == "True"


def test_the_seed_shows_every_choice_there_is() -> None:
    rules = "import json; from deployment.choices import RULES; print(json.dumps(RULES, default=str))"
    known = json.loads(run(rules, ROOT / "release"))
    written = json.loads((SEED / "deployment.json").read_text())
    assert written.keys() == known.keys()
    assert all(written[name].keys() == fields.keys() for name, fields in known.items() if isinstance(fields, dict))


def test_both_know_the_same_types_of_endpoints() -> None:
    listed = "from {package}.settings import EndpointType; print(*EndpointType)"
    assert run(listed.format(package="deployment"), ROOT / "release") == run(listed.format(package="deploy"), SEED)


def test_the_training_seeds_read_what_a_release_records() -> None:
    """So that a new model is compared with what production runs."""
    record = (
        "from deployment.running import EXPORTED, Released; print(EXPORTED); "
        "print(Released('arn:1', '7', 'digest', 'data', 'image', 'machines', 'canary').text())"
    )
    variable, text = run(record, ROOT / "release").splitlines()
    read = "import sys; from project.releases import RELEASED, parsed; print(RELEASED, *parsed(sys.argv[1]))"
    assert run(read, ROOT / "seedcode" / "census", text) == f"{variable} arn:1 7 production digest"


def test_a_build_installs_the_same_packages_for_the_release_code_and_for_the_test() -> None:
    """One lock less to look through."""
    assert (ROOT / "release" / "requirements.lock").read_bytes() == (SEED / "requirements.lock").read_bytes()
