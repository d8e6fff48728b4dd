import { CopyButton } from '@/components/ui/copy-button.tsx';

/** How an official client is pointed here. */
export function ClientSamples({ apiUrl }: { apiUrl: string }) {
  return (
    <>
      <CodeSample title="JavaScript" code={javaScript(apiUrl)} />
      <CodeSample title="Python" code={python(apiUrl)} />
    </>
  );
}

/** A named piece of code, to be copied. */
export function CodeSample({ title, code }: { title: string; code: string }) {
  return (
    <div className="grid min-w-0 gap-1">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-sm font-medium">{title}</h3>
        <CopyButton text={code} label={`Copy ${title} code`} isIconOnly size="small" />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-sm"
      >
        <code>{code}</code>
      </pre>
    </div>
  );
}

const javaScript = (apiUrl: string) => `import { ApifyClient } from 'apify-client';

const client = new ApifyClient({
  baseUrl: '${apiUrl}',
  publicBaseUrl: '${apiUrl}',
  token: process.env.APIFY_TOKEN,
});

const { id } = await client.datasets().getOrCreate('first');
await client.dataset(id).pushItems([{ hello: 'world' }]);`;

const python = (apiUrl: string) => `import os
from apify_client import ApifyClient

client = ApifyClient(
    token=os.environ['APIFY_TOKEN'],
    api_url='${apiUrl}',
    api_public_url='${apiUrl}',
)

dataset = client.datasets().get_or_create(name='first')
client.dataset(dataset['id']).push_items([{'hello': 'world'}])`;
