#!/usr/bin/env node
// What `podsim` begins with: sets node up before the program itself is read.
import { keepCompiledCode } from "./io/compile-cache.js";

keepCompiledCode();
// A stack then names the lines of the sources; reading the maps takes longer than most commands.
if (process.argv.includes("--debug")) process.setSourceMapsEnabled(true);

await import("./main.js");
