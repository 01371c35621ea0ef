"""Outputs of a project: names, ARNs and links to the console."""

from typing import Any

from troposphere import GetAtt, If, Output, Ref, Sub, codepipeline, sagemaker

from templates import names, parameters
from templates.blocks import captured
from templates.blocks.batch import Batch
from templates.blocks.batch_messages import pipeline_name
from templates.blocks.console import PAGES, with_links
from templates.blocks.deployment import Deployment
from templates.blocks.monitoring import Monitoring
from templates.blocks.project_resources import ProjectResources
from templates.blocks.source import USES_CONNECTION, Source
from templates.blocks.stages import STAGES
from templates.blocks.teams import approver_arn
from templates.blocks.training import Training
from templates.blocks.workflow import Workflow
from templates.project import Project

TOPIC = (
    "The account's topic for failures, approvals and changes of all projects. Its address gets no message until the "
    "subscription is confirmed in the email that AWS sent to it."
)


def project_outputs(resources: ProjectResources) -> list[Output]:
    return [
        _output("Bucket", "The project's bucket.", Ref(resources.bucket)),
        _output("BucketConsole", "The project's bucket in the console.", _bucket_page(resources)),
        _output("KeyArn", "The key that encrypts the project's data.", GetAtt(resources.key, "Arn")),
        _output("TopicArn", TOPIC, Ref(parameters.NOTIFICATION_TOPIC)),
        _output(
            "DeadLettersUrl",
            "Dead-letter queue of events that could not be delivered.",
            Ref(resources.dead_letter_queue),
        ),
        _output("ApproverRoleArn", "The role to assume to approve a model.", approver_arn()),
    ]


def training_outputs(
    project: Project, resources: ProjectResources, training: Training, group: sagemaker.ModelPackageGroup
) -> list[Output]:
    data = Sub(f"s3://${{{resources.bucket.title}}}/{names.DATA_PREFIX}")
    return [
        _output("DataUri", "Where to put training data.", data),
        *repository_outputs("Build", "training", training.code),
        *pipeline_outputs("Build", "builds and trains", training.pipeline),
        *group_outputs(project, group),
        _output(
            "TrainingPipelineName",
            "The SageMaker pipeline that trains.",
            Sub(project.long_name(names.SAGEMAKER_PIPELINE)),
        ),
        _output("ExecutionRoleArn", "The role that training jobs run as.", GetAtt(training.jobs, "Arn")),
    ]


def workflow_outputs(
    project: Project, resources: ProjectResources, workflow: Workflow, group: sagemaker.ModelPackageGroup
) -> list[Output]:
    data = Sub(f"s3://${{{resources.bucket.title}}}/{names.DATA_PREFIX}")
    joined = workflow.machines.workflow.machine
    endpoint = Sub(project.endpoint_name("development"))
    page = f"{PAGES}/states/home?region=${{AWS::Region}}#/statemachines/view/${{{joined.title}}}"
    return [
        _output("DataUri", "Where to put training data.", data),
        *repository_outputs("Build", "workflow's", workflow.built.code),
        *pipeline_outputs("Build", "tests the definitions, and starts the workflow", workflow.built.pipeline),
        *group_outputs(project, group),
        _output("WorkflowArn", "The state machine that joins the others.", Ref(joined)),
        _output("WorkflowConsole", "That state machine in the console.", with_links(page)),
        _output("EndpointName", "The endpoint that the workflow deploys to.", endpoint),
        _output("ExecutionRoleArn", "The role that jobs run as.", GetAtt(workflow.jobs, "Arn")),
    ]


