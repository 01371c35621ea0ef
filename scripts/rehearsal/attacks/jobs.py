"""Attacks by a job of another project on jobs and pipelines, and by forged events."""

import json
import time

from scripts.rehearsal.attacks.attack import Attack, RefusedError
from scripts.rehearsal.attacks.scene import Scene, Session
from templates import names

LOGS = "/aws/sagemaker/TrainingJobs"


def retag_job(session: Session, scene: Scene) -> object:
    return _tag(session, scene, {"sagemaker:project-id": scene.own["build"].identifier})


def add_tag(session: Session, scene: Scene) -> object:
    return _tag(session, scene, {"owner": "forged"})


def retag_and_stop(session: Session, scene: Scene) -> object:
    retag_job(session, scene)
    return stop_job(session, scene)


def stop_job(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").stop_training_job(TrainingJobName=scene.target.job())


def describe_job(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").describe_training_job(TrainingJobName=scene.target.job())["TrainingJobArn"]


def pass_role(session: Session, scene: Scene) -> object:
    return run_job(session, f"pipelines-forged-{time.time_ns():x}", scene.target.role("execution"))


def run_job(session: Session, name: str, role: str) -> object:
    return session.client("sagemaker").create_processing_job(
        ProcessingJobName=name,
        RoleArn=role,
        AppSpecification={
            "ImageUri": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
            "ContainerEntrypoint": ["true"],
        },
        ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}},
    )["ProcessingJobArn"]


def change_training(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").update_pipeline(
        PipelineName=scene.target.long_name(names.SAGEMAKER_PIPELINE), PipelineDescription="forged"
    )["PipelineArn"]


def start_build(session: Session, scene: Scene) -> object:
    return session.client("codebuild").start_build(projectName=scene.target.long_name(names.TRAINING_PART))


def start_release(session: Session, scene: Scene) -> object:
    """With commands of the attacker's choice, under the role that alone writes what is released."""
    return session.client("codebuild").start_build(
        projectName=scene.target.build_name(names.PREPARE_BUILD),
        sourceTypeOverride="NO_SOURCE",
        artifactsOverride={"type": "NO_ARTIFACTS"},
        buildspecOverride="version: 0.2",
    )


def start_pipeline(session: Session, scene: Scene) -> object:
    return session.client("codepipeline").start_pipeline_execution(name=scene.target.long_name(names.TRAINING_PART))


def forge_log(session: Session, scene: Scene) -> object:
    event = {"timestamp": time.time_ns() // 10**6, "message": "forged"}
    stream = f"{scene.target.job()}/algo-1-0000000000"
    session.client("logs").create_log_stream(logGroupName=LOGS, logStreamName=stream)
    return session.client("logs").put_log_events(logGroupName=LOGS, logStreamName=stream, logEvents=[event])


def forge_approval(session: Session, scene: Scene) -> object:
    """The event that starts a deployment. The call succeeds, and its answer has an error for each refused event."""
    detail = {
        "ModelPackageGroupName": scene.target.group,
        "ModelPackageArn": scene.target.version(),
        "ModelApprovalStatus": "Approved",
        "UpdatedModelPackageFields": ["ModelApprovalStatus"],
    }
    kind = "SageMaker Model Package State Change"
    entry = {"Source": "aws.sagemaker", "DetailType": kind, "Detail": json.dumps(detail)}
    (answer,) = session.client("events").put_events(Entries=[entry])["Entries"]
    if "ErrorCode" in answer:
        raise RefusedError(f"{answer['ErrorCode']}: {answer['ErrorMessage']}")
    return answer["EventId"]


def _tag(session: Session, scene: Scene, tags: dict[str, str]) -> object:
    arn = scene.target.arn(session, "sagemaker", f"training-job/{scene.target.job()}")
    given = [{"Key": key, "Value": value} for key, value in tags.items()]
    return session.client("sagemaker").add_tags(ResourceArn=arn, Tags=given)["Tags"]


CODE_ROLES = ("build", "job", "prepare", "test")
ATTACKS = (
    Attack(11, "a job of another project gives a job its own tag", "job", retag_job),
    Attack(11, "a job of another project tags a job", "job", add_tag),
    Attack(11, "a job of another project stops a job", "job", stop_job),
    Attack(11, "a job of another project gives a job its own tag, then stops it", "job", retag_and_stop),
    Attack(11, "a job of another project describes a job", "job", describe_job),
    *(
        Attack(11, f"{name} of another project runs a job with this project's role", name, pass_role)
        for name in ("build", "job")
    ),
    *(Attack(11, f"{name} of another project changes the training", name, change_training) for name in CODE_ROLES),
    *(Attack(10, f"{name} of another project starts a build", name, start_build) for name in CODE_ROLES),
    *(
        Attack(8, f"the release step is started with other commands by: {name}", name, start_release)
        for name in ("colleague", *CODE_ROLES)
    ),
    *(Attack(10, f"a pipeline is started by: {name}", name, start_pipeline) for name in ("colleague", *CODE_ROLES)),
    *(
        Attack(8, f"an approval is forged as an event by: {name}", name, forge_approval)
        for name in ("colleague", *CODE_ROLES, "owner")
    ),
)
