"""Builds run in an image of AWS without privileges, encrypted, limited in time, and without secrets in variables."""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import branches, text, texts

IMAGE = re.compile(r"^aws/codebuild/[a-z0-9_.-]+:\d+\.\d+(-[0-9.]+)?$")
SECRET = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE|CREDENTIAL|ACCESS_KEY|API_KEY", re.IGNORECASE)
OVERRIDING = re.compile(
    r"^(AWS_|PIP_(?!INDEX_URL$)|BASH_ENV$|CODEBUILD_|GIT_|LD_|PATH$|PYTHON(PATH|STARTUP|HOME|BREAKPOINT)|SHELLOPTS$)"
)
ENVIRONMENT = ("LINUX_CONTAINER",)
LONGEST_MINUTES = 60


def check(template: Template) -> Iterator[Problem]:
    keys = {f"${{{key.name}.Arn}}" for key in template.of_type("AWS::KMS::Key")}
    for build in template.of_type("AWS::CodeBuild::Project"):
        for problem in (*_environment(build), *_variables(build), *_limits(build), *_ends(build, template.kind)):
            yield Problem(build.name, problem)
        if template.kind == "product":
            for problem in (*_encryption(build, keys), *_network(build)):
                yield Problem(build.name, problem)


def _environment(build: Resource) -> Iterator[str]:
    environment = build.properties.get("Environment", {})
    if environment.get("PrivilegedMode"):
        yield "runs with privileges over its host: take PrivilegedMode out"
    if not IMAGE.match(text(environment.get("Image"))):
        yield f"runs in the image {text(environment.get('Image'))}: use one of AWS CodeBuild"
    if text(environment.get("Type")) not in ENVIRONMENT:
        yield f"runs in {text(environment.get('Type'))}: builds run in a Linux container"
    for name in ("RegistryCredential", "Certificate"):
        if name in environment:
            yield f"has {name}: images are AWS's own"


def _variables(build: Resource) -> Iterator[str]:
    for variable in build.properties.get("Environment", {}).get("EnvironmentVariables", []):
        name, value = text(variable.get("Name")), text(variable.get("Value"))
        if SECRET.search(name):
            yield f"has a secret in the variable {name}, which every reader of the build sees: let the build fetch it"
        if OVERRIDING.match(name):
            yield f"changes how its commands run by the variable {name}: take it out"
        if any("http://" in found for found in texts(variable.get("Value"))):
            yield f"reads {value} without TLS: write https"
        if text(variable.get("Type") or "PLAINTEXT") != "PLAINTEXT":
            yield f"has the secret {name}: a project's builds have none"


def _limits(build: Resource) -> Iterator[str]:
    minutes = int(text(build.properties.get("TimeoutInMinutes")) or 0)
    if not 0 < minutes <= LONGEST_MINUTES:
        yield f"may run for {minutes} minutes: set TimeoutInMinutes to at most {LONGEST_MINUTES}"
    for name in ("Visibility", "Triggers", "SecondarySources", "FileSystemLocations", "BadgeEnabled"):
        if build.properties.get(name):
            yield f"has {name}: it opens the build to others"
    if build.properties.get("Source", {}).get("InsecureSsl"):
        yield "takes any certificate for its source: take InsecureSsl out"


def _encryption(build: Resource, keys: set[str]) -> Iterator[str]:
    if text(build.properties.get("EncryptionKey")) not in keys:
        yield "encrypts what it writes with a key of AWS: set EncryptionKey to the project's"
    for name in ("Artifacts", "LogsConfig", "Cache"):
        if "EncryptionDisabled" in str(build.properties.get(name)):
            yield f"writes {name} without encryption: take EncryptionDisabled out"


def _network(build: Resource) -> Iterator[str]:
    found = list(branches(build.properties.get("VpcConfig")))
    needed = ("VpcId", "Subnets", "SecurityGroupIds")
    if not found or any(not texts(config.get(name)) for config in found for name in needed):
        yield "runs outside the account's network: set VpcConfig"


def _ends(build: Resource, kind: str) -> Iterator[str]:
    kinds = [text(build.properties.get(name, {}).get("Type")) for name in ("Source", "Artifacts")]
    expected = ["CODEPIPELINE", "CODEPIPELINE"] if kind == "product" else ["NO_SOURCE", "NO_ARTIFACTS"]
    if kinds != expected:
        yield f"reads from {kinds[0]} and writes to {kinds[1]}: a pipeline gives and takes, an account's build neither"
