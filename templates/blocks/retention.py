"""What outlives its project: data, models, code and logs stay when a stack is deleted, unless its launch failed."""

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
