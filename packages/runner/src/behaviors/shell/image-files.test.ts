import { describe, expect, test } from "vitest";
import type { ScriptRequest } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { followScript } from "./follow-script.js";

const base: ScriptRequest = {
  argv: [],
  tools: "unknown",
  base: null,
  worksUs: null,
  env: {},
  hostname: "demo",
  workingDir: "/",
  files: [],
  directories: [],
  strange: [],
  hosts: {},
  startedAtMillis: 0,
  luck: "",
  terminationMessagePath: "/dev/termination-log",
  inputs: [],
  untilUs: 900 * SECOND,
};

const BUSYBOX: Partial<ScriptRequest> = { tools: "busybox", base: "busybox" };
const ALPINE: Partial<ScriptRequest> = { tools: "busybox", base: "alpine" };

/** [seconds, code], or null if it goes on for ever. */
const ends = async (script: string | readonly string[], more: Partial<ScriptRequest> = {}) => {
  const argv = typeof script === "string" ? ["/bin/sh", "-c", script] : script;
  const { exit } = await followScript({ ...base, ...more, argv });
  return exit === null ? null : [Math.floor(exit.atUs / SECOND), exit.exitCode];
};

describe("an image of somebody's own is taken to hold what is asked of it", () => {
  test.each<[string]>([
    ["cd /usr/src/app && exec node server.js"],
    ["cd /usr/src/app; node server.js"],
    [". /opt/venv/bin/activate && exec gunicorn app:app"],
    ["set -e; . /opt/venv/bin/activate; gunicorn app:app"],
    ['source /app/env.sh; [ -n "$DB" ] || exit 1; exec ./serve'],
    ["set -eu; source /app/env.sh; echo $DB; exec ./serve"],
    ["[ -f /app/config.yml ] || exit 1; exec ./serve"],
    ["test -d /app/conf && exec /app/serve"],
    ["envsubst < /etc/nginx/templates/x.template > /etc/nginx/conf.d/x.conf && exec nginx -g 'daemon off;'"],
    ["cp /etc/nginx/nginx.conf /tmp && exec nginx"],
    ["set -e; sed -i s/a/b/ /etc/nginx/nginx.conf; grep -q b /etc/nginx/nginx.conf; exec nginx"],
    ["sh /app/start.sh"],
    ["bash -x /app/start.sh --now"],
    ["$JAVA_HOME/bin/java -jar /app/app.jar"],
    ["command -v node || exit 1; which npm || exit 1; node x.js"],
    ['V=$(mytool version); [ -n "$V" ] || exit 1; serve'],
    ["wget -qO- https://example.com/x.tgz | tar xz -C /tmp && exec /tmp/x/serve"],
    ["curl -s https://example.com/ | grep -q version && exec serve"],
    ["set -e; curl -sLo /tmp/x.tgz https://example.com/x.tgz; tar xzf /tmp/x.tgz -C /tmp; /tmp/x/serve"],
    ["mkdir /app/logs && touch /app/logs/x && echo y > /app/out && echo z >> /app/logs/new && exec serve"],
    ["D=$(mktemp -d) && cd $D && exec serve"],
  ])("%s: serves", async (script) => {
    expect(await ends(script)).toBeNull();
  });

  test.each<[string | readonly string[]]>([
    ["cp /javaagent.jar /otel/"],
    [["cp", "-n", "/usr/local/bin/argocd", "/shared/argocd-cmp-server"]],
    [["cp", "-f", "/flannel", "/opt/cni/bin/flannel"]],
    ["cp -r /app/static/* /tmp"],
    ["ls /app"],
    ["cat /app/VERSION"],
    ["rm -rf /app/cache && rm /app/x"],
    ["cat /proc/uptime"],
    ["ls -l /app/bin /usr/lib/x.so; head -1 /app/x"],
  ])("%j: ends well", async (script) => {
    expect(await ends(script, { directories: ["/otel", "/shared"] })).toEqual([0, 0]);
  });

  test("what a server says is not known either", async () => {
    const script = 'sed "s/X/$(curl http://metadata.google.internal/id)/" /etc/hosts > /tmp/x';
    expect(await ends(script)).toEqual([0, 0]);
    expect(await ends('[ "$(curl -s https://example.com/)" = ok ] || exit 1')).toBeNull();
  });

  test("getent tells the address and the name", async () => {
    const hosts = { db: { address: "10.96.0.7", ports: [] } };
    const found = await ends("[ \"$(getent hosts db | awk '{ print $1 }')\" = 10.96.0.7 ] && exit 9", { hosts });
    expect(found).toEqual([0, 9]);
    expect(await ends("getent hosts nobody")).toEqual([0, 2]);
  });

  test("what was copied from it is there afterwards, for others that mount the volume too", async () => {
    const argv = [
      "sh",
      "-c",
      "cp /javaagent.jar /otel/ && cp /usr/local/bin/tool /otel/renamed && cp -r /app/static /otel",
    ];
    const { changes } = await followScript({ ...base, directories: ["/otel"], argv });
    expect(changes.map(({ path }) => path)).toEqual(["/otel/javaagent.jar", "/otel/renamed", "/otel/static"]);
  });
});

