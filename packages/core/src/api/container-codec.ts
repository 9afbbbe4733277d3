// Codec of a container, with the defaults that any container gets.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import { defaultPullPolicy } from "./image-reference.js";
import type {
  Container,
  ContainerPort,
  ContainerResizePolicy,
  ContainerRestartRule,
  EphemeralContainer,
  PullPolicy,
} from "./pod.js";
import { envFromSource, envVar } from "./env-codec.js";
import { lifecycle, probe } from "./probe-codec.js";
import { resourceRequirements } from "./resource-list.js";
import { enumeration, int32, text, texts, yesOrNo } from "./scalars.js";
import { completed, defaulted, optional, optionalPointer, required, struct } from "./struct.js";
import { volumeMount } from "./volume-codec.js";

const containerPort = struct<ContainerPort>("ContainerPort", {
  name: optional(text),
  containerPort: defaulted(int32, 0),
  hostPort: optional(int32),
  hostIP: optional(text),
  protocol: defaulted(enumeration(["TCP", "UDP", "SCTP"]), "TCP"),
});

type ExitCodes = NonNullable<ContainerRestartRule["exitCodes"]>;

const exitCodes = struct<ExitCodes>("ContainerRestartRuleOnExitCodes", {
  operator: required(enumeration(["In", "NotIn"]), "In"),
  values: defaulted(listOf(int32), []),
});
const restartRule = struct<ContainerRestartRule>("ContainerRestartRule", {
  action: required(enumeration(["Restart"]), "Restart"),
  exitCodes: optionalPointer(exitCodes),
});

const resizePolicy = struct<ContainerResizePolicy>("ContainerResizePolicy", {
  resourceName: required(enumeration(["cpu", "memory"]), "cpu"),
  restartPolicy: required(enumeration(["NotRequired", "RestartContainer"]), "NotRequired"),
});

/** Container before the pull policy is known: it depends on the image. */
type ContainerDraft = Omit<Container, "imagePullPolicy"> & { readonly imagePullPolicy?: PullPolicy };

/** What containers of every kind are made of. */
const sharedFields = {
  name: defaulted(text, ""),
  image: defaulted(text, ""),
  imagePullPolicy: optional(enumeration(["Always", "IfNotPresent", "Never"])),
  command: optional(texts),
  args: optional(texts),
  workingDir: optional(text),
  stdin: optional(yesOrNo),
  ports: defaulted(listOf(containerPort), []),
  env: optional(listOf(envVar)),
  envFrom: optional(listOf(envFromSource)),
  resources: defaulted(resourceRequirements, {}),
  volumeMounts: optional(listOf(volumeMount)),
  terminationMessagePath: defaulted(text, "/dev/termination-log"),
  terminationMessagePolicy: defaulted(enumeration(["File", "FallbackToLogsOnError"]), "File"),
};

const containerDraft = struct<ContainerDraft>(
  "Container",
  {
    ...sharedFields,
    resizePolicy: optional(listOf(resizePolicy)),
    livenessProbe: optional(probe),
    readinessProbe: optional(probe),
    startupProbe: optional(probe),
    lifecycle: optional(lifecycle),
    restartPolicy: optionalPointer(enumeration(["Always", "OnFailure", "Never"], { emptyIsMissing: true })),
    restartPolicyRules: optional(listOf(restartRule)),
  },
  {
    notModelled: {
      volumeDevices: "the container starts as if its devices were attached",
      securityContext: "the container runs whoever it would run as, with whatever rights",
    },
    inert: ["stdinOnce", "tty"],
  },
);

type EphemeralDraft = Omit<EphemeralContainer, "imagePullPolicy"> & { readonly imagePullPolicy?: PullPolicy };

const ephemeralDraft = struct<EphemeralDraft>(
  "EphemeralContainer",
  {
    ...sharedFields,
    targetContainerName: defaulted(text, ""),
  },
  {
    notModelled: { securityContext: "the container runs whoever it would run as, with whatever rights" },
    inert: ["stdinOnce", "tty"],
  },
);

const pullPolicy = ({ image, imagePullPolicy }: ContainerDraft | EphemeralDraft): PullPolicy =>
  imagePullPolicy ?? defaultPullPolicy(image);

export const container: ApiType<Container> = completed(containerDraft, (draft) =>
  Object.assign(draft, { imagePullPolicy: pullPolicy(draft) }),
);

export const ephemeralContainer: ApiType<EphemeralContainer> = completed(ephemeralDraft, (draft) =>
  Object.assign(draft, { imagePullPolicy: pullPolicy(draft) }),
);
