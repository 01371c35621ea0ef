"""Defects that add: resources that give access, exports, secrets, macros."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import Edit

RESOLVED = "{{resolve:secretsmanager:x:SecretString:password}}"
TRUST = {"Version": "2012-10-17", "Statement": []}
RESOURCES: dict[str, tuple[str, dict[str, Any]]] = {
    "User": ("AWS::IAM::User", {}),
    "AccessKey": ("AWS::IAM::AccessKey", {"UserName": "x"}),
    "Group": ("AWS::IAM::Group", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}),
    "InlinePolicy": ("AWS::IAM::Policy", {"PolicyName": "x", "PolicyDocument": TRUST, "Users": ["x"]}),
    "Instance": ("AWS::EC2::Instance", {"ImageId": "ami-00000000"}),
    "Address": ("AWS::Lambda::Url", {"AuthType": "NONE", "TargetFunctionArn": "x"}),
    "Nested": ("AWS::CloudFormation::Stack", {"TemplateURL": "https://example.com/template.json"}),
    "Macro": ("AWS::CloudFormation::Macro", {"Name": "x", "FunctionName": "x"}),
    "Hook": ("Custom::Hook", {"ServiceToken": "arn:aws:lambda:us-east-1:999999999999:function:x"}),
    "Notebook": ("AWS::SageMaker::NotebookInstance", {"InstanceType": "ml.t3.medium", "RoleArn": "x"}),
    "Provider": ("AWS::IAM::OIDCProvider", {"Url": "https://example.com"}),
    "Bus": ("AWS::Events::EventBusPolicy", {"StatementId": "x", "Action": "events:PutEvents", "Principal": "*"}),
    "Grant": ("AWS::SSO::Assignment", {}),
    "Share": ("AWS::RAM::ResourceShare", {"Name": "x", "AllowExternalPrincipals": True}),
    "LogPolicy": ("AWS::Logs::ResourcePolicy", {"PolicyName": "x", "PolicyDocument": "{}"}),
    "Forward": ("AWS::Logs::SubscriptionFilter", {"DestinationArn": "x", "FilterPattern": "", "LogGroupName": "x"}),
    "AccessPoint": ("AWS::S3::AccessPoint", {"Bucket": "x", "Policy": {}}),
    "Replica": ("AWS::KMS::ReplicaKey", {"PrimaryKeyArn": "x", "KeyPolicy": {}}),
}


def resource_added(body: Body) -> Iterator[Edit]:
    for name, (kind, properties) in RESOURCES.items():
        resource = {"Type": kind, "Properties": properties}
        yield Edit(("Resources",), {**body["Resources"], name: resource}, kind)


def role_added(body: Body) -> Iterator[Edit]:
    """A role that the account trusts, without a boundary and with everything."""
    anything = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    trusting = {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"AWS": "arn:aws:iam::999999999999:root"}}
    properties = {
        "AssumeRolePolicyDocument": {**TRUST, "Statement": [trusting]},
        "Policies": [{"PolicyName": "x", "PolicyDocument": {**TRUST, "Statement": [anything]}}],
    }
    yield Edit(("Resources",), {**body["Resources"], "Extra": {"Type": "AWS::IAM::Role", "Properties": properties}})


def transform_added(body: Body) -> Iterator[Edit]:
    if "Transform" not in body:
        yield Edit(("Transform",), ["AWS::LanguageExtensions", "Macro"])


def output_exported(body: Body) -> Iterator[Edit]:
    for name in list(body.get("Outputs", {}))[:2]:
        yield Edit(("Outputs", name, "Export"), {"Name": "x"}, "exported")
        yield Edit(("Outputs", name, "Value"), "http://example.com", "without TLS")
        yield Edit(("Outputs", name, "Value"), RESOLVED, "a secret")


def archive_unpinned(body: Body) -> Iterator[Edit]:
    """The archives of a mapping by their names alone."""
    for name, mapping in body.get("Mappings", {}).items():
        for first, members in mapping.items():
            for second, value in members.items():
                if isinstance(value, str) and value.startswith("seeds/"):
                    yield Edit(("Mappings", name, first, second), f"seeds/{first}/latest.zip", "latest")
                    yield Edit(("Mappings", name, first, second), f"seeds/{first}/{'0' * 12}.zip", "short digest")


OPERATORS = (
    "resource_added",
    "role_added",
    "transform_added",
    "output_exported",
    "archive_unpinned",
)
