// `node schema.mjs SCHEMA FILE...` prints where the JSON files break the JSON Schema, a line each.
// COREOFFER_FORMATS_MODULES is the directory that npm installed into.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(`${resolve(process.env.COREOFFER_FORMATS_MODULES)}/`);
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

const load = (file) => JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(load(process.argv[2]));
for (const file of process.argv.slice(3))
  if (!validate(load(file))) for (const error of validate.errors) console.log(`${file}${error.instancePath}: ${error.message}`);
