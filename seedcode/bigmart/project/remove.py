"""Deletes what the workflow has made outside of the project's stack: the endpoint, its configurations, its models.

The stack does not know them, and an endpoint costs money until it is deleted. Versions in the registry stay.
"""

import argparse
from typing import Any

import boto3
from botocore.exceptions import ClientError

SUFFIX = "-development"
KINDS = (
    ("list_endpoint_configs", "EndpointConfigs", "EndpointConfigName", "delete_endpoint_config"),
    ("list_models", "Models", "ModelName", "delete_model"),
)


def remove(sagemaker: Any, endpoint: str) -> list[str]:
    """The names of what was deleted, the endpoint first."""
    gone = [endpoint] if delete_endpoint(sagemaker, endpoint) else []
    group = endpoint.removesuffix(SUFFIX)
    for operation, members, name, delete in KINDS:
        pages = sagemaker.get_paginator(operation).paginate(NameContains=group)
        for found in [item[name] for page in pages for item in page[members] if item[name].startswith(f"{group}-")]:
            getattr(sagemaker, delete)(**{name: found})
            gone.append(found)
    return gone


def delete_endpoint(sagemaker: Any, endpoint: str) -> bool:
    """Whether there was one."""
    try:
        sagemaker.delete_endpoint(EndpointName=endpoint)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationException":  # SageMaker's word for what is not there
            return False
        raise
    sagemaker.get_waiter("endpoint_deleted").wait(EndpointName=endpoint)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("endpoint", help="the project's output EndpointName")
    endpoint = parser.parse_args().endpoint
    if not endpoint.endswith(SUFFIX):
        print(f"error: `{endpoint}` is no endpoint of a workflow: give ENDPOINT_NAME")
        return 1
    print("\n".join(remove(boto3.client("sagemaker"), endpoint)) or "nothing was there")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
