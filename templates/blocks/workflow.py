"""Training, registration and deployment as four state machines, and one that joins them."""

from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, Sub, events, iam, kms, s3, sagemaker

from templates import names, parameters
from templates.arns import arn
from templates.blocks.approvals import approval_request
from templates.blocks.build import Instructions, s3_cache
from templates.blocks.build_on_push import PART, BuildOnPush, build_on_push
from templates.blocks.grants import delivery, models, runtime, storage, workflows
from templates.blocks.job_grants import learn_from_data, run_in_image
from templates.blocks.machines import Machine, state_machine
from templates.blocks.messages import publish_message
from templates.blocks.project_resources import ProjectResources
from templates.blocks.roles import project_role
from templates.blocks.source import SeedKey
from templates.blocks.triggers import rule
from templates.policy import service_trust
from templates.project import Project

JOBS, SERVING, STAGE = "execution", "serving", "development"


class Machines(NamedTuple):
    train: Machine
    save_model: Machine
    configure_endpoint: Machine
    deploy_endpoint: Machine
    workflow: Machine


class Workflow(NamedTuple):
    jobs: iam.Role
    serving: iam.Role
    machines: Machines
    built: BuildOnPush
    approval_request: events.Rule
    failure: events.Rule


def workflow(
    project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup, seed_key: SeedKey
) -> Workflow:
    jobs = _sagemaker_role(project, JOBS, [*learn_from_data(resources), *run_in_image()])
    serving = _sagemaker_role(project, SERVING, _serving_grants(project, resources))
    machines = _machines(project, resources, group, jobs, serving)
    instructions = _instructions(project, resources, jobs, serving, machines)
    built = build_on_push(project, resources, seed_key, instructions)
    failure = _on_failure(project, resources, machines.workflow)
    return Workflow(jobs, serving, machines, built, approval_request(project, resources), failure)


def _sagemaker_role(project: Project, part: str, grants: list[Any]) -> iam.Role:
    return project_role(project, part, service_trust("sagemaker", arn("sagemaker", "*")), grants)


def _serving_grants(project: Project, resources: ProjectResources) -> list[Any]:
    """What the model's container needs: its file, its log, the network."""
    return [
        storage.read_objects(resources.bucket, names.MODEL_PREFIX),
        storage.list_bucket(resources.bucket),
        storage.use_key(resources.key),
        storage.create_grants_for_services(resources.key),
        *runtime.pull_sagemaker_images(),
        runtime.write_endpoint_logs(project.endpoint_name(STAGE)),
        runtime.write_job_metrics(),
        *runtime.join_network(),
    ]


def _machines(
    project: Project,
    resources: ProjectResources,
    group: sagemaker.ModelPackageGroup,
    jobs: iam.Role,
    serving: iam.Role,
) -> Machines:
    """Each may do what its own states call, and send notices."""
    bucket, key = resources.bucket, resources.key
    versions = project.sagemaker_arn("model-package", "/*")
    grants = {
        "train": [
            *workflows.run_jobs_and_wait(project, key),
            models.pass_to_sagemaker(GetAtt(jobs, "Arn")),
            *_read_evaluations(bucket, key),
        ],
        "save-model": [
            models.register_models(project, group),
            models.describe_packages(versions),
            *workflows.create_models(project),
            models.pass_to_sagemaker(GetAtt(serving, "Arn")),
        ],
        "configure-endpoint": workflows.configure_endpoints(project, key),
        "deploy-endpoint": [
            *workflows.deploy_endpoints(project),
            storage.create_grants_for_services(key),
            *_read_evaluations(bucket, key),
        ],
    }
    notices = delivery.publish_to(Ref(parameters.NOTIFICATION_TOPIC))
    train, save, configure, deploy = (
        state_machine(project, part, [*grants[part], *notices]) for part in names.WORKFLOW_PARTS
    )
    started = workflows.start_and_wait(train.machine, save.machine, configure.machine, deploy.machine)
    return Machines(train, save, configure, deploy, state_machine(project, names.WORKFLOW, started))


def _read_evaluations(bucket: s3.Bucket, key: kms.Key) -> list[Any]:
    """What the gate and the test of the endpoint decide by."""
    return [storage.read_objects(bucket, names.EXECUTION_PREFIX), storage.use_key(key)]


def _instructions(
    project: Project, resources: ProjectResources, jobs: iam.Role, serving: iam.Role, machines: Machines
) -> Instructions:
    """The repository's own buildspec gives the state machines their definitions and starts the joined one."""
    bucket = resources.bucket
    own = [each.machine for each in machines]
    return Instructions(
        buildspec="buildspec.yml",
        environment={
            "MODEL_PACKAGE_GROUP_NAME": Sub(project.model_package_group),
            "JOB_ROLE_ARN": GetAtt(jobs, "Arn"),
            "MODEL_ROLE_ARN": GetAtt(serving, "Arn"),
            "ARTIFACT_BUCKET": Ref(bucket),
            "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
            "DATA_URI": Sub(f"s3://${{{bucket.title}}}/{names.DATA_PREFIX}"),
            "TOPIC_ARN": Ref(parameters.NOTIFICATION_TOPIC),
            "ENDPOINT_NAME": Sub(project.endpoint_name(STAGE)),
            "WORKFLOW_ARN": Ref(machines.workflow.machine),
        },
        grants=[
            storage.list_bucket(bucket),
            storage.read_objects(bucket, names.DATA_PREFIX, names.CODE_PREFIX),
            storage.write_objects(bucket, names.DATA_PREFIX, names.CODE_PREFIX),
            *storage.use_cache(bucket),
            workflows.define(*own),
            *workflows.start_or_continue(machines.workflow.machine),
            delivery.report_tests(project, PART),
        ],
        cache=s3_cache(bucket),
    )


def _on_failure(project: Project, resources: ProjectResources, joined: Machine) -> events.Rule:
    """One message for each end without success, whatever its reason: the notices of states come from the states.

    The joined machine has no catchers, since an execution goes on from a state that failed, and from a Fail state only
    to fail again: Step Functions Developer Guide, "Restarting state machine executions with redrive".
    """
    pattern = {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"stateMachineArn": [Ref(joined.machine)], "status": ["FAILED", "TIMED_OUT", "ABORTED"]},
    }
    texts = {
        "message": f"The workflow of project {project.model_package_group} ended as <status>.",
        "continue": (
            "When its cause is repaired, release a change in the project's pipeline: it continues this execution from "
            "the state that failed. Or: aws stepfunctions redrive-execution --execution-arn <execution>"
        ),
    }
    paths, objects = {"status": "$.detail.status"}, {"execution": "$.detail.executionArn"}
    topic = Ref(parameters.NOTIFICATION_TOPIC)
    target = publish_message(topic, resources.dead_letter_queue, texts, paths, objects)
    return rule(project, "workflow-failure", pattern, target)
