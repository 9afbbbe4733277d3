// A case on disk: an ordinary scenario with its manifests in it, and the law that it breaks.
import type { Invariant } from "@podsim/core";
import { KUBERNETES_VERSIONS, parseDuration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { isLeft } from "fp-ts/lib/Either.js";
import { parse, stringify } from "yaml";
import { fingerprint } from "../run/fingerprint.js";
import type { JsonValue } from "@podsim/core/log";
import type { CaseScenario, CaseStep } from "./case-scenario.js";
import { documentOf } from "./case-scenario.js";
import { asMap } from "./json-map.js";
import type { JsonMap } from "./json-map.js";
import { eachManifest } from "./manifests.js";

/** "node-neverOvercommitted-3f9a1c2e.yaml": of the law and of what the case holds. */
export const caseFileName = (given: CaseScenario, { id }: Invariant): string =>
  `${id.replace(".", "-")}-${fingerprint(documentOf(given, id) as unknown as JsonValue).slice(0, 8)}.yaml`;

export const caseText = (given: CaseScenario, { id, title }: Invariant): string =>
  `# Breaks ${id}: ${title}.\n${stringify(documentOf(given, id), { aliasDuplicateObjects: false, lineWidth: 120 })}`;

const asMaps = (value: unknown): readonly JsonMap[] =>
  Array.isArray(value) ? (value as readonly unknown[]).map(asMap) : [];

const secondsOf = (value: unknown): number => {
  const parsed = parseDuration(String(value));
  return isLeft(parsed) ? NaN : parsed.right / SECOND;
};

/** What a case holds of a spec, and what makes no difference to what happens in it. */
const SPEC: readonly string[] = [
  "question",
  "kubernetes",
  "clock",
  "cluster",
  "behaviors",
  "timeline",
  "repeat",
  "expect",
  "thresholds",
  "checks",
];

const holdsOnly = (map: JsonMap, keys: readonly string[]): boolean =>
  Object.keys(map).every((key) => keys.includes(key));

/**
 * The case that a scenario's document holds; null of a scenario that names files, or does what cases do not: it can be
 * judged, and not be taken apart.
 */
export const caseOf = (document: unknown): CaseScenario | null => {
  const spec = asMap(asMap(document)["spec"]);
  const cluster = asMap(spec["cluster"]);
  const clock = asMap(spec["clock"]);
  const stop = asMap(clock["stop"]);
  if (!holdsOnly(spec, SPEC) || !holdsOnly(clock, ["stop"]) || !holdsOnly(cluster, ["objects"])) return null;
  if (!holdsOnly(stop, ["after"])) return null;
  const horizonSeconds = secondsOf(stop["after"]);
  const timeline = asMaps(spec["timeline"]);
  let atSeconds = 0;
  const steps = timeline.map(({ at, ...act }): CaseStep => {
    const gapSeconds = secondsOf(at) - atSeconds;
    atSeconds += gapSeconds;
    return { gapSeconds, act };
  });
  const isPlain = steps.every(({ gapSeconds, act }) => gapSeconds >= 0 && Object.keys(act).length === 1);
  if (!isPlain || !(horizonSeconds > 0)) return null;
  const { base } = asMap(spec["repeat"]);
  const { controllers } = asMap(spec["expect"]);
  const playedWith = Array.isArray(controllers) ? controllers.map(String) : [];
  return {
    name: String(asMap(asMap(document)["metadata"])["name"]),
    seed: typeof base === "number" ? base : 1,
    kubernetes: KUBERNETES_VERSIONS.find((version) => version === spec["kubernetes"]) ?? "1.34",
    horizonSeconds,
    objects: eachManifest(asMaps(cluster["objects"])),
    behaviors: asMaps(spec["behaviors"]),
    steps,
    ...(playedWith.length === 0 ? {} : { playedWith }),
  };
};

/** The same of the text of a file; throws what the YAML reader throws. */
export const caseIn = (text: string): CaseScenario | null => caseOf(parse(text));

/** spec.expect.violates of a scenario's document; null if it expects nothing. */
export const expectedViolation = (document: unknown): string | null => {
  const { violates } = asMap(asMap(asMap(document)["spec"])["expect"]);
  return typeof violates === "string" ? violates : null;
};
