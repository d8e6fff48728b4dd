import { CodeSample } from '@/components/settings/client-samples.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { consolePath } from '@/lib/paths.ts';

type ActorApiDialogProps = { actorId: string; apiUrl: string; closeHref: string };

/** How a program starts this Actor. */
export function ActorApiDialog({ actorId, apiUrl, closeHref }: ActorApiDialogProps) {
  return (
    <RouteDialog
      title="Run it from a program"
      description="With a token of yours. Official clients work as they are, once they know the address."
      width="wide"
      initialFocus="heading"
      closeHref={closeHref}
    >
      <CodeSample title="HTTP" code={http(apiUrl, actorId)} />
      <CodeSample title="JavaScript" code={javaScript(apiUrl, actorId)} />
      <CodeSample title="Python" code={python(apiUrl, actorId)} />
      <FormActions>
        <Button href={closeHref} replace scroll={false}>
          Close
        </Button>
        <Button variant="quiet" href={consolePath.integrations()}>
          To your tokens
        </Button>
      </FormActions>
    </RouteDialog>
  );
}

const http = (apiUrl: string, id: string) => `curl '${apiUrl}/v2/acts/${id}/runs' \\
  --header "Authorization: Bearer $APIFY_TOKEN" \\
  --header 'Content-Type: application/json' \\
  --data '{}'`;

const javaScript = (apiUrl: string, id: string) => `import { ApifyClient } from 'apify-client';

const client = new ApifyClient({
  baseUrl: '${apiUrl}',
  publicBaseUrl: '${apiUrl}',
  token: process.env.APIFY_TOKEN,
});

const run = await client.actor('${id}').call({});
const { items } = await client.dataset(run.defaultDatasetId).listItems();`;

const python = (apiUrl: string, id: string) => `import os
from apify_client import ApifyClient

client = ApifyClient(
    token=os.environ['APIFY_TOKEN'],
    api_url='${apiUrl}',
    api_public_url='${apiUrl}',
)

run = client.actor('${id}').call(run_input={})
items = client.dataset(run['defaultDatasetId']).list_items().items`;
