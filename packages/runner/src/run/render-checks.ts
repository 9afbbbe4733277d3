// The checks of a verdict: which laws held in every seed, and where one was first broken.
import { INVARIANTS } from "@podsim/core";
import { checkName } from "../scenario/checks.js";
import { shortTime } from "../scenario/schema/shown.js";
import { runRef } from "./run-facts.js";
import type { RunFacts } from "./run-facts.js";
import type { Page } from "./verdict-page.js";
import type { Verdict } from "./verdict.js";

const nameOf = (id: string): string => {
  const law = INVARIANTS.find((each) => each.id === id);
  return law === undefined ? id : checkName(law);
};

export const renderChecks = (page: Page, verdict: Verdict, facts: RunFacts): void => {
  if (verdict.checks.length === 0) return;
  page.heading("PROPERTIES");
  for (const { id, isHeld, seeds, first } of verdict.checks) {
    const many = isHeld ? "" : `   broken in ${String(seeds.length)} of ${String(verdict.seeds.length)} seeds`;
    page.line(`  ${page.sign(isHeld ? "ok" : "fail")} ${page.plain(`${nameOf(id)}${many}`)}`);
    if (first === null) continue;
    const { seed, atUs, message, witnesses } = first;
    page.line(`      ${page.plain(`seed ${String(seed)} at ${shortTime(atUs)}: ${message}`)}`);
    const [witness] = witnesses;
    const run = runRef(facts, verdict, seed);
    const [kind = "pod", ...rest] = (witness ?? "").split("/");
    const look =
      witness === undefined
        ? `podsim events --raw -A --run ${run}`
        : `podsim describe ${kind}/${rest.at(-1) ?? ""} --run ${run} --at ${shortTime(atUs)}`;
    page.line(`      ${page.plain("try: ")}${page.paint(look, "cyan")}`);
  }
};
