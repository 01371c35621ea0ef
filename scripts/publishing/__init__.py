"""Publishing: how portfolios, an environment and releases become stacks, StackSets and shares in AWS.

    configuration   `scripts.configuration` reads YAML files into validated objects. Nothing later reads a file of people's.
         ↓
    desired         `compose` makes the whole desired state: templates as text, parameters, units, principals, guidance.
         ↓          It is pure, and refuses what cannot work in the partition (`partition_actions`).
    existing        `scripts.aws.publishing.hub` reads the same from AWS, as values of `existing`. It writes nothing.
         ↓
    plan            `plan` compares the two and returns `changes` in an order that works: assets, launch role, access that is
         ↓          revoked, catalog, StackSets (`stack_set_plan`), access that is granted, guidance. It is pure. The
         ↓          catalog's templates are compared by meaning (`catalog_diff`, `differences`), the rest of them by value
         ↓          (`template_differences`). A published version with another template is refused here.
    permission      `publish.require_permission` refuses removals that the command line did not allow.
         ↓
    lease           `publish` takes the lease in the hub's bucket, and renews it while AWS works.
         ↓
    plan again      Under the lease the plan is made once more; if it differs, nothing is performed.
         ↓
    perform         `Hub.perform` does one change at a time and waits for it: nothing that is not in the plan. A StackSet's
         ↓          failure in single accounts stops no other change; any other failure ends the publish. What is done
         ↓          stays, so the same command again continues from there.
    verify          `verify` compares what every spoke can see, read under a role of that spoke, with the desired state, and
                    `stage_roles` checks the accounts that pipelines deploy to. Nothing is reported done that was not read.

Only `scripts.aws` calls AWS; modules of this package decide, and run in tests without it. A second plan is empty: a test
kills a publish before every change, publishes again, and expects the state of an undisturbed one.
"""
