"""A Studio domain: in the account's network alone, under a key of its own, and with apps that end when they idle.

It has no home file system. JupyterLab and Code Editor keep a space's files on a volume of its own; the file system is
for Studio Classic, is not in the stack and would remain when the domain is deleted, with network interfaces that hold
the network's subnets.
"""

from typing import Any, NamedTuple

from troposphere import Equals, GetAtt, If, Not, NoValue, Or, Parameter, Ref, Sub, Tags, iam, sagemaker

from templates import names, parameters
from templates.arns import arn_everywhere, regionless_arn
from templates.blocks.encryption import NEW_KEY, THIS_KEY, CustomerKey, customer_key, owned_by_the_account
from templates.blocks.roles import bounded_role
from templates.parameter_form import Condition, Field, Rule
from templates.parameters import choice, text
from templates.policy import Statement, allow, service_trust, with_principal

NAME = text(
    "DomainName",
    "Name of the domain, unique in this account and region. It cannot be changed later.",
    "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}$",
    "1 to 32 letters, digits and hyphens, a letter or digit at both ends.",
    MaxLength=32,
)
TEMPLATES_LOCATION = text(
    "ProjectTemplatesLocation",
    "Where Studio looks for templates of projects in S3, such as s3://bucket/templates/. Empty for none.",
    r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([a-zA-Z0-9_.=+@-]+/)*)?$",
    "The address of a folder in S3 that ends in a slash, up to 128 characters, or nothing.",
    Default="",
    MaxLength=128,
)
_MINUTES = ("60", "120", "240", "480", "1440")
IDLE = choice("IdleMinutes", "After how many minutes without work an app is shut down.", _MINUTES)
LONGEST_IDLE = Parameter(
    "LongestIdleMinutes",
    Type="String",
    Description="The longest time that people may choose instead for their own spaces.",
    Default="480",
    AllowedValues=list(_MINUTES),
    ConstraintDescription=f"Choose one of: {', '.join(_MINUTES)}.",
)
FIELDS = (Field(NAME, "Name"), Field(TEMPLATES_LOCATION, "Templates of projects in S3"))
IDLE_FIELDS = (Field(IDLE, "Minutes"), Field(LONGEST_IDLE, "Longest minutes"))
HAS_TEMPLATES = Condition("HasTemplates", Not(Equals(Ref(TEMPLATES_LOCATION), "")))
NETWORK_IS_SET = Rule(
    "NetworkIsSet",
    when=Not(Equals(Ref(NAME), "")),
    must=Not(Equals(Ref(parameters.STUDIO_VPC), names.NONE)),
    otherwise="A domain needs a network, and this account has none: the platform team sets settings.studio_networks.",
)
SPACES = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext")
"""What SageMaker does with the key on behalf of who creates a domain or a space.

The first three and the last are in the permissions of AWS::SageMaker::Domain's create handler.
"""


class StudioDomain(NamedTuple):
    encryption: CustomerKey
    role: iam.Role
    domain: sagemaker.Domain


def idle_rules() -> tuple[Rule, ...]:
    """What people may choose reaches from the time of the domain upwards; conditions compare no numbers."""
    return tuple(
        Rule(
            f"LongestIsAtLeast{minutes}",
            when=Equals(Ref(IDLE), minutes),
            must=_one_of(_MINUTES[place:]),
            otherwise=f"LongestIdleMinutes is less than IdleMinutes, {minutes}: choose the same or more.",
        )
        for place, minutes in enumerate(_MINUTES)
        if place
    )


def studio_domain() -> StudioDomain:
    encryption, role = _key(), _role()
    domain = sagemaker.Domain(
        "Domain",
        DomainName=Ref(NAME),
        AuthMode="IAM",
        AppNetworkAccessType="VpcOnly",
        VpcId=Ref(parameters.STUDIO_VPC),
        SubnetIds=Ref(parameters.STUDIO_SUBNETS),
        KmsKeyId=GetAtt(encryption.key, "Arn"),
        HomeEfsFileSystemCreation="Disabled",
        DefaultUserSettings=_user_settings(role),
        DefaultSpaceSettings=_space_settings(role),
        Tags=Tags(_templates_tag(), {names.STUDIO_TAG: Ref(NAME)}),
    )
    return StudioDomain(encryption, role, domain)


