/**
 * System calls that no Actor needs and that widen what an attacker reaches: other processes' memory, mounts, kernel modules, keys, BPF,
 * io_uring, new namespaces. A classic BPF program in the form that `bwrap --seccomp` reads.
 */
import { endianness } from 'node:os';

/** Call → number on x86-64 and on arm64 (-1: there is none). Source: the kernel's syscall tables. */
const DENIED: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  unshare: [272, 97],
  setns: [308, 268],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  acct: [163, 89],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  syslog: [103, 116],
  iopl: [172, -1],
  ioperm: [173, -1],
};
const MACHINES = {
  x64: { audit: 0xc000003e, clone: 56, column: 0 },
  arm64: { audit: 0xc00000b7, clone: 220, column: 1 },
} as const;
const CLONE3 = 435;
const CLONE_NEWUSER = 0x10000000;

const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_BITS = 0x45;
const RETURN = 0x06;
const KILL = 0x80000000;
const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
/** The C library then falls back to `clone`, whose flags can be looked at; those of `clone3` are behind a pointer. */
const ENOSYS = 0x00050026;

type Instruction = [code: number, jumpTrue: number, jumpFalse: number, value: number];

export function hasSeccomp(arch: string): arch is keyof typeof MACHINES {
  return arch in MACHINES && endianness() === 'LE';
}

export function seccompProgram(arch: keyof typeof MACHINES): Buffer {
  const { audit, clone, column } = MACHINES[arch];
  const denied = Object.values(DENIED).flatMap((numbers) => (numbers[column] < 0 ? [] : [numbers[column]]));
  const program: Instruction[] = [
    [LOAD, 0, 0, 4], // the architecture
    [JUMP_IF_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, 0], // the number of the call
    [JUMP_IF_AT_LEAST, 0, 1, 0x40000000], // the x32 calls, which are the same calls by other numbers
    [RETURN, 0, 0, EPERM],
    [JUMP_IF_EQUAL, 0, 1, CLONE3],
    [RETURN, 0, 0, ENOSYS],
    ...denied.flatMap((number): Instruction[] => [
      [JUMP_IF_EQUAL, 0, 1, number],
      [RETURN, 0, 0, EPERM],
    ]),
    [JUMP_IF_EQUAL, 0, 3, clone],
    [LOAD, 0, 0, 16], // the low half of the first argument
    [JUMP_IF_BITS, 0, 1, CLONE_NEWUSER],
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, jumpTrue, jumpFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
