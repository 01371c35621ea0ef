"""Names and addresses that lead to code, keys and messages are the project's own."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text, texts
from templates import names

ALIASES = (f"alias/{names.PREFIX}-", "alias/sagemaker-${SageMakerProjectId}-")


def check(template: Template) -> Iterator[Problem]:
    for repository in template.of_type("AWS::SageMaker::CodeRepository"):
        for address in texts(repository.properties.get("GitConfig", {}).get("RepositoryUrl")):
            if not address.startswith("${"):
                yield Problem(repository.name, f"shows the repository {address}: take that of the template")
    keys = {f"${{{key.name}}}" for key in template.of_type("AWS::KMS::Key")}
    for alias in template.of_type("AWS::KMS::Alias"):
        for problem in _alias(text(alias.properties.get("AliasName")), text(alias.properties.get("TargetKeyId")), keys):
            yield Problem(alias.name, problem)


def _alias(name: str, key: str, keys: set[str]) -> Iterator[str]:
    if not name.startswith(ALIASES):
        yield f"is {name}: name it after the project"
    if key not in keys:
        yield "leads to a key that is not of the template: name its own"
