"""Pages of the AWS console: each partition has a host of its own."""

from collections.abc import Mapping

from troposphere import FindInMap, Ref, Sub

from templates.blocks.teams import approver_name

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
    """The text with its placeholders filled in, those of `PAGES` and the name of the approver's role too."""
    known = {"ConsoleHost": FindInMap("Console", Ref("AWS::Partition"), "Host"), "ApproverName": approver_name()}
    return Sub(text, **{name: value for name, value in known.items() if f"${{{name}}}" in text})
