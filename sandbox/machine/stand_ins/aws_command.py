"""`aws <service> <operation> --option value [file]` on a machine without the AWS CLI: single calls, no transfers."""

# ruff: noqa: T201 - a command prints

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

_SERVICES = {"s3api": "s3"}


def main(service: str, operation: str, *arguments: str) -> int:
    client = boto3.client(_SERVICES.get(service, service))
    names = {xform_name(name).replace("_", "-"): name for name in client.meta.service_model.operation_names}
    if operation not in names:
        print(f"aws {service} {operation} is not emulated by the sandbox", file=sys.stderr)
        return 252
    members = client.meta.service_model.operation_model(names[operation]).input_shape.members
    options = {f"--{xform_name(name).replace('_', '-')}": name for name in members}
    parameters, files = {}, []
    rest = iter(arguments)
    for argument in rest:
        if argument in options:
            parameters[options[argument]] = parse(members[options[argument]], next(rest))
        else:
            files.append(argument)
    call: Callable[..., Any] = getattr(client, xform_name(names[operation]))
    return run(call, parameters, files)


def parse(shape: Any, text: str) -> Any:
    return text if shape.type_name == "string" else json.loads(text)


def run(call: Callable[..., Any], parameters: dict[str, Any], files: list[str]) -> int:
    try:
        answer = call(**parameters)
    except ClientError as error:
        print(f"\naws: [ERROR]: {error}", file=sys.stderr)
        return 254
    for name in [name for name in answer if hasattr(answer[name], "iter_chunks")]:
        with Path(files[0]).open("wb") as file:
            file.writelines(answer.pop(name).iter_chunks())
    answer.pop("ResponseMetadata", None)
    print(json.dumps(answer, default=str, indent=4))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
