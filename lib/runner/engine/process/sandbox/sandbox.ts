/** The kinds of sandbox, behind one function: a command and a view in, a command for the machine out. */
import { bubblewrapArgs, bubblewrapSettings } from './bubblewrap.ts';
import { UNSHARE_ARGS, utilLinuxScript } from './util-linux.ts';
import type { View } from './view.ts';

export type Sandbox =
  /** `seccompFile`: absent on machines whose system calls we have no table of. */
  | { kind: 'bubblewrap'; program: string; seccompFile: string | null }
  | { kind: 'util-linux'; program: string; place: string }
  | { kind: 'none' };

export interface SandboxedCommand {
  command: string[];
  /** To be given as file descriptors; null for none. */
  seccompFile: string | null;
  settings: Buffer | null;
  /** Of the command itself; whoever looks at it inside or outside sees no more than the program has a right to. */
  environment: Readonly<Record<string, string>>;
}

export function sandboxed(sandbox: Sandbox, command: readonly string[], view: View): SandboxedCommand {
  switch (sandbox.kind) {
    case 'bubblewrap': {
      const { program, seccompFile } = sandbox;
      const args = bubblewrapArgs(command, seccompFile !== null);
      return { command: [program, ...args], seccompFile, settings: bubblewrapSettings(view), environment: {} };
    }
    case 'util-linux': {
      const settings = utilLinuxScript(view, sandbox.place);
      return { command: [sandbox.program, ...UNSHARE_ARGS, ...command], seccompFile: null, settings, environment: {} };
    }
    case 'none':
      return { command: [...command], seccompFile: null, settings: null, environment: view.environment };
  }
}
