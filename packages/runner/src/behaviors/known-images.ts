// What public images do when nothing else is said: what they listen on, how large they are, how long they take to serve,
// and what they answer to SIGTERM. Sizes are of the compressed layers, rounded.
import { keptReadings, parseImageReference } from "@podsim/core";
import type { BaseImage, Duration, ScriptTools } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";

export interface KnownImage {
  /** TCP ports it listens on as it comes. */
  readonly ports: readonly number[];
  /** Without a command it has nothing to do: a shell or an interpreter whose input is closed. */
  readonly endsAtOnce: boolean;
  readonly sizeMebibytes: number;
  /** Container started -> it serves. */
  readonly startupUs: Duration;
  readonly onSigterm: { readonly afterUs: Duration; readonly exitCode: number } | "ignore";
  readonly tools: ScriptTools;
  /** Whether arguments without a command are handed to a program of its own. */
  readonly hasEntrypoint: boolean;
  /** It refuses to start unless one of these variables is set. */
  readonly needsOneOf: readonly string[];
}

const KNOWN: KnownImage = {
  ports: [],
  endsAtOnce: false,
  sizeMebibytes: 80,
  startupUs: SECOND,
  onSigterm: { afterUs: 100 * MILLISECOND, exitCode: 0 },
  tools: "debian",
  hasEntrypoint: false,
  needsOneOf: [],
};

const serving = (ports: readonly number[], sizeMebibytes: number, more: Partial<KnownImage> = {}): KnownImage => ({
  ...KNOWN,
  ports,
  sizeMebibytes,
  ...more,
});

const idle = (sizeMebibytes: number, tools: ScriptTools = "debian"): KnownImage => ({
  ...KNOWN,
  endsAtOnce: true,
  sizeMebibytes,
  tools,
});

/** Seconds until a slow server serves. */
const after = (seconds: number): Pick<KnownImage, "startupUs"> => ({ startupUs: seconds * SECOND });

/** The Java virtual machine stops by itself and says by which signal. */
const JVM: Pick<KnownImage, "onSigterm"> = { onSigterm: { afterUs: 500 * MILLISECOND, exitCode: 143 } };
/** A Go program without a handler: its runtime ends it. */
const GO: Pick<KnownImage, "onSigterm"> = { onSigterm: { afterUs: 50 * MILLISECOND, exitCode: 2 } };
const SLOW_END: Pick<KnownImage, "onSigterm"> = { onSigterm: { afterUs: SECOND, exitCode: 0 } };
const DEAF: Pick<KnownImage, "onSigterm"> = { onSigterm: "ignore" };

const MYSQL = ["MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD"];
const MARIADB = [...MYSQL, ...MYSQL.map((name) => name.replace("MYSQL", "MARIADB")), "MARIADB_ROOT_PASSWORD_HASH"];

