"""The accounts, organisation and people of the sandbox: every fixed name in one place."""

REGION = "us-east-1"
MANAGEMENT = "123456789012"
HUB = "111111111111"
SPOKES = {"development": "222222222222", "staging": "333333333333", "production": "444444444444"}
OUTSIDER = "999999999999"
SERVICE_CATALOG = "888888888888"
"""An account of AWS itself, in which Service Catalog keeps its copies of templates."""

ORGANIZATION = "o-sandbox0001"
ROOT = "r-sand"
PARENT_UNIT = ("ou-sand-mlops001", "mlops")
SPOKE_UNITS = {"development": "ou-sand-mlopsdev", "staging": "ou-sand-mlopsstg", "production": "ou-sand-mlopsprd"}

SCIENTIST_ROLE = "AmazonSageMaker-ExecutionRole-sandbox"
PLATFORM_ROLE = "PlatformEngineer"
PUBLISHER = f"arn:aws:iam::{HUB}:role/mlops-catalog-publisher"
PEOPLE = {
    "data-scientist": f"arn:aws:iam::{SPOKES['development']}:role/service-role/{SCIENTIST_ROLE}",
    "platform-engineer": f"arn:aws:iam::{SPOKES['development']}:role/{PLATFORM_ROLE}",
    "approver": f"arn:aws:iam::{SPOKES['development']}:role/mlops-catalog/mlops-catalog-approver",
}


def endpoint(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def aws_config(port: int, secret: str) -> str:
    """An AWS configuration file: a profile per account root and per person."""
    roots = {"hub": HUB, **SPOKES, "outsider": OUTSIDER, "management": MANAGEMENT}
    keys = {name: f"aws_access_key_id = {key}\naws_secret_access_key = {secret}" for name, key in roots.items()}
    # Studio names its sessions so; Service Catalog tells one user of a role from another by the session's name.
    session = "source_profile = development\nrole_session_name = SageMaker"
    roles = {name: f"role_arn = {arn}\n{session}" for name, arn in PEOPLE.items()}
    roles["publisher"] = f"role_arn = {PUBLISHER}\nsource_profile = hub\nrole_session_name = publisher"
    shared = f"region = {REGION}\nendpoint_url = {endpoint(port)}\n"
    return "\n".join(f"[profile {name}]\n{lines}\n{shared}" for name, lines in {**keys, **roles}.items())


def ready_line(port: int) -> str:
    return f"sandbox   {endpoint(port)} · hub {HUB} · {len(SPOKES)} spokes · {REGION}"


def introduction(state: str) -> str:
    """What a person who started the sandbox should know."""
    people = "|".join(["hub", "publisher", *SPOKES, *PEOPLE])
    return (
        "trust     it runs the code of functions and builds as processes of this user: only give it code you trust\n"
        f"become    export AWS_CONFIG_FILE={state}/aws-config AWS_PROFILE=<{people}>\n"
        "boto3     boto3.Session(profile_name='data-scientist') after the same export\n"
        f"git       git clone -c include.path={state}/gitconfig <address of a repository>\n"
    )
