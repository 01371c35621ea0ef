"""CloudFormation: stacks whose every resource is made by real API calls under the stack's own credentials."""
