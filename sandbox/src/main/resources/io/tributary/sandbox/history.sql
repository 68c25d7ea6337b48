-- The database's own record of what happened to its rows, made by triggers in the writing
-- transaction: the truth that the audit trail is compared with. Not published.

CREATE SCHEMA IF NOT EXISTS sandbox;

CREATE TABLE IF NOT EXISTS sandbox.history (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    table_name text NOT NULL,
    op         text NOT NULL,
    tx_id      bigint,
    before     jsonb,
    after      jsonb
);

CREATE OR REPLACE FUNCTION sandbox.record_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
    -- Whatever the session that writes has chosen.
    SET timezone = 'UTC' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
BEGIN
    INSERT INTO sandbox.history (table_name, op, tx_id, before, after)
    VALUES (
        TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
        CASE TG_OP WHEN 'INSERT' THEN 'CREATE' ELSE TG_OP END,
        txid_current() & 4294967295,
        CASE WHEN TG_OP IN ('UPDATE', 'DELETE') THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP IN ('INSERT', 'UPDATE') THEN to_jsonb(NEW) END);
    RETURN NULL;
END
$$;
