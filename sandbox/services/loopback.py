"""The older way to ask for a role's credentials, as the members that AWS answers."""

from sandbox.services import sessions


def assume_for_service(role_arn: str, principal: str, session: str) -> dict[str, str | None]:
    keys = sessions.assume_for_service(role_arn, principal, session)
    return {"AccessKeyId": keys.access_key, "SecretAccessKey": keys.secret_key, "SessionToken": keys.token}
