import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as Either from "fp-ts/lib/Either.js";
import { afterAll, describe, expect, test } from "vitest";
import { memoryFiles } from "../../testing/memory-files.js";
import type { FileResult, Files } from "./files.js";
import { nodeFiles } from "./node-files.js";

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "podsim-files-"));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

let directoryCount = 0;

/** An empty directory on the disk with the given files. */
const onDisk = (contents: Readonly<Record<string, string>>): Files => {
  directoryCount += 1;
  const root = path.join(scratch, String(directoryCount));
  fs.mkdirSync(root);
  for (const [name, text] of Object.entries(contents)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return nodeFiles(root);
};

const right = <T>(result: FileResult<T>): T => {
  if (Either.isLeft(result)) throw new Error(`${result.left.kind}: ${result.left.detail}`);
  return result.right;
};

const kindOf = (result: FileResult<unknown>): string => (Either.isLeft(result) ? result.left.kind : "none");

const unlimited = (): number => Number.MAX_SAFE_INTEGER;

const textOf = (files: Files, name: string): string =>
  new TextDecoder().decode(right(files.read(name, unlimited)).bytes);

// The files in memory stand in for the disk in every other test: both must behave alike.
describe.each([
  ["disk", onDisk],
  ["memory", (contents: Readonly<Record<string, string>>): Files => memoryFiles(contents)],
])("%s", (_, filesWith) => {
  test("paths are seen from the working directory", () => {
    const files = filesWith({ "a/b.txt": "x" });
    expect(files.resolve("a", "../c", "d")).toBe(`${files.workingDirectory}/c/d`);
    expect(files.resolve("a", "/etc")).toBe("/etc");
    expect(files.exists("a/b.txt")).toBe(true);
    expect(files.exists(files.resolve("a/b.txt"))).toBe(true);
    expect(files.exists("a/none")).toBe(false);
  });

  test("stat tells files from directories", () => {
    const files = filesWith({ "a/b.txt": "four" });
    expect(right(files.stat("a/b.txt"))).toMatchObject({ kind: "file", sizeBytes: 4 });
    expect(right(files.stat("a"))).toMatchObject({ kind: "directory" });
    expect(kindOf(files.stat("none"))).toBe("missing");
    expect(kindOf(files.stat("a/b.txt/c"))).toBe("not-directory");
  });

  test("list is in the order of names", () => {
    const files = filesWith({ "d/10": "", "d/9": "", "d/B": "", "d/a": "", "d/sub/x": "" });
    expect(right(files.list("d"))).toEqual(
      ["10", "9", "B", "a", "sub"].map((name) => ({
        name,
        kind: name === "sub" ? "directory" : "file",
        isLink: false,
      })),
    );
    expect(kindOf(files.list("none"))).toBe("missing");
    expect(kindOf(files.list("d/10"))).toBe("not-directory");
  });

  test("read: whole, or only the head of what is longer than its limit", () => {
    const long = "x".repeat(200_000);
    const files = filesWith({ short: "abc", long, empty: "" });
    expect(right(files.read("empty", () => 0))).toEqual({ bytes: new Uint8Array(), isWhole: true, sizeBytes: 0 });
    expect(textOf(files, "short")).toBe("abc");
    expect(textOf(files, "long")).toBe(long);
    expect(right(files.read("long", () => 200_000))).toMatchObject({ isWhole: true, sizeBytes: 200_000 });
    const head = right(files.read("long", (bytes) => bytes.length));
    expect(head).toMatchObject({ isWhole: false, sizeBytes: 200_000 });
    expect(head.bytes.length).toBe(64 * 1024);
    expect(right(files.read("short", () => 2))).toMatchObject({ isWhole: false, sizeBytes: 3 });
    expect(kindOf(files.read("none", unlimited))).toBe("missing");
  });

  test("reading a directory is refused as such", () => {
    expect(kindOf(filesWith({ "a/b": "" }).read("a", unlimited))).toBe("is-directory");
  });

  test("a range of a file, shorter at its end", () => {
    const files = filesWith({ digits: "0123456789" });
    const range = (from: number, count: number): string =>
      new TextDecoder().decode(right(files.readRange("digits", from, count)));
    expect([range(0, 3), range(7, 2), range(8, 5), range(20, 5), range(3, 0)]).toEqual(["012", "78", "89", "", ""]);
  });

  test("write and replace create or overwrite, in directories that exist", () => {
    const files = filesWith({ a: "old and long" });
    right(files.write("a", "new"));
    expect(textOf(files, "a")).toBe("new");
    right(files.replace("a", Uint8Array.from([104, 105])));
    expect(textOf(files, "a")).toBe("hi");
    expect(right(files.list(".")).map(({ name }) => name)).toEqual(["a"]);
    expect(kindOf(files.write("no/where", "x"))).toBe("missing");
    expect(kindOf(files.replace("no/where", "x"))).toBe("missing");
    right(files.makeDirectory("no/such/place"));
    right(files.makeDirectory("no/such/place"));
    right(files.write("no/such/place/x", "1"));
    expect(textOf(files, "no/such/place/x")).toBe("1");
    expect(kindOf(files.makeDirectory("a"))).toBe("exists");
  });

  test("a writer appends, begins anew, or insists on being first", () => {
    const files = filesWith({ log: "1" });
    const appending = right(files.open("log", "append"));
    right(appending.write("2"));
    right(appending.flush());
    right(appending.write(Uint8Array.from([51])));
    right(appending.close());
    expect(textOf(files, "log")).toBe("123");
    right(right(files.open("log", "truncate")).close());
    expect(textOf(files, "log")).toBe("");
    expect(kindOf(files.open("log", "exclusive"))).toBe("exists");
    right(right(files.open("lock", "exclusive")).close());
    expect(files.exists("lock")).toBe(true);
  });

  test("truncate cuts or fills", () => {
    const files = filesWith({ a: "abcdef" });
    right(files.truncate("a", 3));
    expect(textOf(files, "a")).toBe("abc");
    right(files.truncate("a", 5));
    expect(textOf(files, "a")).toBe("abc\0\0");
  });

  test("rename moves files and directories; remove takes all and minds nothing", () => {
    const files = filesWith({ "d/x": "1", "d/e/y": "2", z: "3" });
    right(files.rename("d", "f"));
    expect([files.exists("d"), textOf(files, "f/x"), textOf(files, "f/e/y")]).toEqual([false, "1", "2"]);
    right(files.rename("z", "f/x"));
    expect(textOf(files, "f/x")).toBe("3");
    expect(kindOf(files.rename("none", "x"))).toBe("missing");
    right(files.remove("f"));
    right(files.remove("f"));
    expect(right(files.list("."))).toEqual([]);
  });
});

describe("the disk alone", () => {
  test("links count as what they lead to; one that leads nowhere, or in a circle, is neither", () => {
    const files = onDisk({ "real/x": "1" });
    const root = files.workingDirectory;
    fs.symlinkSync(path.join(root, "real"), path.join(root, "link"));
    fs.symlinkSync(path.join(root, "gone"), path.join(root, "dangling"));
    fs.symlinkSync(path.join(root, "circle"), path.join(root, "circle"));
    expect(right(files.list("."))).toEqual([
      { name: "circle", kind: "other", isLink: true },
      { name: "dangling", kind: "other", isLink: true },
      { name: "link", kind: "directory", isLink: true },
      { name: "real", kind: "directory", isLink: false },
    ]);
  });

  test.runIf(process.platform === "linux")("where no directory can be made it is told, not tried for ever", () => {
    expect(kindOf(nodeFiles("/").makeDirectory("/proc/podsim/runs"))).toBe("missing");
    expect(kindOf(onDisk({ a: "1" }).makeDirectory("a/b"))).toBe("not-directory");
  });

  test("a device without end is read up to its limit only", () => {
    const files = onDisk({});
    const result = right(files.read("/dev/zero", () => 100_000));
    expect(result).toMatchObject({ isWhole: false, sizeBytes: null });
    expect(result.bytes.length).toBe(64 * 1024);
    expect(right(files.stat("/dev/zero")).kind).toBe("other");
  });

  test("a failed replacement leaves nothing behind", () => {
    const files = onDisk({ "d/x": "1" });
    expect(kindOf(files.replace("d", "x"))).not.toBe("none");
    expect(right(files.list(".")).map(({ name }) => name)).toEqual(["d"]);
  });

  test("failures have the system's words, without Node's call and path", () => {
    const failed = onDisk({}).read("none", unlimited);
    expect(failed).toEqual(Either.left({ kind: "missing", path: "none", detail: "ENOENT: no such file or directory" }));
  });
});
