-- Rows that the snapshot finds, and rows that are streamed: the same values, other keys.
insert into types (id,
  small, medium, large, object, single, twice, amount, wide, loose, price, share,
  flag, body, code, fixed, nocase, ident, doc, docb, uid, raw, markup, mood, tags, words,
  day, clock, clock0, clock3, zoned_clock, moment, moment3, instant, instant3, span,
  bit1, bit10, bits, host, net, mac, ints, nums, moments, instants, days, spot, frame, loop,
  duo, wal, query, multi, letter, duos, shares, spans, words_list,
  texts, codes, smalls, mediums, larges, amounts, singles, doubles, flags, uids, docs, raws,
  moods, hosts, daylist, clocks, momentlist, instantlist, grid, gridtext)
values (:id + 1,
  5, 6, 9007199254740993, 4294967295, 1.1, 0.1, 12.50, 12345678901234567890.123456789012345678,
  1.500, 1234.56, 99.90,
  true, E'caf\u00e9 "q" \\ \n\t', 'code', 'ab', 'NoCase', 'ident', '{"b": 1,  "a": [1.0]}',
  '{"b": 1,  "a": [1.0]}', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '\x00ff10', '<a b="c">d</a>',
  'happy', 'a=>1, "b c"=>NULL, d=>"x\"y"', 'quick fox',
  '2026-02-28', '12:34:56.5', '12:34:56', '12:34:56.789', '12:34:56.5+02',
  '2026-02-28 12:00:00.123456', '2026-02-28 12:00:00.123', '2026-02-28 12:00:00.123456+01',
  '2026-02-28 12:00:00.123+01', '1 year 2 mons 3 days 04:05:06.789',
  B'1', B'1000000101', B'00101', '10.1.2.3/8', '10.1.0.0/16', '08:00:2b:01:02:03',
  '[1,5)', '(0.5,]', '["2026-02-28 12:00:00","2026-03-01 00:00:00")',
  '["2026-02-28 12:00:00+00",)', '[2026-02-28,2026-03-01)', '(1.5,-2)', '((1,2),(3,4.5))', '<(1,2),3>',
  '(1,"x y")', '0/16B3748', 'a & b', '{[1,3),[5,7)}', 'x', array['(1,x)'::pair],
  array[1.5::percent], array['1 day'::interval], array['n'::name],
  array['a', null, '', 'NULL', '{"x"}'], array['ab'], array[1::smallint, null], array[1, null, -1],
  array[9007199254740993], array[1.50, 2.00], array[1.1::real], array[0.1::float8],
  array[true, false, null], array['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid],
  array['{"a": 1}'::jsonb], array['\x00ff'::bytea], array['sad'::mood, 'ok'],
  array['10.0.0.1'::inet], array['2026-02-28'::date], array['12:34:56.5'::time],
  array['2026-02-28 12:00:00.123456'::timestamp],
  array['2026-02-28 12:00:00.123456+01'::timestamptz],
  array[[1, 2], [3, 4]], array[['a', 'b']]);

-- The lower ends, and what numbers cannot say.
insert into types (id,
  small, medium, large, object, single, twice, amount, wide, loose, price, share,
  flag, body, code, fixed, nocase, ident, doc, docb, raw, tags,
  day, clock, clock0, clock3, zoned_clock, moment, moment3, instant, instant3, span,
  bit1, bit10, bits, ints, texts, mediums, amounts, preset)
values (:id + 2,
  -32768, -2147483648, -9223372036854775808, 0, 'NaN', '-Infinity', 'NaN', 'NaN', 'NaN',
  -92233720368547758.08, 0,
  false, '', '', '', '', '', '""', 'null', '', '',
  '0044-03-15 BC', '00:00', '00:00', '00:00', '00:00-15:59',
  '0044-03-15 12:00:00.000001 BC', '0044-03-15 12:00:00.001 BC', '0044-03-15 12:00:00+00 BC',
  '0044-03-15 12:00:00+00 BC', '-1 mons +2 days -03:04:05.000006',
  B'0', B'0000000000', B'', 'empty', '{}', array[null, null]::int[], array[null]::numeric[], null);

-- The upper ends.
insert into types (id,
  small, medium, large, single, twice, loose, price, share,
  day, clock, clock0, clock3, zoned_clock, moment, moment3, instant, instant3, span,
  bit10, preset)
values (:id + 3,
  32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308,
  '-0.00000000000000000000000000000000000001', 92233720368547758.07, 100,
  '9999-12-31', '24:00', '24:00', '24:00', '24:00+00',
  '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999999+00',
  '10000-01-01 00:00:00+00', '178000000 years', B'1111111111', '__debezium_unavailable_value and more');

insert into types (id, moment, moment3, instant, day, loose)
values (:id + 4, 'infinity', 'infinity', 'infinity', 'infinity', 'Infinity');
insert into types (id, moment, moment3, instant, day, loose)
values (:id + 5, '-infinity', '-infinity', '-infinity', '-infinity', '-Infinity');
insert into types (id, preset) values (:id + 6, null);
