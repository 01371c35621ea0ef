"""`target-cleanup`: in every region of a stage's account, deletes the stacks of failed first deployments."""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks.cleanup import cleanup
from templates.parameter_form import NO_FORM
from templates.product import Foundation, assemble


def build() -> Template:
    parts = cleanup()
    function = Output(
        "CleanupFunctionArn",
        Description="Function that deletes the stacks of failed first deployments.",
        Value=GetAtt(parts.function.function, "Arn"),
    )
    return assemble("Cleans up after failed deployments of the MLOps catalog.", NO_FORM, [parts], [function])


TARGET_CLEANUP = Foundation(name="target-cleanup", build=build)
