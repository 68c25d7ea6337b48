-- What happens while the connectors stream. A line of dashes ends a transaction.
update types set medium = 60, preset = null where id = 101;
----
-- A change of the key.
update types set id = 201 where id = 101;
----
delete from types where id = 102;
----
insert into toasted values (1, 0, 'own', repeat('t', 300), repeat('v', 300),
  ('{"j": "' || repeat('j', 300) || '"}')::json, ('{"b": "' || repeat('b', 300) || '"}')::jsonb,
  decode(repeat('00ff', 200), 'hex'), repeat('9', 700)::numeric, hstore('k', repeat('h', 300)),
  repeat('10', 1500)::varbit, ('<x>' || repeat('x', 300) || '</x>')::xml,
  array[repeat('a', 300)], array(select generate_series(1, 80)),
  array(select generate_series(1, 40)::bigint),
  array(select md5(i::text)::uuid from generate_series(1, 20) i),
  array[('{"d": "' || repeat('d', 300) || '"}')::jsonb], array[decode(repeat('00ff', 200), 'hex')],
  array(select '2026-02-28'::date from generate_series(1, 80)));
----
update toasted set revision = 1 where id = 1;
----
update toasted set id = 2 where id = 1;
----
update toasted set body = null, revision = 2 where id = 2;
----
delete from toasted where id = 2;
----
insert into unwritable values (1, 0,
  array(select generate_series(1, 1500)::smallint),
  array(select i + 0.5 from generate_series(1, 400) i),
  array(select i / 7::float8 from generate_series(1, 400) i),
  array(select i % 2 = 0 from generate_series(1, 3000) i),
  array(select 'ok'::mood from generate_series(1, 800)),
  array(select '2026-02-28'::timestamp + i * interval '1 ms' from generate_series(1, 400) i),
  array(select '2026-02-28 00:00:00+00'::timestamptz from generate_series(1, 400)));
update unwritable set revision = 1;
----
update toasted_full set revision = 1 where id = 1;
----
update toasted_full set id = 2 where id = 1;
----
delete from toasted_full where id = 2;
----
insert into keyless values ('a', 1.10), ('a', 1.10);
update keyless set amount = 2.20 where ctid = (select min(ctid) from keyless where account = 'a');
delete from keyless where account = 'snapshot';
----
insert into pairs values ('eu|west', 3, 'c');
update pairs set label = 'd' where number = 3;
update pairs set region = 'ap' where number = 3;
delete from pairs where number = 3;
----
update evolving set amount = 11 where id = 1;
----
alter table evolving add column added timestamptz default '2026-02-28 12:00:00+00';
----
insert into evolving values (2, 'with added', 12);
----
alter table evolving drop column before_all;
----
insert into evolving (id, amount) values (3, 13);
----
alter table evolving alter amount type text;
----
insert into evolving (id, amount) values (4, 'fourteen');
----
insert into generated values (2);
----
update "Weird Name" set "select" = 'streamed' where "The Id" = 1;
----
select pg_logical_emit_message(true, 'app', 'in a transaction');
----
select pg_logical_emit_message(false, 'app', 'outside');
----
truncate pairs, evolving;
----
insert into pairs values ('eu', 1, 'after truncate');
