"""The instance types that jobs may run on: those whose volumes take the project's key.

Jobs name the key for every volume, and a type with local disks refuses that: it encrypts them itself (SageMaker API
Reference, ProcessingClusterConfig and ResourceConfig, VolumeKmsKeyId). To run on such a type (r5d, g4dn, g5, p4d, p5,
trn1, ...), take `volume_kms_key` and `volume_kms_key_id` out of jobs.py and add its family here.
"""

from project.aws_requests import sagemaker_requests

# Amazon EC2, "Instance types": families that have nothing but EBS volumes.
FAMILIES = ("c5", "c6i", "c7i", "m5", "m6i", "m7i", "p3", "r5", "r6i", "r7i", "t3")


def takes_key(instance_type: str) -> bool:
    """Whether a job on this type may have a key for its volume."""
    return instance_type.removeprefix("ml.").split(".")[0] in FAMILIES


def offered(job: str) -> list[str]:
    """The types of these families that SageMaker has for this kind of job, `Processing` or `Training`."""
    every = sagemaker_requests().shape_for(f"{job}InstanceType").enum
    return [name for name in every if takes_key(name)]
