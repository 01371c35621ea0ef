"""Recomputes proofs of releases from templates, with the standard library: python releases/verify.py FOLDER...

CloudFormation's functions, IAM's "Policy evaluation logic", and the requests of each statement: exit code 1 names one.
"""

import hashlib
import json
import re
import sys
from fnmatch import fnmatchcase
from itertools import product, starmap
from operator import eq
from pathlib import Path

ARNS = {
    "CodeBuild::Project": "codebuild:{region}:{account}:project/{Name}",
    "CodeCommit::Repository": "codecommit:{region}:{account}:{RepositoryName}",
    "CodePipeline::Pipeline": "codepipeline:{region}:{account}:{Name}",
    "IAM::ManagedPolicy": "iam::{account}:policy{Path}{ManagedPolicyName}",
    "IAM::Role": "iam::{account}:role{Path}{RoleName}",
    "KMS::Key": "kms:{region}:{account}:key/{unique}",
    "Logs::LogGroup": "logs:{region}:{account}:log-group:{LogGroupName}",
    "S3::Bucket": "s3:::{BucketName}",
    "SQS::Queue": "sqs:{region}:{account}:{QueueName}",
    "SageMaker::ModelPackageGroup": "sagemaker:{region}:{account}:model-package-group/{ModelPackageGroupName}",
}
GROUP = "SageMaker::ModelPackageGroup"
POLICY_OF = {"KMS::Key": "KeyPolicy", "IAM::Role": "AssumeRolePolicyDocument", GROUP: "ModelPackageGroupPolicy"}
POLICY_FOR = {"S3::BucketPolicy": "Bucket", "SQS::QueuePolicy": "Queues"}
BY_ACCOUNT, BY_ARN, ANYBODY = 1, 2, 3


class Stack:
    """A template in an account; functions are evaluated when a value is read."""

    def __init__(self, recipe, template):
        self.template, self.values, self.settings = template, recipe["values"], recipe["settings"]
        made = {title: body for title, body in template["Resources"].items() if self.holds(body.get("Condition"))}
        self.kinds = {title: body["Type"].removeprefix("AWS::") for title, body in made.items()}

    def holds(self, name):
        return name is None or self.get(self.template["Conditions"][name])

    def raw(self, title):
        return self.template["Resources"][title].get("Properties", {})

    def property(self, title, name, default=None):
        return self.get(self.raw(title).get(name, default))

    def attribute(self, title, name):
        kind, last = self.kinds[title], ""
        arn = "arn:aws:" + ARNS[kind] if kind in ARNS else kind + "/{unique}"
        account, region = self.values["AWS::AccountId"], self.values["AWS::Region"]
        unique = hashlib.sha256(f"{account}/{self.values['AWS::StackName']}/{title}".encode()).hexdigest()[:12]
        known = {"account": account, "region": region, "Path": "/", "unique": unique}
        for word in re.findall(r"{(\w+)}", arn):
            last = str(self.property(title, word, known.get(word)))
            arn = arn.replace(f"{{{word}}}", last)
        if name == "Ref" and kind != "IAM::ManagedPolicy":
            return last
        arn = arn.lower() if kind.startswith("SageMaker::") else arn
        return f"{arn}:*" if (kind, name) == ("Logs::LogGroup", "Arn") else arn

    def sub(self, text, more):
        def value(found):
            title, _, name = found[2].partition(".")
            if found[1]:
                return f"${{{found[2]}}}"
            return str(self.get(more.get(found[2], {"Fn::GetAtt": [title, name]} if name else {"Ref": title})))

        return self.get(re.sub(r"\$\{(!?)([^}]+)\}", value, text))

    def chosen(self, value):
        """The branch of an If that is in force; None for no value."""
        while isinstance(value, dict) and list(value) == ["Fn::If"]:
            value = value["Fn::If"][1 if self.holds(value["Fn::If"][0]) else 2]
        return None if value == {"Ref": "AWS::NoValue"} else value

    def get(self, value):
        value = self.chosen(value)
        if isinstance(value, str):
            return re.sub(r"\{\{resolve:ssm:([^}:]+)\}\}", lambda found: self.settings[found[1]], value)
        if isinstance(value, list):
            return [self.get(part) for part in value if self.chosen(part) is not None]
        if not isinstance(value, dict):
            return value
        name = next(iter(value), "")
        if len(value) == 1 and (name == "Ref" or name.startswith("Fn::")):
            return self.function(name.removeprefix("Fn::"), value[name])
        return {key: self.get(part) for key, part in value.items() if self.chosen(part) is not None}

    def function(self, name, given):
        return {
            "Ref": lambda: self.values[given] if given in self.values else self.attribute(given, "Ref"),
            "Sub": lambda: self.sub(*(given if isinstance(given, list) else (given, {}))),
            "Equals": lambda: self.get(given[0]) == self.get(given[1]),
            "GetAtt": lambda: self.attribute(*given),
            "Not": lambda: not self.get(given[0]),
            "Select": lambda: self.get(given[1])[int(given[0])],
            "Split": lambda: self.get(given[1]).split(given[0]),
        }[name]()


