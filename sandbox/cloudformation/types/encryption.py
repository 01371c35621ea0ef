"""Keys and their aliases."""

from dataclasses import replace

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging

# Tables are read by column.
# fmt: off
_KEY = {"KeyId": "id"}
_ALIAS = {"AliasName": "id"}

KINDS = (
    Kind(
        type="AWS::KMS::Key",
        service="kms",
        properties=(
            "Description",
            "KeyPolicy",
            "KeySpec",
            "KeyUsage",
            "MultiRegion",
            "EnableKeyRotation",
            "RotationPeriodInDays",
            "PendingWindowInDays",
            "Tags",
        ),
        names={"KeyPolicy": "Policy"},
        create=Call("CreateKey", takes=("Description", "KeyPolicy", "KeySpec", "KeyUsage", "MultiRegion", "Tags")),
        identifier="result.KeyMetadata.KeyId",
        settings=(
            Setting(
                ("EnableKeyRotation", "RotationPeriodInDays"),
                Call("EnableKeyRotation", _KEY, takes=("RotationPeriodInDays",)),
                Call("DisableKeyRotation", _KEY),
            ),
            Setting(("KeyPolicy",), Call("PutKeyPolicy", _KEY), at_create=False),
            Setting(("Description",), Call("UpdateKeyDescription", _KEY), at_create=False),
            # The handler's published source, TagHelper: what differs is untagged, then tagged.
            replace(tagging(_KEY), anew=True),
        ),
        delete=(Call("ScheduleKeyDeletion", _KEY | {"PendingWindowInDays": "properties.PendingWindowInDays"}),),
        reads=(
            Call("DescribeKey", _KEY),
            Call("GetKeyPolicy", _KEY | {"PolicyName": "'default'"}),
            Call("GetKeyRotationStatus", _KEY),
            Call("ListResourceTags", _KEY),
        ),
        aliases={"enablekeyrotation": "keyrotationenabled"},
        attributes={"Arn": "read.DescribeKey.KeyMetadata.Arn", "KeyId": "id"},
        create_only=("KeySpec", "KeyUsage", "MultiRegion"),
        unread=frozenset({"PendingWindowInDays"}),
    ),
    Kind(
        type="AWS::KMS::Alias",
        service="kms",
        properties=("AliasName", "TargetKeyId"),
        create=Call("CreateAlias"),
        update=Call("UpdateAlias"),
        identifier="properties.AliasName",
        delete=(Call("DeleteAlias", _ALIAS),),
        reads=(Call("ListAliases"),),
        create_only=("AliasName",),
        unread=frozenset({"TargetKeyId"}),
    ),
)
