"""SageMaker Studio: domains and their user profiles, without apps."""
