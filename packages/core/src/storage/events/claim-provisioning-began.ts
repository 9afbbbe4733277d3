// A provisioner has been asked for a volume for the claim, and makes it.
import type { Announcement, EventDefinition } from "../../event.js";
import { annotated, STORAGE_PROVISIONER } from "../annotations.js";
import type { ClaimState } from "../claim-state.js";

export interface ClaimProvisioningBegan {
  readonly provisioner: string;
}

export const claimProvisioningBegan: EventDefinition<"ClaimProvisioningBegan", ClaimProvisioningBegan, ClaimState> = {
  type: "ClaimProvisioningBegan",
  entity: "claim",
  revision: 1,
  fields: { provisioner: "string" },
  evolve: (s, { provisioner }, at) => {
    const asked = Object.fromEntries(STORAGE_PROVISIONER.map((key) => [key, provisioner]));
    return { ...s, object: annotated(s.object, asked), provisioningSinceUs: at };
  },
  announce: ({ object: { metadata } }, { provisioner }) => {
    const { namespace, name } = metadata;
    const common = { type: "Normal", object: { kind: "PersistentVolumeClaim", namespace, name } } as const;
    const waiting: Announcement = {
      ...common,
      reason: "ExternalProvisioning",
      message:
        `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the ` +
        "system administrator. If volume creation is delayed, please verify that the provisioner is running and " +
        "correctly registered.",
      from: "persistentvolume-controller",
    };
    const making: Announcement = {
      ...common,
      reason: "Provisioning",
      message: `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
      from: provisioner,
    };
    return [waiting, making];
  },
  example: { provisioner: "csi.example" },
};
