// Behaviours written into a pod template's annotations, for people who keep one file; KWOK's are understood as well.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Container, Distribution, Labels, Usage } from "@podsim/core";
import { closest } from "../input/closest.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { bytes, duration } from "../scenario/schema/times.js";
import { distributionText } from "./distribution.js";
import { byteUsageText } from "./usage-spec.js";

/** What annotations say of a container; null = nothing. */
export interface Annotated {
  /** Name of a behaviour of the scenario. */
  readonly behavior: string | null;
  readonly startup: Distribution | null;
  readonly exitCode: number | null;
  readonly run: Distribution | null;
  readonly imageSizeBytes: number | null;
  readonly memory: Usage | null;
  readonly disk: Usage | null;
  /** Whether one of KWOK's annotations was read. */
  readonly fromKwok: boolean;
}

/** No annotations. */
export const NOTHING_SAID: Annotated = {
  behavior: null,
  startup: null,
  exitCode: null,
  run: null,
  imageSizeBytes: null,
  memory: null,
  disk: null,
  fromKwok: false,
};

export interface AnnotationIssue {
  readonly annotation: string;
  readonly explanation: Explanation;
}

const OURS = "podsim.dev/";
const KWOK = "pod-container-running-failed.stage.kwok.x-k8s.io/";
const KNOWN = ["behavior", "startup", "exit-code", "run-for", "image-size", "memory", "disk"].map(
  (name) => OURS + name,
);

const readWith = <A>(type: Schema<A>, value: string): Either<Explanation, A> => {
  const read = type.decode(value);
  return isLeft(read) ? left(type.explain(value, [])) : right(read.right);
};

const readExitCode = (value: string): Either<Explanation, number> => {
  if (/^\d{1,3}$/.test(value) && Number(value) <= 255) return right(Number(value));
  const why = "an exit code is a whole number from 0 to 255";
  return left({ code: "E108", message: `"${value}" is no exit code`, why, fix: 'write "1"' });
};

class Reader {
  readonly issues: AnnotationIssue[] = [];

  constructor(private readonly annotations: Labels) {}

  take<A>(name: string, read: (value: string) => Either<Explanation, A>): A | null {
    const value = Object.hasOwn(this.annotations, name) ? this.annotations[name] : undefined;
    if (value === undefined) return null;
    const result = read(value);
    if (!isLeft(result)) return result.right;
    this.issues.push({ annotation: name, explanation: result.left });
    return null;
  }
}

const unknown = (annotation: string): AnnotationIssue => {
  const meant = closest(annotation, KNOWN);
  return {
    annotation,
    explanation: {
      code: "E101",
      message: `unknown annotation "${annotation}"`,
      why: "annotations of podsim.dev are refused when they are not known, so that a typo cannot switch a behaviour off",
      fix: meant === null ? `known: ${KNOWN.join(", ")}` : `did you mean ${meant}?`,
      part: "key",
    },
  };
};

export interface ReadAnnotations {
  readonly of: (container: Container, isFirst: boolean, isInit: boolean) => Annotated;
  readonly issues: readonly AnnotationIssue[];
}

const NOTHING_READ: ReadAnnotations = { of: () => NOTHING_SAID, issues: [] };

/** Everything a template's annotations say; run-for and exit-code are about its regular containers. */
export const readAnnotations = (annotations: Labels): ReadAnnotations => {
  const names = Object.keys(annotations);
  if (names.length === 0) return NOTHING_READ;
  const reader = new Reader(annotations);
  const behavior = reader.take(`${OURS}behavior`, right);
  const startup = reader.take(`${OURS}startup`, (value) => readWith(distributionText, value));
  const run = reader.take(`${OURS}run-for`, (value) => readWith(distributionText, value));
  const exitCode = reader.take(`${OURS}exit-code`, readExitCode);
  const imageSizeBytes = reader.take(`${OURS}image-size`, (value) => readWith(bytes, value));
  const memory = reader.take(`${OURS}memory`, (value) => readWith(byteUsageText, value));
  const disk = reader.take(`${OURS}disk`, (value) => readWith(byteUsageText, value));
  const kwokName = reader.take(`${KWOK}container-name`, right);
  const kwokDelay = reader.take(`${KWOK}delay`, (value) => readWith(duration, value));
  const kwokCode = reader.take(`${KWOK}exit-code`, readExitCode);
  const fails = kwokDelay !== null || kwokCode !== null;
  const foreign = names.filter((name) => name.startsWith(OURS) && !KNOWN.includes(name));
  return {
    issues: [...reader.issues, ...foreign.map(unknown)],
    of: (container, isFirst, isInit) => {
      const fromKwok = fails && !isInit && (kwokName === null ? isFirst : container.name === kwokName);
      const kwokRun: Distribution | null = fromKwok ? { kind: "constant", value: kwokDelay ?? 0 } : null;
      return {
        behavior,
        startup,
        run: isInit ? null : (run ?? kwokRun),
        exitCode: isInit ? null : (exitCode ?? (fromKwok ? (kwokCode ?? 1) : null)),
        imageSizeBytes,
        memory: isInit ? null : memory,
        disk: isInit ? null : disk,
        fromKwok,
      };
    },
  };
};
