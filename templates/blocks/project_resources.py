"""What training and deployment of a project share: its key, bucket and dead-letter queue."""

from typing import NamedTuple

from troposphere import kms, s3, sqs

from templates.blocks.dead_letters import DeadLetters, dead_letters
from templates.blocks.encryption import ProjectKey, project_key
from templates.blocks.storage import ProjectBucket, Protection, project_bucket
from templates.project import Project


class ProjectResources(NamedTuple):
    encryption: ProjectKey
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


def project_resources(project: Project, *protections: Protection) -> ProjectResources:
    encryption = project_key(project)
    key = encryption.key
    return ProjectResources(encryption, project_bucket(project, key, *protections), dead_letters(project, key))
