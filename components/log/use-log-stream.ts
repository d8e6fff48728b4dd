'use client';

import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { JobStatus } from '@/lib/vocabulary.ts';
import { LogStore } from './log-store.ts';

/** `over`: finished, and all of it is here. `refused`: the right to read it is gone. */
export type Connection = 'connecting' | 'open' | 'lost' | 'over' | 'refused';

const RETRY_MILLIS = 3_000;

interface LogStream {
  store: LogStore;
  /** Lines that have come. */
  count: number;
  connection: Connection;
  /** Whether all that there was at first is here. */
  isCaughtUp: boolean;
}

/** Follows the log at an address; see `lib/console/log-response.ts`. It comes back by itself, where it was, when the connection is lost. */
export function useLogStream(href: string, onState: (status: JobStatus) => void): LogStream {
  const [store] = useState(() => new LogStore());
  const [connection, setConnection] = useState<Connection>('connecting');
  const [isCaughtUp, setCaughtUp] = useState(false);
  const count = useSyncExternalStore(
    store.watch,
    () => store.count,
    () => 0,
  );
  const tellState = useEffectEvent(onState);

  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const finish = (as: Connection) => {
      source.close();
      store.tell();
      setCaughtUp(true);
      setConnection(as);
    };
    const connect = () => {
      source = new EventSource(store.sequence > 0 ? `${href}?after=${store.sequence}` : href);
      source.onopen = () => setConnection('open');
      source.onerror = () => {
        setConnection('lost');
        // The browser comes back by itself unless the answer was an error, as from a proxy whose server is away.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RETRY_MILLIS);
      };
      source.addEventListener('text', (event) => {
        store.append(Number(event.lastEventId), JSON.parse(event.data) as string);
      });
      source.addEventListener('caught-up', () => {
        store.tell();
        setCaughtUp(true);
      });
      source.addEventListener('state', (event) => {
        tellState((JSON.parse(event.data) as { status: JobStatus }).status);
      });
      source.addEventListener('end', () => finish('over'));
      source.addEventListener('refused', () => finish('refused'));
    };
    connect();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [href, store]);

  return { store, count, connection, isCaughtUp };
}
