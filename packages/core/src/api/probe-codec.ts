// Codecs of what a kubelet does to a container from outside: probes and lifecycle hooks.
import { listOf } from "./api-type.js";
import type {
  Container,
  ExecAction,
  GrpcAction,
  HttpGetAction,
  LifecycleHandler,
  Probe,
  TcpSocketAction,
} from "./pod.js";
import { enumeration, int32, int64, intOrText, text, texts } from "./scalars.js";
import { defaulted, defaultedPointer, optional, optionalPointer, struct } from "./struct.js";

const exec = struct<ExecAction>("ExecAction", { command: defaulted(texts, []) });

const httpHeader = struct<NonNullable<HttpGetAction["httpHeaders"]>[number]>("HTTPHeader", {
  name: defaulted(text, ""),
  value: defaulted(text, ""),
});

const httpGet = struct<HttpGetAction>("HTTPGetAction", {
  path: defaulted(text, "/"),
  port: defaultedPointer(intOrText, 0),
  host: optional(text),
  scheme: defaulted(enumeration(["HTTP", "HTTPS"]), "HTTP"),
  httpHeaders: optional(listOf(httpHeader)),
});

const tcpSocket = struct<TcpSocketAction>("TCPSocketAction", {
  port: defaultedPointer(intOrText, 0),
  host: optional(text),
});

const grpc = struct<GrpcAction>("GRPCAction", { port: defaulted(int32, 0), service: defaultedPointer(text, "") });

export const probe = struct<Probe>("Probe", {
  exec: optional(exec),
  httpGet: optional(httpGet),
  tcpSocket: optional(tcpSocket),
  grpc: optional(grpc),
  initialDelaySeconds: defaulted(int32, 0),
  timeoutSeconds: defaulted(int32, 1),
  periodSeconds: defaulted(int32, 10),
  successThreshold: defaulted(int32, 1),
  failureThreshold: defaulted(int32, 3),
  terminationGracePeriodSeconds: optionalPointer(int64),
});

const sleep = struct<NonNullable<LifecycleHandler["sleep"]>>("SleepAction", { seconds: defaulted(int64, 0) });

const lifecycleHandler = struct<LifecycleHandler>("LifecycleHandler", {
  exec: optional(exec),
  httpGet: optional(httpGet),
  tcpSocket: optional(tcpSocket),
  sleep: optional(sleep),
});

export const lifecycle = struct<NonNullable<Container["lifecycle"]>>(
  "Lifecycle",
  { postStart: optional(lifecycleHandler), preStop: optional(lifecycleHandler) },
  { notModelled: { stopSignal: "the container is stopped with SIGTERM" } },
);
