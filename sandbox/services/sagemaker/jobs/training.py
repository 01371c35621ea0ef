"""Training jobs: script mode with the toolkit's variables, or the entry point of an image of one's own."""

import io
import json
import os
import re
import tarfile
from pathlib import Path

from sandbox.api.identifiers import now
from sandbox.services.sagemaker.jobs import images, objects, script_mode
from sandbox.services.sagemaker.jobs.failure import JobError
from sandbox.services.sagemaker.jobs.job import Job, Record
from sandbox.services.sagemaker.jobs.job_folder import OPT_ML, Command

_CODE = f"{OPT_ML}/code"


def work(job: Job) -> Record:
    channels = [each["ChannelName"] for each in job.record.get("InputDataConfig", [])]
    for each in job.record.get("InputDataConfig", []):
        folder = job.folder.path(f"{OPT_ML}/input/data/{each['ChannelName']}")
        objects.download(job.credentials, objects.data_source(each["DataSource"]), folder, job.role)
    model, data = job.folder.path(f"{OPT_ML}/model"), job.folder.path(f"{OPT_ML}/output/data")
    _configure(job, channels)
    code = job.run(_command(job, channels))
    if code:
        raise JobError(_reason(job, code))
    target = job.record["OutputDataConfig"]
    place = f"{target['S3OutputPath'].rstrip('/')}/{job.name}/output"
    objects.send(job.credentials, f"{place}/model.tar.gz", _archive(model), target.get("KmsKeyId"))
    if any(data.iterdir()):
        objects.send(job.credentials, f"{place}/output.tar.gz", _archive(data), target.get("KmsKeyId"))
    artifacts = {"ModelArtifacts": {"S3ModelArtifacts": f"{place}/model.tar.gz"}}
    return {**artifacts, "FinalMetricDataList": _metrics(job)}


def _command(job: Job, channels: list[str]) -> Command:
    algorithm, given = job.record["AlgorithmSpecification"], job.record.get("Environment", {})
    values = {name: _decoded(text) for name, text in job.record.get("HyperParameters", {}).items()}
    if algorithm.get("ContainerEntrypoint"):
        entry = [*algorithm["ContainerEntrypoint"], *algorithm.get("ContainerArguments", [])]
        return Command(entry, {**_toolkit(values, channels, job.name), **given})
    if "sagemaker_program" not in values:
        return Command(
            images.entry_point(algorithm["TrainingImage"], "train"), {"TRAINING_JOB_NAME": job.name, **given}
        )
    if not script_mode.can_install(algorithm["TrainingImage"], given, closed=script_mode.is_closed(job.record)):
        raise JobError(f"AlgorithmError: {script_mode.FAILURE}, exit code: 1")
    _unpack_code(job, str(values["sagemaker_submit_directory"]))
    own = {name: value for name, value in values.items() if not name.startswith("sagemaker_")}
    arguments = [text for name, value in own.items() for text in (f"--{name}", _argument(value))]
    entry = ["python3", f"{_CODE}/{values['sagemaker_program']}", *arguments]
    return Command(entry, {**_toolkit(own, channels, job.name), **given}, _CODE)


def _unpack_code(job: Job, uri: str) -> None:
    folder = job.folder.path(f"{OPT_ML}/input/code")
    objects.download(job.credentials, uri, folder, job.role)
    for archive in folder.glob("*.tar.gz"):
        with tarfile.open(archive) as files:
            files.extractall(job.folder.path(_CODE), filter="data")


def _toolkit(values: Record, channels: list[str], name: str) -> dict[str, str]:
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
        **{f"SM_CHANNEL_{each.upper()}": f"{OPT_ML}/input/data/{each}" for each in channels},
        **{f"SM_HP_{each.upper()}": _argument(value) for each, value in values.items()},
    }


def _configure(job: Job, channels: list[str]) -> None:
    """The files of the contract between SageMaker and a training image."""
    folder = job.folder.path(f"{OPT_ML}/input/config")
    files = {
        "hyperparameters": job.record.get("HyperParameters", {}),
        "inputdataconfig": {each: {"TrainingInputMode": "File"} for each in channels},
        "resourceconfig": {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "lo"},
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))


def _reason(job: Job, code: int) -> str:
    """An image's own words from /opt/ml/output/failure, or those of the toolkit about a script."""
    failure = job.folder.path(f"{OPT_ML}/output") / "failure"
    if failure.exists():
        return f"AlgorithmError: {failure.read_text().strip()}, exit code: {code}"
    if "sagemaker_program" not in job.record.get("HyperParameters", {}):
        return f"AlgorithmError: , exit code: {code}"
    lines = "\n".join(line for line in job.lines[-12:] if line.strip())
    return f'AlgorithmError: ExecuteUserScriptError:\nExitCode {code}\nErrorMessage "{lines}", exit code: {code}'


def _archive(folder: Path) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for file in sorted(folder.iterdir()):
            archive.add(file, file.name)
    return content.getvalue()


def _metrics(job: Job) -> list[Record]:
    """The last value of each metric that the definition finds in the log."""
    found = []
    for each in job.record["AlgorithmSpecification"].get("MetricDefinitions", []):
        values = [match[1] for line in job.lines if (match := re.search(each["Regex"], line))]
        if values:
            found.append({"MetricName": each["Name"], "Value": float(values[-1]), "Timestamp": now()})
    return found


def _decoded(text: str) -> object:
    """The SDK writes hyperparameters as JSON, people write them plainly."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _argument(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
