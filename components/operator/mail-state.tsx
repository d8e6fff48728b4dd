import { ActionForm } from '@/components/form/action-form.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { MailStateView } from '@/lib/mail/get-state.ts';

/** Whether this server sends mail, how that goes, and a way to try. */
export function MailState({ state, testAction }: { state: MailStateView; testAction: FormAction }) {
  const { server, counts } = state;
  return (
    <Section title="Mail" meaning="Notifications that people get by mail. Workers send them.">
      {server ? (
        <>
          <Facts
            facts={[
              { term: 'Server', value: `${server.host}:${server.port}` },
              { term: 'From', value: server.from },
              {
                term: 'Last 24 hours',
                value: `${counts.sent.toLocaleString('en')} sent, ${counts.waiting.toLocaleString('en')} waiting, ${counts.failed.toLocaleString('en')} given up`,
              },
            ]}
          />
          <ActionForm action={testAction}>
            <SubmitButton variant="secondary">Send a test mail to me</SubmitButton>
          </ActionForm>
        </>
      ) : (
        <Notice title="Mail is not set up">
          Set <code>SMTP_URL</code> and <code>MAIL_FROM</code>, and start the Console and the workers anew. Until then
          notifications are in the Console only.
        </Notice>
      )}
    </Section>
  );
}
