"""Everything that talks to AWS; the only folder that imports boto3."""
