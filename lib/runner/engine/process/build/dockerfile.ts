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

export function readDockerfile(text: string): DockerfilePlan {
  const dockerfile = DockerfileParser.parse(text);
  checkImages(dockerfile);
  const plan: DockerfilePlan = { steps: [], command: null, environment: {}, workdir: DEFAULT_WORKDIR };
  let entrypoint: string[] = [];
  let command: string[] = [];
  for (const instruction of dockerfile.getInstructions()) {
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
        plan.environment = { ...plan.environment, ...environmentOf(instruction, plan.environment) };
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

/** All of one instruction are made from what was set before it. */
function environmentOf(instruction: Instruction, before: Readonly<Record<string, string>>): Record<string, string> {
  const properties = (instruction as Env).getProperties();
  return Object.fromEntries(properties.map((found) => [found.getName(), expand(found.getValue() ?? '', before)]));
}

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
  const absolute = (folder.startsWith('/') ? folder : `${before}/${folder}`).replace(/\/+$/, '');
  if (!isWorkdir(absolute)) throw new NeedsContainers(`its Dockerfile works in ${absolute || '/'}`);
  return absolute;
}

/** `$NAME` and `${NAME}`, from what was set before. */
function expand(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    return environment[name] ?? (name === 'PATH' ? SEARCH_PATH : '');
  });
}

export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
