import { Button } from '@/components/ui/button.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { ActionResult, FormAction } from '@/lib/console/form-state.ts';
import type { GrantView } from '@/lib/grant/view.ts';
import { AddPerson } from './add-person.tsx';
import { PeopleList } from './people-list.tsx';
import { type ChangeGrant, GeneralAccessSelect } from './share-controls.tsx';
import type { SharedResource } from './shared-resource.ts';

type ShareDialogProps = {
  resource: SharedResource;
  grants: GrantView[];
  /** How many there are, and where they are listed; null where none can be made. */
  liveLinks: { count: number; href: string } | null;
  closeHref: string;
  actions: {
    addGrant: FormAction;
    changeGrant: ChangeGrant;
    removeGrant: FormAction;
    setGeneralAccess: (kind: string, id: string, generalAccess: string) => Promise<ActionResult<null>>;
    setGeneralAccessForm: FormAction;
  };
};

/** Who has access, and what everybody else has. Each change holds at once, for the very next request. */
export function ShareDialog(props: ShareDialogProps) {
  const { grants, liveLinks, actions } = props;
  const { target, hasName, ownerUsername, consoleUrl, generalAccess, mayShare } = props.resource;
  return (
    <RouteDialog
      title="Share"
      closeHref={props.closeHref}
      footer={
        <>
          <CopyButton text={consoleUrl} label="Copy link" copied="Copied. It asks for sign-in where that is needed." />
          <span className="text-sm text-muted">
            {liveLinks && liveLinks.count > 0 ? (
              <Link href={liveLinks.href} className="inline-flex min-h-6 items-center">
                {liveLinks.count} live signed {liveLinks.count === 1 ? 'link' : 'links'}
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
        <AddPerson resource={target} action={actions.addGrant} />
      ) : (
        <Notice>You may read this. Its owner, {ownerUsername}, decides who else may.</Notice>
      )}
      {mayShare ? (
        <PeopleList
          resource={target}
          ownerUsername={ownerUsername}
          grants={grants}
          change={actions.changeGrant}
          changeForm={actions.addGrant}
          remove={actions.removeGrant}
        />
      ) : null}
      {generalAccess ? (
        <GeneralAccessSelect
          resource={target}
          hasName={hasName}
          generalAccess={generalAccess.own}
          accountGeneralAccess={generalAccess.ofAccount}
          mayShare={mayShare}
          change={actions.setGeneralAccess}
          formAction={actions.setGeneralAccessForm}
        />
      ) : null}
    </RouteDialog>
  );
}
