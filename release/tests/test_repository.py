"""What a team writes is data: it is checked, and it decides about machines, scaling, capture and alarms alone."""

import json
import os

import pytest

from conftest import read
from deployment import choices
from deployment.repository import LARGEST, read_object
from deployment.settings import ReleaseError


@pytest.fixture
def write(repository):
    def put(document, name="deployment.json"):
        (repository / name).write_text(document if isinstance(document, str) else json.dumps(document))

    return put


def test_a_team_chooses_machines_scaling_capture_and_alarms(release, registry, write):
    registry.register("Approved")
    write(
        {
            "instance_type": "ml.c5.xlarge",
            "instances": {"staging": 2, "production": 3},
            "scaling": {"most_instances": 7, "requests_per_minute": 100},
            "traffic_steps": {"percentage": 50, "watched_seconds": 60},
            "alarms": {"latency_milliseconds": 250, "errors": 2},
            "captured_percentage": 10,
        }
    )
    build = release()
    resources, values = read(build, "endpoint.json")["Resources"], read(build, "production.json")["Parameters"]
    assert (values["InstanceType"], values["InstanceCount"]) == ("ml.c5.xlarge", "3")
    assert values["DataCapturePercentage"] == "10"
    assert resources["Scaling"]["Properties"]["MaxCapacity"] == 7
    assert resources["LatencyAlarm"]["Properties"]["Threshold"] == 250_000
    assert resources["ErrorAlarm"]["Properties"]["Threshold"] == 2
    moving = resources["Endpoint"]["Properties"]["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert moving["TerminationWaitInSeconds"] == 60


def test_without_the_file_everything_has_its_default(repository):
    assert choices.read_choices(repository) == choices.Choices()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"execution_role_arn": "arn:aws:iam::1:role/x"}, "unknown field `execution_role_arn`: use instance_type, "),
        ({"model_data_url": "s3://mine/model"}, "unknown field `model_data_url`"),
        ({"kms_key_arn": "arn:aws:kms:::key/1"}, "unknown field `kms_key_arn`"),
        ({"alarms": {"topic": "arn"}}, "unknown field `alarms.topic`: use errors, "),
        ({"instance_type": {"Ref": "Place"}}, r"`instance_type` must be an instance type .* not \{'Ref': 'Place'\}"),
        ({"instance_type": "m5.large"}, "`instance_type` must be an instance type such as ml.m5.large, not m5.large"),
        ({"instances": 2}, "`instances` must be an object with staging, production"),
        ({"instances": {"production": 0}}, "`instances.production` must be a whole number from 1 to 100, not 0"),
        ({"instances": {"production": True}}, "`instances.production` must be a whole number"),
        ({"instances": {"production": 1.5}}, "`instances.production` must be a whole number"),
        ({"captured_percentage": "100"}, "`captured_percentage` must be a whole number from 0 to 100, not 100"),
        ({"serverless": {"memory_megabytes": 1000}}, "must be one of 1024, 2048"),
        ({"traffic_steps": {"percentage": 10}}, "`traffic_steps.percentage` of 10 is less than one of the 2 instances"),
        ([], "must be a JSON object"),
        ('{"instances": ', "not JSON"),
        ('{"captured_percentage": 0, "captured_percentage": 100}', "duplicate key `captured_percentage`"),
        ('{"captured_percentage": NaN}', "NaN is no number"),
        ("[" * 100_000, "not JSON"),
        ('{"a":' * 500 + "1" + "}" * 500, "nested deeper than 20 levels"),
    ],
)
def test_an_error_names_file_field_rule_and_value(release, registry, write, document, error):
    registry.register("Approved")
    write(document)
    with pytest.raises(ReleaseError, match=f"^deployment.json: .*{error}"):
        release()


@pytest.mark.parametrize("name", ["deployment.json", "contract/budget.json", "contract/expected_answers.json"])
def test_a_file_of_a_hundred_megabytes_is_refused_after_its_first(release, registry, repository, name):
    registry.register("Approved")
    with (repository / name).open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ReleaseError, match=f"^{name}: larger than {LARGEST} bytes"):
        release()


@pytest.mark.parametrize("name", ["deployment.json", "contract/budget.json"])
def test_a_link_is_not_followed(release, registry, repository, tmp_path, name):
    registry.register("Approved")
    (tmp_path / "secret.json").write_text("{}")
    (repository / name).unlink(missing_ok=True)
    (repository / name).symlink_to(tmp_path / "secret.json")
    with pytest.raises(ReleaseError, match=f"^{name}: not a file of the repository itself"):
        release()


def test_a_linked_folder_is_not_followed(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "budget.json").write_text("{}")
    (repository / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReleaseError, match="links are not followed"):
        read_object(repository, "linked/budget.json")


def test_a_pipe_that_would_never_end_is_not_read(repository):
    os.mkfifo(repository / "deployment.json")
    with pytest.raises(ReleaseError, match="not a file"):
        choices.read_choices(repository)


@pytest.mark.parametrize(
    ("name", "broken", "error"),
    [
        ("budget", {"budget": {"p95_milliseconds": -1}}, "`budget.p95_milliseconds` must be a whole number from 1"),
        ("budget", {"budget": []}, "`budget` must be an object"),
        ("budget", {"refused": [{"name": "x"}]}, r"`refused\[0\].body` must be a text"),
        ("expected_answers", {"requests": []}, "`requests` must be a list of at least one golden request"),
        ("expected_answers", {"requests": [1]}, r"`requests\[0\]` must be an object with name, body"),
        ("expected_answers", {}, "`requests` must be a list"),
    ],
)
def test_a_broken_contract_is_noticed_before_anything_is_deployed(release, write, name, broken, error):
    write(broken, f"contract/{name}.json")
    with pytest.raises(ReleaseError, match=rf"^contract/{name}\.json: {error}"):
        release()


def test_nothing_else_of_the_repository_has_an_effect(release, registry, repository, tmp_path):
    """Not a package of the same name, not a template, not what a build would have written."""
    registry.register("Approved")
    release("one")
    for name in ("deployment/__init__.py", "deploy/prepare.py", "sitecustomize.py", "boto3.py", "json.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("raise SystemExit('code of the repository ran')")
    (repository / "build").mkdir()
    (repository / "build" / "endpoint.json").write_text('{"Resources": {}}')
    release("two")
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
