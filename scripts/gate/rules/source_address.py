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
                yield Problem(
                    repository.name, f"shows the repository {address}: take the address of one of the template"
                )
    keys = {f"${{{key.name}}}" for key in template.of_type("AWS::KMS::Key")}
    for alias in template.of_type("AWS::KMS::Alias"):
        if not text(alias.properties.get("AliasName")).startswith(ALIASES):
            yield Problem(alias.name, f"is {text(alias.properties.get('AliasName'))}: name it after the project")
        if text(alias.properties.get("TargetKeyId")) not in keys:
            yield Problem(alias.name, "leads to a key that is not of the template: name its own")
