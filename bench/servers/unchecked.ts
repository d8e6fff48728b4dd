/**
 * `GET /v2/datasets/{id}` with nothing taken out but the check: no token is read, and no token, grant or link is looked up. The hooks, the
 * connection pool, the dataset's row, its view and the JSON are the product's.
 */
import type { FastifyInstance } from 'fastify';
import { pool } from '../../db/client.ts';
import { pathPart } from '../../lib/api/request.ts';
import { route } from '../../lib/api/route.ts';
import type { Authorized } from '../../lib/authorization/authorize.ts';
import type { ResourceRow } from '../../lib/authorization/rows.ts';
import { datasetView } from '../../lib/dataset/view.ts';
import { recordNotFound } from '../../lib/errors.ts';

export function uncheckedRoutes(app: FastifyInstance): void {
  route(app, '/unchecked/datasets/:id', {
    GET: async (request) => {
      const { rows } = await pool().query<ResourceRow<'dataset'>>({
        name: 'unchecked-dataset',
        text: DATASET_ROW,
        values: [pathPart(request, 'id')],
      });
      const [row] = rows;
      if (!row) throw recordNotFound('The dataset');
      return { data: datasetView(withoutProof(row)) };
    },
  });
}

const DATASET_ROW = `
  SELECT r.kind, r.id, r.name, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
    o.general_access AS "ownerGeneralAccess", o.max_link_lifetime_secs AS "maxLinkLifetimeSecs", r.signing_epoch AS "signingEpoch",
    r.revoked_link_count AS "revokedLinkCount", r.created_by_token_id AS "createdByTokenId", r.created_at AS "createdAt",
    k.title, k.item_count AS "itemCount", k.clean_item_count AS "cleanItemCount", k.byte_count AS "byteCount", k.fields,
    k.schema, k.modified_at AS "modifiedAt", k.accessed_at AS "accessedAt"
  FROM resources r JOIN accounts o ON o.id = r.owner_id JOIN datasets k ON k.id = r.id
  WHERE r.kind = 'dataset' AND r.id = $1`;

/** What the product never does: a row in the shape of a proof, with an owner's rights, so that the view is the one that an owner gets. */
function withoutProof(row: ResourceRow<'dataset'>): Authorized<'dataset', 'read'> {
  const unproved = { row, may: { read: true, write: true, share: true } };
  return unproved as Authorized<'dataset', 'read'>;
}
