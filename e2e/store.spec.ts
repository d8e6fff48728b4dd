import { createId } from '../lib/ids.ts';
import { consolePath } from '../lib/paths.ts';
import { publicActor } from './actors-of-others.ts';
import { expect, test } from './world.ts';

test('the store shows public Actors to everyone, with what each may do, and leads to them', async ({
  as,
  page,
  olga,
  colin,
}) => {
  const word = createId();
  const full = await publicActor(colin, { title: `Reporter ${word}` });
  const limited = await publicActor(colin, { title: `Reader ${word}`, level: 'LIMITED_PERMISSIONS' });

  // A visitor finds them, the limited one first.
  await page.goto('/store');
  await page.getByRole('searchbox').fill(word);
  await page.getByRole('button', { name: 'Show' }).click();
  const list = page.getByRole('list', { name: 'Actors' });
  await expect(list.getByRole('heading')).toHaveCount(2);
  await expect(list.getByRole('listitem').filter({ hasText: 'Reporter' })).toContainText('Full permissions');
  await page.getByLabel('Permission level').selectOption('Limited permissions');
  await page.getByRole('button', { name: 'Show' }).click();
  // The choice holds although the first answer may come after it was made.
  await expect(list.getByRole('heading')).toHaveText([`Reader ${word}`]);
  await expect(page.getByLabel('Permission level')).toHaveValue('LIMITED_PERMISSIONS');
  await expect(page.getByRole('search')).toContainText('1 Actor');
  // The way back shows what was asked for then.
  await page.goBack();
  await expect(list.getByRole('heading')).toHaveCount(2);
  await expect(page.getByLabel('Permission level')).toHaveValue('');
  await page.goForward();
  await expect(page.getByLabel('Permission level')).toHaveValue('LIMITED_PERMISSIONS');
  await expect(list.getByRole('heading')).toHaveCount(1);
  await list.getByRole('link').click();
  await expect(page).toHaveURL(consolePath.actor(limited.actorId));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Reader ${word}`);

  await page.goto(consolePath.store({ search: `no-${word}` }));
  await expect(page.getByRole('main')).toContainText('No public Actor matches this.');
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(page).toHaveURL(consolePath.store());

  // Links by name, as they are written elsewhere, keep what they ask for.
  const olgas = await as(olga);
  for (const address of [`${colin.username}/${full.name}`, `${colin.username}~${full.name}`]) {
    await olgas.goto(`/store/${address}?approvePermissions=true`);
    await expect(olgas).toHaveURL(consolePath.actor(`${colin.username}~${full.name}`, { approvePermissions: 'true' }));
    await expect(olgas.getByRole('dialog', { name: `Reporter ${word}` })).toBeVisible();
  }
  await olgas.getByRole('dialog').getByRole('link', { name: 'Cancel' }).click();
  await olgas.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Store', exact: true }).click();
  await expect(olgas.getByRole('heading', { level: 1 })).toHaveText('Store');
});
