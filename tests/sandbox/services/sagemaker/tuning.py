"""Two steps of a pipeline, as several tests need them: a tuning, and a transform whose place its best job names."""

from typing import Any

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox


def tuned_and_scored(sagemaker_sandbox: SageMakerSandbox, jobs: int = 2) -> tuple[dict[str, Any], dict[str, Any]]:
    """A step that tries some values of `depth`, and one that sends requests to a model and stores the answers."""
    script = (
        "import argparse, pathlib\np = argparse.ArgumentParser(); p.add_argument('--depth', type=int)\n"
        "depth = p.parse_known_args()[0].depth\nprint(f'score: {depth}')\n"
        "pathlib.Path('/opt/ml/model/number').write_text('tuned')\n"
    )
    training = sagemaker_sandbox.training(script, {}, {"train": sagemaker_sandbox.put("tuned/data/file", "1")})
    training["StaticHyperParameters"] = training.pop("HyperParameters")
    training["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "score", "Regex": "score: ([0-9]+)"}]
    depth = {"Name": "depth", "MinValue": "1", "MaxValue": "9"}
    tune = {
        "Name": "Tune",
        "Type": "Tuning",
        "Arguments": {
            "HyperParameterTuningJobConfig": {
                "Strategy": "Random",
                "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
                "ResourceLimits": {"MaxNumberOfTrainingJobs": jobs, "MaxParallelTrainingJobs": 1},
                "ParameterRanges": {"IntegerParameterRanges": [depth]},
            },
            "TrainingJobDefinition": training,
        },
    }
    requests = sagemaker_sandbox.put("tuned/requests/one", "a b")
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": requests.rpartition("/")[0]}}
    best = {"Get": "Steps.Tune.BestTrainingJob.TrainingJobName"}
    answers = {"Std:Join": {"On": "/", "Values": [f"s3://{sagemaker_sandbox.bucket}/tuned", best]}}
    score = {
        "Name": "Score",
        "Type": "Transform",
        "Arguments": {
            "ModelName": sagemaker_sandbox.model("scores", "7"),
            "TransformInput": {"DataSource": source, "ContentType": "text/csv"},
            "TransformOutput": {"S3OutputPath": answers},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        },
    }
    return tune, score
