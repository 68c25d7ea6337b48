-- The tables of the recordings, and what their initial snapshots find.
create extension hstore;
create extension citext;
create type mood as enum ('sad', 'ok', 'happy');
create domain percent as numeric(5, 2) check (value between 0 and 100);
create type pair as (a int, b text);

create table types (
  id int primary key,
  small smallint, medium integer, large bigint, object oid,
  single real, twice double precision,
  amount numeric(10, 2), wide numeric(38, 18), loose numeric, price money, share percent,
  flag boolean, body text, code varchar(20), fixed char(5), nocase citext, ident name,
  doc json, docb jsonb, uid uuid, raw bytea, markup xml, mood mood, tags hstore, words tsvector,
  day date, clock time, clock0 time(0), clock3 time(3), zoned_clock timetz,
  moment timestamp, moment3 timestamp(3), instant timestamptz, instant3 timestamptz(3),
  span interval,
  bit1 bit(1), bit10 bit(10), bits bit varying(10),
  host inet, net cidr, mac macaddr,
  ints int4range, nums numrange, moments tsrange, instants tstzrange, days daterange,
  spot point, frame box, loop circle,
  duo pair, wal pg_lsn, query tsquery, multi int4multirange, letter "char",
  duos pair[], shares percent[], spans interval[], words_list name[],
  texts text[], codes varchar(9)[], smalls smallint[], mediums int[], larges bigint[],
  amounts numeric(10, 2)[], singles real[], doubles double precision[], flags boolean[],
  uids uuid[], docs jsonb[], raws bytea[], moods mood[], hosts inet[],
  daylist date[], clocks time[], momentlist timestamp[], instantlist timestamptz[],
  grid int[][], gridtext text[],
  preset text default 'preset', required int not null default 7
);

create table toasted (
  id int primary key,
  revision int,
  preset text not null default 'preset',
  body text, code varchar, doc json, docb jsonb, raw bytea, amount numeric, tags hstore,
  bits bit varying, markup xml,
  texts text[], mediums int[], larges bigint[], uids uuid[], docs jsonb[], raws bytea[],
  daylist date[]
);
-- Only a long row is toasted at all, but then each of its values can be short.
alter table toasted set (toast_tuple_target = 128);
alter table toasted
  alter body set storage external, alter code set storage external, alter doc set storage external,
  alter docb set storage external, alter raw set storage external,
  alter tags set storage external, alter markup set storage external,
  alter texts set storage external, alter mediums set storage external,
  alter larges set storage external, alter uids set storage external,
  alter docs set storage external, alter raws set storage external,
  alter daylist set storage external;

-- Arrays that Debezium 3.7.0 has no placeholder for without its repair.
create table unwritable (
  id int primary key, revision int,
  smalls smallint[], amounts numeric[], doubles double precision[], flags boolean[], moods mood[],
  momentlist timestamp[], instantlist timestamptz[]
);
alter table unwritable set (toast_tuple_target = 128);

-- The same under full identity, where every value comes along.
create table toasted_full (id int primary key, revision int, body text, mediums int[]);
alter table toasted_full replica identity full;
alter table toasted_full alter body set storage external, alter mediums set storage external;

create table keyless (account text, amount numeric);
alter table keyless replica identity full;

-- The key's order is not the table's.
create table pairs (region text, number int, label text, primary key (number, region));

create table evolving (id int primary key, before_all text, amount int);

-- Its own table: an incremental snapshot fails at a generated column.
create table generated (id int primary key, doubled int generated always as (id * 2) stored);

create table "Weird Name" ("The Id" int primary key, "select" text);

create table fence (id int primary key);

insert into toasted_full values (1, 0, repeat('f', 3000), array(select generate_series(1, 800)));
insert into keyless values ('snapshot', 1), ('snapshot', 1);
insert into pairs values ('eu|west', 1, 'snapshot'), ('us\east', 2, null);
insert into evolving values (1, 'snapshot', 10);
insert into generated values (1);
insert into "Weird Name" values (1, 'snapshot');

create publication tributary for all tables;
