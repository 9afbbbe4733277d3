// What containers do: how long they start, run and take to stop, how they end, what their probes and hooks say.
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";
import { said, seldom } from "./seldom.js";

const seconds = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((n) => `${String(n)}s`);

const constant = (min: number, max: number): fc.Arbitrary<JsonMap> =>
  seconds(min, max).map((value) => ({ constant: value }));

/** One that fails for good says the same for the rest of the history: more often it comes back. */
const probe = fc
  .record({
    passAfter: fc.oneof(
      { weight: 5, arbitrary: fc.constant("startup") },
      { weight: 4, arbitrary: seconds(0, 20) },
      { weight: 1, arbitrary: fc.constant("never") },
    ),
    failFrom: seldom(seconds(1, 120), 4),
    flap: seldom(fc.record({ chance: fc.constantFrom(0.02, 0.2), for: constant(1, 40) }), 4),
  })
  .map(said);

const hook = fc.record({ takes: constant(0, 40), fails: fc.boolean() });

const ending = fc.oneof(
  { weight: 5, arbitrary: constant(0, 90) },
  { weight: 1, arbitrary: fc.constant({ constant: "11m" }) },
);

/** A behaviour of the containers of one image. `ends`: whether they end by themselves, as those of a Job do. */
export const behaviorFor = (image: string, ends: boolean): fc.Arbitrary<JsonMap> =>
  fc
    .record(
      {
        startup: constant(0, 10),
        // What is to stay up ends now and then all the same.
        run: ends ? ending : seldom(ending, 3),
        exitCode: fc.constantFrom(0, 0, 1, 42),
        onSigterm: fc.oneof(fc.constant("ignore"), fc.record({ exitAfter: constant(0, 40) })),
        image: fc.record({ missing: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), cached: fc.boolean() }),
        probes: fc.record({ readiness: probe, liveness: probe, startup: probe }, { requiredKeys: [] }),
        hooks: fc.record({ postStart: hook, preStop: hook }),
      },
      { requiredKeys: ["run", "hooks"] },
    )
    .map((behavior) => said({ match: { image }, ...behavior }));
