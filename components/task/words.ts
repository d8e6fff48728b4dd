/** How tasks are said. Pure, for server and browser. */

export const taskLabel = ({ title, name }: { title: string | null; name: string }) => title || name;

/** What an Actor is called beside a task: its title, or the name without its owner's. */
export const actorWords = ({ title, name }: { title: string | null; name: string }) =>
  title || (name.split('~').at(-1) ?? name);

export const NO_ACTOR = 'Its Actor has been deleted, or is not shared with you any more';
export const NO_RUN = 'You may see its Actor, but not run it';
