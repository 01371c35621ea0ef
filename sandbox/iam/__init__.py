"""IAM: who may do what, judged as AWS judges it."""
