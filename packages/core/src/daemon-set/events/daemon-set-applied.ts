// A DaemonSet was created, or its object replaced.
import type { DaemonSet } from "../../api/daemon-set.js";
import { isSameTemplate } from "../../deployment/template-hash.js";
import type { EventDefinition } from "../../event.js";
import type { DaemonSetIx } from "../../ids.js";
import type { DaemonSetState } from "../daemon-set-state.js";
import { EXAMPLE_DAEMON_SET } from "../example-daemon-set.js";

export interface DaemonSetApplied {
  readonly daemonSetIx: number;
  readonly uid: string;
  readonly object: DaemonSet;
}

/** An object that was there before brings its template's generation in an annotation. */
const generationOf = ({ metadata }: DaemonSet): number =>
  Math.max(1, Math.trunc(Number(metadata.annotations["deprecated.daemonset.template.generation"])) || 1);

export const daemonSetApplied: EventDefinition<"DaemonSetApplied", DaemonSetApplied, DaemonSetState | undefined> = {
  type: "DaemonSetApplied",
  entity: "daemon-set",
  revision: 1,
  fields: { daemonSetIx: "int", uid: "string", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.daemonSetIx as DaemonSetIx,
    uid: d.uid,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: (old?.generation ?? 0) + 1,
    templateGeneration:
      old === undefined
        ? generationOf(d.object)
        : old.templateGeneration + (isSameTemplate(old.object.spec.template, d.object.spec.template) ? 0 : 1),
    failure: old?.failure ?? "",
    status: old?.status ?? {
      observedGeneration: 0,
      desired: 0,
      current: 0,
      misscheduled: 0,
      ready: 0,
      updated: 0,
      available: 0,
    },
  }),
  example: { daemonSetIx: 0, uid: "00000000-0000-4000-8000-000000000004", object: EXAMPLE_DAEMON_SET },
};
