import { Button } from '@/components/ui/button.tsx';

/** What can be done to all that is chosen. Each opens a dialog that says what will happen. */
export function BulkActions() {
  return (
    <>
      <Button type="submit" name="dialog" value="bulk-share" size="small">
        Share
      </Button>
      <Button type="submit" name="dialog" value="bulk-access" size="small">
        General access
      </Button>
      <Button type="submit" name="dialog" value="bulk-delete" size="small">
        Delete
      </Button>
    </>
  );
}
