"""Reads the definitions in workflow/, and fills in the names of the project: `${Name}` as in AWS's own templates.

A text that is nothing but `${Name}` becomes the value itself, a list or an object; a member whose value the project
does not have, such as a network, is left out.
"""

import json
import re
from pathlib import Path
from typing import Any

from project.settings import Settings

FOLDER = Path(__file__).parents[1] / "workflow"
PARTS = ("train", "save-model", "configure-endpoint", "deploy-endpoint", "workflow")
NAME = re.compile(r"\$\{(\w+)\}")
Definition = dict[str, Any]


class DefinitionError(ValueError):
    """A definition has a name that the project does not have."""


def read(part: str, folder: Path = FOLDER) -> Definition:
    """A definition as it is in the repository."""
    file = folder / f"{part}.asl.json"
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DefinitionError(f"{file.name}: not JSON, {error}") from error


def values(settings: Settings) -> dict[str, Any]:
    """What the names stand for."""
    network = settings.network
    return {
        "Partition": settings.partition,
        "ProjectName": settings.project_name,
        "JobPrefix": f"sagemaker-{settings.project_id}",
        "ModelPackageGroup": settings.model_package_group,
        "EndpointName": settings.endpoint,
        "JobRoleArn": settings.job_role,
        "ModelRoleArn": settings.model_role,
        "Bucket": settings.bucket,
        "KmsKeyArn": settings.key_arn,
        "TopicArn": settings.topic,
        "SklearnImage": settings.image("scikit-learn"),
        "XgboostImage": settings.image("xgboost"),
        "Tags": settings.tags,
        "VpcConfig": network,
        "NetworkConfig": network and {"VpcConfig": network},
        **{machine(part): settings.machine(part) for part in PARTS[:-1]},
    }


def machine(part: str) -> str:
    """`save-model` is `SaveModelMachine`."""
    return "".join(word.capitalize() for word in part.split("-")) + "Machine"


def filled(node: Any, known: dict[str, Any]) -> Any:
    """The definition with the values of the project."""
    if isinstance(node, dict):
        found = {key: filled(value, known) for key, value in node.items()}
        return {key: value for key, value in found.items() if value is not None or node[key] is None}
    if isinstance(node, list):
        return [filled(item, known) for item in node]
    if not isinstance(node, str):
        return node
    if strange := [name for name in NAME.findall(node) if name not in known]:
        raise DefinitionError(f"`${{{strange[0]}}}` is none of {', '.join(sorted(known))}")
    whole = NAME.fullmatch(node)
    return known[whole[1]] if whole else NAME.sub(lambda match: str(known[match[1]]), node)


def definition(part: str, settings: Settings) -> str:
    """What Step Functions is given: the same text for the same settings."""
    try:
        return json.dumps(filled(read(part), values(settings)), indent=1)
    except DefinitionError as error:
        raise DefinitionError(f"{part}.asl.json: {error}") from error
