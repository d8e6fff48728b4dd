import { Hammer } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { VersionView } from '@/lib/actor-version/view.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { EditedFile } from './source-editor.tsx';
import { EnvVarsEditor, SourceEditor } from './source-editors.tsx';

type SourceFormProps = {
  actorId: string;
  version: VersionView;
  may: { write: boolean; build: boolean };
  actions: { saveSource: FormAction; saveEnvVars: FormAction };
};

/** The sources of a version, to be edited where they are files that we keep. */
export function SourceForm({ actorId, version, may, actions }: SourceFormProps) {
  const target = (
    <>
      <input type="hidden" name="id" value={actorId} />
      <input type="hidden" name="version" value={version.versionNumber} />
    </>
  );
  const files = (version.sourceFiles ?? []).filter((file): file is EditedFile => 'content' in file);
  return (
    <>
      {version.sourceType === 'SOURCE_FILES' ? (
        may.write ? (
          <ActionForm action={actions.saveSource}>
            {target}
            <SourceEditor files={files} name="files" draftKey={`source ${actorId} ${version.versionNumber}`} />
            <FormActions>
              <SubmitButton variant="secondary" name="then" value="save">
                Save
              </SubmitButton>
              <SubmitButton
                name="then"
                value="build"
                disabledReason={may.build ? undefined : 'You may not build this Actor'}
              >
                <Hammer /> Save and build
              </SubmitButton>
            </FormActions>
          </ActionForm>
        ) : (
          files.map((file) => (
            <details key={file.name}>
              <summary className="cursor-pointer font-mono text-xs">{file.name}</summary>
              <CodeBlock label={file.name} text={file.format === 'TEXT' ? file.content : ''} />
            </details>
          ))
        )
      ) : (
        <Notice>
          The sources of this version come from{' '}
          <code className="break-all">{version.tarballUrl ?? version.gitRepoUrl ?? version.gitHubGistUrl}</code>. Change
          them there, then build.
        </Notice>
      )}
      {may.write ? (
        <section aria-labelledby="environment" className="grid max-w-3xl gap-3 border-t border-line pt-5">
          <h2 id="environment" className="text-base font-semibold">
            Environment variables
          </h2>
          <p className="text-sm text-muted">
            Programs of builds of this version get them. A secret one is kept encrypted and never shown again.
          </p>
          <ActionForm action={actions.saveEnvVars}>
            {target}
            <EnvVarsEditor name="envVars" envVars={version.envVars ?? []} />
            <FormActions>
              <SubmitButton>Save</SubmitButton>
            </FormActions>
          </ActionForm>
        </section>
      ) : null}
    </>
  );
}
