"""Functions and who may call them."""

from sandbox.cloudformation.resources.facts import archive
from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting

# Tables are read by column.
# fmt: off
_FUNCTION = {"FunctionName": "id"}
_ARN = "read.GetFunction.Configuration.FunctionArn"
_CONFIGURATION = (
    "Description", "Environment", "Handler", "LoggingConfig", "MemorySize", "Role", "Runtime", "Timeout",
)


RESOURCE_TYPES = (
    ResourceType(
        type="AWS::Lambda::Function",
        service="lambda",
        properties=(
            "FunctionName",
            "Architectures",
            "Code",
            "PackageType",
            *_CONFIGURATION,
            "Tags",
        ),
        name=("FunctionName", 64),
        create=ApiCall("CreateFunction"),
        update=ApiCall("UpdateFunctionConfiguration", takes=("FunctionName", *_CONFIGURATION)),
        identifier="properties.FunctionName",
        settings=(
            Setting(
                ("Code", "Architectures"),
                ApiCall(
                    "UpdateFunctionCode",
                    _FUNCTION
                    | {
                        "ZipFile": "archive(properties.Code.ZipFile)",
                    },
                    takes=("Architectures",),
                ),
                at_create=False,
            ),
            Setting(
                ("Tags",),
                ApiCall("TagResource", {"Resource": _ARN, "Tags": "[item]"}),
                ApiCall("UntagResource", {"Resource": _ARN, "TagKeys": "[item.Key]"}),
                per_element=True,
                key="Key",
                at_create=False,
            ),
        ),
        delete=(ApiCall("DeleteFunction", _FUNCTION),),
        reads=(ApiCall("GetFunction", _FUNCTION),),
        conversions={
            "Code": lambda code: {**code, **({"ZipFile": archive(code["ZipFile"])} if "ZipFile" in code else {})}
        },
        attributes={"Arn": _ARN},
        create_only=("FunctionName", "PackageType"),
        unread=frozenset({"Code"}),
    ),
    ResourceType(
        type="AWS::Lambda::Permission",
        service="lambda",
        properties=(
            "Action",
            "FunctionName",
            "Principal",
            "SourceArn",
            "SourceAccount",
            "PrincipalOrgID",
            "EventSourceToken",
        ),
        create=ApiCall("AddPermission", {"StatementId": "token"}),
        identifier="token",
        delete=(ApiCall("RemovePermission", {"StatementId": "id", "FunctionName": "properties.FunctionName"}),),
        reads=(ApiCall("GetPolicy", {"FunctionName": "properties.FunctionName"}),),
        create_only=(
            "Action",
            "FunctionName",
            "Principal",
            "SourceArn",
            "SourceAccount",
            "PrincipalOrgID",
            "EventSourceToken",
        ),
        unread=frozenset({"FunctionName"}),
    ),
)
