// Every error and warning code with a title, what it protects from, a bad and a good example.

export interface ErrorPage {
  /** E0 syntax, E1 schema, E2 references, E3 Kubernetes validity, E4 store, W5 fidelity. */
  readonly code: string;
  readonly title: string;
  readonly meaning: string;
  /** Lines of a file, or of a terminal session, that bring the error about; a test gives them to podsim. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

export const ERROR_PAGES = [
  {
    code: "E001",
    title: "a tab is used as indentation",
    meaning: "YAML allows only spaces for indentation, because the width of a tab differs from editor to editor.",
    bad: ["spec:", "\tclock: { stop: { after: 1h } }"],
    good: ["spec:", "  clock: { stop: { after: 1h } }"],
  },
  {
    code: "E002",
    title: "the file is not valid YAML or JSON",
    meaning: "The text cannot be read any further than the place shown. Only the first error of each document is told.",
    bad: ["spec:", '  question: "do we survive'],
    good: ["spec:", '  question: "do we survive?"'],
  },
  {
    code: "E003",
    title: "the file is not UTF-8 text",
    meaning: "Files are read as UTF-8. Other encodings, compressed files and control characters are refused.",
    bad: ["spec:", "  question: do we survive\u0007"],
    good: ["spec:", "  question: do we survive?"],
  },
  {
    code: "E004",
    title: "the file contains no document",
    meaning: "A file that holds nothing, or only comments and ---, is more often a mistake than a wish.",
    bad: ["# apiVersion: v1", "---"],
    good: ["apiVersion: v1", "kind: Namespace", "metadata: { name: shop }"],
  },
  {
    code: "E005",
    title: "the file cannot be read",
    meaning: "It does not exist, is a directory, or may not be read by this user.",
    bad: ["podsim validate zone-outge.yaml"],
    good: ["podsim validate zone-outage.yaml"],
  },
  {
    code: "E006",
    title: "the file is too large",
    meaning:
      "JSON, and YAML as kubectl writes it, may have 500 MiB. Other YAML is read with the position of every value, at 1 to 2 MB per second, so it may have 8 MiB.",
    bad: ["podsim validate dump.yaml        # 40 MiB, written by hand"],
    good: ["yq -o json . dump.yaml > dump.json", "podsim validate dump.json"],
  },
  {
    code: "E007",
    title: "the document nests or expands too far",
    meaning:
      "Values may be nested 200 deep, and aliases may not multiply a small file into a huge one (the limit is kubectl's).",
    bad: ["args: &same [*same]"],
    good: ["command: &same [sleep, 1h]", "args: *same"],
  },
  {
    code: "E008",
    title: "a key is given twice",
    meaning: "Most YAML readers silently keep one of the two values, and not always the same one.",
    bad: ["metadata:", "  name: web", "  name: api"],
    good: ["metadata:", "  name: web"],
  },
  {
    code: "E009",
    title: "this key is not allowed",
    meaning:
      "The key __proto__ changes what other objects contain in many programs that read the file; no Kubernetes object needs it.",
    bad: ["metadata:", "  labels: { __proto__: x }"],
    good: ["metadata:", "  labels: { prototype: x }"],
  },
  {
    code: "E010",
    title: "this YAML tag is not supported",
    meaning: "Tags such as !!python/object ask the reader to build objects of a program. Only plain data is read.",
    bad: ["args: !!python/tuple [a, b]"],
    good: ["args: [a, b]"],
  },
  {
    code: "E101",
    title: "unknown field",
    meaning: "Unknown fields are refused so that a typo cannot switch a model off.",
    bad: ["spec:", "  behaviours: []"],
    good: ["spec:", "  behaviors: []"],
  },
  {
    code: "E102",
    title: "a time needs a unit",
    meaning: "30 could be seconds or minutes. Units are us ms s m h, and 1h30m works.",
    bad: ["- at: 30"],
    good: ["- at: 30s"],
  },
  {
    code: "E103",
    title: "not a Kubernetes quantity",
    meaning: "Suffixes are Ki Mi Gi Ti (powers of 1024), k M G T (powers of 1000) and m (thousandths).",
    bad: ["requests: { memory: 4GB }"],
    good: ["requests: { memory: 4Gi }"],
  },
  {
    code: "E104",
    title: "a value of another kind is expected here",
    meaning: "A number, text, list or mapping stands where the schema has a different one.",
    bad: ["replicas: three"],
    good: ["replicas: 3"],
  },
  {
    code: "E105",
    title: "unknown metric",
    meaning: "A threshold on a metric that never exists would pass without testing anything.",
    bad: ["thresholds:", "  sim_pendng_pods:", "    - last == 0"],
    good: ["thresholds:", "  sim_pending_pods:", "    - last == 0"],
  },
  {
    code: "E106",
    title: "this aggregation does not apply to the metric",
    meaning: "Percentiles need a distribution; counters have sum, max, last and rate.",
    bad: ["kube_pod_container_status_restarts_total:", "  - p(95) < 3"],
    good: ["kube_pod_container_status_restarts_total:", "  - max by (pod) < 3"],
  },
  {
    code: "E107",
    title: "a required field is missing",
    meaning: "Without the field the file has no meaning, and guessing one would change the answer.",
    bad: ["timeline:", "  - drain: { nodes: node-3 }"],
    good: ["timeline:", "  - at: 10m", "    drain: { nodes: node-3 }"],
  },
  {
    code: "E108",
    title: "this value is not allowed here",
    meaning: "The value has the right kind but is not one of those allowed, or lies outside the bounds.",
    bad: ["fail: { nodes: { names: [node-3] }, mode: explode }"],
    good: ["fail: { nodes: { names: [node-3] }, mode: power-off }"],
  },
  {
    code: "E109",
    title: "not supported by this version",
    meaning:
      "The field belongs to the format, but this version cannot act on it; leaving it out silently would change the answer.",
    bad: ["behaviors:", "  - { match: { image: nginx:1.27 }, cpu: 500m }"],
    good: ["behaviors:", "  - { match: { image: nginx:1.27 }, memory: 200Mi }"],
  },
  {
    code: "E201",
    title: "no such object at that time",
    meaning:
      "An intervention names an object that does not exist when it happens, or a controller of your own that does not run.",
    bad: ["scale: { target: deployment/wbe, replicas: 75 }"],
    good: ["scale: { target: deployment/web, replicas: 75 }"],
  },
  {
    code: "E202",
    title: "a selector matches nothing",
    meaning: "An intervention without an object would make the scenario pass for the wrong reason.",
    bad: ["drain: { nodes: { matchLabels: { topology.kubernetes.io/zone: us-east-1a } } }"],
    good: ["drain: { nodes: { matchLabels: { topology.kubernetes.io/zone: a } } }"],
  },
  {
    code: "E203",
    title: "an undeclared parameter",
    meaning: "$(params.name) may only name a parameter of spec.params.",
    bad: [
      "params: { nodesPerZone: { type: integer, default: 8 } }",
      "cluster: { nodes: [{ name: general, count: $(params.nodesPerZones) }] }",
    ],
    good: [
      "params: { nodesPerZone: { type: integer, default: 8 } }",
      "cluster: { nodes: [{ name: general, count: $(params.nodesPerZone) }] }",
    ],
  },
  {
    code: "E204",
    title: "this happens after the run has stopped",
    meaning: "The entry would never take place, so what it tests is not tested.",
    bad: ["clock: { stop: { after: 1h } }", "timeline:", "  - { at: 90m, drain: { nodes: node-3 } }"],
    good: ["clock: { stop: { after: 2h } }", "timeline:", "  - { at: 90m, drain: { nodes: node-3 } }"],
  },
  {
    code: "E205",
    title: "a file pattern matches nothing",
    meaning: "Patterns are relative to the file that holds them and know * ? and **.",
    bad: ["manifests: [./nodes/*.yml]       # the files end in .yaml"],
    good: ["manifests: [./nodes/*.yaml]"],
  },
  {
    code: "E206",
    title: "no such scheduler plugin, or not there",
    meaning:
      "A profile of the scheduler names a plugin that does not exist, enables one at a point it has nothing to say at, or leaves the scheduler without one it needs.",
    bad: ["plugins: { filter: { enabled: [{ name: ImageLocality }] } }"],
    good: ["plugins: { score: { enabled: [{ name: ImageLocality, weight: 5 }] } }"],
  },
  {
    code: "E207",
    title: "a plugin of your own cannot be used",
    meaning:
      "--plugin names a module that cannot be loaded, holds no plugin, or holds one that breaks the rules every plugin keeps: filters only narrow, scores are whole numbers from 0 to 100, and the same question has the same answer.",
    bad: ["mine.mjs: |", "  export default { name: 'Mine', build: () => ({ score: () => 250 }) };"],
    good: [
      "mine.mjs: |",
      "  export default {",
      "    name: 'Mine',",
      "    defaults: { zone: 'a' },",
      "    build: ({ zone }) => ({",
      "      filter: (pod, { nodes }) => ({",
      "        kind: 'nodes',",
      "        // 0 keeps the node; verdictOf says what any other number means.",
      "        narrow: (candidates) => candidates.keep((node) => (nodes.podCount(node) < 20 ? 0 : 1)),",
      "        verdictOf: () => ({ code: 'Unschedulable', reasons: ['node(s) had 20 pods'] }),",
      "      }),",
      "      score: (pod, { nodes }) => (node) =>",
      "        nodes.at(node).labels['topology.kubernetes.io/zone'] === zone ? 100 : 0,",
      "    }),",
      "  };",
      "mine.yaml: |",
      "  apiVersion: kubescheduler.config.k8s.io/v1",
      "  kind: KubeSchedulerConfiguration",
      "  profiles: [{ plugins: { multiPoint: { enabled: [{ name: Mine, weight: 2 }] } } }]",
      "",
      "podsim run -f web.yaml --plugin mine.mjs --scheduler-config mine.yaml",
    ],
  },
  {
    code: "E208",
    title: "a plugin of your own failed during a run",
    meaning:
      "It threw, or answered with something that is no answer. The run ends there; what was recorded before is kept and can be looked at.",
    bad: ["mine.mjs: |", "  score: (pod) => 100 / pod.spec.containers.length - 90   // -40 for two containers"],
    good: ["mine.mjs: |", "  score: (pod) => Math.round(100 / pod.spec.containers.length)"],
  },
  {
    code: "E209",
    title: "entries that wait for each other",
    meaning: "An entry waits for itself, or for one that waits for it: none of them would ever take place.",
    bad: [
      "- { name: grow, when: { entry: told }, scale: { target: deployment/web, replicas: 9 } }",
      "- { name: told, when: { entry: grow }, note: there are more }",
    ],
    good: [
      "- { name: grow, when: { metric: sim_pending_pods > 10 }, scale: { target: deployment/web, replicas: 9 } }",
      "- { name: told, when: { entry: grow }, note: there are more }",
    ],
  },
  {
    code: "E210",
    title: "laws or a controller of your own cannot be used",
    meaning:
      "podsim check --laws or --controller names a module that cannot be loaded, exports none, or exports one that is wrong in itself. Laws are made by always, step, eventually and never; a controller has a name, says what it watches, and reconciles one key at a time in a generator.",
    bad: ["laws.mjs: |", "  export const mine = { id: 'app.mine', title: 'a law without anybody who judges it' };"],
    good: [
      "laws.mjs: |",
      "  import { always, violated } from '@podsim/runner/testing';",
      "  export const few = always('app.few', 'there are never more than nine pods', (cluster) => {",
      "    const names = [...cluster.pods()].map(({ metadata }) => `pod/${metadata.namespace}/${metadata.name}`);",
      "    return names.length <= 9 || violated(`${names.length} pods`, names);",
      "  });",
      "mine.mjs: |",
      "  export const mine = {",
      "    name: 'mine',",
      "    watches: [{ kind: 'Pod' }],",
      "    *reconcile(key, client) {",
      "      const [namespace, name] = key.split('/');",
      "      const pod = client.cached('Pod', namespace, name);",
      "      if (pod?.status.phase === 'Failed') yield* client.delete('Pod', namespace, name);",
      "    },",
      "  };",
    ],
  },
  {
    code: "E301",
    title: "a request is larger than its limit",
    meaning: "A real API server rejects the Pod: must be less than or equal to the limit.",
    bad: ["resources:", "  requests: { memory: 2Gi }", "  limits: { memory: 1Gi }"],
    good: ["resources:", "  requests: { memory: 1Gi }", "  limits: { memory: 1Gi }"],
  },
  {
    code: "E302",
    title: "a required value is missing",
    meaning: "A real API server refuses the object: the field has to be given.",
    bad: ["spec: { containers: [{ name: app }] }"],
    good: ["spec: { containers: [{ name: app, image: nginx:1.27 }] }"],
  },
  {
    code: "E303",
    title: "a value is not one of those supported",
    meaning: "A real API server refuses the object and lists the values it supports.",
    bad: ["restartPolicy: Sometimes"],
    good: ["restartPolicy: OnFailure"],
  },
  {
    code: "E304",
    title: "a value is invalid",
    meaning: "A real API server refuses the object: a name, label, number or combination breaks one of its rules.",
    bad: ["metadata: { name: Web_1 }"],
    good: ["metadata: { name: web-1 }"],
  },
  {
    code: "E305",
    title: "a value is given twice",
    meaning: "A real API server refuses the object: names and ports of a list must differ.",
    bad: ["containers:", "  - { name: app, image: a }", "  - { name: app, image: b }"],
    good: ["containers:", "  - { name: app, image: a }", "  - { name: side, image: b }"],
  },
  {
    code: "E306",
    title: "a value is forbidden here",
    meaning: "A real API server refuses the object: the field may not be set together with another, or not at all.",
    bad: ["strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }"],
    good: ["strategy: { type: Recreate }"],
  },
  {
    code: "E307",
    title: "a value is too long",
    meaning:
      "A real API server refuses the object: annotations have 256 KiB together at most, the data of a ConfigMap or Secret 1 MiB, and some lists so many items.",
    bad: ["metadata: { name: web, annotations: { config: … } }       # 300 KiB"],
    good: ["metadata: { name: web, annotations: { config: configmap/web } }"],
  },
  {
    code: "E308",
    title: "a name refers to nothing",
    meaning: "A real API server refuses the object: it names a volume, container or port that it does not have.",
    bad: ["containers:", "  - { name: app, image: nginx, volumeMounts: [{ name: data, mountPath: /data }] }"],
    good: [
      "volumes: [{ name: data, emptyDir: {} }]",
      "containers:",
      "  - { name: app, image: nginx, volumeMounts: [{ name: data, mountPath: /data }] }",
    ],
  },
  {
    code: "E310",
    title: "no such kind or version",
    meaning:
      "A real API server does not serve the kind in the version given: it was removed, renamed, or never existed.",
    bad: ["apiVersion: extensions/v1beta1", "kind: Deployment"],
    good: ["apiVersion: apps/v1", "kind: Deployment"],
  },
  {
    code: "E401",
    title: "no such run",
    meaning: "A run is named by @ (the latest), @~2, a name, a tag, the start of its hash or the path of a packed run.",
    bad: ["podsim get pods --run zone-outge"],
    good: ["podsim runs ls", "podsim get pods --run zone-outage"],
  },
  {
    code: "E402",
    title: "the run was written by another store format",
    meaning: "Decisions are explained by re-running them, so a run is only read by a program that makes the same ones.",
    bad: ["podsim explain pod/web --run 9f3c2e1      # written by a newer podsim"],
    good: ["podsim run zone-outage.yaml --seed 14", "podsim explain pod/web"],
  },
  {
    code: "E403",
    title: "the run is damaged",
    meaning: "The log on disk is shorter than its manifest says, or its bytes do not have the recorded hash.",
    bad: ["podsim replay 9f3c2e1 --verify            # the file was cut"],
    good: ["podsim run zone-outage.yaml --seed 14"],
  },
  {
    code: "W501",
    title: "a field is not modelled",
    meaning: "The field is read and ignored; the message says how the run will differ. --strict refuses it.",
    bad: ["volumes:", "  - name: data", "    csi: { driver: ebs.csi.aws.com }"],
    good: ["volumes:", "  - name: data", "    emptyDir: {}"],
  },
  {
    code: "W502",
    title: "a kind of object is not modelled",
    meaning:
      "Objects of the kind are read and passed over: what their controller would do is not done, and pods it would create are missing. --strict refuses them.",
    bad: ["apiVersion: argoproj.io/v1alpha1", "kind: Rollout"],
    good: ["apiVersion: apps/v1", "kind: Deployment"],
  },
  {
    code: "W503",
    title: "a namespace is not declared and was created",
    meaning:
      "No manifest declares the namespace, so podsim created it. A real server, and --strict, refuses the objects in it.",
    bad: ["metadata: { name: web, namespace: shop }       # and no Namespace shop anywhere"],
    good: ["{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }"],
  },
  {
    code: "W504",
    title: "a newer Kubernetes is run by the rules of the newest that is known",
    meaning:
      "The scenario names a version that came after the ones podsim knows. Its rules are not known, so those of the newest known version are used; --strict refuses.",
    bad: ['kubernetes: "1.36"'],
    good: ['kubernetes: "1.35"'],
  },
  {
    code: "W505",
    title: "something was assumed that no file says",
    meaning: "The run needs it and nothing read says it, so podsim chose; the message says what.",
    bad: ["podsim run -f web.yaml"],
    good: ["podsim run -f web.yaml --nodes 3xcpu=4,memory=16Gi"],
  },
  {
    code: "W506",
    title: "an annotation of another tool was understood",
    meaning: "KWOK's annotations that make a container fail are read as a behaviour, because people already have them.",
    bad: ['pod-container-running-failed.stage.kwok.x-k8s.io/exit-code: "1"'],
    good: ['podsim.dev/exit-code: "1"', "podsim.dev/run-for: 3s"],
  },
  {
    code: "W507",
    title: "a field is dropped because its feature gate is off",
    meaning:
      "The API server of the version asked for takes the field out of the object and says nothing, so podsim does.",
    bad: ['kubernetes: "1.34"                    # and a container with restartPolicyRules'],
    good: ["featureGates: { ContainerRestartRules: true }"],
  },
  {
    code: "W508",
    title: "an autoscaler has no load to go by",
    meaning:
      "What pods use follows from the loads of the timeline. Without one that its metrics are about, a HorizontalPodAutoscaler finds no metrics and never scales.",
    bad: ["kind: HorizontalPodAutoscaler                # and no load in the timeline"],
    good: ["timeline:", "  - { at: 0s, load: { target: deployment/web, metric: cpu, total: 2 } }"],
  },
  {
    code: "W509",
    title: "a service account is not declared",
    meaning:
      "Pods run as an account that no manifest declares. What accounts may do is not modelled, so it is taken to be there; a real server makes no such pods, and --strict refuses.",
    bad: ["serviceAccountName: deployer       # and no ServiceAccount deployer anywhere"],
    good: ["serviceAccountName: default"],
  },
] as const satisfies readonly ErrorPage[];

export type ErrorCode = (typeof ERROR_PAGES)[number]["code"];