class World:
    """Who has which policies, and which policies resources have."""

    def __init__(self, recipe, templates):
        self.accounts, self.limits, self.owners, self.tags, self.policies = recipe["accounts"], {}, {}, {}, {}
        self.principals = {arn: json.loads(documents) for arn, documents in recipe["people"].items()}
        stacks = [Stack(one, templates[one["template"]]) for one in recipe["stacks"]]
        made = [(stack, title, kind) for stack in stacks for title, kind in stack.kinds.items()]
        policies = [(stack, title) for stack, title, kind in made if kind == "IAM::ManagedPolicy"]
        managed = {stack.attribute(title, "Arn"): stack.property(title, "PolicyDocument") for stack, title in policies}
        for stack, title, kind in made:
            self.add(stack, title, kind, managed)

    def add(self, stack, title, kind, managed):
        arn, tags, raw = stack.attribute(title, "ARN"), stack.property(title, "Tags", []), stack.raw(title)
        self.owners[arn] = stack.values["AWS::AccountId"]
        self.tags[arn] = {tag["Key"]: tag["Value"] for tag in tags if isinstance(tags, list)}
        if POLICY_OF.get(kind) in raw:
            self.policies[arn] = stack.property(title, POLICY_OF[kind])
        for one in listed(raw.get(POLICY_FOR.get(kind), [])):
            self.policies[stack.attribute(one["Ref"], "ARN")] = stack.property(title, "PolicyDocument")
        if kind == "IAM::Role":
            self.principals[arn] = [policy["PolicyDocument"] for policy in stack.property(title, "Policies", [])]
            self.principals[arn] += [managed[one] for one in stack.property(title, "ManagedPolicyArns", [])]
            self.limits[arn] = [managed[one] for one in listed(stack.property(title, "PermissionsBoundary", []))]

    def context(self, principal, action, resource, protected):
        account = principal.split(":")[4] if principal.startswith("arn:") else ""
        owner = self.owners.get(protected or resource) or (resource.split(":") + [""] * 5)[4] or account
        found = {"aws:securetransport": "true", "aws:principalisawsservice": str(not account).lower()}
        for side, arn, number in (("resource", resource, owner), ("principal", principal, account)):
            found |= {f"aws:{side}tag/{key}".lower(): value for key, value in self.tags.get(arn, {}).items()}
            known = self.accounts.get(number, {"organization": None, "path": None})
            found |= {
                f"aws:{side}orgid": known["organization"],
                f"aws:{side}orgpaths": known["path"] and [known["path"]],
            }
            found |= {f"aws:{side}account": number} if number or side == "resource" else {}
        found |= {"aws:principalarn": principal, "aws:principaltype": "AssumedRole"} if account else {}
        return found | ({"kms:calleraccount": account} if account and action[:4] == "kms:" else {})

    def allows(self, principal, action, resource, more="{}"):
        protected = protecting(action, resource)
        request = Request(action, resource, self.context(principal, action, resource, protected) | json.loads(more))
        limits, policy = self.limits.get(principal), self.policies.get(protected)
        identity, within = request.among(self.principals.get(principal, [])), request.among(limits or [])
        account, policies = request.context.get("aws:principalaccount"), [policy] if policy else []
        named = [(one, how) for one in request.among(policies) if (how := names(one["Principal"], principal, account))]
        if any(one["Effect"] == "Deny" for one in [*identity, *within, *(one for one, _ in named)]):
            return False
        how, within = max([how for _, how in named], default=0), not limits or bool(within)
        if not account or account != request.context["aws:resourceaccount"]:
            return bool(how and (identity or not account) and within)
        own = identity and within and (how or not policy or action[:4] not in ("kms:", "sts:"))
        return bool(own or how == ANYBODY or (how == BY_ARN and within))


