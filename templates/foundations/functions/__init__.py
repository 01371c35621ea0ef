"""Code that foundations carry into accounts as it stands: each file uses the standard library and boto3 only."""
