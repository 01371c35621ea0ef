"""The definition of a SageMaker pipeline with a gate, as small as it can be."""

from typing import Any

DEFINITION: dict[str, Any] = {
    "Steps": [
        {"Name": "Train", "Type": "Training", "Arguments": {}},
        {
            "Name": "Gate",
            "Type": "Condition",
            "Arguments": {
                "Conditions": [{"Left": {"Get": "Steps.Train.Metric"}}],
                "IfSteps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": {"From": "Steps.Train.Model"}}],
                "ElseSteps": [{"Name": "Refuse", "Type": "Fail", "Arguments": {}}],
            },
        },
    ]
}
