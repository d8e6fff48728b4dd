import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';

type LostBuildNoticeProps = {
  /** The tag or number of the build that a plain start gets. */
  build: string;
  buildsHref: string;
  settingsHref: string;
};

/** Tells those who keep a public Actor that nobody can start it as it is. */
export function LostBuildNotice({ build, buildsHref, settingsHref }: LostBuildNoticeProps) {
  return (
    <div className="mb-4">
      <Notice
        tone="warning"
        title="It is public, but nobody can start it"
        action={<Button href={buildsHref}>To its builds</Button>}
      >
        No build that succeeded has the tag or number <code>{build}</code>, which its runs get by default, so the Store
        does not show it. Build it anew, or <Link href={settingsHref}>choose another build</Link>.
      </Notice>
    </div>
  );
}
