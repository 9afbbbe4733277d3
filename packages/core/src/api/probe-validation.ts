// The rules for probes and lifecycle hooks.
import type { Path } from "./errors.js";
import { httpHeaderName, portName, portNumber } from "./names.js";
import type { Container, HttpGetAction, LifecycleHandler, Probe } from "./pod.js";
import type { Validity } from "./validity.js";

type Handler = Pick<Probe, "exec" | "httpGet" | "tcpSocket" | "grpc"> & Pick<LifecycleHandler, "sleep">;

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;

/** A port by number or by the name it has in its container. */
export const checkPortOrName = (check: Validity, path: Path, port: number | string): void => {
  check.names(path, port, typeof port === "number" ? portNumber(port) : portName(port));
};

const checkHttpGet = (check: Validity, at: Path, { port, httpHeaders = [] }: HttpGetAction): void => {
  checkPortOrName(check, [...at, "port"], port);
  for (const [i, { name }] of httpHeaders.entries()) {
    check.names([...at, "httpHeaders", i, "name"], name, httpHeaderName(name), { field: [...at, "httpHeaders"] });
  }
};

const checkAction = (check: Validity, at: Path, handler: Handler, graceSeconds: number): void => {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  // Kubernetes looks into the first action only; the others are forbidden anyway.
  if (exec !== undefined) {
    if (exec.command.length === 0) check.required([...at, "exec", "command"]);
  } else if (httpGet !== undefined) checkHttpGet(check, [...at, "httpGet"], httpGet);
  else if (tcpSocket !== undefined) checkPortOrName(check, [...at, "tcpSocket", "port"], tcpSocket.port);
  else if (grpc !== undefined) checkPortOrName(check, [...at, "grpc", "port"], grpc.port);
  else if (sleep !== undefined && (sleep.seconds < 0 || sleep.seconds > graceSeconds)) {
    const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
    check.invalid([...at, "sleep", "seconds"], sleep.seconds, detail, { field: [...at, "sleep"] });
  }
};

const checkHandler = (check: Validity, at: Path, handler: Handler, graceSeconds: number): void => {
  const [first, ...others] = HANDLERS.filter((name) => handler[name] !== undefined);
  if (first === undefined) {
    check.required(at, "must specify a handler type", { fix: "add one of exec, httpGet, tcpSocket" });
    return;
  }
  checkAction(check, at, handler, graceSeconds);
  for (const other of others) {
    check.forbidden([...at, other], "may not specify more than 1 handler type", {
      secondary: { path: [...at, first], label: "the first is here" },
    });
  }
};

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

const checkProbe = (check: Validity, at: Path, probe: Probe, graceSeconds: number): void => {
  checkHandler(check, at, probe, graceSeconds);
  check.nonNegative(at, "initialDelaySeconds", probe.initialDelaySeconds);
  check.nonNegative(at, "timeoutSeconds", probe.timeoutSeconds);
  check.nonNegative(at, "periodSeconds", probe.periodSeconds);
  check.nonNegative(at, "successThreshold", probe.successThreshold);
  check.nonNegative(at, "failureThreshold", probe.failureThreshold);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    check.invalid([...at, "terminationGracePeriodSeconds"], grace, "must be greater than 0");
  }
};

/** Probes and hooks of a container that may have them: a regular one or a sidecar. */
export const checkProbesAndHooks = (check: Validity, at: Path, container: Container, graceSeconds: number): void => {
  const { lifecycle } = container;
  for (const hook of ["postStart", "preStop"] as const) {
    const handler = lifecycle?.[hook];
    if (handler !== undefined) checkHandler(check, [...at, "lifecycle", hook], handler, graceSeconds);
  }
  for (const name of PROBES) {
    const probe = container[name];
    if (probe === undefined) continue;
    const path = [...at, name];
    checkProbe(check, path, probe, graceSeconds);
    if (name !== "readinessProbe") {
      if (probe.successThreshold !== 1)
        check.invalid([...path, "successThreshold"], probe.successThreshold, "must be 1");
    } else if (probe.terminationGracePeriodSeconds !== undefined) {
      const given = probe.terminationGracePeriodSeconds;
      check.invalid([...path, "terminationGracePeriodSeconds"], given, "must not be set for readinessProbes");
    }
  }
};

/** An init container that runs to its end has no probes and no hooks. */
export const checkNoProbesOrHooks = (check: Validity, at: Path, container: Container): void => {
  for (const name of ["lifecycle", ...PROBES] as const) {
    if (container[name] === undefined) continue;
    check.forbidden([...at, name], "may not be set for init containers without restartPolicy=Always");
  }
};
