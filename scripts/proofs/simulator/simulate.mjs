// Reads {principals, policies, requests} as JSON from standard input, and writes one answer for each request:
// true, false, or the reason why the library cannot judge it. Principals and policies are parsed once.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const from = createRequire(`${process.argv[2]}/package.json`);
const { runSimulation } = from("@cloud-copilot/iam-simulate");
const { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy, validateTrustPolicy } = from("@cloud-copilot/iam-policy");

const { principals, policies, requests } = JSON.parse(readFileSync(0, "utf8"));

function identity(document, name) {
  return { name, policy: createValidatedPolicy(document, validateIdentityPolicy, { name }) };
}

const known = new Map(
  Object.entries(principals).map(([arn, { policies: own, boundary }]) => [
    arn,
    {
      identityPolicies: own.map((document, index) => identity(document, `${arn}#${index}`)),
      permissionBoundaryPolicies: boundary ? [identity(boundary, "boundary")] : undefined,
    },
  ]),
);
const protecting = new Map(
  Object.entries(policies).map(([arn, document]) => [
    arn,
    createValidatedPolicy(document, arn.includes(":role/") ? validateTrustPolicy : validateResourcePolicy, { name: arn }),
  ]),
);

async function answer([principal, action, resource, accountId, protectedBy, contextVariables]) {
  const simulation = {
    request: { principal, action, resource: { resource, accountId }, contextVariables },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: protecting.get(protectedBy),
    ...known.get(principal),
  };
  const found = await runSimulation(simulation, {});
  if (found.resultType === "error") {
    return JSON.stringify(found.errors);
  }
  return found.overallResult === "Allowed";
}

const answers = [];
for (const request of requests) {
  answers.push(await answer(request));
}
process.stdout.write(JSON.stringify(answers));
