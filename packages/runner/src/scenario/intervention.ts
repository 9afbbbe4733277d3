// What an intervention is: a verb of the timeline with its parameters, said in words, turned into requests.
import type * as t from "io-ts";
import type { KubernetesObject, LabelTest, Node } from "@podsim/core";
import type { ApiRequest } from "@podsim/scheduler";
import type { Path } from "../input/located.js";
import type { BehaviorSpec } from "../behaviors/behavior-spec.js";
import type { ClusterSketch } from "./cluster-sketch.js";
import type { ParameterValue } from "./parameter-value.js";
import type { NodeGroup } from "./node-group.js";
import type { OwnController } from "./own-controllers.js";
import type { Issue } from "./schema/schema.js";
import { mapped } from "./schema/collections.js";

/** Pods that there have to be at some time; `path` starts at the verb's parameters. */
export interface WantedPods {
  readonly namespace: string;
  readonly labels: LabelTest;
  readonly path: Path;
}

/** What a verb can see when it is planned, before the run. */
export interface Planning {
  /** What exists when the verb takes place; planning changes it as the verb will. */
  readonly sketch: ClusterSketch;
  /** The time as a person reads it: "10m". */
  readonly at: () => string;
  /** The same as RFC 3339, counted from the clock's start. */
  readonly timestamp: () => string;
  /** Names of all entries that have one. */
  readonly entries: readonly string[];
  /** Controllers of the user's own that run in it; null = nobody knows. */
  readonly controllers: readonly OwnController[] | null;
  /** `path` starts at the verb's parameters. */
  readonly report: (issue: Issue) => void;
  /** Objects of the files a pattern stands for, which is written at `path` of the parameters. */
  readonly manifests: (pattern: string, path: Path) => readonly KubernetesObject[];
  /** Objects written in the scenario itself, at `path` of the parameters. */
  readonly objects: (items: readonly unknown[], path: Path) => readonly KubernetesObject[];
  /** Node objects of a group; faults of its template are reported below `path`. */
  readonly nodes: (group: NodeGroup, path: Path) => readonly Node[];
  /** The verb's parameters have a match: reported where no container can ever have it. */
  readonly behavior: (spec: BehaviorSpec) => void;
  /** What follows from other values of parameters; faults of the values are reported below the verb. */
  readonly setParams: (values: Readonly<Record<string, ParameterValue>>) => readonly ApiRequest[];
  /** The verb is about such pods: reported where nothing ever makes one. */
  readonly pods: (wanted: WantedPods) => void;
}

/** A verb with the parameters it was given. */
export interface PlannedVerb {
  readonly verb: string;
  /** What is done, in the words a person would type. */
  readonly text: string;
  /** What it is done to, in a word or two: part of the entry's default name. */
  readonly subject: string;
  readonly plan: (planning: Planning) => readonly ApiRequest[];
}

/** One verb; `params` reads what stands behind it. */
export interface Intervention {
  readonly name: string;
  /** One line for people. */
  readonly doc: string;
  /** Valid parameters, as a scenario has them. */
  readonly example: unknown;
  readonly params: t.Type<PlannedVerb, unknown, unknown>;
}

export interface InterventionDefinition<P> {
  readonly name: string;
  readonly doc: string;
  readonly example: unknown;
  readonly params: t.Type<P, unknown, unknown>;
  readonly text: (params: P) => string;
  readonly subject: (params: P) => string;
  readonly plan: (params: P, planning: Planning) => readonly ApiRequest[];
}

export const defineIntervention = <P>(definition: InterventionDefinition<P>): Intervention => ({
  name: definition.name,
  doc: definition.doc,
  example: definition.example,
  params: mapped(definition.params, (params): PlannedVerb => ({
    verb: definition.name,
    text: definition.text(params),
    subject: definition.subject(params),
    plan: (planning) => definition.plan(params, planning),
  })),
});
