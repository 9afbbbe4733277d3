// `podsim init`: writes a scenario folder, with a copy of the dump it begins with, and says what is in it.
import { isLeft } from "fp-ts/lib/Either.js";
import { readDump } from "../../dump/dump-items.js";
import type { DumpItem } from "../../dump/dump-items.js";
import { foundTroubles } from "../../dump/found-troubles.js";
import { takenAt } from "../../dump/newest-stamp.js";
import { listAt, textAt } from "../../dump/raw-value.js";
import { scenarioText } from "../../dump/scenario-text.js";
import type { ExitName } from "../../failures.js";
import type { InputAccess } from "../../input/read-source.js";
import { FileReports } from "../../scenario/file-reports.js";
import { plural } from "../../scenario/schema/shown.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { inputAccess } from "./load-run.js";
import { starterFiles } from "./starter-scenario.js";

const DEFAULT_DIRECTORY = "podsim-scenario";
const SCENARIO = "scenario.yaml";
const STANDARD_INPUT = "-";

interface NewFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** What the files of a dump hold, each read once: the bytes are copied as they are. */
class DumpBytes {
  readonly #bytes = new Map<string, Uint8Array>();
  readonly access: InputAccess;

  constructor({ files, readInput }: InputAccess) {
    const keep = <T extends { readonly bytes: Uint8Array }>(name: string, read: T): T => {
      this.#bytes.set(name, read.bytes);
      return read;
    };
    this.access = {
      files: {
        ...files,
        read: (path, limit) => {
          const read = files.read(path, limit);
          return isLeft(read) ? read : { ...read, right: keep(path, read.right) };
        },
      },
      readInput: (limit) => {
        const read = readInput(limit);
        return isLeft(read) ? read : { ...read, right: keep(STANDARD_INPUT, read.right) };
      },
    };
  }

  of(file: string): Uint8Array {
    return this.#bytes.get(file) ?? new Uint8Array();
  }
}

const BRACE = "{".charCodeAt(0);

/** The file's own name; what comes from standard input is called cluster. Two of one name are told apart by numbers. */
const copyNames = (from: readonly string[], bytes: DumpBytes): readonly string[] => {
  const taken = new Set<string>([SCENARIO]);
  return from.map((file) => {
    const first = bytes.of(file).find((byte) => byte > 32);
    const given =
      file === STANDARD_INPUT ? (first === BRACE ? "cluster.json" : "cluster.yaml") : file.replace(/^.*\//, "");
    let name = given;
    for (let n = 2; taken.has(name); n += 1) name = given.replace(/(\.\w+)?$/, (ending) => `-${String(n)}${ending}`);
    taken.add(name);
    return name;
  });
};

const isReady = (raw: DumpItem["raw"]): boolean =>
  listAt(raw, "status", "conditions").every(({ type, status }) => type !== "Ready" || status === "True");

const countsText = (items: readonly DumpItem[]): string => {
  const ofKind = (kind: string): readonly DumpItem[] => items.filter((item) => item.kind === kind);
  const nodes = ofKind("Node");
  const pods = ofKind("Pod");
  const lost = nodes.filter(({ raw }) => !isReady(raw)).length;
  const pending = pods.filter(({ raw }) => textAt(raw, "spec", "nodeName") === "").length;
  const others = [...new Set(items.map(({ kind }) => kind))].filter((kind) => kind !== "Node" && kind !== "Pod");
  return [
    `${plural(nodes.length, "node")}${lost === 0 ? "" : ` (${String(lost)} not ready)`}`,
    `${plural(pods.length, "pod")}${pending === 0 ? "" : ` (${String(pending)} without a node)`}`,
    ...others.map((kind) => plural(ofKind(kind).length, kind)),
  ].join(", ");
};

const refuseEmpty = (items: readonly DumpItem[], from: readonly string[]): void => {
  if (items.some(({ kind }) => kind === "Node")) return;
  throw CommandFailure.usage(
    `there is no Node in ${from.join(", ")}`,
    "a cluster is its nodes, and what runs on them",
    "kubectl get nodes,pods,deploy,rs,sts,ds,jobs,cronjobs,hpa,pdb,svc,pvc,pv,sc,ns,priorityclasses -A -o yaml",
  );
};

interface FromDump {
  readonly files: readonly NewFile[];
  readonly summary: readonly string[];
}

const filesFromDump = (directory: string, from: readonly string[], session: Session): FromDump => {
  const reports = new FileReports();
  const bytes = new DumpBytes(inputAccess(session));
  const { items } = readDump(from, bytes.access, reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  refuseEmpty(items, from);
  const names = copyNames(from, bytes);
  const name = directory
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-");
  const taken = takenAt(items);
  const text = scenarioText(
    name === "" || name === "." ? "my-cluster" : name,
    names,
    items,
    taken,
    foundTroubles(items),
  );
  const node = textAt(items.find(({ kind }) => kind === "Node")?.raw, "metadata", "name");
  return {
    files: [
      ...from.map((file, ix) => ({ name: names[ix] ?? "", content: bytes.of(file) })),
      { name: SCENARIO, content: text },
    ],
    summary: [
      `${countsText(items)}${taken === null ? "" : `   as of ${taken}`}`,
      `next  podsim run ${directory}      podsim explain -f ${directory}/${names[0] ?? ""} --without-nodes ${node}`,
    ],
  };
};

const written = (result: ReturnType<Session["files"]["write"]>, path: string): void => {
  if (!isLeft(result)) return;
  throw CommandFailure.usage(
    `${path} cannot be written`,
    result.left.detail || result.left.kind,
    "name another folder",
  );
};

export const initScenario = (line: CommandLine, session: Session): ExitName => {
  const [directory = DEFAULT_DIRECTORY] = line.arguments;
  const { files, console } = session;
  const target = (name: string): string => `${directory.replace(/\/+$/, "")}/${name}`;
  if (files.exists(files.resolve(target(SCENARIO)))) {
    const why = "what somebody wrote is not written over";
    throw CommandFailure.usage(
      `there is a ${target(SCENARIO)} already`,
      why,
      "name another folder, or remove the file",
    );
  }
  const from = line.texts("from");
  const made =
    from.length === 0
      ? { files: starterFiles(), summary: [`next  podsim run ${directory}      podsim validate ${directory}`] }
      : filesFromDump(directory, from, session);
  written(files.makeDirectory(directory), directory);
  for (const { name, content } of made.files) {
    written(files.write(target(name), content), target(name));
    if (!line.flag("quiet")) console.stdout.write(`wrote ${target(name)}\n`);
  }
  if (!line.flag("quiet")) for (const text of made.summary) console.stdout.write(`${text}\n`);
  return "ok";
};
