import { describe, expect, test } from "vitest";
import type { ClaimState } from "./claim-state.js";
import { claimApplied } from "./events/claim-applied.js";
import { claimBound } from "./events/claim-bound.js";
import { claimNodeSelected } from "./events/claim-node-selected.js";
import { claimProvisioningBegan } from "./events/claim-provisioning-began.js";
import { volumeApplied } from "./events/volume-applied.js";
import { volumeBound } from "./events/volume-bound.js";
import { volumeProvisioned } from "./events/volume-provisioned.js";
import type { VolumeState } from "./volume-state.js";

const { object } = claimApplied.example;
const { object: disk } = volumeApplied.example;

const claim = (volumeName?: string): ClaimState => {
  const spec = volumeName === undefined ? object.spec : { ...object.spec, volumeName };
  return claimApplied.evolve(undefined, { claimIx: 0, uid: "c0", object: { ...object, spec } }, 0) as ClaimState;
};

const volume = (claimRef?: NonNullable<(typeof disk)["spec"]["claimRef"]>): VolumeState => {
  const spec = claimRef === undefined ? disk.spec : { ...disk.spec, claimRef };
  return volumeApplied.evolve(undefined, { volumeIx: 0, uid: "v0", object: { ...disk, spec } }, 0) as VolumeState;
};

const noted = (state: ClaimState | VolumeState | undefined): unknown => state?.object.metadata.annotations;

describe("what Kubernetes 1.34 writes into annotations", () => {
  test("of a claim whose volume is made for a node", () => {
    const selected = claimNodeSelected.evolve(claim(), { node: "node-1" }, 1);
    const asked = claimProvisioningBegan.evolve(selected, { provisioner: "csi.example" }, 2);
    expect(noted(asked)).toEqual({
      "volume.kubernetes.io/selected-node": "node-1",
      "volume.kubernetes.io/storage-provisioner": "csi.example",
      "volume.beta.kubernetes.io/storage-provisioner": "csi.example",
    });
    expect(noted(claimBound.evolve(asked, { volume: "pvc-1", volumeIx: 0 }, 3))).toEqual({
      ...asked.object.metadata.annotations,
      "pv.kubernetes.io/bind-completed": "yes",
      "pv.kubernetes.io/bound-by-controller": "yes",
    });
  });

  test("of a claim that named its volume", () => {
    const bound = claimBound.evolve(claim("pv-1"), { volume: "pv-1", volumeIx: 0 }, 1);
    expect(noted(bound)).toEqual({ "pv.kubernetes.io/bind-completed": "yes" });
  });

  test("of a volume: that the controller chose its claim, unless somebody else had", () => {
    const chosen = { namespace: "shop", name: "data", uid: "c0" };
    expect(noted(volumeBound.evolve(volume(), chosen, 1))).toEqual({ "pv.kubernetes.io/bound-by-controller": "yes" });
    expect(noted(volumeBound.evolve(volume({ namespace: "shop", name: "data" }), chosen, 1))).toEqual({});
    const { example } = volumeProvisioned;
    expect(noted(volumeProvisioned.evolve(undefined, example, 1))).toEqual(example.object.metadata.annotations);
  });
});
