"""`aws codecommit credential-helper get`: makes git a password of Signature Version 4 (AWS CLI, codecommit.py)."""

import datetime
import sys
from typing import Any

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest


def main(arguments: list[str]) -> int:
    """Answers for AWS's own hosts, as the AWS CLI's helper does; the path is there if git's useHttpPath is set."""
    if "get" not in arguments:
        return 0
    request = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
    if not _is_of_aws(request) and "--ignore-host-check" not in arguments:
        return 0
    session = botocore.session.Session()
    user, password = make_credentials(session, session.get_config_variable("region"), request["host"], request["path"])
    sys.stdout.write(f"username={user}\npassword={password}\n")
    return 0


def make_credentials(session: botocore.session.Session, region: str | None, host: str, path: str) -> tuple[str, str]:
    """User name and password for an address, under the credentials of the session."""
    keys: Any = session.get_credentials().get_frozen_credentials()
    user = f"{keys.access_key}%{keys.token}" if keys.token else keys.access_key
    return user, _signature(SigV4Auth(keys, "codecommit", region), host.partition(":")[0], f"/{path}")


def _is_of_aws(request: dict[str, str]) -> bool:
    """Builds reach AWS's addresses of connections at the sandbox's."""
    is_connection = "git-http/" in request.get("path", "")
    return is_connection or any(name in request["host"] for name in ("amazonaws.com", "amazon.com"))


def _signature(signer: SigV4Auth, host: str, path: str) -> str:
    """The time, and a signature over the host without its port and the path."""
    request = AWSRequest(method="GIT")
    time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S")
    request.context["timestamp"] = time
    text = signer.string_to_sign(request, f"GIT\n{path}\n\nhost:{host}\n\nhost\n")
    return f"{time}Z{signer.signature(text, request)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
