import { Clock, History, MessageSquareQuote, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge.tsx';
import { cx } from '@/components/ui/cx.ts';
import { LiveTime } from '@/components/ui/live-time.tsx';
import { PersonName } from '@/components/ui/person-name.tsx';
import type { ApprovalQuestion } from '@/lib/approval/get-question.ts';
import { LEVEL_WORDS } from '../actor/words.ts';
import { EarlierRuns } from './earlier-runs.tsx';
import { Part } from './part.tsx';
import { RequestList } from './request-list.tsx';
import { answerTexts, dayText, type Interrupted, reachTexts, runsText } from './words.ts';

type QuestionBodyProps = {
  question: ApprovalQuestion;
  /** What the reader's own press interrupted; null where they were led here otherwise. */
  interrupted: Interrupted | null;
  limits: 'once' | 'always';
};

/**
 * All that somebody should know before they give an Actor full permissions: who asks and why first, since the rest may lie below the window.
 * Nothing in it takes the focus, so that the buttons below are the first that the keyboard reaches.
 */
export function QuestionBody({ question, interrupted, limits }: QuestionBodyProps) {
  const isNeeded = question.standing.state === 'needed';
  return (
    <>
      <Maker actor={question.actor} />
      {isNeeded ? <RequestList requests={question.requests} at={question.at} isStart={interrupted !== null} /> : null}
      <Changes question={question} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Panel tone="full" title="With full permissions it can">
          {reachTexts(question.reach)}
        </Panel>
        <Panel tone="limited" title="With limited permissions it can">
          {LIMITED}
        </Panel>
      </div>
      <EarlierRuns earlierRuns={question.earlierRuns} at={question.at} />
      {isNeeded ? (
        <Part icon={<Clock aria-hidden="true" />} title="How long your answer holds">
          <ul className="grid list-disc gap-1 pl-4.5">
            {answerTexts(interrupted, limits).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      <Facts actor={question.actor} />
    </>
  );
}

/** Who made it. From the database, and not from the address. */
function Maker({ actor }: Pick<ApprovalQuestion, 'actor'>) {
  return (
    <p className="text-sm wrap-anywhere">
      Made by{' '}
      <strong className="font-semibold">
        <PersonName name={actor.ownerName} username={actor.username} />
      </strong>
      <span className="text-muted">
        , here since {dayText(actor.developerSince)}, with{' '}
        {actor.developerActors === 1 ? '1 public Actor' : `${actor.developerActors.toLocaleString('en')} public Actors`}
      </span>
    </p>
  );
}

/** What else is known of it, in a line. */
function Facts({ actor }: Pick<ApprovalQuestion, 'actor'>) {
  const facts: { term: string; value: ReactNode }[] = [
    {
      term: 'Asks for',
      value: (
        <Badge tone={actor.level === 'FULL_PERMISSIONS' ? 'brick' : 'moss'}>{LEVEL_WORDS[actor.level].name}</Badge>
      ),
    },
    { term: 'Would run', value: actor.buildNumber ? `Build ${actor.buildNumber}` : 'No build yet' },
    { term: 'Runs here', value: runsText(actor.totalRuns, actor.ownRuns) },
  ];
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {facts.map(({ term, value }) => (
        <div key={term} className="flex min-w-0 gap-1.5">
          <dt className="shrink-0 text-muted">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Panel({ tone, title, children }: { tone: 'full' | 'limited'; title: string; children: readonly string[] }) {
  const isFull = tone === 'full';
  const Icon = isFull ? ShieldAlert : ShieldCheck;
  return (
    <section
      className={cx(
        'rounded-md border px-3 py-2.5 text-sm',
        isFull ? 'border-brick bg-brick-soft' : 'border-line bg-raised',
      )}
    >
      <h3 className="mb-1.5 flex items-center gap-1.5 font-medium">
        <Icon className={isFull ? 'text-brick' : 'text-moss'} aria-hidden="true" />
        {title}
      </h3>
      <ul className="grid list-disc gap-1 pl-4.5">
        {children.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </section>
  );
}

const LIMITED = [
  'use the storages of its own runs, and make new ones',
  'use storages that you name in its input',
  'start Actors with limited permissions',
  'read what everybody may read, and nothing else of your account',
];

/** What its developer says, and what happened since the reader last approved it. */
function Changes({ question: { actor, changes, lastApproval, buildsSince, at } }: { question: ApprovalQuestion }) {
  const first = changes.at(-1);
  const reason = changes.find(({ toLevel, reason: said }) => toLevel === 'FULL_PERMISSIONS' && said)?.reason;
  return (
    <>
      {reason ? (
        <Part icon={<MessageSquareQuote aria-hidden="true" />} title={`Why, in the words of ${actor.username}`}>
          <blockquote className="border-l-2 border-line-strong pl-3 whitespace-pre-line wrap-anywhere">
            {reason}
          </blockquote>
        </Part>
      ) : null}
      {lastApproval || first ? (
        <Part
          icon={<History aria-hidden="true" />}
          title={
            lastApproval
              ? `Since you approved it on ${dayText(lastApproval.approvedAt)}`
              : 'Changes of its permission level'
          }
        >
          <ul className="grid list-disc gap-1 pl-4.5">
            {changes.map(({ levelEpoch, fromLevel, toLevel, changedAt }) => (
              <li key={levelEpoch}>
                From {LEVEL_WORDS[fromLevel].name.toLowerCase()} to {LEVEL_WORDS[toLevel].name.toLowerCase()},{' '}
                <LiveTime atMillis={changedAt.getTime()} renderedAtMillis={at.getTime()} />
                {lastApproval && !lastApproval.revokedAt && levelEpoch === first?.levelEpoch
                  ? ', which ended your approval'
                  : null}
              </li>
            ))}
            {lastApproval && changes.length === 0 && lastApproval.levelEpoch < actor.levelEpoch ? (
              <li>Its level was changed, which ended your approval</li>
            ) : null}
            {lastApproval?.revokedAt ? <li>Approval revoked on {dayText(lastApproval.revokedAt)}</li> : null}
            {buildsSince === null ? null : (
              <li>
                {buildsSince === 0
                  ? 'No new build'
                  : `${buildsSince.toLocaleString('en')} new ${buildsSince === 1 ? 'build' : 'builds'}`}
                {lastApproval?.buildNumber && lastApproval.buildNumber !== actor.buildNumber
                  ? `: it ran ${lastApproval.buildNumber} then and would run ${actor.buildNumber ?? 'none'} now`
                  : null}
              </li>
            )}
          </ul>
        </Part>
      ) : null}
    </>
  );
}
