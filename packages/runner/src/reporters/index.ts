// The shelf of reporters, besides the default one, which is the text at the terminal.
import { github } from "./github.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import type { Reporter } from "./reporter.js";

export const REPORTERS: readonly Reporter[] = [junit, json, github];
