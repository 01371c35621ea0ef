"""Grants on SageMaker's jobs and models: created as the project's own, with its key and in its network.

Pipelines name what they start `pipelines-<execution>-...`, which says nothing of the project: its tag does. No document
promises that a pipeline's own tags get to its jobs, so the definition of each job has them.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import GetAtt, If, Ref, Sub, kms

from templates import parameters
from templates.arns import arn
from templates.policy import Statement, actions_of, allow
from templates.project import Project


class Kinds(NamedTuple):
    """The kinds of jobs that a project runs besides transform jobs, and what it may do with all of them."""

    jobs: Sequence[str]
    run: Sequence[str]
    describe: Sequence[str]
    stop: Sequence[str]


TRAINING = Kinds(
    jobs=("processing-job", "training-job", "transform-job", "hyper-parameter-tuning-job"),
    run=actions_of("sagemaker", "CreateHyperParameterTuningJob CreateProcessingJob CreateTrainingJob"),
    describe=actions_of(
        "sagemaker",
        """
        DescribeHyperParameterTuningJob DescribeModel DescribeProcessingJob DescribeTrainingJob DescribeTransformJob
        """,
    ),
    stop=actions_of("sagemaker", "StopHyperParameterTuningJob StopProcessingJob StopTrainingJob StopTransformJob"),
)
BATCH = Kinds(
    jobs=("processing-job", "transform-job"),
    run=actions_of("sagemaker", "CreateProcessingJob"),
    describe=actions_of("sagemaker", "DescribeModel DescribeProcessingJob DescribeTransformJob"),
    stop=actions_of("sagemaker", "StopProcessingJob StopTransformJob"),
)
"""Nothing is learnt."""
REQUEST_TAG, RESOURCE_TAG = "aws:RequestTag/sagemaker:project-id", "aws:ResourceTag/sagemaker:project-id"
SUBNETS, SECURITY_GROUPS = "sagemaker:VpcSubnets", "sagemaker:VpcSecurityGroupIds"


def run_jobs(project: Project, key: kms.Key, kinds: Kinds = TRAINING) -> list[Any]:
    """Create jobs and models with the project's tag; stop what has that tag, and describe nothing of another project.

    The condition keys of each action: Service Authorization Reference, "Actions, resources, and condition keys for
    Amazon SageMaker". A transform job runs in the network of its model. A machine with disks of its own encrypts them
    itself and refuses a key for its volume, so only a key that is named has to be the project's. What was created a
    moment ago may not have its tags yet for a request that describes it.
    """
    own, models = Ref(project.identifier), _named(project, "model")
    created = {"StringEquals": {REQUEST_TAG: own}}
    to_own_key = {
        "ArnEquals": {"sagemaker:OutputKmsKey": GetAtt(key, "Arn")},
        "ArnEqualsIfExists": {"sagemaker:VolumeKmsKey": GetAtt(key, "Arn")},
    }
    jobs = _named(project, *kinds.jobs)
    return [
        in_network(kinds.run, jobs, created | to_own_key),
        in_network(["sagemaker:CreateModel"], models, created),
        allow(
            ["sagemaker:CreateTransformJob"], jobs, created | to_own_key | {"ArnLike": {"sagemaker:ModelArn": models}}
        ),
        allow(["sagemaker:AddTags"], [*jobs, *models], created | {"StringEqualsIfExists": {RESOURCE_TAG: own}}),
        allow(kinds.describe, [*jobs, *models], {"StringEqualsIfExists": {RESOURCE_TAG: own}}),
        allow(kinds.stop, jobs, {"StringEquals": {RESOURCE_TAG: own}}),
    ]


def run_processing_jobs(project: Project, key: kms.Key) -> list[Any]:
    """Create processing jobs with the project's tag, wait for them and stop them; no models, and nothing is learnt."""
    own, jobs = Ref(project.identifier), [project.sagemaker_arn("processing-job")]
    created = {"StringEquals": {REQUEST_TAG: own}}
    keys = {"sagemaker:OutputKmsKey": GetAtt(key, "Arn"), "sagemaker:VolumeKmsKey": GetAtt(key, "Arn")}
    return [
        in_network(["sagemaker:CreateProcessingJob"], jobs, created | {"ArnEquals": keys}),
        allow(["sagemaker:AddTags"], jobs, created | {"StringEqualsIfExists": {RESOURCE_TAG: own}}),
        allow(["sagemaker:DescribeProcessingJob"], jobs, {"StringEqualsIfExists": {RESOURCE_TAG: own}}),
        allow(["sagemaker:StopProcessingJob"], jobs, {"StringEquals": {RESOURCE_TAG: own}}),
    ]


def in_network(actions: Any, resources: list[Sub], condition: Statement) -> If:
    """Where the account has a network, that network: a request without one has no such keys, which Null refuses."""
    named = {"Null": {SUBNETS: "false", SECURITY_GROUPS: "false"}}
    only = {SUBNETS: Ref(parameters.SUBNETS), SECURITY_GROUPS: Ref(parameters.SECURITY_GROUPS)}
    inside = condition | named | {"ForAllValues:StringEquals": only}
    return If(parameters.HAS_NETWORK.name, allow(actions, resources, inside), allow(actions, resources, condition))


def _named(project: Project, *kinds: str) -> list[Sub]:
    started_by_pipelines = [arn("sagemaker", f"{kind}/pipelines-*") for kind in kinds]
    return [*started_by_pipelines, *[project.sagemaker_arn(kind) for kind in kinds]]