def batch_outputs(project: Project, resources: ProjectResources, part: Batch) -> list[Output]:
    places = {
        "DataUri": ("Where to put the files to predict for.", names.DATA_PREFIX),
        "PredictionsUri": ("Where predictions are, below the day and the run.", names.PREDICTION_PREFIX),
        "RejectedUri": ("Where rows are that could not be taken, with the reasons.", names.REJECTED_PREFIX),
    }
    return [
        *[
            _output(title, description, Sub(f"s3://${{{resources.bucket.title}}}/{prefix}"))
            for title, (description, prefix) in places.items()
        ],
        *repository_outputs("Build", "batch inference", part.code),
        *pipeline_outputs("Build", "builds the batch pipeline", part.pipeline),
        _output("BatchPipelineName", "The SageMaker pipeline that predicts.", Sub(pipeline_name(project))),
        _output("ExecutionRoleArn", "The role that its jobs run as.", GetAtt(part.jobs, "Arn")),
    ]


def deployment_outputs(project: Project, deployment: Deployment) -> list[Output]:
    return [
        *repository_outputs("Deploy", "deployment", deployment.code),
        *pipeline_outputs("Deploy", "deploys approved models", deployment.pipeline),
        *[
            _output(
                f"{stage.name.capitalize()}Endpoint",
                f"The endpoint in the {stage.name} account.",
                Sub(project.endpoint_name(stage.name)),
            )
            for stage in STAGES
        ],
    ]


def monitoring_outputs(resources: ProjectResources, part: Monitoring) -> list[Output]:
    places = {
        "CapturedDataUri": ("What the monitor reads.", captured.place(resources.bucket)),
        "LabelsUri": ("Where to put labels as they arrive.", _below(resources, f"{names.DATA_PREFIX}labels/")),
        "ReportsUri": ("Where the reports are, by run.", _below(resources, f"{names.EXECUTION_PREFIX}monitor/")),
    }
    page = f"{PAGES}/cloudwatch/home?region=${{AWS::Region}}#dashboards:name=${{{part.dashboard.title}}}"
    return [
        *[_output(title, description, value) for title, (description, value) in places.items()],
        *repository_outputs("Build", "monitor's", part.code),
        *pipeline_outputs("Build", "looks at the model", part.pipeline),
        _output("DashboardConsole", "The figures of all runs, in the console.", with_links(page)),
        _output("ExecutionRoleArn", "The role that the monitor's job runs as.", GetAtt(part.jobs, "Arn")),
    ]


def group_outputs(project: Project, group: sagemaker.ModelPackageGroup) -> list[Output]:
    return [
        _output(
            "ModelPackageGroupName",
            "The model package group that models are registered in.",
            Sub(project.model_package_group),
        ),
        _output("ModelPackageGroupArn", "The ARN of that group.", GetAtt(group, "ModelPackageGroupArn")),
        _output("ModelsConsole", "SageMaker in the console; models are in Studio under Models.", _sagemaker_page()),
    ]


def repository_outputs(prefix: str, purpose: str, source: Source) -> list[Output]:
    url = If(USES_CONNECTION.name, GetAtt(source.seeded, "RepositoryUrl"), GetAtt(source.repository, "CloneUrlHttp"))
    return [_output(f"{prefix}RepositoryUrl", f"Clone this to change the {purpose} code.", url)]


def pipeline_outputs(prefix: str, purpose: str, pipeline: codepipeline.Pipeline) -> list[Output]:
    page = f"{PAGES}/codesuite/codepipeline/pipelines/${{{pipeline.title}}}/view"
    return [
        _output(f"{prefix}PipelineName", f"The pipeline that {purpose}.", Ref(pipeline)),
        _output(f"{prefix}PipelineConsole", f"The pipeline that {purpose}, in the console.", with_links(page)),
    ]


def _output(title: str, description: str, value: Any) -> Output:
    return Output(title, Description=description, Value=value)


def _below(resources: ProjectResources, prefix: str) -> Sub:
    return Sub(f"s3://${{{resources.bucket.title}}}/{prefix}")


def _bucket_page(resources: ProjectResources) -> Sub:
    return with_links(f"{PAGES}/s3/buckets/${{{resources.bucket.title}}}")


def _sagemaker_page() -> Sub:
    return with_links(f"{PAGES}/sagemaker/home?region=${{AWS::Region}}")
