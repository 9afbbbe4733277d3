// A Secret was created or its object replaced.
import type { Secret } from "../../api/secret.js";
import type { EventDefinition } from "../../event.js";
import type { SecretIx } from "../../ids.js";
import type { SecretState } from "../secret-state.js";

export interface SecretApplied {
  readonly secretIx: number;
  readonly object: Secret;
}

export const secretApplied: EventDefinition<"SecretApplied", SecretApplied, SecretState | undefined> = {
  type: "SecretApplied",
  entity: "secret",
  revision: 1,
  fields: { secretIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.secretIx as SecretIx,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
  }),
  example: {
    secretIx: 0,
    object: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "mysql-pass", namespace: "default", labels: {}, annotations: {} },
      type: "Opaque",
      data: { password: "aHVudGVyMg==" },
    },
  },
};
