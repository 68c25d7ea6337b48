-- Parameters: the publication, schema and name of a relation.
WITH RECURSIVE feed AS (
  SELECT ?::text AS publication),
root AS (
  SELECT c.oid
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
tree(oid, depth) AS (
  SELECT oid, 0 FROM root
   UNION
  SELECT i.inhrelid, tree.depth + 1 FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid),
described AS (
  SELECT tree.depth, jsonb_build_object(
           'name', format('%I.%I', n.nspname, c.relname),
           'kind', c.relkind, 'persistence', c.relpersistence, 'identity', c.relreplident,
           'partition', c.relispartition,
           'published', EXISTS (
             SELECT FROM pg_publication_tables p, feed
              WHERE p.pubname = feed.publication
                AND p.schemaname = n.nspname AND p.tablename = c.relname),
           'hasKey', k.indkey IS NOT NULL,
           'identityHoldsKey', EXISTS (
             SELECT FROM pg_index i
              WHERE i.indrelid = c.oid AND i.indisreplident
                AND i.indkey::int2[] @> k.indkey::int2[]),
           'columns', coalesce((
             SELECT jsonb_agg(a.attname ORDER BY a.attnum)
               FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
           'large', coalesce((
             SELECT jsonb_agg(a.attname ORDER BY a.attnum)
               FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attstorage <> 'p' AND a.attnum <> ALL (k.indkey::int2[])), '[]'),
           'below', '[]'::jsonb) AS facts
    FROM tree
    JOIN pg_class c ON c.oid = tree.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index k ON k.indrelid = c.oid AND k.indisprimary AND k.indimmediate)
SELECT facts || jsonb_build_object('below', coalesce((
         SELECT jsonb_agg(b.facts ORDER BY b.facts ->> 'name') FROM described b WHERE b.depth > 0),
         '[]'))
  FROM described
 WHERE depth = 0
