/**
 * Reads a Dockerfile as far as one of a Node.js Actor goes: what it runs while building, what it sets, and what it starts.
 *
 * All stages share one folder of sources here, so what is copied from one to another is there already. Source: the Dockerfile reference.
 */
import {
  type Dockerfile,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type ModifiableInstruction,
} from 'dockerfile-ast';
import { z } from 'zod';
import { SEARCH_PATH } from '../sandbox/view.ts';
import { DEFAULT_WORKDIR, isWorkdir } from './manifest.ts';

export interface DockerfilePlan {
  /** For a shell, one after the other. */
  steps: string[];
  /** Null: as the image does, which is `npm start`. */
  command: string[] | null;
  environment: Record<string, string>;
  workdir: string;
}

/** Why it cannot be built without containers. */
export class NeedsContainers extends Error {}

const NODE_IMAGES = /^(docker\.io\/)?((library\/)?node|apify\/actor-node[\w-]*)([:@].*)?$/;
const SYSTEM_TOOLS =
  /(^|[\s;&|(])(apt|apt-get|apk|yum|dnf|microdnf|zypper|pip|pip3|useradd|adduser|update-ca-certificates)\s/;

/** Far more than any has that is written by hand: what follows looks at some things again for each other one. */
const MAX_CHARS = 65_536;
const MAX_INSTRUCTIONS = 500;
/** Variables are made from variables, so they can double with each line. */
const MAX_ENVIRONMENT_CHARS = 65_536;

export function readDockerfile(text: string): DockerfilePlan {
  if (text.length > MAX_CHARS) throw new NeedsContainers(`its Dockerfile has more than ${MAX_CHARS} characters`);
  const dockerfile = DockerfileParser.parse(text);
  const instructions = dockerfile.getInstructions();
  if (instructions.length > MAX_INSTRUCTIONS) {
    throw new NeedsContainers(`its Dockerfile has more than ${MAX_INSTRUCTIONS} instructions`);
  }
  checkImages(dockerfile);
  const plan: DockerfilePlan = { steps: [], command: null, environment: {}, workdir: DEFAULT_WORKDIR };
  let entrypoint: string[] = [];
  let command: string[] = [];
  for (const instruction of instructions) {
    const content = instruction.getArgumentsContent()?.trim() ?? '';
    switch (instruction.getKeyword()) {
      case 'FROM':
        // Only what the last stage sets is in the image; its files are all here.
        [entrypoint, command, plan.environment, plan.workdir] = [[], [], {}, DEFAULT_WORKDIR];
        break;
      case 'RUN':
        plan.steps.push(stepOf(instruction as ModifiableInstruction));
        break;
      case 'ENV':
        plan.environment = environmentOf(instruction, plan.environment);
        break;
      case 'WORKDIR':
        plan.workdir = workdirOf(expand(content, plan.environment), plan.workdir);
        break;
      case 'ADD':
        if (/(^|\s)(https?:|git@|\S+\.git\b)/.test(content))
          throw new NeedsContainers('its Dockerfile adds files from the network');
        break;
      case 'ENTRYPOINT':
        [entrypoint, command] = [commandOf(instruction as ModifiableInstruction), []];
        break;
      case 'CMD':
        command = commandOf(instruction as ModifiableInstruction);
        break;
    }
  }
  const whole = [...entrypoint, ...command];
  return { ...plan, command: whole.length > 0 ? whole : null };
}

function checkImages(dockerfile: Dockerfile): void {
  const images = dockerfile.getFROMs();
  if (images.length === 0) throw new NeedsContainers('its Dockerfile has no FROM');
  const stages = new Set(images.map((image: From) => image.getBuildStage()));
  const other = images
    .map((image) => image.getImage() ?? '')
    .find((image) => !stages.has(image) && !NODE_IMAGES.test(image));
  if (other !== undefined) throw new NeedsContainers(`it is made from the image ${other}, which is not one of Node.js`);
}

function stepOf(instruction: ModifiableInstruction): string {
  const words = execForm(instruction);
  const content = words ? words.map(shellQuote).join(' ') : (instruction.getRawArgumentsContent() ?? '');
  const flags = instruction.getFlags().map(String);
  const text = flags.reduce((rest, flag) => rest.replace(flag, ''), content);
  const isComment = (line: string) => /^\s*#/.test(line);
  const step = text
    .split('\n')
    .filter((line) => !isComment(line))
    .join('\n')
    .trim();
  if (step.startsWith('<<')) throw new NeedsContainers('its Dockerfile has a here-document');
  if (SYSTEM_TOOLS.test(step)) throw new NeedsContainers('its Dockerfile installs packages of the system');
  return step;
}

/** What there is after it. All of one instruction are made from what was set before it. */
function environmentOf(instruction: Instruction, before: Readonly<Record<string, string>>): Record<string, string> {
  const after = { ...before };
  let charCount = Object.values(before).reduce((sum, value) => sum + value.length, 0);
  for (const property of (instruction as Env).getProperties()) {
    const value = expand(property.getValue() ?? '', before);
    charCount += value.length;
    if (charCount > MAX_ENVIRONMENT_CHARS) throw tooMuch();
    after[property.getName()] = value;
  }
  return after;
}

const tooMuch = () =>
  new NeedsContainers(`the environment that its Dockerfile sets has more than ${MAX_ENVIRONMENT_CHARS} characters`);

/** In words where that means the same, so that no shell is in between; else for a shell. */
function commandOf(instruction: ModifiableInstruction): string[] {
  return execForm(instruction) ?? splitCommand(instruction.getArgumentsContent()?.trim() ?? '');
}

/** Null: it is meant for a shell, which is everything that is no JSON array of strings. */
function execForm(instruction: ModifiableInstruction): string[] | null {
  const text = instruction.getArgumentsContent() ?? '';
  if (!text.trimStart().startsWith('[')) return null;
  try {
    return z.array(z.string()).parse(JSON.parse(text.replaceAll(/\\\r?\n/g, '')));
  } catch {
    return null;
  }
}

export function splitCommand(text: string): string[] {
  return /^[\w@%+:,./-]+( +[\w@%+=:,./-]+)*$/.test(text) ? text.split(/ +/) : ['/bin/sh', '-c', text];
}

function workdirOf(folder: string, before: string): string {
  const given = folder.startsWith('/') ? folder : `${before}/${folder}`;
  const absolute = given.slice(0, given.length - endOf(given));
  if (!isWorkdir(absolute)) throw new NeedsContainers(`its Dockerfile works in ${absolute || '/'}`);
  return absolute;
}

/** How many slashes it ends with. */
function endOf(folder: string): number {
  let count = 0;
  while (folder.at(-1 - count) === '/') count++;
  return count;
}

/** `$NAME` and `${NAME}`, from what was set before. */
function expand(text: string, environment: Readonly<Record<string, string>>): string {
  let charCount = text.length;
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    const value = environment[name] ?? (name === 'PATH' ? SEARCH_PATH : '');
    charCount += value.length;
    if (charCount > MAX_ENVIRONMENT_CHARS) throw tooMuch();
    return value;
  });
}

export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
