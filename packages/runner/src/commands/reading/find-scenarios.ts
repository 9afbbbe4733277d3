// The scenarios that lie in the working directory: each a folder with a scenario.yaml.
import { isLeft } from "fp-ts/lib/Either.js";
import { readSource } from "../../input/read-source.js";
import { inputAccess } from "../making/load-run.js";
import type { Session } from "../line/session.js";

export interface FoundScenario {
  /** What `podsim run` takes. */
  readonly path: string;
  readonly question: string;
}

const FOLDER = "scenarios";

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const questionOf = (path: string, session: Session): string => {
  const read = readSource(inputAccess(session), `${path}/scenario.yaml`);
  if (isLeft(read)) return "<unreadable>";
  const question = fields(fields(read.right.documents[0]?.value)["spec"])["question"];
  return typeof question === "string" ? question.replace(/\s+/g, " ").trim() : "<none>";
};

export const findScenarios = (session: Session): readonly FoundScenario[] => {
  const listed = session.files.list(FOLDER);
  if (isLeft(listed)) return [];
  return listed.right
    .map(({ name }) => `${FOLDER}/${name}`)
    .filter((path) => session.files.exists(session.files.resolve(path, "scenario.yaml")))
    .map((path) => ({ path, question: questionOf(path, session) }));
};
