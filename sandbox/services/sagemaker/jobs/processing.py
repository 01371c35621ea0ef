"""Processing jobs: a script or program between files from S3 and files for S3."""

import json

from sandbox.services.sagemaker.jobs import images, objects
from sandbox.services.sagemaker.jobs.failure import JobError
from sandbox.services.sagemaker.jobs.job import Job, Record
from sandbox.services.sagemaker.jobs.job_folder import Command

_LONGEST = 1024


def work(job: Job) -> Record:
    for each in job.record.get("ProcessingInputs", []):
        if "S3Input" not in each:
            raise JobError(f"SandboxNotImplemented: input {each['InputName']} without S3Input is not emulated")
        source = each["S3Input"]
        objects.download(job.credentials, source["S3Uri"], job.folder.path(source["LocalPath"]), job.role)
    outputs = job.record.get("ProcessingOutputConfig", {})
    places = [_place(each) for each in outputs.get("Outputs", [])]
    for place, _ in places:
        job.folder.path(place)
    _configure(job)
    code = job.run(Command(_command(job.record["AppSpecification"]), job.record.get("Environment", {})))
    message = _message(job)
    if code:
        # The message stays in ExitMessage: sagemaker-spark-container's own test of a failing job holds both fields so.
        raise JobError("AlgorithmError: See job logs for more information", message)
    for place, uri in places:
        objects.upload(job.credentials, job.folder.path(place), uri, outputs.get("KmsKeyId"))
    return {"ExitMessage": message}


def _place(output: Record) -> tuple[str, str]:
    if "S3Output" not in output:
        raise JobError(f"SandboxNotImplemented: output {output['OutputName']} without S3Output is not emulated")
    return output["S3Output"]["LocalPath"], output["S3Output"]["S3Uri"]


def _command(application: Record) -> list[str]:
    entry = application.get("ContainerEntrypoint") or images.entry_point(application["ImageUri"], "process")
    return [*entry, *application.get("ContainerArguments", [])]


def _configure(job: Job) -> None:
    folder = job.folder.path("/opt/ml/config")
    shown = {name: value for name, value in job.record.items() if name[0].isupper()}
    (folder / "processingjobconfig.json").write_text(json.dumps(shown, default=str))
    (folder / "resourceconfig.json").write_text(json.dumps({"current_host": "algo-1", "hosts": ["algo-1"]}))


def _message(job: Job) -> str | None:
    """The first 1 KB of /opt/ml/output/message, whatever the job's status; text that is not UTF-8 fails the job.

    Developer Guide, "Save and Access Metadata Information About Your Processing Job".
    """
    file = job.folder.path("/opt/ml/output") / "message"
    if not file.exists():
        return None
    try:
        return file.read_bytes().decode()[:_LONGEST].encode()[:_LONGEST].decode(errors="ignore")
    except UnicodeDecodeError:
        raise JobError("ClientError: The exit message in /opt/ml/output/message is not UTF-8 encoded") from None
