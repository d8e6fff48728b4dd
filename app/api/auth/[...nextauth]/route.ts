import { handlers } from '@/lib/console/providers.ts';

export const { GET, POST } = handlers;
