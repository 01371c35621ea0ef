"""Attacks by a launch: parameters that redirect trust, and project ids that contain another's."""

import time
from typing import Any

from scripts.rehearsal.attacks.attack import Attack, RefusedError
from scripts.rehearsal.attacks.scene import Scene, Session
from templates import names

CONSTRAINT = r"[Pp]arameter '?(SageMakerProject(Id|Name)|BranchName)"
PAUSE = 0.2
ENDED = ("SUCCEEDED", "FAILED", "IN_PROGRESS_IN_ERROR")


def choose_setting(parameter: str) -> Attack:
    """The setting is read from a parameter whose text the attacker has chosen by an own launch."""

    def attempt(session: Session, scene: Scene) -> object:
        text = f"{names.MODELS}{scene.own['build'].group}/project"
        return launch(session, "build-train-deploy", {parameter: text})

    sentence = f"a launch takes {parameter} from text of the launcher"
    return Attack(3, sentence, "colleague", attempt, rf"[Pp]arameter '?{parameter}")


def take_identifier(session: Session, scene: Scene) -> object:
    return launch(session, "build-train", {"SageMakerProjectId": scene.target.identifier})


def take_start(session: Session, scene: Scene) -> object:
    return launch(session, "build-train", {"SageMakerProjectId": scene.target.identifier[:8]})


def take_end(session: Session, scene: Scene) -> object:
    name, identifier = "a-p-b", scene.target.identifier[4:]
    return launch(session, "build-train", {"SageMakerProjectId": identifier, "SageMakerProjectName": name})


def take_middle(session: Session, scene: Scene) -> object:
    return launch(session, "build-train", {"SageMakerProjectId": scene.target.identifier[4:8]})


def take_name(session: Session, scene: Scene) -> object:
    return launch(session, "build-train", {"SageMakerProjectName": f"a-{scene.target.identifier}"})


def leave_folder(session: Session, _scene: Scene) -> object:
    return launch(session, "build-train", {"BranchName": "a/../../b"})


def launch(session: Session, product: str, parameters: dict[str, str]) -> object:
    """What Service Catalog launches when it is called directly, with a project id that the caller has chosen.

    Raises RefusedError with the reason that the stack failed for.
    """
    catalog = session.client("servicecatalog")
    views = catalog.search_products()["ProductViewSummaries"]
    identifier = next(view["ProductId"] for view in views if view["Name"] == product)
    versions = catalog.describe_product(Id=identifier)["ProvisioningArtifacts"]
    path = catalog.list_launch_paths(ProductId=identifier)["LaunchPathSummaries"][0]["Id"]
    moment = f"{time.time_ns():x}"
    chosen = {"SageMakerProjectName": "attack", "SageMakerProjectId": f"p-{moment[-12:]}", "Example": "census"}
    started = catalog.provision_product(
        ProductId=identifier,
        ProvisioningArtifactId=versions[-1]["Id"],
        PathId=path,
        ProvisionedProductName=f"attack-{moment}",
        ProvisioningParameters=[{"Key": key, "Value": value} for key, value in (chosen | parameters).items()],
    )["RecordDetail"]
    return _outcome(catalog, started)


def _outcome(catalog: Any, started: dict[str, str]) -> object:
    answer = _ended(catalog, started["RecordId"])
    if answer["Status"] == "SUCCEEDED":
        return started["ProvisionedProductName"]
    catalog.terminate_provisioned_product(ProvisionedProductId=started["ProvisionedProductId"])
    raise RefusedError("; ".join(error["Description"] for error in answer["RecordErrors"]))


def _ended(catalog: Any, record: str) -> Any:
    """The record, once Service Catalog has ended what it is about."""
    while (found := catalog.describe_record(Id=record)["RecordDetail"])["Status"] not in ENDED:
        time.sleep(PAUSE)
    return found


SETTINGS = ("Organization", "PermissionsBoundary", "AssetBucket", "StagingAccount", "SeedingFunction")
ATTACKS = (
    *(choose_setting(parameter) for parameter in SETTINGS),
    Attack(5, "a launch takes the id of this project", "colleague", take_identifier, "already exist"),
    Attack(5, "a launch takes the start of this project's id", "colleague", take_start, CONSTRAINT),
    Attack(5, "a launch takes the end of this project's id", "colleague", take_end, CONSTRAINT),
    Attack(5, "a launch takes the middle of this project's id", "colleague", take_middle, CONSTRAINT),
    Attack(5, "a launch has this project's id in its name", "colleague", take_name, CONSTRAINT),
    Attack(14, "a launch names a branch outside of its repository", "colleague", leave_folder, CONSTRAINT),
)
