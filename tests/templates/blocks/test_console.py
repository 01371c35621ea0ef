"""Links lead to the console of the partition."""

import pytest

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, template_of


@pytest.mark.parametrize(
    ("partition", "host"),
    [
        ("aws", "console.aws.amazon.com"),
        ("aws-us-gov", "console.amazonaws-us-gov.com"),
        ("aws-cn", "console.amazonaws.cn"),
    ],
)
def test_links_go_to_the_console_of_the_partition(partition: str, host: str) -> None:
    template = template_of("build-train-deploy")
    page = resolve.filled_in(template["Outputs"]["BucketConsole"]["Value"], EXAMPLE | {"AWS::Partition": partition})
    assert page.startswith(f"https://ap-southeast-1.{host}/s3/buckets/")
    assert template["Mappings"]["Console"][partition]["Host"] == host
