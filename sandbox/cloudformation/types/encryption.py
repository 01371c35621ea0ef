"""Keys and their aliases."""

from dataclasses import replace

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_KEY = {"KeyId": "id"}
_ALIAS = {"AliasName": "id"}

RESOURCE_TYPES = (
    ResourceType(
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
        create=ApiCall("CreateKey", takes=("Description", "KeyPolicy", "KeySpec", "KeyUsage", "MultiRegion", "Tags")),
        identifier="result.KeyMetadata.KeyId",
        settings=(
            Setting(
                ("EnableKeyRotation", "RotationPeriodInDays"),
                ApiCall("EnableKeyRotation", _KEY, takes=("RotationPeriodInDays",)),
                ApiCall("DisableKeyRotation", _KEY),
            ),
            Setting(("KeyPolicy",), ApiCall("PutKeyPolicy", _KEY), at_create=False),
            Setting(("Description",), ApiCall("UpdateKeyDescription", _KEY), at_create=False),
            # The handler's published source, TagHelper: what differs is untagged, then tagged.
            replace(tagging(_KEY), recreate=True),
        ),
        delete=(ApiCall("ScheduleKeyDeletion", _KEY | {"PendingWindowInDays": "properties.PendingWindowInDays"}),),
        reads=(
            ApiCall("DescribeKey", _KEY),
            ApiCall("GetKeyPolicy", _KEY | {"PolicyName": "'default'"}),
            ApiCall("GetKeyRotationStatus", _KEY),
            ApiCall("ListResourceTags", _KEY),
        ),
        aliases={"enablekeyrotation": "keyrotationenabled"},
        attributes={"Arn": "read.DescribeKey.KeyMetadata.Arn", "KeyId": "id"},
        create_only=("KeySpec", "KeyUsage", "MultiRegion"),
        unread=frozenset({"PendingWindowInDays"}),
    ),
    ResourceType(
        type="AWS::KMS::Alias",
        service="kms",
        properties=("AliasName", "TargetKeyId"),
        create=ApiCall("CreateAlias"),
        update=ApiCall("UpdateAlias"),
        identifier="properties.AliasName",
        delete=(ApiCall("DeleteAlias", _ALIAS),),
        reads=(ApiCall("ListAliases"),),
        create_only=("AliasName",),
        unread=frozenset({"TargetKeyId"}),
    ),
)
