"""What the deployment's builds run is text of the template, and no file of the repository can take part in it."""

import re

import pytest
import yaml

from tests.templates.rendered import SEED_KEYS, template_of

DEPLOYING = ["deploy", "build-train-deploy"]
OF_THE_CATALOG = ["PrepareProject", "ConfirmProject"]


def _spec(name: str, project: str) -> dict:
    return yaml.safe_load(template_of(name)["Resources"][project]["Properties"]["Source"]["BuildSpec"])


def _commands(spec: dict) -> list[str]:
    return [command for phase in spec["phases"].values() for command in phase["commands"]]


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize("project", [*OF_THE_CATALOG, "TestProject"])
def test_every_command_is_one_text(name: str, project: str) -> None:
    """A colon and a blank in a plain scalar of YAML make a mapping of it."""
    assert all(isinstance(command, str) for command in _commands(_spec(name, project)))


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize("project", OF_THE_CATALOG)
def test_the_digest_is_in_the_text_and_not_in_a_variable_that_a_start_can_override(name: str, project: str) -> None:
    key = SEED_KEYS["release"]
    digest = key.removeprefix("release/").removesuffix(".zip")
    install = _spec(name, project)["phases"]["install"]["commands"]
    fetch = next(number for number, command in enumerate(install) if f"--key {key} " in command)
    check = next(number for number, command in enumerate(install) if f"{digest}  release.zip" in command)
    unpack = next(number for number, command in enumerate(install) if "extractall" in command)
    assert "sha256sum --check --strict" in install[check]
    assert fetch < check < unpack


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize("project", OF_THE_CATALOG)
def test_python_and_pip_look_into_nothing_of_the_repository(name: str, project: str) -> None:
    commands = _commands(_spec(name, project))
    assert commands[:2] == ['WORK="$(mktemp -d)" && export WORK', 'cd "$WORK" || exit 1']
    assert all(" -I " in command for command in commands if re.search(r"\bpython3? ", command))
    (pip,) = [command for command in commands if re.search(r"\bpip install\b", command)]
    assert pip.startswith("PIP_CONFIG_FILE=/dev/null ")
    assert {"--require-hashes", "--only-binary=:all:"} <= set(pip.split())
    removed = next(number for number, command in enumerate(commands) if "rm -rf" in command)
    ran = next(number for number, command in enumerate(commands) if "python -I release" in command)
    assert removed < ran


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize("project", OF_THE_CATALOG)
def test_the_build_reads_that_one_archive_of_the_hub(name: str, project: str) -> None:
    role = template_of(name)["Resources"][project.replace("Project", "Role")]
    (policy,) = role["Properties"]["Policies"]
    foreign = [one for one in policy["PolicyDocument"]["Statement"] if "AssetBucket" in str(one)]
    (statement,) = foreign
    assert statement["Action"] == ["s3:GetObject"]
    (resource,) = statement["Resource"]
    assert resource["Fn::Sub"].endswith(f":s3:::${{AssetBucket}}/{SEED_KEYS['release']}")
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": {"Ref": "Organization"}}}


@pytest.mark.parametrize("name", DEPLOYING)
def test_the_teams_own_code_runs_only_where_it_can_call_endpoints(name: str) -> None:
    resources = template_of(name)["Resources"]
    running = [
        title
        for title, body in resources.items()
        if body["Type"] == "AWS::CodeBuild::Project" and "python -m deploy" in str(body["Properties"]["Source"])
    ]
    assert running == ["TestProject"]
    (policy,) = resources["TestRole"]["Properties"]["Policies"]
    text = str(policy)
    assert "releases/" not in text
    assert "ModelPackage" not in text
