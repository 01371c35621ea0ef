"""Service Catalog and projects in one account: versions, projects, and refusals without an organisation."""

import json
from typing import Any

from scripts.live.calls import Answer
from scripts.live.fixtures import BUCKET, ROLE, STACK, allow, bucket, own_role, put, service_role, settled_stack, stack
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, held, undecided, verdict

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Greeting"}}}
PROJECT = {name: {"Type": "String", "Default": "none"} for name in ("SageMakerProjectName", "SageMakerProjectId")}
# What `scripts/aws/prerequisites.py` takes for a hub that is not registered.
REFUSING = {
    "AccessDeniedException",
    "InvalidStateException",
    "OperationNotSupportedException",
    "ResourceNotFoundException",
}
OFFER = (
    f"{ROLE}{BUCKET}s3:PutObject servicecatalog:CreatePortfolio servicecatalog:CreateProduct "
    "servicecatalog:AssociateProductWithPortfolio servicecatalog:CreateConstraint "
    "servicecatalog:AssociatePrincipalWithPortfolio servicecatalog:CreateProvisioningArtifact "
)
PROVISION = f"{OFFER}sts:AssumeRole servicecatalog:ProvisionProduct servicecatalog:DescribeRecord "


def template(greeting: str) -> str:
    """A product of one topic."""
    parameters = {**PROJECT, "Greeting": {"Type": "String", "Default": greeting}}
    return json.dumps({"Parameters": parameters, "Resources": {"Topic": TOPIC}})


def _address(lab: Lab, greeting: str) -> str:
    """Where Service Catalog reads a template."""
    put(lab, lab.name("data"), f"{greeting}.json", template(greeting))
    suffix = "amazonaws.com.cn" if lab.place.partition == "aws-cn" else "amazonaws.com"
    return f"https://{lab.name('data')}.s3.{lab.place.region}.{suffix}/{greeting}.json"


def _version(lab: Lab, name: str) -> dict[str, Any]:
    return {"Name": name, "Type": "CLOUD_FORMATION_TEMPLATE", "Info": {"LoadTemplateFromURL": _address(lab, name)}}


def _products_role(lab: Lab) -> str:
    """The role that makes the stacks of products."""
    objects = f"arn:{lab.place.partition}:s3:::*"
    permissions = allow(["cloudformation:*", "sns:*"]), allow(["s3:GetObject"], [objects])
    return service_role(lab, "launch", "servicecatalog", *permissions)


def _user(lab: Lab) -> str:
    """The role that launches; a portfolio can be used by roles alone, not by an account."""
    actions = [
        "servicecatalog:*",
        "sagemaker:*Project",
        "sagemaker:AddTags",
        "cloudformation:*",
        "sns:*",
        "s3:GetObject",
    ]
    return own_role(lab, "user", allow(actions))


def offer(lab: Lab) -> tuple[str, str, Lab]:
    """A product with one version that a new role can launch: its id, the version's, and the lab as that role."""
    bucket(lab)
    launch, user = _products_role(lab), _user(lab)
    portfolio = lab.create("servicecatalog:CreatePortfolio", DisplayName=lab.name("portfolio"), ProviderName="live")
    made = lab.create(
        "servicecatalog:CreateProduct",
        Name=lab.name("product"),
        Owner="live",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters=_version(lab, "one"),
    )
    pair = {
        "PortfolioId": portfolio["PortfolioDetail"]["Id"],
        "ProductId": made["ProductViewDetail"]["ProductViewSummary"]["ProductId"],
    }
    lab("servicecatalog:AssociateProductWithPortfolio", **pair)
    lab("servicecatalog:CreateConstraint", **pair, Type="LAUNCH", Parameters=json.dumps({"RoleArn": launch}))
    principal = {"PrincipalARN": user, "PrincipalType": "IAM"}
    lab("servicecatalog:AssociatePrincipalWithPortfolio", PortfolioId=pair["PortfolioId"], **principal)
    return pair["ProductId"], made["ProvisioningArtifactDetail"]["Id"], lab.as_role(user)


def add_version(lab: Lab, product: str, name: str) -> str:
    made = lab("servicecatalog:CreateProvisioningArtifact", ProductId=product, Parameters=_version(lab, name))
    return made["ProvisioningArtifactDetail"]["Id"]


def _ended(lab: Lab, record: str) -> str:
    """The status of a launch or an update when it has ended."""

    def is_over(answer: Answer) -> bool:
        return "PROGRESS" not in answer["RecordDetail"]["Status"] and answer["RecordDetail"]["Status"] != "CREATED"

    return lab.until("servicecatalog:DescribeRecord", is_over, Id=record)["RecordDetail"]["Status"]


def ask_default_version(lab: Lab) -> Verdict:
    """Which version a project gets that names none."""
    enabled = lab("sagemaker:GetSagemakerServicecatalogPortfolioStatus")["Status"]
    if enabled != "Enabled":
        return undecided("projects are not enabled in this account; a domain with projects enables them")
    product, _, user = offer(lab)
    latest = add_version(lab, product, "two")
    details = {"ProductId": product}
    refused = user.create_patiently(
        "sagemaker:CreateProject", ProjectName=lab.name(), ServiceCatalogProvisioningDetails=details
    )
    if refused:
        return broken(f"a project without a version is refused: {refused.code}: {refused.message}")
    made = user.until("sagemaker:DescribeProject", _project_ended, ProjectName=lab.name())
    launched = made["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"]
    described = user("servicecatalog:DescribeProvisionedProduct", Id=launched)
    chosen = described["ProvisionedProductDetail"]["ProvisioningArtifactId"]
    return verdict(
        chosen == latest, f"it gets {'the version that was made last' if chosen == latest else 'another one'}"
    )


