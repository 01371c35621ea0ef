"""Functions and who may call them."""

from sandbox.cloudformation.resource import Call, Kind, Setting, archive

# Tables are read by column.
# fmt: off
_FUNCTION = {"FunctionName": "id"}
_ARN = "read.GetFunction.Configuration.FunctionArn"
_CONFIGURATION = (
    "Description", "Environment", "EphemeralStorage", "Handler", "KmsKeyArn", "LoggingConfig", "MemorySize", "Role",
    "Runtime", "Timeout", "TracingConfig", "VpcConfig", "DeadLetterConfig",
)


KINDS = (
    Kind(
        type="AWS::Lambda::Function",
        service="lambda",
        properties=(
            "FunctionName",
            "Architectures",
            "Code",
            "PackageType",
            *_CONFIGURATION,
            "ReservedConcurrentExecutions",
            "Tags",
        ),
        name=("FunctionName", 64),
        create=Call("CreateFunction"),
        update=Call("UpdateFunctionConfiguration", takes=("FunctionName", *_CONFIGURATION)),
        identifier="properties.FunctionName",
        settings=(
            Setting(
                ("Code", "Architectures"),
                Call(
                    "UpdateFunctionCode",
                    _FUNCTION
                    | {
                        "S3Bucket": "properties.Code.S3Bucket",
                        "S3Key": "properties.Code.S3Key",
                        "S3ObjectVersion": "properties.Code.S3ObjectVersion",
                        "ZipFile": "archive(properties.Code.ZipFile)",
                    },
                    takes=("Architectures",),
                ),
                at_create=False,
            ),
            Setting(
                ("ReservedConcurrentExecutions",),
                Call("PutFunctionConcurrency", _FUNCTION),
                Call("DeleteFunctionConcurrency", _FUNCTION),
            ),
            Setting(
                ("Tags",),
                Call("TagResource", {"Resource": _ARN, "Tags": "[item]"}),
                Call("UntagResource", {"Resource": _ARN, "TagKeys": "[item.Key]"}),
                each=True,
                key="Key",
                at_create=False,
            ),
        ),
        delete=(Call("DeleteFunction", _FUNCTION),),
        reads=(Call("GetFunction", _FUNCTION),),
        conversions={
            "Code": lambda given: {**given, **({"ZipFile": archive(given["ZipFile"])} if "ZipFile" in given else {})}
        },
        attributes={"Arn": _ARN},
        create_only=("FunctionName", "PackageType"),
        unread=frozenset({"Code"}),
    ),
    Kind(
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
        create=Call("AddPermission", {"StatementId": "token"}),
        identifier="token",
        delete=(Call("RemovePermission", {"StatementId": "id", "FunctionName": "properties.FunctionName"}),),
        reads=(Call("GetPolicy", {"FunctionName": "properties.FunctionName"}),),
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
