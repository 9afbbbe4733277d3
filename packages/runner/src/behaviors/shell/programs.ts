// Programs that scripts call and that no shell has: how long they work, and what they answer to SIGTERM.
import type { Duration } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";

export interface Program {
  /** Until it ends well; null = it serves until it is told to stop. */
  readonly worksUs: Duration | null;
  readonly onSigterm: { readonly afterUs: Duration; readonly exitCode: number } | "ignore";
}

const serves = (exitCode: number, afterUs: Duration): Program => ({ worksUs: null, onSigterm: { afterUs, exitCode } });

/** Servers, by the name of their program. */
const SERVERS: Readonly<Record<string, Program>> = {
  nginx: serves(0, 100 * MILLISECOND),
  httpd: serves(0, 200 * MILLISECOND),
  "httpd-foreground": serves(0, 200 * MILLISECOND),
  "apache2-foreground": serves(0, 200 * MILLISECOND),
  "redis-server": serves(0, 100 * MILLISECOND),
  mysqld: serves(0, SECOND),
  postgres: serves(0, 500 * MILLISECOND),
  mongod: serves(0, SECOND),
  haproxy: serves(143, 100 * MILLISECOND),
  envoy: serves(0, 100 * MILLISECOND),
  java: serves(143, 200 * MILLISECOND),
};

/** Interpreters install no handler for SIGTERM, and the kernel drops it for the first process of a container. */
const DEAF = /^(python|python2|python3|node|ruby|perl|php|sleep|tail|cat|stress|stress-ng|vault|dd|yes)$/;

/** Programs that change something small and are done. */
const QUICK_US: Duration = 100 * MILLISECOND;
/** Installing packages and fetching sources takes a while. */
const SLOW = /^(apt|apt-get|apk|yum|dnf|pip|pip3|npm|git|go|make|gcc|mvn|gradle)$/;
const SLOW_US: Duration = 5 * SECOND;

/** Whether it may bring programs that the image came without. */
export const isInstaller = (name: string, args: readonly string[]): boolean =>
  SLOW.test(name) && args.some((arg) => /^(add|install|localinstall|ci|i|get)$/.test(arg));

/** Where programs are looked for. */
export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a program does as one step of a script. */
export const stepOf = (name: string): Duration => (SLOW.test(name) ? SLOW_US : QUICK_US);

/** What a program does as the last thing of a container. `worksUs` is for those nobody knows. */
export const programOf = (name: string, worksUs: Duration | null): Program => {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (Object.hasOwn(SERVERS, base)) return SERVERS[base] ?? serves(143, QUICK_US);
  if (DEAF.test(base)) return { worksUs, onSigterm: "ignore" };
  return { worksUs: SLOW.test(base) ? SLOW_US : worksUs, onSigterm: { afterUs: QUICK_US, exitCode: 143 } };
};
