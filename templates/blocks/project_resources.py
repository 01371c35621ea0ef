"""What training and deployment of a project share: its key, bucket and dead-letter queue."""

from collections.abc import Sequence
from typing import NamedTuple

from troposphere import kms, s3, sqs

from templates.blocks.dead_letters import DeadLetters, dead_letters
from templates.blocks.encryption import CustomerKey, project_key
from templates.blocks.stages import NO_STAGES, Stage
from templates.blocks.storage import ProjectBucket, Protection, project_bucket
from templates.project import Project


class ProjectResources(NamedTuple):
    encryption: CustomerKey
    storage: ProjectBucket
    dead_letters: DeadLetters

    @property
    def key(self) -> kms.Key:
        return self.encryption.key

    @property
    def bucket(self) -> s3.Bucket:
        return self.storage.bucket

    @property
    def dead_letter_queue(self) -> sqs.Queue:
        return self.dead_letters.queue


def project_resources(
    project: Project, *protections: Protection, stages: Sequence[Stage] = NO_STAGES
) -> ProjectResources:
    """`stages` are those that the project deploys to; without any, nothing is granted outside the account."""
    encryption = project_key(project, stages)
    key = encryption.key
    bucket = project_bucket(project, key, *protections, stages=stages)
    return ProjectResources(encryption, bucket, dead_letters(project, key))
