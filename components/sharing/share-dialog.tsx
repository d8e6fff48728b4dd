import type { StorageTarget } from '@/components/form/storage-fields.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { ActionResult, FormAction } from '@/lib/console/form-state.ts';
import type { GrantView } from '@/lib/grant/view.ts';
import type { AccountGeneralAccess, GeneralAccess } from '@/lib/vocabulary.ts';
import { AddPerson } from './add-person.tsx';
import { GeneralAccessSelect } from './general-access-select.tsx';
import { PeopleList } from './people-list.tsx';

type ShareDialogProps = {
  storage: StorageTarget;
  hasName: boolean;
  ownerUsername: string;
  consoleUrl: string;
  generalAccess: GeneralAccess;
  accountGeneralAccess: AccountGeneralAccess;
  grants: GrantView[];
  liveLinkCount: number;
  /** Where links are listed. */
  linksHref: string;
  mayShare: boolean;
  closeHref: string;
  actions: {
    addGrant: FormAction;
    removeGrant: FormAction;
    setGeneralAccess: (kind: string, id: string, generalAccess: string) => Promise<ActionResult<null>>;
    setGeneralAccessForm: FormAction;
  };
};

/** Who has access, and what everybody else has. Each change holds at once, for the very next request. */
export function ShareDialog(props: ShareDialogProps) {
  const {
    storage,
    hasName,
    ownerUsername,
    consoleUrl,
    generalAccess,
    grants,
    liveLinkCount,
    linksHref,
    mayShare,
    actions,
  } = props;
  return (
    <RouteDialog
      title="Share"
      closeHref={props.closeHref}
      footer={
        <>
          <CopyButton text={consoleUrl} label="Copy link" copied="Copied. It asks for sign-in where that is needed." />
          <span className="text-sm text-muted">
            {liveLinkCount > 0 ? (
              <Link href={linksHref} className="inline-flex min-h-6 items-center">
                {liveLinkCount} live signed {liveLinkCount === 1 ? 'link' : 'links'}
              </Link>
            ) : null}
          </span>
          <Button href={props.closeHref} variant="primary" scroll={false} className="ml-auto">
            Done
          </Button>
        </>
      }
    >
      {mayShare ? (
        <AddPerson storage={storage} action={actions.addGrant} />
      ) : (
        <Notice>You may read this. Its owner, {ownerUsername}, decides who else may.</Notice>
      )}
      {mayShare ? (
        <PeopleList storage={storage} ownerUsername={ownerUsername} grants={grants} remove={actions.removeGrant} />
      ) : null}
      <GeneralAccessSelect
        storage={storage}
        hasName={hasName}
        generalAccess={generalAccess}
        accountGeneralAccess={props.accountGeneralAccess}
        mayShare={mayShare}
        change={actions.setGeneralAccess}
        formAction={actions.setGeneralAccessForm}
      />
    </RouteDialog>
  );
}
