// What is used of MicroPython, which comes without types.
declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  export interface MicroPython {
    registerJsModule(name: string, module: object): void;
    runPython(code: string): unknown;
  }
  export interface MicroPythonOptions {
    readonly heapsize?: number;
    readonly linebuffer?: boolean;
    readonly stdout?: (line: string) => void;
  }
  export const loadMicroPython: (options?: MicroPythonOptions) => Promise<MicroPython>;
}
