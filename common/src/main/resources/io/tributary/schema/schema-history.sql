-- Tributary's schema history, first of two scripts: functions that write the description of each
-- published table into the write-ahead log, as transactional logical messages.
--
--   psql -v ON_ERROR_STOP=1 -v publication=tributary -f schema-history.sql
--
-- Run it as the role that shall own the functions. That role needs CREATE on the database (not even
-- that where it owns a schema "tributary") and nothing on any table. Whoever owns them runs code in
-- every session that executes DDL: let it be a role that nobody logs in as, or the administrator.
-- Running the script again upgrades it and publishes the present state anew.

BEGIN;

DO $$
BEGIN
  -- One installation at a time: two would meet in the catalog, and one fail.
  PERFORM pg_advisory_xact_lock(hashtext('tributary.schema'));
  IF to_regnamespace('tributary') IS NULL THEN
    CREATE SCHEMA tributary;
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION tributary.history_publication() RETURNS name
LANGUAGE sql IMMUTABLE
RETURN CAST(:'publication' AS name);

-- A domain has the type that it is made of, as it has for the connector. A type is opaque where the
-- connector does not know it and passes on its text as bytes.
CREATE OR REPLACE FUNCTION tributary.describe_table(oid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $describe$
  SELECT jsonb_build_object(
           'oid', c.oid::bigint, 'schema', n.nspname, 'table', c.relname,
           'identity', CASE c.relreplident WHEN 'd' THEN 'default' WHEN 'n' THEN 'nothing'
                                           WHEN 'f' THEN 'full' ELSE 'index' END,
           'key', coalesce(
             (SELECT jsonb_agg(a.attname ORDER BY k.place)
                FROM pg_index i
               CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
               WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts),
             '[]'),
           'columns', coalesce(
             (SELECT jsonb_agg(
                       jsonb_build_object(
                         'attribute', a.attnum, 'name', a.attname,
                         'type', format_type(base.type, base.modifier),
                         'nullable', NOT a.attnotnull,
                         'default', a.atthasdef AND a.attgenerated = '',
                         'generated', a.attgenerated <> '',
                         'opaque', leaf.typcategory <> 'E' AND leaf.typname <> ALL (ARRAY[
                           'bool', 'int2', 'int4', 'int8', 'oid', 'float4', 'float8', 'numeric',
                           'money', 'text', 'varchar', 'bpchar', 'char', 'name', 'citext', 'bytea',
                           'json', 'jsonb', 'uuid', 'xml', 'date', 'time', 'timetz', 'timestamp',
                           'timestamptz', 'interval', 'bit', 'varbit', 'inet', 'cidr', 'macaddr',
                           'macaddr8', 'int4range', 'int8range', 'numrange', 'tsrange',
                           'tstzrange', 'daterange', 'tsvector', 'point', 'box', 'lseg', 'path',
                           'polygon', 'circle', 'line', 'hstore', 'ltree', 'isbn', 'geometry',
                           'geography', 'vector', 'halfvec', 'sparsevec']::name[]))
                     ORDER BY a.attnum)
                FROM pg_attribute a
               CROSS JOIN LATERAL (
                     WITH RECURSIVE made_of AS (
                       SELECT a.atttypid AS type, a.atttypmod AS modifier
                        UNION ALL
                       SELECT d.typbasetype, greatest(m.modifier, d.typtypmod)
                         FROM made_of m JOIN pg_type d ON d.oid = m.type AND d.typtype = 'd')
                     SELECT m.type, m.modifier, t.typcategory = 'A' AS is_array,
                            t.typelem AS element
                       FROM made_of m
                       JOIN pg_type t ON t.oid = m.type AND t.typtype <> 'd') base
                JOIN pg_type leaf
                  ON leaf.oid = CASE WHEN base.is_array THEN base.element ELSE base.type END
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
             '[]'))
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid = $1 AND c.relkind IN ('r', 'p')
$describe$;

-- Content is UTF-8, whatever the database's encoding. The snapshot tells which transactions the
-- description knows of, so that one that a concurrent ALTER TABLE overtook is known as such.
CREATE OR REPLACE FUNCTION tributary.emit_schema(content jsonb, command text) RETURNS pg_lsn
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT pg_logical_emit_message(true, 'tributary.schema', convert_to(
           (jsonb_build_object('format', 1, 'command', command,
                               'snapshot', pg_current_snapshot()::text) || content)::text,
           'UTF8'))
$$;

-- Describes those of the tables, and of their descendants, that are published; NULL stands for all.
CREATE OR REPLACE FUNCTION tributary.publish_tables(affected oid[], command text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  published integer;
BEGIN
  WITH RECURSIVE tree(relid) AS (
    SELECT unnest(affected)
     UNION
    SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.relid)
  SELECT count(tributary.emit_schema(tributary.describe_table(c.oid), command))
    INTO published
    FROM pg_publication_tables p
    JOIN pg_namespace n ON n.nspname = p.schemaname
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
   WHERE p.pubname = tributary.history_publication()
     AND (affected IS NULL OR c.oid IN (SELECT relid FROM tree));
  RETURN published;
END
$$;

-- Publishes the present state of every published table and tells how many there are. Anyone may
-- call it, at any time; do so once the connector's slot exists.
CREATE OR REPLACE FUNCTION tributary.publish_schema() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = tributary.history_publication()) THEN
    RAISE EXCEPTION 'publication "%" does not exist', tributary.history_publication()
      USING ERRCODE = 'undefined_object',
            HINT = 'Create it first, or install the schema history for another one.';
  END IF;
  RETURN tributary.publish_tables(NULL, 'publish_schema');
END
$$;

-- A cancellation that arrives here came too late for the command, which is done.
CREATE OR REPLACE FUNCTION tributary.on_ddl_command_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  affected oid[];
  whole boolean;
BEGIN
  IF tg_tag IN ('COMMENT', 'GRANT', 'REVOKE', 'SECURITY LABEL') THEN
    RETURN;
  END IF;
  SELECT array_agg(DISTINCT t.oid),
         bool_or(tg_tag LIKE '% PUBLICATION' AND d.classid <> 'pg_publication_rel'::regclass)
    INTO affected, whole
    FROM pg_event_trigger_ddl_commands() d
    LEFT JOIN pg_publication_rel r
      ON d.classid = 'pg_publication_rel'::regclass AND r.oid = d.objid
    LEFT JOIN pg_class type
      ON d.classid = 'pg_class'::regclass AND type.oid = d.objid AND type.relkind = 'c'
    LEFT JOIN pg_class t
      ON t.relkind IN ('r', 'p') AND t.relpersistence = 'p'
     AND CASE d.classid
           WHEN 'pg_class'::regclass THEN t.oid = d.objid OR t.reloftype = type.reltype
           WHEN 'pg_type'::regclass THEN t.reloftype = d.objid
           WHEN 'pg_namespace'::regclass THEN t.relnamespace = d.objid
           ELSE t.oid = r.prrelid
         END;
  IF whole OR affected <> '{NULL}' THEN
    PERFORM tributary.publish_tables(CASE WHEN whole THEN NULL ELSE affected END, tg_tag);
  END IF;
EXCEPTION WHEN OTHERS OR query_canceled THEN
  RAISE WARNING 'tributary: % is not in the schema history: %', tg_tag, SQLERRM;
  BEGIN
    PERFORM tributary.emit_schema(jsonb_build_object('error', SQLSTATE), tg_tag);
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    NULL;  -- The warning has told it.
  END;
END
$$;

CREATE OR REPLACE FUNCTION tributary.on_sql_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  affected oid[];
BEGIN
  PERFORM tributary.emit_schema(
            jsonb_build_object('dropped', true, 'oid', d.objid::bigint,
                               'schema', d.schema_name, 'table', d.object_name),
            tg_tag)
     FROM pg_event_trigger_dropped_objects() d
    WHERE d.object_type = 'table' AND NOT d.is_temporary;
  -- ALTER TABLE describes its tables at its end. Other commands drop columns by CASCADE.
  IF tg_tag <> 'ALTER TABLE' THEN
    SELECT array_agg(DISTINCT t.oid)
      INTO affected
      FROM pg_event_trigger_dropped_objects() d
      JOIN pg_class t ON t.oid = d.objid AND t.relkind IN ('r', 'p')
     WHERE d.classid = 'pg_class'::regclass AND d.objsubid <> 0 AND NOT d.is_temporary;
    IF affected IS NOT NULL THEN
      PERFORM tributary.publish_tables(affected, tg_tag);
    END IF;
  END IF;
EXCEPTION WHEN OTHERS OR query_canceled THEN
  RAISE WARNING 'tributary: % is not in the schema history: %', tg_tag, SQLERRM;
  BEGIN
    PERFORM tributary.emit_schema(jsonb_build_object('error', SQLSTATE), tg_tag);
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    NULL;  -- The warning has told it.
  END;
END
$$;

-- Tells, with their description, of rows that are about to be written anew, which no change of them
-- will tell. A partition's rows are also those of the tables that it is a part of.
CREATE OR REPLACE FUNCTION tributary.on_table_rewrite() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  rewritten oid;
  reasons jsonb;
BEGIN
  rewritten := pg_event_trigger_table_rewrite_oid();
  SELECT coalesce(jsonb_agg(reason), '[]')
    INTO reasons
    FROM (VALUES (1, 'persistence'), (2, 'default'), (4, 'type'), (8, 'access method'))
      AS known(bit, reason)
   WHERE pg_event_trigger_table_rewrite_reason() & bit <> 0;
  PERFORM tributary.emit_schema(
            tributary.describe_table(c.oid) || jsonb_build_object('rewritten', reasons), tg_tag)
     FROM pg_publication_tables p
     JOIN pg_namespace n ON n.nspname = p.schemaname
     JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
    WHERE p.pubname = tributary.history_publication()
      AND (c.oid = rewritten OR c.oid IN (SELECT pg_partition_ancestors(rewritten)));
EXCEPTION WHEN OTHERS OR query_canceled THEN
  RAISE WARNING 'tributary: % is not in the schema history: %', tg_tag, SQLERRM;
  BEGIN
    PERFORM tributary.emit_schema(jsonb_build_object('error', SQLSTATE), tg_tag);
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    NULL;  -- The warning has told it.
  END;
END
$$;

REVOKE EXECUTE ON FUNCTION
  tributary.emit_schema(jsonb, text), tributary.publish_tables(oid[], text) FROM PUBLIC;
GRANT USAGE ON SCHEMA tributary TO PUBLIC;
GRANT EXECUTE ON FUNCTION tributary.publish_schema() TO PUBLIC;

SELECT tributary.publish_schema() AS tables_published;

COMMIT;
