"""Training jobs: script mode with the toolkit's variables, or the entry point of the image."""

import io
import json
import os
import re
import tarfile
from pathlib import Path

from sandbox.api import archives
from sandbox.api.archives import ArchiveError
from sandbox.api.identifiers import now
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.containers import images, s3_objects, script_mode
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.containers.opt_ml import OPT_ML, Command
from sandbox.services.sagemaker.jobs.job import Job, JobType
from sandbox.services.sagemaker.records.job_shapes import TrainingJob
from sandbox.services.sagemaker.records.resources import TRAINING_JOB

_CODE = f"{OPT_ML}/code"


def work(job: Job[TrainingJob]) -> Record:
    inputs = {channel["ChannelName"]: channel["DataSource"] for channel in job.record.get("InputDataConfig", [])}
    channels = list(inputs)
    for channel, source in inputs.items():
        folder = job.opt_ml.folder(f"{OPT_ML}/input/data/{channel}")
        s3_objects.download_folder(job.credentials, s3_objects.source_uri(source), folder, job.role)
    model, data = job.opt_ml.folder(f"{OPT_ML}/model"), job.opt_ml.folder(f"{OPT_ML}/output/data")
    _write_configuration(job, channels)
    code = job.run(_command(job, channels))
    if code:
        raise JobError(_failure_reason(job, code))
    target = job.record["OutputDataConfig"]
    output = f"{target['S3OutputPath'].rstrip('/')}/{job.name}/output"
    s3_objects.upload(job.credentials, f"{output}/model.tar.gz", _archive(model), target.get("KmsKeyId"))
    if any(data.iterdir()):
        s3_objects.upload(job.credentials, f"{output}/output.tar.gz", _archive(data), target.get("KmsKeyId"))
    artifacts = {"ModelArtifacts": {"S3ModelArtifacts": f"{output}/model.tar.gz"}}
    return {**artifacts, "FinalMetricDataList": _metrics(job)}


def _command(job: Job[TrainingJob], channels: list[str]) -> Command:
    algorithm, given = job.record["AlgorithmSpecification"], job.record.get("Environment", {})
    values = {name: _decode(text) for name, text in job.record.get("HyperParameters", {}).items()}
    if algorithm.get("ContainerEntrypoint"):
        entry = [*algorithm["ContainerEntrypoint"], *algorithm.get("ContainerArguments", [])]
        return Command(entry, {**_toolkit_variables(values, channels, job.name), **given})
    if "sagemaker_program" not in values:
        return Command(
            images.entry_point(algorithm["TrainingImage"], "train"), {"TRAINING_JOB_NAME": job.name, **given}
        )
    if not script_mode.can_install(algorithm["TrainingImage"], given, closed=script_mode.is_closed(job.record)):
        raise JobError(f"AlgorithmError: {script_mode.FAILURE_REASON}, exit code: 1")
    _unpack_code(job, str(values["sagemaker_submit_directory"]))
    own = {name: value for name, value in values.items() if not name.startswith("sagemaker_")}
    arguments = [text for name, value in own.items() for text in (f"--{name}", _argument(value))]
    entry = ["python3", f"{_CODE}/{values['sagemaker_program']}", *arguments]
    return Command(entry, {**_toolkit_variables(own, channels, job.name), **given}, _CODE)


def _unpack_code(job: Job[TrainingJob], uri: str) -> None:
    folder = job.opt_ml.folder(f"{OPT_ML}/input/code")
    s3_objects.download_folder(job.credentials, uri, folder, job.role)
    for archive in folder.glob("*.tar.gz"):
        try:
            archives.unpack_tar(archive.read_bytes(), job.opt_ml.folder(_CODE))
        except ArchiveError as error:
            raise JobError(f"AlgorithmError: {archive.name} cannot be unpacked: {error}, exit code: 1") from error


def _toolkit_variables(values: Record, channels: list[str], name: str) -> dict[str, str]:
    """The variables that AWS's training toolkit sets (sagemaker-training-toolkit, ENVIRONMENT_VARIABLES.md)."""
    return {
        "TRAINING_JOB_NAME": name,
        "SM_MODEL_DIR": f"{OPT_ML}/model",
        "SM_OUTPUT_DIR": f"{OPT_ML}/output",
        "SM_OUTPUT_DATA_DIR": f"{OPT_ML}/output/data",
        "SM_INPUT_DIR": f"{OPT_ML}/input",
        "SM_HPS": json.dumps(values),
        "SM_CHANNELS": json.dumps(channels),
        "SM_CURRENT_HOST": "algo-1",
        "SM_HOSTS": '["algo-1"]',
        "SM_NUM_CPUS": str(os.cpu_count()),
        "SM_NUM_GPUS": "0",
        **{f"SM_CHANNEL_{channel.upper()}": f"{OPT_ML}/input/data/{channel}" for channel in channels},
        **{f"SM_HP_{parameter.upper()}": _argument(value) for parameter, value in values.items()},
    }


def _write_configuration(job: Job[TrainingJob], channels: list[str]) -> None:
    """The files of the contract between SageMaker and a training image."""
    folder = job.opt_ml.folder(f"{OPT_ML}/input/config")
    files = {
        "hyperparameters": job.record.get("HyperParameters", {}),
        "inputdataconfig": {channel: {"TrainingInputMode": "File"} for channel in channels},
        "resourceconfig": {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "lo"},
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))


def _failure_reason(job: Job[TrainingJob], code: int) -> str:
    """The text of /opt/ml/output/failure, or the toolkit's wording for a script."""
    failure = job.opt_ml.folder(f"{OPT_ML}/output") / "failure"
    if failure.exists():
        return f"AlgorithmError: {failure.read_text().strip()}, exit code: {code}"
    if "sagemaker_program" not in job.record.get("HyperParameters", {}):
        return f"AlgorithmError: , exit code: {code}"
    lines = "\n".join(line for line in job.log_lines[-12:] if line.strip())
    return f'AlgorithmError: ExecuteUserScriptError:\nExitCode {code}\nErrorMessage "{lines}", exit code: {code}'


def _archive(folder: Path) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for file in sorted(folder.iterdir()):
            archive.add(file, file.name)
    return content.getvalue()


def _metrics(job: Job[TrainingJob]) -> list[Record]:
    """The last value of each defined metric in the log."""
    found = []
    for metric in job.record["AlgorithmSpecification"].get("MetricDefinitions", []):
        values = [match[1] for line in job.log_lines if (match := re.search(metric["Regex"], line))]
        if values:
            found.append({"MetricName": metric["Name"], "Value": float(values[-1]), "Timestamp": now()})
    return found


def _decode(text: str) -> object:
    """The SDK writes hyperparameters as JSON, people write them plainly."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _argument(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _role(request: Request) -> str:
    return request["RoleArn"]


TRAINING = JobType(
    TRAINING_JOB,
    "Training Job",
    work,
    _role,
    log_group="/aws/sagemaker/TrainingJobs",
    start_time="TrainingStartTime",
    end_time="TrainingEndTime",
    has_secondary_status=True,
)
