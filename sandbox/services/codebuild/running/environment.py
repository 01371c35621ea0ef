"""The environment of a build: CodeBuild's own variables, the buildspec's, the project's, the start's; later ones win.

Names: CodeBuild User Guide, "Environment variables in build environments".
"""

import os
from pathlib import Path

from sandbox.api import loopback
from sandbox.api.errors import not_emulated
from sandbox.api.loopback import Credentials
from sandbox.machine import network, processes
from sandbox.services.codebuild.running.buildspec import Buildspec
from sandbox.services.codebuild.state.build import Build
from sandbox.services.codebuild.state.project import EnvironmentVariable


def environment(build: Build, spec: Buildspec, folders: dict[str, Path], credentials: Credentials) -> dict[str, str]:
    """All variables; `folders` has the sources by name, the primary one without. A refused one is a ClientError."""
    variables = build["environment"].get("environmentVariables", [])
    with loopback.acting_as(credentials):
        return {
            **processes.environment_of(credentials),
            **_of_codebuild(build),
            **{f"CODEBUILD_SRC_DIR{f'_{name}' if name else ''}": str(path) for name, path in folders.items()},
            "HOME": str(folders[""].parent / "home"),
            **_git_over_connections(),
            **_network(build),
            **spec.variables,
            **{name: _parameter(parameter) for name, parameter in spec.parameters.items()},
            **{variable["name"]: _value(variable) for variable in variables},
        }


def _of_codebuild(build: Build) -> dict[str, str]:
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
        "CODEBUILD_LOG_PATH": build["logs"].get("streamName", ""),
        "CODEBUILD_RESOLVED_SOURCE_VERSION": build.get("resolvedSourceVersion", ""),
        "CODEBUILD_SOURCE_VERSION": build["sourceVersion"],
        "CODEBUILD_START_TIME": str(int(build["startTime"].timestamp() * 1000)),
        "CODEBUILD_PROJECT_NAME": build["projectName"],
    }


def _network(build: Build) -> dict[str, str]:
    """Tells the stand-in of pip that no route leads to the public index."""
    vpc = build.get("vpcConfig") or {}
    return {} if network.reaches_internet(vpc.get("subnets", [])) else {"SANDBOX_WITHOUT_INTERNET": "yes"}


def _git_over_connections() -> dict[str, str]:
    """Git reaches AWS's addresses of connections in the sandbox; the caller's helper makes the credentials."""
    endpoint, region = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}", os.environ["MINISTACK_REGION"]
    addresses = {
        "codeconnections": f"{endpoint}/git-http/",
        "codestar-connections": f"{endpoint}/codestar-connections/git-http/",
    }
    settings = {"GIT_CONFIG_COUNT": str(len(addresses)), "GIT_TERMINAL_PROMPT": "0"}
    for number, (service, address) in enumerate(addresses.items()):
        settings[f"GIT_CONFIG_KEY_{number}"] = f"url.{address}.insteadOf"
        settings[f"GIT_CONFIG_VALUE_{number}"] = f"https://{service}.{region}.amazonaws.com/git-http/"
    return settings


def _value(variable: EnvironmentVariable) -> str:
    match variable.get("type", "PLAINTEXT"):
        case "PARAMETER_STORE":
            return _parameter(variable["value"])
        case "SECRETS_MANAGER":
            raise not_emulated("a variable of type SECRETS_MANAGER of codebuild:StartBuild")
        case _:
            return variable["value"]


def _parameter(name: str) -> str:
    return loopback.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
