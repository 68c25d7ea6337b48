-- Removes Tributary's schema history from a database. What it has published stays in the topic.
--
--   psql -v ON_ERROR_STOP=1 -f schema-history-uninstall.sql
--
-- Run it as the owner of the event triggers, who is a superuser or, on Amazon RDS and Aurora, a
-- member of rds_superuser. The schema "tributary" stays if it holds anything else.

BEGIN;

DO $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tributary.schema'));
END
$$;

DROP EVENT TRIGGER IF EXISTS tributary_ddl_command_end;
DROP EVENT TRIGGER IF EXISTS tributary_sql_drop;
DROP EVENT TRIGGER IF EXISTS tributary_table_rewrite;

DROP FUNCTION IF EXISTS
  tributary.on_table_rewrite(),
  tributary.on_sql_drop(),
  tributary.on_ddl_command_end(),
  tributary.publish_schema(),
  tributary.publish_tables(oid[], text),
  tributary.emit_schema(jsonb, text),
  tributary.describe_table(oid),
  tributary.history_publication();

DO $$
BEGIN
  IF to_regnamespace('tributary') IS NOT NULL THEN
    DROP SCHEMA tributary RESTRICT;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  REVOKE USAGE ON SCHEMA tributary FROM PUBLIC;
END
$$;

COMMIT;
