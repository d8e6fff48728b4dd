import {
  Archive,
  BadgeCheck,
  Boxes,
  CalendarClock,
  CirclePlay,
  Database,
  House,
  KeyRound,
  Link2,
  ListChecks,
  ListTodo,
  ScrollText,
  Server,
  ShieldCheck,
  Store,
  UserRound,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { consolePath } from '@/lib/paths.ts';

/** `also`: other addresses that what is below them belongs to it. */
export type NavItem = { label: string; href: string; icon: ReactNode; also?: string };
export type NavSection = { title?: string; items: NavItem[] };

/** The places of the Console, in order: one line for each. */
export function consoleNavigation({ isOperator }: { isOperator: boolean }): NavSection[] {
  return [
    { items: [{ label: 'Home', href: consolePath.home(), icon: <House /> }] },
    {
      title: 'Programs',
      items: [
        { label: 'Store', href: consolePath.store(), icon: <Store /> },
        { label: 'Actors', href: consolePath.actors(), icon: <Boxes /> },
        { label: 'Tasks', href: consolePath.tasks(), icon: <ListChecks /> },
        { label: 'Runs', href: consolePath.runs(), icon: <CirclePlay />, also: '/actors/runs' },
        { label: 'Schedules', href: consolePath.schedules(), icon: <CalendarClock /> },
        { label: 'Webhooks', href: consolePath.webhooks(), icon: <Webhook /> },
      ],
    },
    {
      title: 'Storage',
      items: [
        { label: 'Datasets', href: consolePath.storages('dataset'), icon: <Database /> },
        { label: 'Key-value stores', href: consolePath.storages('key-value-store'), icon: <Archive /> },
        { label: 'Request queues', href: consolePath.storages('request-queue'), icon: <ListTodo /> },
      ],
    },
    {
      title: 'Sharing',
      items: [{ label: 'Links & access', href: consolePath.access(), icon: <Link2 /> }],
    },
    {
      title: 'Settings',
      items: [
        { label: 'Account', href: consolePath.account(), icon: <UserRound /> },
        { label: 'Security & Privacy', href: consolePath.security(), icon: <ShieldCheck /> },
        { label: 'Approvals', href: consolePath.approvals(), icon: <BadgeCheck /> },
        { label: 'API & Integrations', href: consolePath.integrations(), icon: <KeyRound /> },
        { label: 'Audit', href: consolePath.audit(), icon: <ScrollText /> },
      ],
    },
    ...(isOperator
      ? [
          {
            title: 'Operator',
            items: [
              { label: 'People', href: consolePath.people(), icon: <UsersRound /> },
              { label: 'Workers', href: consolePath.workers(), icon: <Server /> },
            ],
          },
        ]
      : []),
  ];
}
