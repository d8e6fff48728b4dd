import type { Mail } from '../mail/mailer.ts';
import { letter, plainName } from '../mail/text.ts';
import type { NotificationView } from '../notification/view.ts';
import { notificationWords } from '../notification/words.ts';
import { consolePath } from '../paths.ts';
import { consoleUrl } from '../urls.ts';

/** The mail that tells of a notification. It says what the Console says, with links into the Console alone. */
export function notificationMail(view: NotificationView, to: string): Mail {
  const { text, action } = notificationWords(tamed(view));
  const footer = {
    text: 'Gatehouse sent this because mail about notifications is switched on in your account.',
    ...{ label: 'Change that', url: consoleUrl(consolePath.account()) },
  };
  const open = action
    ? { label: action.label, url: consoleUrl(action.path) }
    : { label: 'Notifications', url: consoleUrl(consolePath.notifications()) };
  const { subject } = view;
  return {
    ...{ id: view.id, to, subject: text.replace(/[.]$/, '') },
    ...letter({
      paragraphs: [text, ...(subject?.kind === 'actor' ? [`The Actor is ${plainName(subject.name)}.`] : [])],
      action: open,
      footer,
    }),
  };
}

/** The same, with names that cannot do anything in a mail. */
function tamed({ subject, sources, refusal, shared, ...view }: NotificationView): NotificationView {
  return {
    ...view,
    shared: shared && {
      ...shared,
      name: shared.name && plainName(shared.name),
      giver: shared.giver && plainName(shared.giver),
    },
    refusal: refusal && { ...refusal, actorTitle: refusal.actorTitle && plainName(refusal.actorTitle) },
    subject: subject && { ...subject, title: plainName(subject.title) },
    sources: sources.map((source) => ({ ...source, name: source.name && plainName(source.name) })),
  };
}
