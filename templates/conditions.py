"""Choices made at launch that more than one block depends on."""

from troposphere import Equals, Not, Ref

from templates import names, parameters
from templates.parameter_form import Condition

HAS_NETWORK = Condition("HasNetwork", Not(Equals(Ref(parameters.VPC), names.NONE)))
HAS_PACKAGE_INDEX = Condition("HasPackageIndex", Not(Equals(Ref(parameters.PACKAGE_INDEX), names.NONE)))
HAS_STAGE_ACCOUNTS = Condition("HasStageAccounts", Not(Equals(Ref(parameters.STAGING_ACCOUNT), names.NONE)))
ACCOUNT = (HAS_NETWORK, HAS_PACKAGE_INDEX, HAS_STAGE_ACCOUNTS)
