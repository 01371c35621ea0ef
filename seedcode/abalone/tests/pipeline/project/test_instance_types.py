"""Jobs are offered only instance types whose volumes take a key."""

import json

import pytest

from project.definition_check import problems
from project.instance_types import offered, takes_key

LOCAL = ("ml.r5d.large", "ml.g4dn.xlarge", "ml.g5.xlarge", "ml.p3dn.24xlarge", "ml.p4d.24xlarge", "ml.trn1.2xlarge")


def parameter(document, name):
    return next(each for each in document["Parameters"] if each["Name"] == name)


@pytest.mark.parametrize("job", ["Processing", "Training"])
def test_an_execution_cannot_be_started_with_a_type_that_has_local_disks(text, job):
    values = parameter(json.loads(text), f"{job}InstanceType")
    assert values["DefaultValue"] in values["EnumValues"] == offered(job)
    assert not set(LOCAL) & set(values["EnumValues"])


@pytest.mark.parametrize("instance_type", LOCAL)
def test_a_definition_that_offers_local_disks_with_a_key_is_refused(text, instance_type):
    assert not takes_key(instance_type)
    document = json.loads(text)
    parameter(document, "ProcessingInstanceType")["EnumValues"].append(instance_type)
    found = problems(json.dumps(document))
    assert found[0].startswith("Preprocess: VolumeKmsKeyId cannot be given for ")
    assert instance_type in found[0]


def test_a_type_that_is_no_parameter_is_checked_too(text):
    changed = text.replace('{"Get": "Parameters.TrainingInstanceType"}', '"ml.g5.xlarge"')
    assert changed != text
    assert any("ml.g5.xlarge" in problem for problem in problems(changed))


def test_without_an_own_key_every_type_may_be_offered(text):
    changed = text.replace('"VolumeKmsKeyId"', '"Unused"').replace('"EnumValues"', '"Other"')
    assert not [problem for problem in problems(changed) if "VolumeKmsKeyId cannot" in problem]
