-- The tables that the workload writes to: every way a row can be hard to follow is in one of them.

CREATE TYPE plan AS ENUM ('free', 'plus', 'pro');

CREATE TABLE user_profile (
    user_id     bigint PRIMARY KEY,
    account     uuid NOT NULL,
    email       text NOT NULL,
    full_name   text,
    plan        plan NOT NULL,
    balance     numeric(14, 2) NOT NULL,
    preferences jsonb NOT NULL,
    tags        text[] NOT NULL,
    bio         text,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint NOT NULL
);
-- Out of line and uncompressed: an update that leaves the bio alone does not log it.
ALTER TABLE user_profile ALTER COLUMN bio SET STORAGE EXTERNAL;

CREATE TABLE personalization_events (
    event_id    bigint PRIMARY KEY,
    user_id     bigint,
    event_type  text NOT NULL,
    category    text NOT NULL,
    value       numeric(12, 2),
    properties  jsonb,
    occurred_at timestamptz,
    version     bigint NOT NULL
);

-- No primary key: identical rows may stand side by side.
CREATE TABLE consent_log (
    user_id     bigint NOT NULL,
    purpose     text NOT NULL,
    granted     boolean NOT NULL,
    recorded_at timestamptz NOT NULL
);
ALTER TABLE consent_log REPLICA IDENTITY FULL;
