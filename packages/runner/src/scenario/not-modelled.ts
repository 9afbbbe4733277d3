// What the manifests hold and the run does not model: one finding per field, with all the objects that have it.
import { fieldText } from "@podsim/core";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { SourceText } from "../input/source-text.js";
import type { IgnoredPart } from "./manifest-files.js";
import { firstFew, plural } from "./schema/shown.js";

/** One field, or one kind, that is not modelled; for programs. */
export interface NotModelled {
  readonly code: "W501" | "W502";
  /** Path without list positions, or "kind CronJob". */
  readonly field: string;
  readonly consequence: string;
  /** "Deployment shop/web" */
  readonly objects: readonly string[];
}

export interface Finding {
  readonly part: NotModelled;
  readonly source: SourceText;
  readonly diagnostic: Diagnostic;
}

/** Positions in lists do not make another field. */
const fieldOf = ({ ignored }: IgnoredPart): string =>
  ignored.code === "W502" ? ignored.field : fieldText(ignored.path.filter((step) => typeof step === "string"));

/** "12 Deployments: frontend, cartservice, …; Pod init-demo" */
const objectsText = (parts: readonly IgnoredPart[]): string => {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, name } of parts)
    byKind.set(kind, (byKind.get(kind) ?? new Set()).add(name === "" ? "without a name" : name));
  return [...byKind]
    .map(([kind, names]) => {
      const all = [...names];
      return all.length === 1 ? `${kind} ${all.join("")}` : `${plural(all.length, kind)}: ${firstFew(all, 5)}`;
    })
    .join("; ");
};

const findingOf = (parts: readonly [IgnoredPart, ...IgnoredPart[]], isStrict: boolean): Finding => {
  const [first] = parts;
  const field = fieldOf(first);
  const { code, consequence } = first.ignored;
  const { source } = first.document;
  const found = diagnostic(source.file, locateNearest(first.document, first.path), {
    code,
    message: `${field} is not modelled (${objectsText(parts)})`,
    why: consequence,
    fix: isStrict
      ? "remove it, or run without --strict"
      : "nothing, if that does not matter here; --strict refuses it     (podsim help fidelity)",
  });
  return {
    part: { code, field, consequence, objects: parts.map(({ kind, name }) => `${kind} ${name}`) },
    source,
    diagnostic: isStrict ? { ...found, severity: "error" } : found,
  };
};

/** One finding per field path and consequence, at its first place. */
export const notModelled = (parts: readonly IgnoredPart[], isStrict: boolean): readonly Finding[] => {
  const groups = new Map<string, [IgnoredPart, ...IgnoredPart[]]>();
  for (const part of parts) {
    const key = `${fieldOf(part)}\n${part.ignored.consequence}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].map((group) => findingOf(group, isStrict));
};
