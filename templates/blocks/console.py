"""Pages of the AWS console: each partition has a host of its own."""

from collections.abc import Mapping

from troposphere import FindInMap, Ref, Sub

HOSTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "Console": {
        "aws": {"Host": "console.aws.amazon.com"},
        "aws-cn": {"Host": "console.amazonaws.cn"},
        "aws-us-gov": {"Host": "console.amazonaws-us-gov.com"},
    }
}
"""A mapping for every template with a link. The hosts are those of AWS's sign-in pages in each partition."""
PAGES = "https://${AWS::Region}.${ConsoleHost}"


def with_links(text: str) -> Sub:
    """The text with its placeholders filled in, those of `PAGES` too."""
    if "${ConsoleHost}" not in text:
        return Sub(text)
    return Sub(text, ConsoleHost=FindInMap("Console", Ref("AWS::Partition"), "Host"))
