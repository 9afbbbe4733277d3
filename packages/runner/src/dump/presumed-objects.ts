// What pods of a dump refer to and the dump leaves out: of a kind that it has none of at all, what is referred to is taken
// to be there, since the pods run.
import { objectKey } from "@podsim/core";
import type { KubernetesObject, PodSpec } from "@podsim/core";
import { namespaceObject } from "../scenario/namespaces.js";

export interface PlacedSpec {
  readonly namespace: string;
  readonly spec: PodSpec;
}

const meta = (namespace: string, name: string) => ({ namespace, name, labels: {}, annotations: {} });

const emptyValues = (keys: ReadonlySet<string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...keys].map((key) => [key, ""]));

type Make = (namespace: string, name: string, keys: ReadonlySet<string>) => readonly KubernetesObject[];

const configMap: Make = (namespace, name, keys) => [
  { apiVersion: "v1", kind: "ConfigMap", metadata: meta(namespace, name), data: emptyValues(keys), binaryData: {} },
];

const secret: Make = (namespace, name, keys) => [
  { apiVersion: "v1", kind: "Secret", metadata: meta(namespace, name), type: "Opaque", data: emptyValues(keys) },
];

/** A claim with a volume that can be had on every node. */
const claim: Make = (namespace, name) => {
  const volumeName = `presumed-${namespace}-${name}`;
  const common = { accessModes: ["ReadWriteMany"], storageClassName: "", volumeMode: "Filesystem" } as const;
  const annotations = { "pv.kubernetes.io/bind-completed": "yes" };
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: meta("", volumeName),
      spec: {
        ...common,
        capacity: { storage: "1Gi" },
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace, name },
      },
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { ...meta(namespace, name), annotations },
      spec: { ...common, volumeName, resources: { requests: { storage: "1Gi" }, limits: {} } },
      status: { phase: "Bound" },
    },
  ];
};

class References {
  readonly #found = new Map<
    string,
    { readonly namespace: string; readonly name: string; readonly keys: Set<string> }
  >();

  add(namespace: string, name: string | undefined, ...keys: readonly string[]): void {
    if (name === undefined || name === "") return;
    const key = objectKey(namespace, name);
    let entry = this.#found.get(key);
    if (entry === undefined) this.#found.set(key, (entry = { namespace, name, keys: new Set() }));
    for (const each of keys) entry.keys.add(each);
  }

  get size(): number {
    return this.#found.size;
  }

