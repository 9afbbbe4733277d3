// registryOutage: image pulls from a registry fail, for a while or for good.
import { registryOf } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { RegistryOutageRequest } from "@podsim/scheduler";
import { closest } from "../input/closest.js";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required, withDefault } from "../scenario/schema/record.js";
import { oneOf, text } from "../scenario/schema/scalars.js";
import { firstFew, shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";

type Effect =
  | "timeout"
  | "refused"
  | "unavailable"
  | "not-found"
  | "unauthorized"
  | "rate-limited"
  | "registry-unavailable"
  | "signature-invalid";

interface OutageParams {
  readonly registry: string;
  readonly effect: Effect;
  readonly for: Duration | null;
}

interface Answer {
  readonly failsAfterUs: Duration;
  readonly error: (host: string) => string;
}

const REFUSED_AFTER = 500 * MILLISECOND;

/** What the container runtime reports of each, and how long it takes to. */
const ANSWERS: Readonly<Record<Effect, Answer>> = {
  timeout: {
    failsAfterUs: 30 * SECOND,
    error: (host) => `failed to do request: Head "https://${host}/v2/": dial tcp: i/o timeout`,
  },
  refused: {
    failsAfterUs: REFUSED_AFTER,
    error: (host) => `failed to do request: Head "https://${host}/v2/": dial tcp: connect: connection refused`,
  },
  unavailable: {
    failsAfterUs: REFUSED_AFTER,
    error: (host) => `unexpected status from HEAD request to https://${host}/v2/: 503 Service Unavailable`,
  },
  "not-found": { failsAfterUs: REFUSED_AFTER, error: (host) => `${host}: not found` },
  unauthorized: {
    failsAfterUs: REFUSED_AFTER,
    error: () =>
      "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  },
  "rate-limited": {
    failsAfterUs: REFUSED_AFTER,
    error: (host) => `unexpected status from HEAD request to https://${host}/v2/: 429 Too Many Requests`,
  },
  // These two are what CRI-O says; the kubelet has words of its own for them.
  "registry-unavailable": {
    failsAfterUs: REFUSED_AFTER,
    error: (host) => `RegistryUnavailable: ${host} is unavailable`,
  },
  "signature-invalid": {
    failsAfterUs: REFUSED_AFTER,
    error: () => "SignatureValidationFailed: the signature does not match a trusted key",
  },
};

const EFFECTS = Object.keys(ANSWERS) as readonly Effect[];

export const registryOutage = defineIntervention<OutageParams>({
  name: "registryOutage",
  doc: `make pulls from a registry fail: ${EFFECTS.join(", ")}`,
  example: { registry: "registry.corp", effect: "timeout", for: "15m" },
  params: record<OutageParams>("registryOutage", {
    registry: required(text, '"*"'),
    effect: withDefault(oneOf(EFFECTS), "timeout"),
    for: optional(duration),
  }),
  text: (given) =>
    `registry ${given.registry === "*" ? "outage everywhere" : `${given.registry} out`} (${given.effect})${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: ({ registry }) => (registry === "*" ? "all" : registry),
  plan: (given, planning) => {
    const used = [...new Set([...planning.sketch.images].map(registryOf))];
    if (given.registry !== "*" && !used.includes(given.registry)) {
      const meant = closest(given.registry, used);
      planning.report({
        code: "E202",
        message: `no image comes from the registry "${given.registry}"`,
        why: used.length === 0 ? "no container is known that pulls an image" : `registries in use: ${firstFew(used)}`,
        fix: meant === null ? 'name one of them, or "*" for all' : `did you mean ${meant}?`,
        path: ["registry"],
      });
    }
    const { failsAfterUs, error } = ANSWERS[given.effect];
    const request: RegistryOutageRequest = {
      verb: "registry-outage",
      registry: given.registry,
      error: error(given.registry === "*" ? "registry" : given.registry),
      failsAfterUs,
      forUs: given.for,
    };
    return [request];
  },
});
