import type { Folders } from './folders.ts';
import type { Host } from './host.ts';
import type { Guard } from './limits/guard.ts';

/** What everything that starts, finds or ends programs needs. */
export interface EngineContext {
  folders: Folders;
  host: Host;
  guard: Guard;
  /** What is kept of a program's output. */
  outputBytes: number;
}
