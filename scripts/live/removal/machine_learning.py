"""SageMaker: groups, pipelines, endpoints, jobs, projects."""

from scripts.live.removal.remover import Remover


def remove_group(remove: Remover, name: str) -> None:
    packages = remove.all("sagemaker:ListModelPackages", "ModelPackageSummaryList", ModelPackageGroupName=name)
    remove("sagemaker:DeleteModelPackageGroupPolicy", ModelPackageGroupName=name)
    for package in packages:
        remove("sagemaker:DeleteModelPackage", ModelPackageName=package["ModelPackageArn"])
    remove("sagemaker:DeleteModelPackageGroup", ModelPackageGroupName=name)


def remove_training(remove: Remover, name: str) -> None:
    """Executions that still run are stopped: a pipeline that has one cannot be deleted."""
    executions = remove.all("sagemaker:ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName=name)
    for execution in executions:
        if execution["PipelineExecutionStatus"] == "Executing":
            _stop_execution(remove, execution["PipelineExecutionArn"])
    remove("sagemaker:DeletePipeline", PipelineName=name, ClientRequestToken=f"{name}-{'x' * 32}"[:64])


def _stop_execution(remove: Remover, arn: str) -> None:
    token = f"stop-{arn.rpartition('/')[2]}-{'x' * 32}"[:64]
    remove("sagemaker:StopPipelineExecution", PipelineExecutionArn=arn, ClientRequestToken=token)

    def ended() -> bool:
        answer = remove("sagemaker:DescribePipelineExecution", PipelineExecutionArn=arn)
        return answer is None or answer["PipelineExecutionStatus"] not in ("Executing", "Stopping")

    remove.until(ended, arn)


def remove_endpoint(remove: Remover, name: str) -> None:
    """An endpoint that is being created cannot be deleted."""

    def settled() -> bool:
        answer = remove("sagemaker:DescribeEndpoint", EndpointName=name)
        return answer is None or not answer["EndpointStatus"].endswith("ing")

    remove.until(settled, name)
    remove("sagemaker:DeleteEndpoint", EndpointName=name)
    remove.gone("sagemaker:DescribeEndpoint", EndpointName=name)


def stop_training(remove: Remover, name: str) -> None:
    """Jobs stay in the account's list for ever; one that runs is stopped."""
    described = remove("sagemaker:DescribeTrainingJob", TrainingJobName=name)
    if described and described["TrainingJobStatus"] == "InProgress":
        remove("sagemaker:StopTrainingJob", TrainingJobName=name)


def remove_project(remove: Remover, name: str) -> None:
    """A project that is being made cannot be deleted; the stack of one that is being deleted still needs its role."""

    def status() -> str:
        answer = remove("sagemaker:DescribeProject", ProjectName=name)
        return answer["ProjectStatus"] if answer else "DeleteCompleted"

    remove.until(lambda: not status().endswith(("Pending", "InProgress")), name)
    if status() != "DeleteCompleted":
        remove("sagemaker:DeleteProject", ProjectName=name)
        remove.until(lambda: status() in ("DeleteCompleted", "DeleteFailed"), name)
