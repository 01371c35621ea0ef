"""`aws <service> <operation> --option value [file]` on a machine without the AWS CLI: single calls, no transfers."""

# ruff: noqa: T201 - a command prints

import json
import sys
from pathlib import Path

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
    given, files = {}, []
    rest = iter(arguments)
    for argument in rest:
        if argument in options:
            given[options[argument]] = value(members[options[argument]], next(rest))
        else:
            files.append(argument)
    return answer(client._make_api_call, names[operation], given, files)


def value(shape, text: str):
    return text if shape.type_name == "string" else json.loads(text)


def answer(call, operation: str, given: dict, files: list[str]) -> int:
    try:
        found = call(operation, given)
    except ClientError as error:
        print(f"\naws: [ERROR]: {error}", file=sys.stderr)
        return 254
    for name in [name for name in found if hasattr(found[name], "iter_chunks")]:
        with Path(files[0]).open("wb") as file:
            file.writelines(found.pop(name).iter_chunks())
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str, indent=4))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
