"""The environment of a build: CodeBuild's own variables, the buildspec's, the project's, the start's; later ones win.

Names: CodeBuild user guide, "Environment variables in build environments".
"""

import json
import os
from pathlib import Path
from typing import Any

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.machine import network, processes
from sandbox.services.codebuild.running.buildspec import Buildspec

Record = dict[str, Any]


def environment(build: Record, spec: Buildspec, folders: dict[str, Path], credentials: Credentials) -> dict[str, str]:
    """`folders` holds the sources: the primary one without a name. A refused secret is a ClientError."""
    with loopback.acting_as(credentials):
        return {
            **processes.environment_of(credentials),
            **_of_codebuild(build),
            **{f"CODEBUILD_SRC_DIR{f'_{name}' if name else ''}": str(path) for name, path in folders.items()},
            "HOME": str(folders[""].parent / "home"),
            **_git_over_connections(),
            **_network(build),
            **spec.variables,
            **{name: _parameter(where) for name, where in spec.parameters.items()},
            **{name: _secret(where) for name, where in spec.secrets.items()},
            **{each["name"]: _value(each) for each in build["environment"].get("environmentVariables", [])},
        }


def _of_codebuild(build: Record) -> dict[str, str]:
    logs = build.get("logs", {})
    return {
        "CI": "true",
        "CODEBUILD_CI": "true",
        "CODEBUILD_BUILD_ARN": build["arn"],
        "CODEBUILD_BUILD_ID": build["id"],
        "CODEBUILD_BUILD_IMAGE": build["environment"]["image"],
        "CODEBUILD_BUILD_NUMBER": str(build["buildNumber"]),
        "CODEBUILD_BUILD_SUCCEEDING": "1",
        "CODEBUILD_INITIATOR": build["initiator"],
        "CODEBUILD_KMS_KEY_ID": build["encryptionKey"],
        "CODEBUILD_LOG_PATH": logs.get("streamName", ""),
        "CODEBUILD_RESOLVED_SOURCE_VERSION": build.get("resolvedSourceVersion", ""),
        "CODEBUILD_SOURCE_VERSION": build.get("sourceVersion", ""),
        "CODEBUILD_START_TIME": str(int(build["startTime"].timestamp() * 1000)),
        "CODEBUILD_PROJECT_NAME": build["projectName"],
    }


def _network(build: Record) -> dict[str, str]:
    """What stands in for pip must know that there is no way to the public index."""
    subnets = (build.get("vpcConfig") or {}).get("subnets", [])
    return {} if network.reaches_internet(subnets) else {"SANDBOX_WITHOUT_INTERNET": "yes"}


def _git_over_connections() -> dict[str, str]:
    """Git finds AWS's addresses of connections here; whoever asks for one makes its credentials."""
    here, region = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}", os.environ["MINISTACK_REGION"]
    places = {"codeconnections": f"{here}/git-http/", "codestar-connections": f"{here}/codestar-connections/git-http/"}
    settings = {"GIT_CONFIG_COUNT": str(len(places)), "GIT_TERMINAL_PROMPT": "0"}
    for number, (service, place) in enumerate(places.items()):
        settings[f"GIT_CONFIG_KEY_{number}"] = f"url.{place}.insteadOf"
        settings[f"GIT_CONFIG_VALUE_{number}"] = f"https://{service}.{region}.amazonaws.com/git-http/"
    return settings


def _value(variable: Record) -> str:
    match variable.get("type", "PLAINTEXT"):
        case "PARAMETER_STORE":
            return _parameter(variable["value"])
        case "SECRETS_MANAGER":
            return _secret(variable["value"])
        case _:
            return variable["value"]


def _parameter(name: str) -> str:
    return loopback.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]


def _secret(where: str) -> str:
    """`secret:json-key:version-stage:version-id`; a secret's ARN has six colons of its own."""
    parts = where.split(":")
    if where.startswith("arn:"):
        parts = [":".join(parts[:7]), *parts[7:]]
    key, stage, version = (*parts[1:], "", "", "")[:3]
    chosen = {"VersionStage": stage, "VersionId": version}
    secret = loopback.client("secretsmanager").get_secret_value(
        SecretId=parts[0], **{name: value for name, value in chosen.items() if value}
    )["SecretString"]
    return json.loads(secret)[key] if key else secret
