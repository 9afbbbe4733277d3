// Which steps of a case are possible. One about something that is not there, or is gone by then, is none: what it was about
// was left out, or an earlier step took it away.
import { ClusterSketch } from "../scenario/cluster-sketch.js";
import { mayBeThere, namespaceOf, targetIn } from "../scenario/targets.js";
import type { CaseScenario, CaseStep } from "./case-scenario.js";
import { verbOf } from "./case-scenario.js";
import { asMap, textIn } from "./json-map.js";
import type { JsonMap } from "./json-map.js";
import { eachManifest, identityOf } from "./manifests.js";

type Cluster = Pick<CaseScenario, "objects" | "steps">;

const addTo = (sketch: ClusterSketch, manifests: readonly JsonMap[]): void => {
  for (const manifest of eachManifest(manifests)) sketch.addName(identityOf(manifest));
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** Nodes that a step names: nodes: n1, nodes: [n1, n2], nodes: { names: [n1] }. */
const nodesNamed = ({ nodes }: JsonMap): readonly string[] => {
  const named = typeof nodes === "string" || Array.isArray(nodes) ? nodes : asMap(nodes)["names"];
  return (typeof named === "string" ? [named] : listOf(named)).map(String);
};

const namespaceIn = (params: JsonMap): string => textIn(params, "namespace") || "default";

const isPossibleIn = (sketch: ClusterSketch, step: CaseStep): boolean => {
  const { params } = verbOf(step.act);
  const target = targetIn(textIn(params, "target"));
  if (target !== null && !mayBeThere(target, namespaceIn(params), sketch)) return false;
  if (sketch.hidesNodes || asMap(params["nodes"])["allowEmpty"] === true) return true;
  return nodesNamed(params).every((name) => sketch.hasNode(name));
};

/** What is there after a step, as far as later ones name it. */
const take = (sketch: ClusterSketch, step: CaseStep): void => {
  const { verb, params } = verbOf(step.act);
  const target = targetIn(textIn(params, "target"));
  if (verb === "apply") addTo(sketch, listOf(params["objects"]).map(asMap));
  // What they are called is for the loader to say.
  if (verb === "addNodes") sketch.hidesNodes = true;
  if (verb === "delete" && target !== null) {
    sketch.remove({ ...target, namespace: namespaceOf(target.kind, namespaceIn(params)) });
  }
  if (verb === "removeNodes") {
    for (const name of nodesNamed(params)) sketch.remove({ kind: "Node", namespace: "", name });
  }
};

/** The steps that are possible; the time before one that is not is waited all the same. */
export const possibleSteps = ({ objects, steps }: Cluster): readonly CaseStep[] => {
  const sketch = new ClusterSketch();
  addTo(sketch, objects);
  const possible: CaseStep[] = [];
  let waitedSeconds = 0;
  for (const step of steps) {
    waitedSeconds += step.gapSeconds;
    if (!isPossibleIn(sketch, step)) continue;
    possible.push({ ...step, gapSeconds: waitedSeconds });
    waitedSeconds = 0;
    take(sketch, step);
  }
  return possible;
};

/** Whether something can be done after everything that is in the case. */
export const isPossible = (given: CaseScenario, act: JsonMap): boolean => {
  const sketch = new ClusterSketch();
  addTo(sketch, given.objects);
  for (const step of given.steps) take(sketch, step);
  return isPossibleIn(sketch, { gapSeconds: 0, act });
};
