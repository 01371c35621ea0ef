"""The first evaluator, written from AWS's "Policy evaluation logic" (IAM User Guide)."""
