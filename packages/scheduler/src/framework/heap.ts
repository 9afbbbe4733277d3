// A binary heap whose members know their place, so that any of them can be taken out or moved.

/** Its place in the one heap it is in; -1 = in none. */
export interface HeapMember {
  heapIx: number;
}

export class Heap<Member extends HeapMember> {
  readonly #members: Member[] = [];
  readonly #isBefore: (a: Member, b: Member) => boolean;

  /** `isBefore` is a strict total order. */
  constructor(isBefore: (a: Member, b: Member) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#members.length;
  }

  peek(): Member | undefined {
    return this.#members[0];
  }

  has(member: Member): boolean {
    return this.#members[member.heapIx] === member;
  }

  push(member: Member): void {
    this.#rise(member, this.#members.length);
  }

  pop(): Member | undefined {
    const first = this.#members[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** The member's place in the order changed. */
  fix(member: Member): void {
    if (!this.has(member)) return;
    this.remove(member);
    this.push(member);
  }

  remove(member: Member): void {
    if (!this.has(member)) return;
    const hole = member.heapIx;
    member.heapIx = -1;
    const last = this.#members.pop();
    if (last === undefined || last === member) return;
    const parent = this.#members[(hole - 1) >> 1];
    if (hole > 0 && parent !== undefined && this.#isBefore(last, parent)) this.#rise(last, hole);
    else this.#sink(last, hole);
  }

  #put(member: Member, at: number): void {
    this.#members[at] = member;
    member.heapIx = at;
  }

  #rise(member: Member, from: number): void {
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.#members[parentAt];
      if (parent === undefined || !this.#isBefore(member, parent)) break;
      this.#put(parent, at);
      at = parentAt;
    }
    this.#put(member, at);
  }

  #sink(member: Member, from: number): void {
    const count = this.#members.length;
    let at = from;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= count) break;
      let child = this.#members[childAt];
      const sibling = this.#members[childAt + 1];
      if (child !== undefined && sibling !== undefined && this.#isBefore(sibling, child)) {
        child = sibling;
        childAt++;
      }
      if (child === undefined || !this.#isBefore(child, member)) break;
      this.#put(child, at);
      at = childAt;
    }
    this.#put(member, at);
  }
}
