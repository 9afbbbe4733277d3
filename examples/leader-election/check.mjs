// node check.mjs: looks for a history in which the law is broken, first with the bug, then without.
import { assertHolds, scenario } from "@podsim/runner/testing";
import { elector } from "./elector.mjs";
import { elector as mended } from "./elector-mended.mjs";
import { waitsForExpiry } from "./laws.mjs";

/** Nothing but the controller, and what befalls it. */
const histories = (controller) => scenario({ controllers: [controller], nodes: 1, workloads: 0, steps: 4, minutes: 3 });

for (const controller of [elector, mended]) {
  try {
    assertHolds(waitsForExpiry, histories(controller), { numRuns: 200 });
    console.log("✓ 200 scenarios kept it");
  } catch (thrown) {
    console.log(thrown.message);
  }
}
