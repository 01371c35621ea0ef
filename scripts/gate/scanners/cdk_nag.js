// Prints, as JSON, what the packs of cdk-nag say of the templates named on the command line.
const path = require("node:path");
const { App, Stack } = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks, NIST80053R5Checks } = require("cdk-nag");

function findings(templateFile) {
  const app = new App();
  new CfnInclude(new Stack(app, "Template"), "Included", { templateFile });
  return [AwsSolutionsChecks, NIST80053R5Checks].flatMap((Pack) =>
    new Pack(app).validateScope(app).violations.flatMap((violation) =>
      violation.violatingResources.map((resource) => ({
        file: path.basename(templateFile),
        rule: violation.ruleName,
        resource: path.basename(resource.constructPath),
        text: violation.description,
      })),
    ),
  );
}

process.stdout.write(JSON.stringify(process.argv.slice(2).flatMap(findings)));
