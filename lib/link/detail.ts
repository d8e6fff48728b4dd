/** What audit rows say of a link to one record. */
export const recordDetail = ({ recordKey }: { recordKey: string | null }) => (recordKey === null ? {} : { recordKey });
