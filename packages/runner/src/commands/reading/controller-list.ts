// The parts of the control plane that run in every cluster, as `list controllers` prints them.

export interface ListedController {
  /** Kubernetes' own name. */
  readonly name: string;
  readonly does: string;
}

export const CONTROLLER_LIST: readonly ListedController[] = [
  { name: "deployment-controller", does: "rolls templates out: makes, grows and shrinks ReplicaSets" },
  { name: "replicaset-controller", does: "creates and deletes pods until there are as many as asked for" },
  { name: "daemonset-controller", does: "keeps one pod of a DaemonSet on every node it belongs on" },
  { name: "statefulset-controller", does: "runs pods with names and claims of their own, one after the other" },
  { name: "cronjob-controller", does: "starts the Jobs of CronJobs at their times, and clears old ones away" },
  { name: "ttl-after-finished-controller", does: "deletes Jobs that finished a while ago, where they say so" },
  { name: "job-controller", does: "creates the pods of Jobs until enough have succeeded, and says how it ended" },
  {
    name: "horizontal-pod-autoscaler-controller",
    does: "gives workloads as many replicas as their metrics ask for, every 15 s",
  },
  { name: "endpointslice-controller", does: "keeps the pods behind each Service" },
  { name: "disruption-controller", does: "works out how many pods of a PodDisruptionBudget may be disrupted" },
  { name: "node-controller", does: "notices nodes that fall silent, taints them and marks their pods not ready" },
  {
    name: "cloud-node-lifecycle-controller",
    does: "deletes the Node objects of machines that the provider no longer has",
  },
  { name: "taint-eviction-controller", does: "deletes pods that do not tolerate a NoExecute taint" },
  { name: "pod-garbage-collector", does: "deletes pods whose node is gone" },
  { name: "garbage-collector-controller", does: "deletes what belongs to a deleted owner" },
  { name: "persistentvolume-binder-controller", does: "binds claims to volumes, and has volumes made for them" },
  { name: "attachdetach-controller", does: "attaches volumes to the nodes of their pods, and detaches them" },
  { name: "persistentvolumeclaim-protection-controller", does: "keeps deleted claims while a pod uses them" },
  { name: "ephemeral-volume-controller", does: "makes the claims of volumes that live as long as their pod" },
  { name: "cluster-autoscaler", does: "asks for nodes that waiting pods need, and gives back those nobody needs" },
  { name: "karpenter", does: "buys machines for pods that wait, and replaces nodes by cheaper ones within budgets" },
  { name: "default-scheduler", does: "binds pods to nodes" },
  { name: "kubelet", does: "runs the pods of its node" },
];
