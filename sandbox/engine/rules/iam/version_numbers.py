"""Numbers of a policy's versions: IAM User Guide, "Versioning IAM policies": a number is given once."""

from ministack.services import iam

from sandbox.api.types import Answer, Request

_LAST = "SandboxLastVersion"


def CreatePolicyVersion(request: Request, answer: Answer) -> Answer:
    """The engine numbers from what is there; the newest version may have been deleted."""
    policy = iam._policies[request["PolicyArn"]]
    given = answer["PolicyVersion"]["VersionId"]
    number = max(int(given.removeprefix("v")), policy.get(_LAST, 0) + 1)
    policy[_LAST] = number
    version = policy["Versions"].pop(given) | {"VersionId": f"v{number}"}
    policy["Versions"][version["VersionId"]] = version
    if version["IsDefaultVersion"]:
        policy["DefaultVersionId"] = version["VersionId"]
    return {"PolicyVersion": answer["PolicyVersion"] | {"VersionId": version["VersionId"]}}