def _user_settings(role: iam.Role) -> sagemaker.UserSettings:
    return sagemaker.UserSettings(
        ExecutionRole=GetAtt(role, "Arn"),
        SecurityGroups=Ref(parameters.STUDIO_SECURITY_GROUPS),
        AutoMountHomeEFS="Disabled",
        DefaultLandingUri="studio::",
        StudioWebPortal="ENABLED",
        JupyterLabAppSettings=sagemaker.JupyterLabAppSettings(AppLifecycleManagement=_shut_down_when_idle()),
        CodeEditorAppSettings=sagemaker.CodeEditorAppSettings(AppLifecycleManagement=_shut_down_when_idle()),
    )


def _space_settings(role: iam.Role) -> sagemaker.DefaultSpaceSettings:
    """Of shared spaces, which have JupyterLab alone: neither the API nor CloudFormation has Code Editor here."""
    return sagemaker.DefaultSpaceSettings(
        ExecutionRole=GetAtt(role, "Arn"),
        SecurityGroups=Ref(parameters.STUDIO_SECURITY_GROUPS),
        JupyterLabAppSettings=sagemaker.JupyterLabAppSettings(AppLifecycleManagement=_shut_down_when_idle()),
    )


def _shut_down_when_idle() -> sagemaker.AppLifecycleManagement:
    settings = sagemaker.IdleSettings(
        LifecycleManagement="ENABLED",
        IdleTimeoutInMinutes=Ref(IDLE),
        MinIdleTimeoutInMinutes=_MINUTES[0],
        MaxIdleTimeoutInMinutes=Ref(LONGEST_IDLE),
    )
    return sagemaker.AppLifecycleManagement(IdleSettings=settings)


def _role() -> iam.Role:
    """Allowed to do nothing: whoever works has a user profile with a team's role; a shared space is no team's."""
    trust = service_trust("sagemaker", arn_everywhere("sagemaker", "*"))
    return bounded_role("DefaultRole", Sub(_name("default")), _tags(), trust)


def _key() -> CustomerKey:
    """For the volumes of spaces. Whoever creates a space does so through SageMaker alone."""
    description = Sub(f"Encrypts what people of the Studio domain ${{{NAME.title}}} store in their spaces")
    statements = [*owned_by_the_account(names.STUDIO_LAUNCH_ROLE, (*NEW_KEY, *SPACES)), _people_create_spaces()]
    return customer_key(description, _tags(), _name("key"), statements)


def _people_create_spaces() -> Statement:
    teams = regionless_arn("iam", f"role{names.TEAM_STUDIO_PATH}{names.TEAM_STUDIO_ROLE}*")
    through_sagemaker = {
        "ArnLike": {"aws:PrincipalArn": teams},
        "StringEquals": {
            "kms:CallerAccount": Ref("AWS::AccountId"),
            "kms:ViaService": Sub("sagemaker.${AWS::Region}.amazonaws.com"),
        },
    }
    return with_principal("*", allow(SPACES, THIS_KEY, through_sagemaker))


def _templates_tag() -> If:
    """Studio reads templates of projects from where this tag of its domain says."""
    tag: dict[str, Any] = {"Key": names.S3_TEMPLATES_TAG, "Value": Ref(TEMPLATES_LOCATION)}
    return If(HAS_TEMPLATES.name, tag, NoValue)


def _tags() -> Tags:
    return Tags({names.STUDIO_TAG: Ref(NAME)})


def _name(part: str) -> str:
    """Up to 56 characters, of 64 that a role has."""
    return f"sagemaker-studio-${{{NAME.title}}}-{part}"


def _one_of(values: tuple[str, ...]) -> Equals | Or:
    found = [Equals(Ref(LONGEST_IDLE), value) for value in values]
    return Or(*found) if len(found) > 1 else found[0]
