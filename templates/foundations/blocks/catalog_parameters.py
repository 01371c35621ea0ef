"""The parameters that tell a foundation which catalog it belongs to: organisation, hub account, suffix of buckets."""

from troposphere import Parameter

from templates import names
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

DEVELOPMENT_PATHS = Parameter(
    "DevelopmentPaths",
    Type="CommaDelimitedList",
    Description="Organisational units of the accounts whose projects deploy to this one, as paths in the organisation.",
    AllowedPattern=r"^o-[a-z0-9]{10,32}/(\*|r-[a-z0-9]{4,32}(/ou-[a-z0-9-]+)*)/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/\*?$",
    ConstraintDescription="Paths such as o-a1b2c3d4e5/*/ou-ab12-cdefgh34/*.",
)
STAGE_TEMPLATES = Parameter(
    "StageTemplates",
    Type="CommaDelimitedList",
    Description="Addresses of the templates with which roles of a project are made in this account.",
    AllowedPattern=rf"^https://[a-z0-9.-]+/{names.STAGE_TEMPLATE_PREFIX}\*$",
    ConstraintDescription=f"Addresses of the catalog's asset buckets that end in {names.STAGE_TEMPLATE_PREFIX}*.",
)

_ORGANIZATION_FIELD = Field(ORGANIZATION, "Organisation")
_ASSET_SUFFIX_FIELD = Field(ASSET_SUFFIX, "Suffix of buckets")
TARGET_SECTION = Section(
    "Catalog",
    (
        _ORGANIZATION_FIELD,
        Field(DEVELOPMENT_PATHS, "Units of development accounts"),
        Field(STAGE_TEMPLATES, "Templates of roles"),
    ),
)
HUB_SECTION = Section("Catalog", (_ORGANIZATION_FIELD, _ASSET_SUFFIX_FIELD))
SPOKE_SECTION = Section("Catalog", (_ORGANIZATION_FIELD, Field(HUB_ACCOUNT, "Hub"), _ASSET_SUFFIX_FIELD))