  objects(make: Make): readonly KubernetesObject[] {
    return [...this.#found.values()].flatMap(({ namespace, name, keys }) => make(namespace, name, keys));
  }
}

interface AllReferences {
  readonly ConfigMap: References;
  readonly Secret: References;
  readonly PersistentVolumeClaim: References;
}

const keysOf = (items: readonly { readonly key: string }[] | undefined): readonly string[] =>
  (items ?? []).map(({ key }) => key);

const collectVolumes = ({ namespace, spec }: PlacedSpec, to: AllReferences): void => {
  for (const { configMap, secret, projected, persistentVolumeClaim } of spec.volumes ?? []) {
    to.ConfigMap.add(namespace, configMap?.name, ...keysOf(configMap?.items));
    to.Secret.add(namespace, secret?.secretName, ...keysOf(secret?.items));
    for (const source of projected?.sources ?? []) {
      to.ConfigMap.add(namespace, source.configMap?.name, ...keysOf(source.configMap?.items));
      to.Secret.add(namespace, source.secret?.name, ...keysOf(source.secret?.items));
    }
    to.PersistentVolumeClaim.add(namespace, persistentVolumeClaim?.claimName);
  }
};

const collectEnv = ({ namespace, spec }: PlacedSpec, to: AllReferences): void => {
  for (const { env, envFrom } of [...spec.initContainers, ...spec.containers]) {
    for (const { configMapRef, secretRef } of envFrom ?? []) {
      to.ConfigMap.add(namespace, configMapRef?.name);
      to.Secret.add(namespace, secretRef?.name);
    }
    for (const { valueFrom } of env ?? []) {
      const { configMapKeyRef: ofMap, secretKeyRef: ofSecret } = valueFrom ?? {};
      if (ofMap !== undefined) to.ConfigMap.add(namespace, ofMap.name, ofMap.key);
      if (ofSecret !== undefined) to.Secret.add(namespace, ofSecret.name, ofSecret.key);
    }
  }
};

const MAKERS: Readonly<Record<keyof AllReferences, Make>> = {
  ConfigMap: configMap,
  Secret: secret,
  PersistentVolumeClaim: claim,
};

export interface Presumed {
  readonly objects: readonly KubernetesObject[];
  /** "12 ConfigMaps": what was left out. */
  readonly counts: readonly { readonly kind: string; readonly count: number }[];
}

/** Priority classes that pods were given their priorities by. */
const missingClasses = (specs: readonly PlacedSpec[], known: ReadonlySet<string>): readonly KubernetesObject[] => {
  const missing = new Map<string, KubernetesObject>();
  for (const { spec } of specs) {
    const { priorityClassName: name, priority, preemptionPolicy } = spec;
    if (name === undefined || name === "" || name.startsWith("system-") || known.has(name)) continue;
    missing.set(name, {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: meta("", name),
      value: priority,
      globalDefault: false,
      preemptionPolicy,
    });
  }
  return [...missing.values()];
};

/** Runtime classes that pods run under; the overhead of a class is that of its pods. */
const missingRuntimes = (specs: readonly PlacedSpec[], known: ReadonlySet<string>): readonly KubernetesObject[] => {
  const missing = new Map<string, KubernetesObject>();
  for (const { spec } of specs) {
    const { runtimeClassName: name = "", overhead } = spec;
    if (name === "" || known.has(name) || (missing.has(name) && overhead === undefined)) continue;
    missing.set(name, {
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: meta("", name),
      handler: name,
      ...(overhead === undefined ? {} : { overhead: { podFixed: overhead } }),
    });
  }
  return [...missing.values()];
};

/** `specs`: of all pods, with the priorities they have; `templates`: of what makes more of them. */
export const presumedObjects = (
  objects: readonly KubernetesObject[],
  specs: readonly PlacedSpec[],
  templates: readonly PlacedSpec[],
): Presumed => {
  const to = { ConfigMap: new References(), Secret: new References(), PersistentVolumeClaim: new References() };
  for (const placed of [...specs, ...templates]) {
    collectVolumes(placed, to);
    collectEnv(placed, to);
  }
  const present = new Set<string>(objects.map(({ kind }) => kind));
  const absent = (Object.keys(MAKERS) as (keyof AllReferences)[]).filter((kind) => !present.has(kind));
  const named = (kind: string): Set<string> =>
    new Set(objects.flatMap((each) => (each.kind === kind ? [each.metadata.name] : [])));
  const classes = missingClasses(specs, named("PriorityClass"));
  const runtimes = missingRuntimes([...templates, ...specs], named("RuntimeClass"));
  const used = new Set([...specs, ...templates].map(({ namespace }) => namespace));
  for (const { metadata } of objects) if (metadata.namespace !== "") used.add(metadata.namespace);
  const declared = named("Namespace");
  const namespaces = [...used].filter((name) => !declared.has(name)).map(namespaceObject);
  const counts = [
    ...absent.map((kind) => ({ kind, count: to[kind].size })),
    { kind: "PriorityClass", count: classes.length },
    { kind: "RuntimeClass", count: runtimes.length },
  ].filter(({ count }) => count > 0);
  const mentioned = absent.flatMap((kind) => to[kind].objects(MAKERS[kind]));
  return { objects: [...namespaces, ...classes, ...runtimes, ...mentioned], counts };
};
