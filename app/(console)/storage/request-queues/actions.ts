'use server';

import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { addRequest, CONSOLE_CLIENT_KEY } from '@/lib/request-queue/add-request.ts';
import { deleteRequest } from '@/lib/request-queue/delete-requests.ts';

const queueOf = (form: FormData) =>
  ({ kind: 'request-queue', address: { by: 'id', id: formText(form, 'id') } }) as const;

export async function addRequestAction(_state: FormState, form: FormData): Promise<FormState> {
  const uniqueKey = formText(form, 'uniqueKey').trim();
  const request = {
    url: formText(form, 'url').trim(),
    method: formText(form, 'method') || 'GET',
    forefront: formText(form, 'forefront') === '1',
    ...(uniqueKey && { uniqueKey }),
  };
  return submit(
    form,
    ['url', 'method', 'uniqueKey'],
    (ctx) => addRequest(ctx, queueOf(form), request),
    ({ wasAlreadyPresent }) => (wasAlreadyPresent ? 'It is in the queue already' : 'The request is in the queue'),
  );
}

export async function deleteRequestAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => deleteRequest(ctx, queueOf(form), formText(form, 'requestId'), { clientKey: CONSOLE_CLIENT_KEY }),
    () => 'The request is deleted',
  );
}
