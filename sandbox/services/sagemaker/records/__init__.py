"""What SageMaker stores: its records and their types, tags, the roles and quotas that creating one depends on."""
