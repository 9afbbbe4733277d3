import { describe, expect, test } from "vitest";
import { aProbe } from "../../testing/pod-builder.js";
import type { ContainerPort } from "../api/pod.js";
import { SECOND } from "../time.js";
import { lateAnswerText, noAnswerText, portNumberOf, probeError, probeOutcome } from "./probe-outcome.js";

const PORTS: readonly ContainerPort[] = [{ name: "web", containerPort: 8080, protocol: "TCP" }];
const http = aProbe({ httpGet: { path: "/healthz", port: "web", scheme: "HTTP" } });
const tcp = aProbe({ tcpSocket: { port: 5432 } });
const grpc = aProbe({ grpc: { port: 9090, service: "" }, timeoutSeconds: 3 });
const exec = aProbe({ exec: { command: ["cat", "/tmp/healthy"] } });

describe("what a probe prints", () => {
  test.each([
    [http, 'Get "http://10.0.0.7:8080/healthz": dial tcp 10.0.0.7:8080: connect: connection refused'],
    [tcp, "dial tcp 10.0.0.7:5432: connect: connection refused"],
    [grpc, 'timeout: failed to connect service "10.0.0.7:9090" within 3s: context deadline exceeded'],
    [exec, ""],
  ])("kubelet 6.11: nobody answers %j", (probe, text) => {
    expect(noAnswerText(probe, PORTS, "10.0.0.7")).toBe(text);
  });

  test.each([
    [
      http,
      'Get "http://10.0.0.7:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    [tcp, "dial tcp 10.0.0.7:5432: i/o timeout"],
    [grpc, "timeout: health rpc did not complete within 3s"],
    [exec, 'command "cat /tmp/healthy" timed out'],
  ])("kubelet 6.11: the answer comes too late %j", (probe, text) => {
    expect(lateAnswerText(probe, PORTS, "10.0.0.7")).toBe(text);
  });

  test("kubelet 6.12: a port name that no port has is an error, not a failure", () => {
    expect(probeError(http, PORTS)).toBeNull();
    expect(probeError(http, [])).toBe('strconv.Atoi: parsing "web": invalid syntax');
    expect(probeError(tcp, [])).toBeNull();
    expect(probeError(exec, [])).toBeNull();
    expect(portNumberOf("web", PORTS)).toBe(8080);
    expect(portNumberOf(80, [])).toBe(80);
  });
});

describe("what a probe finds, and until when", () => {
  const at = (seconds: number, behavior: Parameters<typeof probeOutcome>[0]) => {
    const { passes, untilUs } = probeOutcome(behavior, 3 * SECOND, 10 * SECOND, seconds * SECOND);
    return [passes, untilUs / SECOND];
  };

  test("it passes from the end of start-up on where nothing is said", () => {
    expect(at(12, null)).toEqual([false, 13]);
    expect(at(13, null)[0]).toBe(true);
  });

  test("a time counts from the start of the instance, and failFrom ends it for good", () => {
    const behavior = { passAfter: 5 * SECOND, failFrom: 20 * SECOND, failure: "" };
    expect(at(14, behavior)).toEqual([false, 15]);
    expect(at(15, behavior)).toEqual([true, 30]);
    expect(at(30, behavior)[0]).toBe(false);
  });

  test("never is never", () => {
    expect(at(1_000, { passAfter: "never", failFrom: null, failure: "" })[0]).toBe(false);
  });
});
