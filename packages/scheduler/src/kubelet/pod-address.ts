// Pod addresses: each node owns a /24 of 10.0.0.0/8, found by its name, and hands its addresses out in turn.
const SUBNET_COUNT = 65_536;
const FIRST_HOST = 2;
const HOST_COUNT = 253;

interface Range {
  readonly subnet: number;
  handedOut: number;
}

export class PodAddresses {
  readonly #draw: (nodeName: string) => number;
  readonly #byNode = new Map<string, Range>();
  readonly #taken = new Set<number>();

  /** `draw` gives a number in [0,1) by a node's name. */
  constructor(draw: (nodeName: string) => number) {
    this.#draw = draw;
  }

  #rangeOf(nodeName: string): Range {
    let range = this.#byNode.get(nodeName);
    if (range !== undefined) return range;
    let subnet = Math.floor(this.#draw(nodeName) * SUBNET_COUNT);
    while (this.#taken.has(subnet) && this.#taken.size < SUBNET_COUNT) subnet = (subnet + 1) % SUBNET_COUNT;
    this.#taken.add(subnet);
    range = { subnet, handedOut: 0 };
    this.#byNode.set(nodeName, range);
    return range;
  }

  /** The node's next address; they come round after 253 sandboxes, as a node's do. */
  next(nodeName: string): string {
    const range = this.#rangeOf(nodeName);
    const host = FIRST_HOST + (range.handedOut++ % HOST_COUNT);
    return `10.${range.subnet >> 8}.${range.subnet & 255}.${host}`;
  }
}
