"""SageMaker's endpoints: real processes that load the model, and the traffic that moves between them."""
