"""The parameters that tell a foundation which catalog it belongs to: organisation, hub account, suffix of buckets."""

from templates.parameter_form import Field, Section
from templates.parameters import text

ORGANIZATION = text(
    "OrganizationId",
    "Id of the AWS organisation.",
    "^o-[a-z0-9]{10,32}$",
    "An organisation id, such as o-a1b2c3d4e5.",
)
HUB_ACCOUNT = text("HubAccount", "Account that owns the catalog.", "^[0-9]{12}$", "An account id of 12 digits.")
ASSET_SUFFIX = text(
    "AssetSuffix",
    "Suffix of the names of the catalog's buckets.",
    "^[a-f0-9]{12}$",
    "12 hexadecimal characters in lower case.",
)

_ORGANIZATION_FIELD = Field(ORGANIZATION, "Organisation")
_ASSET_SUFFIX_FIELD = Field(ASSET_SUFFIX, "Suffix of buckets")
TARGET_SECTION = Section("Catalog", (_ORGANIZATION_FIELD,))
HUB_SECTION = Section("Catalog", (_ORGANIZATION_FIELD, _ASSET_SUFFIX_FIELD))
SPOKE_SECTION = Section("Catalog", (_ORGANIZATION_FIELD, Field(HUB_ACCOUNT, "Hub"), _ASSET_SUFFIX_FIELD))
