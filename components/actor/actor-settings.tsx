import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { LevelImpactView } from '@/lib/level-change/get-impact.ts';
import type { PastLevelChange } from '@/lib/level-history/list.ts';
import { LevelForm } from './lazy-level-form.tsx';
import { LevelHistory } from './level-history.tsx';
import { MEMORY_CHOICES } from './words.ts';

type ActorSettingsProps = {
  actor: {
    id: string;
    name: string;
    title: string | null;
    description: string | null;
    username: string;
    isPublic: boolean;
    isLevelDeclared: boolean;
    defaults: { build: string; memoryMbytes: number; timeoutSecs: number };
  };
  /** What it is called by which its runs get their build. */
  tags: string[];
  may: { write: boolean; share: boolean };
  /** What a change of its level means for others. */
  impact: LevelImpactView;
  /** How its level changed, the newest first. */
  history: PastLevelChange[];
  actions: { update: FormAction; changeLevel: FormAction; publish: FormAction };
  deleteHref: string;
  /** Where it is asked whether it is to be public. */
  publishHref: string;
};

export function ActorSettings(props: ActorSettingsProps) {
  const { actor, tags, may, impact, history, actions, deleteHref, publishHref } = props;
  if (!may.write) return <Notice>Only {actor.username}, and whom they let, can change this Actor.</Notice>;
  const id = <input type="hidden" name="id" value={actor.id} />;
  return (
    <>
      <Section
        title="Permissions"
        meaning="What a run may do in the account that it runs in. Gatehouse enforces it on every call that the program makes."
      >
        <LevelForm actorId={actor.id} isDeclared={actor.isLevelDeclared} impact={impact} action={actions.changeLevel} />
        <LevelHistory changes={history} />
      </Section>
      <Section
        title="Who can see and run it"
        meaning="A public Actor can be seen by everyone who has its address, and run by everyone with an account here."
      >
        <ActionForm action={actions.publish}>
          {id}
          <input type="hidden" name="isPublic" value="false" />
          <p className="text-sm">
            {actor.isPublic
              ? 'It is public: everyone can read its description and its builds, and run it in their own account.'
              : 'It is private: only you, and the people you share it with, can see and run it.'}
          </p>
          <FormActions>
            <PublicSwitch isPublic={actor.isPublic} mayShare={may.share} publishHref={publishHref} />
          </FormActions>
        </ActionForm>
      </Section>
      <Section title="Name" meaning="The title is shown; the name is its address.">
        <ActionForm action={actions.update}>
          {id}
          <TextField name="title" label="Title" isOptional defaultValue={actor.title ?? ''} />
          <TextField name="description" label="Description" isOptional defaultValue={actor.description ?? ''} />
          <TextField
            name="name"
            label="Name"
            hint={`Reached as ${actor.username}/name. Whoever uses the old name will not find it.`}
            defaultValue={actor.name}
            autoCapitalize="none"
            spellCheck={false}
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section title="Run options" meaning="What a run gets unless its start says otherwise.">
        <ActionForm action={actions.update}>
          {id}
          <SelectField
            name="defaultBuild"
            label="Build"
            options={[...new Set([actor.defaults.build, ...tags])].map((tag) => ({ value: tag, label: tag }))}
            defaultValue={actor.defaults.build}
          />
          <SelectField
            name="defaultMemory"
            label="Memory"
            options={MEMORY_CHOICES}
            defaultValue={String(actor.defaults.memoryMbytes)}
          />
          <TextField
            name="defaultTimeout"
            label="Time limit in seconds"
            hint="0 sets none."
            inputMode="numeric"
            pattern="[0-9]*"
            defaultValue={String(actor.defaults.timeoutSecs)}
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section
        title="Delete"
        meaning="Removes the Actor with its versions and builds. Runs, and what they stored, stay."
      >
        <FormActions>
          <Button variant="danger" href={deleteHref} scroll={false}>
            Delete Actor
          </Button>
        </FormActions>
      </Section>
    </>
  );
}

/** To close is done at once; to open is asked first. */
function PublicSwitch({
  isPublic,
  mayShare,
  publishHref,
}: {
  isPublic: boolean;
  mayShare: boolean;
  publishHref: string;
}) {
  if (!mayShare) return <Button disabledReason="Only those who may share it can change this">Change</Button>;
  if (isPublic) return <SubmitButton variant="secondary">Make it private</SubmitButton>;
  return (
    <Button href={publishHref} scroll={false}>
      Make it public
    </Button>
  );
}
