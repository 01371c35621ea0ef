"""Git's credential helper for the sandbox: signs as `aws codecommit credential-helper` does.

A terminal with a profile of its own signs with it, any other as the data scientist. At the provider behind
connections, which is no part of AWS, a password that follows from the sandbox's secret takes the place of a token.
"""

import os
import sys
from pathlib import Path

import botocore.session

from sandbox.machine.stand_ins.aws_credential_helper import make_credentials
from sandbox.process import root_secret
from sandbox.world import accounts


def main(state: Path, operation: str) -> int:
    """Credentials are made for each request, so there is nothing to store or to erase."""
    if operation == "get":
        asked = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
        user, password = credentials(state, asked)
        sys.stdout.write(f"username={user}\npassword={password}\n")
    return 0


def credentials(state: Path, asked: dict[str, str]) -> tuple[str, str]:
    path = asked.get("path", "")
    if path.startswith("provider/"):
        return "provider", root_secret.derived(state, "provider")
    session = _session(state)
    return make_credentials(session, session.get_config_variable("region") or accounts.REGION, asked["host"], path)


def _session(state: Path) -> botocore.session.Session:
    """Keys in the environment count only beside the sandbox's address: others are for another AWS."""
    own, given = state / "aws-config", os.environ.get("AWS_CONFIG_FILE")
    if "AWS_ACCESS_KEY_ID" in os.environ and "AWS_ENDPOINT_URL" in os.environ:
        return botocore.session.Session()
    became = given is not None and Path(given).resolve() == own.resolve() and "AWS_PROFILE" in os.environ
    profile = os.environ["AWS_PROFILE"] if became else "data-scientist"
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {"AWS_CONFIG_FILE": str(own), "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return botocore.session.Session(profile=profile)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
