"""Amazon Resource Names in the text of a template, with placeholders."""

import re
from typing import NamedTuple

_COLON = re.compile(r":(?![^{]*\})")
OWN_ACCOUNT = "${AWS::AccountId}"


class Arn(NamedTuple):
    service: str
    region: str
    account: str
    resource: str

    @property
    def own(self) -> bool:
        """Whether it names a resource of the account that the template is deployed in."""
        return self.account == OWN_ACCOUNT


def arn_of(text: str) -> Arn | None:
    """The parts of an ARN; other text has none."""
    parts = _COLON.split(text, maxsplit=5)
    if len(parts) != 6 or parts[0] != "arn":
        return None
    return Arn(*parts[2:])
