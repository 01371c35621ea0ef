"""Templates: read, checked before anything is made, and evaluated, as CloudFormation does it."""
