"""Connections as CodeConnections shows them."""


def test_connection_is_found_under_both_prefixes(cloud):
    connections = cloud.client("codeconnections", cloud.development)
    made = connections.create_connection(ConnectionName="github", ProviderType="GitHub")["ConnectionArn"]
    assert connections.get_connection(ConnectionArn=made)["Connection"]["ConnectionStatus"] == "AVAILABLE"
    older = made.replace("codeconnections", "codestar-connections")
    assert connections.get_connection(ConnectionArn=older)["Connection"]["ConnectionName"] == "github"
