"""Amazon Resource Names: no other module writes one by hand."""

from troposphere import Sub

from templates import names


def arn(service: str, resource: str) -> Sub:
    """A resource of this account and region; `resource` may hold `${...}` placeholders."""
    return Sub(f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")


def arn_everywhere(service: str, resource: str) -> Sub:
    """A resource of this account in any region: roles are for all of them."""
    return Sub(f"arn:${{AWS::Partition}}:{service}:*:${{AWS::AccountId}}:{resource}")


def arn_of_any_account(service: str, resource: str) -> Sub:
    """A resource of this region that another account may have shared."""
    return Sub(f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:*:{resource}")


def arn_anywhere(service: str, resource: str) -> Sub:
    """A resource that another account may have shared, in any region."""
    return Sub(f"arn:${{AWS::Partition}}:{service}:*:*:{resource}")


def regionless_arn(service: str, resource: str, account: str = "${AWS::AccountId}") -> Sub:
    """A resource of a service without regions, such as IAM."""
    return Sub(f"arn:${{AWS::Partition}}:{service}::{account}:{resource}")


def bucket_arn(bucket: str) -> Sub:
    """A bucket or, with a path behind its name, objects in it."""
    return Sub(f"arn:${{AWS::Partition}}:s3:::{bucket}")


def role_arn(name: str, account: str = "${AWS::AccountId}") -> Sub:
    """A role of the catalog; `account` may be a placeholder for a parameter."""
    return regionless_arn("iam", f"role{names.PATH}{name}", account)


def catalog_launch_roles() -> list[Sub]:
    """Those that the catalog makes in every account, one for each kind of products."""
    return [regionless_arn("iam", f"role/{name}") for name in (names.LAUNCH_ROLE, names.STUDIO_LAUNCH_ROLE)]


def launch_roles() -> list[Sub]:
    """The launch role, and those that a portfolio has instead: their names begin with its name."""
    return [regionless_arn("iam", f"role/{names.LAUNCH_ROLE}{rest}") for rest in ("", "-*")]


def studio_roles() -> list[Sub]:
    """The execution roles of Studio, by the names that AWS and its samples give them."""
    return [regionless_arn("iam", f"role/{name}") for name in names.STUDIO_ROLES]


def boundary_arn() -> Sub:
    return regionless_arn("iam", f"policy{names.PATH}{names.BOUNDARY}")


def account_root() -> Sub:
    """The account itself: its own IAM policies then decide who may act."""
    return regionless_arn("iam", "root")
