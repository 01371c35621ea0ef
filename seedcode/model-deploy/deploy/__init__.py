"""Takes an approved model to its endpoints: prepares what is deployed, and tests what was deployed."""
