// The shelf of commands, in the order they are listed.
import { bench } from "./bench.js";
import { check } from "./check.js";
import { describe } from "./describe.js";
import { diff } from "./diff.js";
import { events } from "./events.js";
import { explain } from "./explain.js";
import { fork } from "./fork.js";
import { get } from "./get.js";
import { headroom } from "./headroom.js";
import { help } from "./help.js";
import { init } from "./init.js";
import type { CommandDefinition } from "./line/command.js";
import { list } from "./list.js";
import { metrics } from "./metrics.js";
import { replay } from "./replay.js";
import { run } from "./run.js";
import { runs } from "./runs.js";
import { sweep } from "./sweep.js";
import { timeline } from "./timeline.js";
import { validate } from "./validate.js";
import { top } from "./top.js";
import { schema } from "./schema.js";
import { version } from "./version.js";
import { when } from "./when.js";

export const COMMANDS: readonly CommandDefinition[] = [
  init,
  validate,
  run,
  sweep,
  fork,
  check,
  replay,
  bench,
  get,
  describe,
  events,
  timeline,
  when,
  top,
  metrics,
  explain,
  headroom,
  diff,
  runs,
  list,
  help,
  schema,
  version,
];
