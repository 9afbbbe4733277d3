// What a few public images do when nothing else is said: the ports they listen on, and those that end at once.
import { parseImageReference } from "@podsim/core";

interface KnownImage {
  /** TCP ports it listens on as it comes. */
  readonly ports: readonly number[];
  /** Without a command it has nothing to do: a shell or an interpreter whose input is closed. */
  readonly endsAtOnce: boolean;
}

const serving = (...ports: number[]): KnownImage => ({ ports, endsAtOnce: false });
const IDLE: KnownImage = { ports: [], endsAtOnce: true };

const IMAGES: ReadonlyMap<string, KnownImage> = new Map<string, KnownImage>([
  ["nginx", serving(80)],
  ["nginxinc/nginx-unprivileged", serving(8080)],
  ["httpd", serving(80)],
  ["caddy", serving(80, 443, 2019)],
  ["traefik", serving(80)],
  ["wordpress", serving(80)],
  ["tomcat", serving(8080)],
  ["jenkins/jenkins", serving(8080, 50_000)],
  ["redis", serving(6379)],
  ["valkey/valkey", serving(6379)],
  ["memcached", serving(11_211)],
  ["postgres", serving(5432)],
  ["mysql", serving(3306)],
  ["mariadb", serving(3306)],
  ["mongo", serving(27_017)],
  ["rabbitmq", serving(5672)],
  ["elasticsearch", serving(9200, 9300)],
  ["registry", serving(5000)],
  ["grafana/grafana", serving(3000)],
  ["prom/prometheus", serving(9090)],
  ...["hello-world", "busybox", "alpine", "ubuntu", "debian", "centos", "fedora", "rockylinux", "almalinux"].map(
    (name) => [name, IDLE] as const,
  ),
  ...["python", "node", "ruby", "bash"].map((name) => [name, IDLE] as const),
]);

/** "docker.io/library/nginx" and "nginx" are the same image. */
const shortName = (image: string): string =>
  (parseImageReference(image)?.name ?? image)
    .replace(/^(index\.)?docker\.io\//, "")
    .replace(/^library\//, "")
    .replace(/^registry\.k8s\.io\/(busybox)$/, "$1");

/** null for any other image. */
export const knownImage = (image: string): KnownImage | null => IMAGES.get(shortName(image)) ?? null;
