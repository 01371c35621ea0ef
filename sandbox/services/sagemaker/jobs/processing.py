"""Processing jobs: a script or program between files from S3 and files for S3."""

import json

from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.containers import images, manifests, s3_objects
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.containers.opt_ml import Command
from sandbox.services.sagemaker.jobs.job import Job, JobType
from sandbox.services.sagemaker.records.job_shapes import ProcessingJob
from sandbox.services.sagemaker.records.resources import PROCESSING_JOB
from sandbox.services.sagemaker.records.tables import aws_members

_LONGEST_MESSAGE = 1024


def work(job: Job[ProcessingJob]) -> Record:
    for given in job.record.get("ProcessingInputs", []):
        if "S3Input" not in given:
            raise JobError(f"SandboxNotImplemented: input {given['InputName']} without S3Input is not emulated")
        source = given["S3Input"]
        folder = job.opt_ml.folder(source["LocalPath"])
        download = manifests.download if source["S3DataType"] == "ManifestFile" else s3_objects.download_folder
        download(job.credentials, source["S3Uri"], folder, job.role)
    outputs = job.record.get("ProcessingOutputConfig", {})
    uris = dict(_path_and_uri(output) for output in outputs.get("Outputs", []))
    for path in uris:
        job.opt_ml.folder(path)
    _write_configuration(job)
    code = job.run(Command(_command(job.record["AppSpecification"]), job.record.get("Environment", {})))
    message = _exit_message(job)
    if code:
        # The message stays in ExitMessage: sagemaker-spark-container's own test of a failing job holds both fields so.
        raise JobError("AlgorithmError: See job logs for more information", message)
    for path, uri in uris.items():
        s3_objects.upload_folder(job.credentials, job.opt_ml.folder(path), uri, outputs.get("KmsKeyId"))
    return {"ExitMessage": message}


def _path_and_uri(output: Record) -> tuple[str, str]:
    if "S3Output" not in output:
        raise JobError(f"SandboxNotImplemented: output {output['OutputName']} without S3Output is not emulated")
    return output["S3Output"]["LocalPath"], output["S3Output"]["S3Uri"]


def _command(application: Record) -> list[str]:
    entry = application.get("ContainerEntrypoint") or images.entry_point(application["ImageUri"], "process")
    return [*entry, *application.get("ContainerArguments", [])]


def _write_configuration(job: Job[ProcessingJob]) -> None:
    folder = job.opt_ml.folder("/opt/ml/config")
    (folder / "processingjobconfig.json").write_text(json.dumps(aws_members(job.record), default=str))
    (folder / "resourceconfig.json").write_text(json.dumps({"current_host": "algo-1", "hosts": ["algo-1"]}))


def _exit_message(job: Job[ProcessingJob]) -> str | None:
    """The first 1 KB of /opt/ml/output/message, for completed and failed jobs; text that is not UTF-8 fails the job.

    Developer Guide, "Save and Access Metadata Information About Your Processing Job".
    """
    file = job.opt_ml.folder("/opt/ml/output") / "message"
    if not file.exists():
        return None
    try:
        return file.read_bytes().decode()[:_LONGEST_MESSAGE].encode()[:_LONGEST_MESSAGE].decode(errors="ignore")
    except UnicodeDecodeError:
        raise JobError("ClientError: The exit message in /opt/ml/output/message is not UTF-8 encoded") from None


def _role(request: Request) -> str:
    return request["RoleArn"]


PROCESSING = JobType(
    PROCESSING_JOB,
    "Processing Job",
    work,
    _role,
    log_group="/aws/sagemaker/ProcessingJobs",
    start_time="ProcessingStartTime",
    end_time="ProcessingEndTime",
)
