"""Publishing: how an environment, its portfolios and the releases become stacks, StackSets and shares in AWS.

    configuration  `scripts.configuration` reads YAML into validated objects; nothing after it reads a file that people
         ↓         write.
    desired        `compose` makes the desired state: templates as text, parameters, units, principals, guidance. Pure;
         ↓         refuses what cannot work in the partition (`partition_actions`).
    existing       `scripts.aws.publishing.hub` reads the same things from AWS as values of `existing`. Writes nothing.
         ↓
    plan           `plan` compares the two and returns `changes` in an order that works: assets, launch role, revoked
         ↓         access, catalog, StackSets (`stack_set_plan`), granted access, guidance. Pure. Catalogs are compared
         ↓         by meaning (`catalog_diff`, `differences`), what is left by value (`template_differences`). Refuses
         ↓         another template for a published version.
    permission     `publish.require_permission` refuses removals that the command line does not allow.
         ↓
    lease          `publish` takes the lease in the hub's bucket, and renews it while AWS works.
         ↓
    plan again     The plan is made again under the lease; if it differs, nothing is performed.
         ↓
    perform        `Hub.perform` makes one change at a time and waits for it; it changes nothing that is not planned.
         ↓         When a StackSet fails in some accounts, the other changes are still made; any other failure ends the
         ↓         publish. What is done stays, and the same command continues from there.
    verify         `verify` compares the desired state with what each spoke sees, read under a role of the spoke;
                   `stage_roles` checks the accounts that pipelines deploy to. Nothing is reported without being read.

Only `scripts.aws` calls AWS; the modules here decide, and their tests need no AWS. A second plan is empty. A publish
that was killed before any of its changes and is run again ends in the same state as one that was not killed.
"""
