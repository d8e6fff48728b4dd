import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';

/** A storage as sharing shows it. */
export const sharedStorage = (view: StoragePageView): SharedResource => ({
  target: { kind: view.kind, id: view.storage.id },
  hasName: view.storage.name !== null,
  ownerUsername: view.storage.username,
  consoleUrl: view.storage.consoleUrl,
  generalAccess: {
    own: view.storage.generalAccess,
    ofAccount: view.ownerGeneralAccess,
    effective: view.effectiveAccess,
  },
  mayShare: view.may.share,
  because: view.because,
});