describe("what is known stays known", () => {
  test.each<[string, Partial<ScriptRequest>, readonly number[] | null]>([
    ["cat /tmp/healthy", BUSYBOX, [0, 1]],
    ["cat /tmp/healthy", {}, [0, 0]],
    ["touch /tmp/healthy; rm /tmp/healthy; cat /tmp/healthy", {}, [0, 1]],
    ["cat /data/x", { directories: ["/data"] }, [0, 1]],
    ["cat /data/x", { directories: ["/data"], strange: ["/data"] }, [0, 0]],
    ["touch /app/x; cat /app/x; rm /app/x; cat /app/x", {}, [0, 1]],
    ["echo > /app/y; rm -f /app/x; [ -e /app/x ]", {}, [0, 1]],
    ["cat /app/VERSION; sleep 3; exit 3", {}, [3, 3]],
    ["cat /no/such/place", BUSYBOX, [0, 1]],
    ["cat /etc/os-release && cat /etc/passwd && cat /proc/uptime && ls /etc /bin && cd /root", ALPINE, [0, 0]],
    ["cat /etc/passwd; exit 4", BUSYBOX, [0, 4]],
    ["thiscommanddoesnotexist", BUSYBOX, [0, 127]],
    ["apk update; openssl version", ALPINE, [5, 127]],
    ["apk add --no-cache openssl && openssl version; exit 2", ALPINE, [5, 2]],
  ])("%s %j", async (script, more, wanted) => {
    expect(await ends(script, more)).toEqual(wanted);
  });

  test("a guess that fails is work done where its pod is to finish", async () => {
    expect(await ends('[ -n "$(cat /app/x)" ] || exit 1', { worksUs: 10 * SECOND })).toEqual([10, 0]);
  });
});

describe("programs of busybox", () => {
  test.each<[string]>(
    (
      "chown -R 1000:1000 /data,sysctl -w vm.max_map_count=262144,chgrp 1 /data,dd if=/dev/zero of=/data/x bs=1M,uname -a," +
      "df -h,ps aux,ip addr,ifconfig,mount -t nfs a b,mkfifo /tmp/p,nproc,free -m,shuf -n 1 /data/x,adduser -D me," +
      "install -d /data/y,flock /tmp/l true,logger hi,sha512sum /etc/hosts,cmp /etc/hosts /etc/hosts,usleep 5,httpd"
    )
      .split(",")
      .map((each) => [each]),
  )("%s ends well", async (script) => {
    expect(await ends(script, { ...BUSYBOX, directories: ["/data"] })).toEqual([0, 0]);
    expect(await ends(`set -e; ${script}; exit 7`, { ...BUSYBOX, directories: ["/data"] })).toEqual([0, 7]);
  });

  test.each([["httpd -f -p 80"], ["crond -f"], ["watch date"], ["yes > /dev/null"], ["top"], ["nc -lk -p 80"]])(
    "%s goes on",
    async (script) => {
      expect(await ends(script, BUSYBOX)).toBeNull();
      expect(await ends(script.replace(" >", "_>").split(/[ _]/).slice(0, 2), BUSYBOX)).toBeNull();
      expect(await ends(`${script}; exit 1`, BUSYBOX)).toBeNull();
    },
  );
});
