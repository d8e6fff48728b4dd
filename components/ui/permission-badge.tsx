import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Badge } from './badge.tsx';

/** What an Actor may do in the account of whoever runs it. */
export function PermissionBadge({ level }: { level: 'LIMITED_PERMISSIONS' | 'FULL_PERMISSIONS' }) {
  return level === 'LIMITED_PERMISSIONS' ? (
    <Badge tone="moss" icon={<ShieldCheck />}>
      Limited permissions
    </Badge>
  ) : (
    <Badge tone="brick" icon={<ShieldAlert />}>
      Full permissions
    </Badge>
  );
}
