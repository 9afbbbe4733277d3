// The project's own laws are stated in terms of the states that facts fold into.
import type { Envelope } from "../event.js";
import { invariantBuilders } from "./builders.js";
import type { Builders } from "./builders.js";
import type { ClusterView } from "./cluster-view.js";
import { subjectOf } from "./witness.js";

const builders: Builders<ClusterView, Envelope> = invariantBuilders({
  view: (cluster) => cluster,
  happening: (fact) => fact,
  subject: subjectOf,
});

/** Those that need to remember what happened before are observers of their own. */
export const { step } = builders;
