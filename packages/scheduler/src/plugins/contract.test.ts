// Every plugin of the registry keeps the plugin contract.
import { describe, expect, test } from "vitest";
import { keepsPluginContract } from "../../testing/plugin-contract.js";
import { DEFAULT_MULTI_POINT, PLUGINS_WITHOUT_HOOKS } from "../framework/default-plugins.js";
import { PLUGINS } from "./index.js";

describe.each(PLUGINS)("$name", (plugin) => {
  test("keeps the plugin contract", () => {
    keepsPluginContract(plugin);
  });
});

test("every plugin of the default profile is there, with hooks or known to need none", () => {
  const known = new Set([...PLUGINS.map(({ name }) => name), ...PLUGINS_WITHOUT_HOOKS.keys()]);
  expect(DEFAULT_MULTI_POINT.filter(({ name }) => !known.has(name))).toEqual([]);
});
