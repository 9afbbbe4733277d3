// Hooks of a plugin that nobody here has checked: whatever they throw or answer wrongly becomes a failure with the names of
// the plugin and the pod.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { PluginFailure } from "./plugin-failure.js";
import type { Candidates, Filtering, NodeFilter, PluginHooks, PodView, Scoring, Verdict } from "./plugin.js";
import { MAX_SCORE } from "./score-arithmetic.js";

const shown = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
};

const thrownText = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : shown(thrown);

/** One question asked of the plugin. */
class Asking {
  constructor(
    private readonly plugin: string,
    private readonly hook: string,
    private readonly pod: string,
    private readonly cluster: ClusterView | null,
  ) {}

  fail(deed: string, cause?: unknown): never {
    throw new PluginFailure(this.plugin, this.hook, this.pod, deed, cause);
  }

  ask<T>(question: () => T): T {
    try {
      return question();
    } catch (thrown) {
      if (thrown instanceof PluginFailure) throw thrown;
      return this.fail(`it threw ${thrownText(thrown)}`, thrown);
    }
  }

  nodeName(node: NodeIx): string {
    return this.cluster?.nodes.at(node)?.name ?? `#${node}`;
  }

  score(score: unknown, node: NodeIx | null): number {
    if (typeof score === "number" && Number.isInteger(score) && score >= 0 && score <= MAX_SCORE) return score;
    const where = node === null ? "" : ` for node ${this.nodeName(node)}`;
    return this.fail(`it gave ${shown(score)}${where}, which is no whole number in 0..${MAX_SCORE}`);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const checkedVerdict = (asking: Asking, verdict: unknown): Verdict => {
  if (!isObject(verdict)) return asking.fail(`its verdict is ${shown(verdict)}, not { code, reasons }`);
  const { code, reasons } = verdict;
  if (code !== "Unschedulable" && code !== "UnschedulableAndUnresolvable") {
    return asking.fail(`its verdict has the code ${shown(code)}, not Unschedulable or UnschedulableAndUnresolvable`);
  }
  const areTexts = Array.isArray(reasons) && reasons.every((each) => typeof each === "string" && each !== "");
  if (!areTexts || reasons.length === 0) return asking.fail("its verdict has no reasons (a list of texts)");
  return { code, reasons: reasons as readonly string[] };
};

class GuardedCandidates implements Candidates {
  constructor(
    private readonly asking: Asking,
    private readonly candidates: Candidates,
  ) {}

  get size(): number {
    return this.candidates.size;
  }

  at(k: number): NodeIx {
    return this.candidates.at(k);
  }

  keep(test: (node: NodeIx) => number): void {
    const { asking } = this;
    this.candidates.keep((node) => {
      const rejection: unknown = asking.ask(() => test(node));
      if (typeof rejection === "number" && Number.isInteger(rejection) && rejection >= 0 && rejection < 2 ** 31) {
        return rejection;
      }
      const name = asking.nodeName(node);
      return asking.fail(`its test gave ${shown(rejection)} for node ${name}, which is no whole number from 0 (fits)`);
    });
  }
}

const guardedNodes = (asking: Asking, filter: NodeFilter): NodeFilter => {
  const { only } = filter;
  if (only !== undefined && !(only instanceof Set)) asking.fail("the nodes it names with `only` are not in a Set");
  if (typeof filter.narrow !== "function" || typeof filter.verdictOf !== "function") {
    asking.fail("what it gave for nodes has no narrow or no verdictOf");
  }
  return {
    kind: "nodes",
    ...(only === undefined ? {} : { only }),
    narrow: (candidates) => {
      asking.ask(() => {
        filter.narrow(new GuardedCandidates(asking, candidates));
      });
    },
    verdictOf: (rejection) =>
      checkedVerdict(
        asking,
        asking.ask(() => filter.verdictOf(rejection)),
      ),
    ...(filter.goesBy === undefined ? {} : { goesBy: filter.goesBy }),
    ...(filter.isOfThisPod === undefined ? {} : { isOfThisPod: filter.isOfThisPod }),
  };
};

const guardedFiltering = (asking: Asking, filtering: Filtering): Filtering => {
  if (!isObject(filtering))
    return asking.fail(`it gave ${shown(filtering)}, not { kind: "nodes" | "nothing" | "refusal" }`);
  switch (filtering.kind) {
    case "nothing":
      return filtering;
    case "refusal":
      return { kind: "refusal", verdict: checkedVerdict(asking, filtering.verdict) };
    case "nodes":
      return guardedNodes(asking, filtering);
    default:
      return asking.fail(`it gave the kind ${shown((filtering as { kind?: unknown }).kind)}`);
  }
};

const guardedScoring = (asking: Asking, outcome: Scoring, candidates: Candidates, scores: Float64Array): Scoring => {
  if (outcome === "skipped") return outcome;
  if (outcome === "scored") {
    for (let k = 0; k < candidates.size; k++) asking.score(scores[k], candidates.at(k));
    return outcome;
  }
  if (typeof outcome === "number") return asking.score(outcome, null);
  if (typeof outcome === "function")
    return (node) =>
      asking.score(
        asking.ask(() => outcome(node)),
        node,
      );
  if (isObject(outcome) && typeof outcome.error === "string") return outcome;
  return asking.fail(`it gave ${shown(outcome)}, not "scored", "skipped", a number or a function`);
};

export const guardedHooks = (plugin: string, hooks: PluginHooks): PluginHooks => {
  const { compare, admit, filter, score } = hooks;
  const asking = (hook: string, pod: PodView, cluster: ClusterView | null = null): Asking =>
    new Asking(plugin, hook, pod.key, cluster);
  return {
    ...(compare === undefined
      ? {}
      : {
          compare: (a, b) => {
            const about = asking("compare", a.pod);
            const order: unknown = about.ask(() => compare(a, b));
            return typeof order === "number" && !Number.isNaN(order) ? order : about.fail(`it gave ${shown(order)}`);
          },
        }),
    ...(admit === undefined
      ? {}
      : {
          admit: (pod, gate) => {
            const about = asking("admit", pod);
            const reason: unknown = about.ask(() => admit(pod, gate));
            if (reason === null || typeof reason === "string") return reason;
            return about.fail(`it gave ${shown(reason)}, not null or a text`);
          },
        }),
    ...(filter === undefined
      ? {}
      : {
          filter: (pod, cluster) => {
            const about = asking("filter", pod, cluster);
            return guardedFiltering(
              about,
              about.ask(() => filter(pod, cluster)),
            );
          },
        }),
    ...(score === undefined
      ? {}
      : {
          score: (pod, cluster, candidates, scores) => {
            const about = asking("score", pod, cluster);
            return guardedScoring(
              about,
              about.ask(() => score(pod, cluster, candidates, scores)),
              candidates,
              scores,
            );
          },
        }),
    wakesOn: hooks.wakesOn,
  };
};
