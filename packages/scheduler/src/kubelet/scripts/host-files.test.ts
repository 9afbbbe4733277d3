import { expect, test } from "vitest";
import type { Mount } from "./mount.js";
import { hostFiles } from "./host-files.js";

const mounted = (at: string, subPath = ""): Mount => ({ volume: "host", at, subPath });

const pathsOf = (path: string, type: string | undefined, mount: Mount): readonly string[] =>
  hostFiles({ path, ...(type === undefined ? {} : { type }) }, "host", [mount], "node-1").map((file) => file.path);

test("a hostPath volume of type File is a file, whatever it is called", () => {
  expect(pathsOf("/opt/app.conf", "File", mounted("/etc/app.conf"))).toEqual(["/etc/app.conf"]);
  expect(pathsOf("/opt/app.conf", "FileOrCreate", mounted("/x"))).toEqual(["/x"]);
  expect(pathsOf("/opt/app.conf", undefined, mounted("/x"))).toEqual([]);
});

test("files that every node has are there, alone and in their directory", () => {
  expect(pathsOf("/etc/machine-id", "File", mounted("/etc/machine-id"))).toEqual(["/etc/machine-id"]);
  expect(pathsOf("/etc/machine-id", undefined, mounted("/id"))).toEqual(["/id"]);
  expect(pathsOf("/etc/", "Directory", mounted("/host"))).toContain("/host/os-release");
  expect(pathsOf("/", undefined, mounted("/host"))).toContain("/host/etc/os-release");
  expect(pathsOf("/", undefined, mounted("/host", "etc"))).toContain("/host/hostname");
  expect(pathsOf("/var/log", undefined, mounted("/var/log"))).toEqual([]);
});

test("the name of the node stands in its file", () => {
  expect(hostFiles({ path: "/etc/hostname" }, "host", [mounted("/name")], "node-1")).toEqual([
    { path: "/name", content: "node-1\n" },
  ]);
});
