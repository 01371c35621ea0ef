"""Grants on state machines, and what a state machine's role needs for its integrations.

Step Functions Developer Guide, "IAM policies for Amazon SageMaker AI" and "IAM policies for Step Functions". Its
templates have sagemaker:ListTags on everything; here it is for the project's jobs alone.
"""

from typing import Any

from troposphere import GetAtt, Ref, Sub, kms, stepfunctions

from templates.arns import arn
from templates.blocks.grants.jobs import REQUEST_TAG, RESOURCE_TAG, in_network
from templates.policy import Statement, actions_of, allow
from templates.project import Project

PROCESSING = "StepFunctionsGetEventsForSageMakerProcessingJobsRule"
TRAINING = "StepFunctionsGetEventsForSageMakerTrainingJobsRule"
EXECUTIONS = "StepFunctionsGetEventsForStepFunctionsExecutionRule"
"""The managed rules by which Step Functions learns that what a state waits for (`.sync`) has ended."""


def learn_of_ends(*rules: str) -> Statement:
    actions = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
    return allow(actions, [arn("events", f"rule/{name}") for name in rules])


def run_jobs_and_wait(project: Project, key: kms.Key) -> list[Any]:
    """Processing and training jobs with the project's tag and key, in its network: started, waited for, stopped."""
    jobs = [project.sagemaker_arn(kind) for kind in ("processing-job", "training-job")]
    created = {"StringEquals": {REQUEST_TAG: Ref(project.identifier)}}
    # A machine with disks of its own refuses a key for its volume.
    to_own_key = {
        "ArnEquals": {"sagemaker:OutputKmsKey": GetAtt(key, "Arn")},
        "ArnEqualsIfExists": {"sagemaker:VolumeKmsKey": GetAtt(key, "Arn")},
    }
    watch = actions_of(
        "sagemaker", "DescribeProcessingJob DescribeTrainingJob ListTags StopProcessingJob StopTrainingJob"
    )
    return [
        in_network(actions_of("sagemaker", "CreateProcessingJob CreateTrainingJob"), jobs, created | to_own_key),
        _tag(project, jobs),
        allow(watch, jobs),
        learn_of_ends(PROCESSING, TRAINING),
    ]


def create_models(project: Project) -> list[Any]:
    models = [project.sagemaker_arn("model")]
    created = {"StringEquals": {REQUEST_TAG: Ref(project.identifier)}}
    return [in_network(["sagemaker:CreateModel"], models, created), _tag(project, models)]


def configure_endpoints(project: Project, key: kms.Key) -> list[Statement]:
    """Of this project's models: a configuration names them, and the project's key for the disks."""
    configurations = [project.sagemaker_arn("endpoint-config")]
    condition = {
        "StringEquals": {REQUEST_TAG: Ref(project.identifier)},
        "ArnEqualsIfExists": {"sagemaker:VolumeKmsKey": GetAtt(key, "Arn")},
        "ForAllValues:ArnLike": {"sagemaker:ModelArn": project.sagemaker_arn("model")},
    }
    return [
        allow(["sagemaker:CreateEndpointConfig"], configurations, condition),
        _tag(project, configurations),
    ]


def deploy_endpoints(project: Project) -> list[Statement]:
    """Create, change and call the project's endpoint, with its own configurations."""
    endpoints = [project.sagemaker_arn("endpoint")]
    both = [*endpoints, project.sagemaker_arn("endpoint-config")]
    return [
        allow(["sagemaker:CreateEndpoint"], both, {"StringEquals": {REQUEST_TAG: Ref(project.identifier)}}),
        _tag(project, endpoints),
        allow(["sagemaker:UpdateEndpoint"], both),
        allow(["sagemaker:DescribeEndpoint", "sagemaker:InvokeEndpoint"], endpoints),
    ]


def start_and_wait(*machines: stepfunctions.StateMachine) -> list[Statement]:
    """Executions of other state machines, which end with the execution that waits for them."""
    return [
        allow(["states:StartExecution"], [Ref(machine) for machine in machines]),
        allow(["states:DescribeExecution", "states:StopExecution"], [_executions(machine) for machine in machines]),
        learn_of_ends(EXECUTIONS),
    ]


def define(*machines: stepfunctions.StateMachine) -> Statement:
    """Give state machines another definition. Their role stays: naming one takes iam:PassRole."""
    actions = ["states:DescribeStateMachine", "states:UpdateStateMachine"]
    return allow(actions, [Ref(machine) for machine in machines])


def start_or_continue(machine: stepfunctions.StateMachine) -> list[Statement]:
    """Start a state machine, look at its executions, and go on with one that failed (`redrive`)."""
    return [
        allow(["states:ListExecutions", "states:StartExecution"], [Ref(machine)]),
        allow(["states:DescribeExecution", "states:RedriveExecution"], [_executions(machine)]),
    ]


def _executions(machine: stepfunctions.StateMachine) -> Sub:
    return arn("states", f"execution:${{{machine.title}.Name}}:*")


def _tag(project: Project, resources: list[Sub]) -> Statement:
    own = Ref(project.identifier)
    condition = {"StringEquals": {REQUEST_TAG: own}, "StringEqualsIfExists": {RESOURCE_TAG: own}}
    return allow(["sagemaker:AddTags"], resources, condition)
