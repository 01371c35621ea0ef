"""Connections as CodeConnections shows them, under its name and its former one."""

import pytest


@pytest.mark.parametrize(
    ("prefix", "other"),
    [("codeconnections", "codestar-connections"), ("codestar-connections", "codeconnections")],
)
def test_a_connection_has_the_prefix_that_it_was_created_by(cloud, prefix, other):
    connections, name = cloud.client(prefix, cloud.development), cloud.unique("github")
    made = connections.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
    assert made.startswith(f"arn:aws:{prefix}:us-east-1:{cloud.development}:connection/")
    assert connections.get_connection(ConnectionArn=made)["Connection"]["ConnectionStatus"] == "AVAILABLE"
    for client in (connections, cloud.client(other, cloud.development)):
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            client.get_connection(ConnectionArn=made.replace(prefix, other))