const IMAGES: Readonly<Record<string, KnownImage>> = {
  nginx: serving([80], 70),
  "nginxinc/nginx-unprivileged": serving([8080], 70),
  httpd: serving([80], 58),
  caddy: serving([80, 443, 2019], 20, GO),
  traefik: serving([80], 45, GO),
  wordpress: serving([80], 240, after(2)),
  tomcat: serving([8080], 200, { ...JVM, ...after(4) }),
  "jenkins/jenkins": serving([8080, 50_000], 270, { ...JVM, ...after(25) }),
  redis: serving([6379], 45),
  "valkey/valkey": serving([6379], 45),
  memcached: serving([11_211], 32),
  postgres: serving([5432], 150, { ...after(3), needsOneOf: ["POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD"] }),
  mysql: serving([3306], 220, { ...after(10), ...SLOW_END, needsOneOf: MYSQL }),
  mariadb: serving([3306], 110, { ...after(6), ...SLOW_END, needsOneOf: MARIADB }),
  mongo: serving([27_017], 270, { ...after(3), ...SLOW_END }),
  rabbitmq: serving([5672], 100, { ...after(8), ...SLOW_END }),
  elasticsearch: serving([9200, 9300], 600, { ...JVM, ...after(20) }),
  cassandra: serving([7000, 7001, 7199, 9042, 9160], 160, { ...JVM, ...after(20) }),
  zookeeper: serving([2181, 2888, 3888, 8080], 110, { ...JVM, ...after(3) }),
  "envoyproxy/envoy": serving([], 60, { hasEntrypoint: true }),
  "gcr.io/cloud-sql-connectors/cloud-sql-proxy": serving([], 15, { ...GO, hasEntrypoint: true, tools: "unknown" }),
  registry: serving([5000], 10, GO),
  "grafana/grafana": serving([3000], 100, after(3)),
  "prom/prometheus": serving([9090], 100, after(2)),
  "hello-world": idle(1, "unknown"),
  busybox: idle(2, "busybox"),
  alpine: idle(4, "busybox"),
  bash: idle(6, "bash"),
  debian: idle(50),
  ubuntu: idle(30),
  centos: idle(80, "bash"),
  fedora: idle(70, "bash"),
  rockylinux: idle(70, "bash"),
  almalinux: idle(70, "bash"),
  python: idle(370),
  node: idle(390),
  ruby: idle(380),
  perl: idle(360),
  golang: idle(300),
  "polinux/stress": serving([], 4, { ...DEAF, tools: "busybox" }),
  "vish/stress": serving([], 2, { ...GO, hasEntrypoint: true }),
  "registry.k8s.io/pause": serving([], 1, { hasEntrypoint: true }),
  "registry.k8s.io/e2e-test-images/agnhost": serving([], 50, { ...GO, hasEntrypoint: true, tools: "busybox" }),
  "registry.k8s.io/liveness": serving([8080], 5, { ...GO, hasEntrypoint: true }),
  "registry.k8s.io/goproxy": serving([8080], 2, GO),
  "registry.k8s.io/etcd": serving([2379, 2380], 90, after(1)),
  "registry.k8s.io/hpa-example": serving([80], 180),
  "registry.k8s.io/fluentd-elasticsearch": serving([], 130, { hasEntrypoint: true }),
  "registry.k8s.io/echoserver": serving([8080], 45),
  "registry.k8s.io/nginx-slim": serving([80], 60),
  "registry.k8s.io/kubernetes-zookeeper": serving([2181, 2888, 3888], 180, { ...JVM, ...after(3) }),
  "gcr.io/google-samples/hello-app": serving([8080], 11, GO),
  "gcr.io/google-samples/node-hello": serving([8080], 250, DEAF),
  "gcr.io/google-samples/hello-go-gke": serving([80], 8, GO),
  "gcr.io/google-samples/hello-frontend": serving([80], 60),
  "gcr.io/google-samples/gb-frontend": serving([80], 180),
  "gcr.io/google_samples/gb-frontend": serving([80], 180),
  "gcr.io/google-samples/cassandra": serving([7000, 7001, 7199, 9042], 200, { ...JVM, ...after(20) }),
  "gcr.io/google-samples/xtrabackup": serving([3307], 120),
};

/** "docker.io/library/nginx" and "nginx" are the same image, and so are those that moved to registry.k8s.io. */
const shortName = (image: string): string =>
  (parseImageReference(image)?.name ?? image)
    .replace(/^(index\.)?docker\.io\//, "")
    .replace(/^library\//, "")
    .replace(/^(k8s\.gcr\.io|gcr\.io\/google[-_]containers|registry\.k8s\.io)\//, "registry.k8s.io/")
    .replace(/^registry\.k8s\.io\/(busybox|nginx|redis|e2e-test-images\/(busybox|nginx))$/, (_, name: string) =>
      name.replace("e2e-test-images/", ""),
    );

const isBase = (name: string): name is BaseImage => /^(busybox|alpine|debian|ubuntu)$/.test(name);

interface NamedImage {
  readonly base: BaseImage | null;
  readonly known: KnownImage | null;
}

const named = keptReadings((image): NamedImage => {
  const name = shortName(image);
  return { base: isBase(name) ? name : null, known: Object.hasOwn(IMAGES, name) ? (IMAGES[name] ?? null) : null };
});

/** null for any other image. */
export const baseImage = (image: string): BaseImage | null => named(image).base;

/** null for any other image. */
export const knownImage = (image: string): KnownImage | null => named(image).known;

const SAYS_MISSING =
  /(^|[^a-z])(non-?exist(ing|ent|ant)?|(does|do)(-?not|n-?t)-?exist|not-?exist(ing|ent)?|no-?such-?(image|tag|repo))([^a-z]|$)/;

/** Whether the reference says of itself that there is no such image, as examples of images that cannot be pulled do. */
export const saysItIsMissing = (image: string): boolean => SAYS_MISSING.test(image.toLowerCase());
