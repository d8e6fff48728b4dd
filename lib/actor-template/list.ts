/** Actors to begin with: the examples of this repository, and an empty one. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PermissionLevel } from '../vocabulary.ts';

/** `files`: the sources, by their paths. */
export interface ActorTemplate {
  id: string;
  title: string;
  description: string;
  level: PermissionLevel;
  files: readonly { name: string; content: string }[];
}

/** Examples by the names of their folders, with the level that each needs. */
const EXAMPLES: readonly { id: string; level: PermissionLevel }[] = [
  { id: 'page-titles', level: 'LIMITED_PERMISSIONS' },
  { id: 'account-report', level: 'FULL_PERMISSIONS' },
];

/** Whoever starts Gatehouse starts it in its folder. */
const folder = path.resolve('examples');

export async function listActorTemplates(): Promise<ActorTemplate[]> {
  return [...(await Promise.all(EXAMPLES.map(example))), EMPTY];
}

async function example({ id, level }: (typeof EXAMPLES)[number]): Promise<ActorTemplate> {
  const root = path.join(folder, id);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return { name: path.relative(root, file), content: await readFile(file, 'utf8') };
      }),
  );
  files.sort((one, other) => one.name.localeCompare(other.name));
  const definition = files.find(({ name }) => name === path.join('.actor', 'actor.json'));
  const { title, description } = JSON.parse(definition?.content ?? '{}') as { title: string; description: string };
  return { id, level, title, description, files };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The least that runs: it needs no package, so it is built in a moment. */
const EMPTY: ActorTemplate = {
  id: 'empty',
  title: 'Empty',
  description: 'A program of a few lines that reads its input and stores one item.',
  level: 'LIMITED_PERMISSIONS',
  files: [
    {
      name: '.actor/actor.json',
      content: json({ actorSpecification: 1, name: 'empty', version: '0.1', input: './input_schema.json' }),
    },
    {
      name: '.actor/input_schema.json',
      content: json({
        title: 'Input',
        type: 'object',
        schemaVersion: 1,
        properties: {
          name: { title: 'Name', type: 'string', description: 'Who to greet.', editor: 'textfield', default: 'world' },
        },
      }),
    },
    {
      name: 'main.js',
      content: `const { APIFY_API_BASE_URL, APIFY_TOKEN, ACTOR_DEFAULT_KEY_VALUE_STORE_ID, ACTOR_DEFAULT_DATASET_ID } = process.env;
const headers = { authorization: \`Bearer \${APIFY_TOKEN}\`, 'content-type': 'application/json' };

const answer = await fetch(\`\${APIFY_API_BASE_URL}/v2/key-value-stores/\${ACTOR_DEFAULT_KEY_VALUE_STORE_ID}/records/INPUT\`, { headers });
const { name = 'world' } = answer.ok ? await answer.json() : {};
console.log(\`Hello, \${name}!\`);

await fetch(\`\${APIFY_API_BASE_URL}/v2/datasets/\${ACTOR_DEFAULT_DATASET_ID}/items\`, {
  method: 'POST',
  headers,
  body: JSON.stringify({ greeting: \`Hello, \${name}!\` }),
});
`,
    },
    {
      name: 'package.json',
      content: json({
        name: 'empty',
        version: '0.1.0',
        private: true,
        type: 'module',
        scripts: { start: 'node main.js' },
      }),
    },
  ],
};
