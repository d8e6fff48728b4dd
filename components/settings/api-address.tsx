import { CopyText } from '@/components/ui/copy-text.tsx';
import { Notice } from '@/components/ui/notice.tsx';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where the API is. */
export function ApiAddress({ apiUrl }: { apiUrl: string }) {
  return (
    <>
      <CopyText text={apiUrl} label="Copy API address" />
      {LOOPBACK.test(new URL(apiUrl).hostname) ? (
        <Notice tone="warning">
          This address works on this machine only, and so do links made here. The operator sets another one with{' '}
          <code>API_URL</code>.
        </Notice>
      ) : null}
    </>
  );
}
