"""`target-cleanup`: in every region of a stage's account, takes away what failed first deployments leave."""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks.cleanup import cleanup
from templates.parameter_form import Form
from templates.product import Foundation, assemble


def build() -> Template:
    parts = cleanup()
    function = Output(
        "CleanupFunctionArn",
        Description="Function that deletes the stacks of failed first deployments.",
        Value=GetAtt(parts.function.function, "Arn"),
    )
    return assemble("Cleans up after failed deployments of the MLOps catalog.", Form(sections=()), [parts], [function])


TARGET_CLEANUP = Foundation(name="target-cleanup", build=build)
