-- Tributary's schema history, second of two scripts: the event triggers that call the functions of
-- the first with each DDL command, also where session_replication_role is replica.
--
--   psql -v ON_ERROR_STOP=1 -f schema-history-triggers.sql
--
-- Only a superuser may create event triggers; on Amazon RDS and Aurora, a member of rds_superuser.
-- Running the script again changes nothing.

BEGIN;

DO $$
BEGIN
  -- One installation at a time: two would meet in the catalog, and one fail.
  PERFORM pg_advisory_xact_lock(hashtext('tributary.schema'));
  IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'tributary_ddl_command_end') THEN
    CREATE EVENT TRIGGER tributary_ddl_command_end ON ddl_command_end
      EXECUTE FUNCTION tributary.on_ddl_command_end();
  END IF;
  IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'tributary_sql_drop') THEN
    CREATE EVENT TRIGGER tributary_sql_drop ON sql_drop
      EXECUTE FUNCTION tributary.on_sql_drop();
  END IF;
  IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'tributary_table_rewrite') THEN
    CREATE EVENT TRIGGER tributary_table_rewrite ON table_rewrite
      EXECUTE FUNCTION tributary.on_table_rewrite();
  END IF;
END
$$;

ALTER EVENT TRIGGER tributary_ddl_command_end ENABLE ALWAYS;
ALTER EVENT TRIGGER tributary_sql_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER tributary_table_rewrite ENABLE ALWAYS;

COMMIT;
