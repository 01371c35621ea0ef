"""What a step leaves for SageMaker to show: a sentence about its result, and the facts about its data."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.data_digest import SHOWN
from support.errors import ChangedError, DataError

OPT_ML = Path("/opt/ml")
LONGEST = 1024  # what SageMaker shows of a message, in bytes, and of a reason, in characters


def leave(name: str, text: str) -> None:
    """Write output/<name> where a job runs; elsewhere there is no /opt/ml."""
    if OPT_ML.is_dir():
        (OPT_ML / "output").mkdir(exist_ok=True)
        (OPT_ML / "output" / name).write_bytes(text.encode()[:LONGEST].decode(errors="ignore").encode())


def write_message(sentence: str) -> None:
    """The message of a processing job: SageMaker shows it as ExitMessage, and later steps can refer to it."""
    print(sentence, file=sys.stderr)
    leave("message", sentence)


def explain(error: Exception) -> None:
    """The reason of a training job's failure: SageMaker shows it as FailureReason."""
    print(f"error: {error}", file=sys.stderr)
    leave("failure", str(error))


def require_digest(found: str, expected: str) -> None:
    """Raise ChangedError unless these are the data that the execution was started for."""
    if expected and found != expected:
        raise ChangedError(
            f"the data have the digest {found[:SHOWN]}, this execution was started for {expected[:SHOWN]}: "
            "they changed since, or it was started by hand; start it with `make pipeline`"
        )


def write_facts(folder: Path, **facts: object) -> None:
    """Write facts.json. With `rows` 0 the data are refused, and `problem` is the reason."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.json").write_text(json.dumps(facts, indent=2), encoding="utf-8")


def read_facts(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "facts.json").read_text(encoding="utf-8"))


def in_one_sentence(facts: dict[str, Any]) -> str:
    """Which data: the digest's first characters and the number of rows."""
    return f"{facts['digest'][:SHOWN]} {facts['rows']} rows"


def write_unexpected(error: Exception) -> None:
    """The message of a job that ends with a traceback."""
    write_message(f"{type(error).__name__}: {error}")


def run_preprocessing(preprocess: Callable[..., Any], data: Path, output: Path, digest: str) -> int:
    """The exit code of the job. Refused data are a result, which the pipeline turns into its failure with the reason:
    of a job that ends with another code than 0, SageMaker shows no message but a hint at its log.
    """
    try:
        preprocess(data, output, digest)
    except DataError as error:
        problem = str(error).replace(f"{data}/", "")
        write_facts(output / "facts", digest=digest, rows=0, problem=problem)
        write_message(f"The data are refused: {problem}")
        return 0
    except ChangedError as error:
        write_message(str(error))
        return 1
    except Exception as error:
        write_unexpected(error)
        raise
    write_message(in_one_sentence(read_facts(output / "facts")))
    return 0


def run_evaluation(evaluate: Callable[..., Any]) -> int:
    """The exit code of the job, whose message is the gate's verdict or why nothing could be measured."""
    try:
        result = evaluate()
    except ValueError as error:
        write_message(str(error))
        return 1
    except Exception as error:
        write_unexpected(error)
        raise
    print(json.dumps(result))
    write_message(result["verdict"])
    return 0