class Request:
    """An action on a resource with condition keys, and which statements apply to it."""

    def __init__(self, action, resource, context):
        self.action, self.resource = action.lower(), resource
        self.context = {key.lower(): value for key, value in context.items() if value is not None}

    def among(self, documents):
        return [one for document in documents for one in listed(document["Statement"]) if self.applies(one)]

    def applies(self, one):
        acted = any(like(name.lower(), self.action) for name in listed(one.get("Action", one.get("NotAction"))))
        patterns = self.filled(one.get("Resource", one.get("NotResource", "*")))
        met = any(arn_like(pattern, self.resource) for pattern in patterns)
        conditions = [(name, key, tests[key]) for name, tests in one.get("Condition", {}).items() for key in tests]
        return acted != ("NotAction" in one) and met != ("NotResource" in one) and all(starmap(self.met, conditions))

    def met(self, operator, key, wanted):
        quantifier, _, operator = operator.rpartition(":")
        given, negative, optional = self.context.get(key.lower()), "Not" in operator, operator.endswith("IfExists")
        operator = operator.removesuffix("IfExists").replace("Not", "")
        if operator == "Null":
            return (given is None) == (str(listed(wanted)[0]).lower() == "true")
        if given is None:
            return optional or quantifier == "ForAllValues" or (negative and quantifier != "ForAnyValue")
        test = arn_like if operator[:3] == "Arn" else {"StringLike": like, "StringEquals": eq, "Bool": eq}[operator]
        patterns = list(self.filled(wanted))
        found = [any(test(pattern, value) for pattern in patterns) != negative for value in listed(given)]
        return any(found) if quantifier == "ForAnyValue" else all(found)

    def filled(self, patterns):
        """Variables replaced; a pattern with one that the request lacks matches nothing."""
        for pattern in map(str, listed(patterns)):
            values = {name: self.context.get(name.lower()) for name in re.findall(r"\$\{([^}]+)\}", pattern)}
            if all(isinstance(value, str) for value in values.values()):
                yield re.sub(r"\$\{([^}]+)\}", lambda found: values[found[1]], pattern)  # noqa: B023 - used at once


def protecting(action, resource):
    """The ARN of what has the policy: the bucket of an object, the group of a model version."""
    if resource.startswith("arn:aws:s3:::"):
        return resource.partition("/")[0]
    hidden = ":role/" in resource and not action.startswith("sts:")
    return "" if hidden else re.sub(r":model-package/(.*)/[^/]*$", r":model-package-group/\1", resource)


def names(principals, principal, account):
    """How strongly a resource's policy names the principal; 0 if it does not."""
    if principals == "*":
        return ANYBODY
    if not account:
        return BY_ARN * (principal in listed(principals.get("Service", [])))
    ways = {"*": ANYBODY, principal: BY_ARN, account: BY_ACCOUNT, f"arn:aws:iam::{account}:root": BY_ACCOUNT}
    return max((ways.get(one, 0) for one in listed(principals.get("AWS", []))), default=0)


def like(pattern, value):
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def arn_like(pattern, value):
    parts = pattern.split(":", 5), value.split(":", 5)
    return pattern == "*" or (len(parts[0]) == len(parts[1]) and all(map(like, *parts)))


def listed(value):
    return value if isinstance(value, list) else [value]


def broken(folder):
    """One line for each request that is not answered as its statement says, or for each changed template."""
    proof = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    known, beside = proof["templates"], folder.parents[1] / "proofs"
    paths = {name: beside / f"{name}-{known[name][:12]}.json" for name in known}
    contents = {name: path.read_bytes() for name, path in {**paths, proof["product"]: folder / "template.json"}.items()}
    changed = [name for name in contents if hashlib.sha256(contents[name]).hexdigest() != known[name]]
    yield from (f"{name}: not the template that was proved" for name in changed)
    world = World(proof["world"], {name: json.loads(content) for name, content in contents.items()})
    for statement in proof["statements"]:
        for allowed, *family in json.loads(statement["families"]):
            for principal, (action, resource, *more) in product(*family):
                asked = [proof["texts"][number] for number in (principal, action, resource, *more)]
                if world.allows(*asked) != allowed:
                    yield f"{statement['name']} does not hold: {' '.join(asked)}: expected allowed = {allowed}"


if __name__ == "__main__":
    found = [line for name in sys.argv[1:] for line in broken(Path(name))]
    print("\n".join(found[:20]) or f"every statement holds: {', '.join(sys.argv[1:])}")
    sys.exit(1 if found or not sys.argv[1:] else 0)