def _project_ended(answer: Answer) -> bool:
    return not answer["ProjectStatus"].endswith(("Pending", "InProgress"))


def ask_enabled(lab: Lab) -> Verdict:
    """Where projects are enabled, a role that may create projects can; nothing else has to be set up per person."""
    if lab("sagemaker:GetSagemakerServicecatalogPortfolioStatus")["Status"] != "Enabled":
        return undecided("projects are not enabled in this account; a domain with projects enables them")
    product, version, user = offer(lab)
    details = {"ProductId": product, "ProvisioningArtifactId": version}
    refused = user.create_patiently(
        "sagemaker:CreateProject", ProjectName=lab.name(), ServiceCatalogProvisioningDetails=details
    )
    return broken(f"a project is refused: {refused.code}: {refused.message}") if refused else held("a project is made")


def ask_access_codes(lab: Lab) -> Verdict:
    """An account that administers nothing reads the state of sharing."""
    refused = lab.refusal("servicecatalog:GetAWSOrganizationsAccessStatus")
    if not refused:
        return undecided("this account administers Service Catalog; ask another one")
    return verdict(refused.code in REFUSING, f"{refused.code}: {refused.message}")


def ask_deleted_version(lab: Lab) -> Verdict:
    """A version is deleted while a product that was launched from it is in use, which is then updated."""
    product, first, user = offer(lab)
    second, name = add_version(lab, product, "two"), lab.name()
    refused = user.create_patiently(
        "servicecatalog:ProvisionProduct", ProvisionedProductName=name, ProductId=product, ProvisioningArtifactId=first
    )
    if refused:
        raise refused
    status = _ended(user, lab.calls[-1].answer["RecordDetail"]["RecordId"])
    if status != "SUCCEEDED":
        return undecided(f"the first launch is {status}")
    version = {"ProductId": product, "ProvisioningArtifactId": first}
    refused = lab.refusal("servicecatalog:DeleteProvisioningArtifact", **version)
    if refused:
        return broken(f"the version cannot be deleted: {refused.code}: {refused.message}")
    newer = {"ProvisionedProductName": name, "ProductId": product, "ProvisioningArtifactId": second}
    refused = user.refusal("servicecatalog:UpdateProvisionedProduct", **newer)
    if refused:
        return broken(f"the update is refused: {refused.code}: {refused.message}")
    status = _ended(user, lab.calls[-1].answer["RecordDetail"]["RecordId"])
    return verdict(status == "SUCCEEDED", f"the version was deleted, the update is {status}")


def _product_stack(lab: Lab, version: str) -> dict[str, Any]:
    """A product as `templates/catalog/template.py` makes it, with this version alone."""
    info = {"LoadTemplateFromURL": _address(lab, version)}
    properties = {
        "Name": lab.name("product"),
        "Owner": "live",
        "ProvisioningArtifactParameters": [{"Name": version, "Info": info}],
    }
    return {"Resources": {"Product": {"Type": "AWS::ServiceCatalog::CloudFormationProduct", "Properties": properties}}}


def ask_only_version(lab: Lab) -> Verdict:
    """The only version of a product is exchanged; Service Catalog deletes none that is the last."""
    bucket(lab)
    first = stack(lab, "stack", _product_stack(lab, "one"))
    if first["StackStatus"] != "CREATE_COMPLETE":
        return undecided(f"the product's stack is {first['StackStatus']}")
    body = json.dumps(_product_stack(lab, "two"))
    lab("cloudformation:UpdateStack", StackName=lab.name("stack"), TemplateBody=body)
    status = settled_stack(lab, lab.name("stack"))["StackStatus"]
    return verdict(status == "UPDATE_COMPLETE", f"the update is {status}")


ENABLED = f"{OFFER}sts:AssumeRole sagemaker:GetSagemakerServicecatalogPortfolioStatus sagemaker:CreateProject "
PROBES = (
    Probe(
        19, "does a domain with projects enable them for the whole account?", ask_enabled, ENABLED, in_organization=True
    ),
    Probe(
        20,
        "does a project without a version get the one that was made last?",
        ask_default_version,
        f"{ENABLED}sagemaker:DescribeProject servicecatalog:DescribeProvisionedProduct",
        in_organization=True,
    ),
    Probe(
        22,
        "how does Service Catalog refuse an account that administers nothing?",
        ask_access_codes,
        "servicecatalog:GetAWSOrganizationsAccessStatus",
    ),
    Probe(
        23,
        "can a version with launched products be deleted, and they be updated?",
        ask_deleted_version,
        f"{PROVISION}servicecatalog:DeleteProvisioningArtifact servicecatalog:UpdateProvisionedProduct",
    ),
    Probe(
        24,
        "does CloudFormation add a product's new version before it deletes the old one?",
        ask_only_version,
        f"{BUCKET}{STACK}s3:PutObject cloudformation:UpdateStack",
    ),
)
