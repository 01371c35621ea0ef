"""`aws codecommit credential-helper get`: makes git a password of Signature Version 4 (AWS CLI, codecommit.py)."""

import datetime
import sys
from typing import Any

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest


def main(arguments: list[str]) -> int:
    """Like the AWS CLI's it answers for AWS's own hosts, and needs the path, which git leaves out unless told."""
    if arguments[-1] != "get":
        return 0
    asked = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
    if not _stands_for_aws(asked) and "--ignore-host-check" not in arguments:
        return 0
    session = botocore.session.Session()
    user, password = answer(session, session.get_config_variable("region"), asked["host"], asked["path"])
    sys.stdout.write(f"username={user}\npassword={password}\n")
    return 0


def answer(session: botocore.session.Session, region: str | None, host: str, path: str) -> tuple[str, str]:
    """User name and password for an address, as whoever the session is."""
    found: Any = session.get_credentials().get_frozen_credentials()
    user = f"{found.access_key}%{found.token}" if found.token else found.access_key
    return user, _signature(SigV4Auth(found, "codecommit", region), host.partition(":")[0], f"/{path}")


def _stands_for_aws(asked: dict[str, str]) -> bool:
    """Builds reach AWS's addresses of connections under the sandbox's."""
    return "git-http/" in asked.get("path", "") or "amazonaws.com" in asked["host"]


def _signature(signer: SigV4Auth, host: str, path: str) -> str:
    """The time, and a signature over the host without its port and the path."""
    request = AWSRequest(method="GIT")
    time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S")
    request.context["timestamp"] = time
    text = signer.string_to_sign(request, f"GIT\n{path}\n\nhost:{host}\n\nhost\n")
    return f"{time}Z{signer.signature(text, request)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
