// Reads a Data Package as a stranger's program does: `node datapackage.mjs FILE` checks the
// descriptor against the specification's profile, casts every cell of every table to its
// column's type, and prints {"problems": [...], "rows": {table: number}}.
// COREOFFER_FORMATS_MODULES is the directory that npm installed into.
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

const require = createRequire(`${resolve(process.env.COREOFFER_FORMATS_MODULES)}/`);
const { Package } = require("datapackage");

const file = resolve(process.argv[2]);
const problems = [];
const rows = {};
const data = await Package.load(file, { basePath: dirname(file) });
for (const error of data.errors) problems.push(error.message);
for (const resource of data.resources) {
  try {
    rows[resource.name] = (await resource.read()).length;
  } catch (error) {
    for (const one of error.errors?.length ? error.errors : [error]) problems.push(`${resource.name}: ${one.message}`);
  }
}
console.log(JSON.stringify({ problems, rows }));
