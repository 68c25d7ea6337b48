package io.tributary.tools.decode;

/** Timestamps of the centuries that nanoseconds can tell of, which {@link RandomColumns} leave. */
final class NearTimes {

  static final String TABLE =
      """
      create table near (id int primary key, moment timestamp, moment3 timestamp(3),
                         momentlist timestamp[], momentlist3 timestamp(3)[])""";

  static final String TRUTH =
      """
      select json_build_object('id', id, 'moment', iso(moment), 'moment3', iso(moment3),
               'momentlist', (select json_agg(iso(e)) from unnest(momentlist) as e),
               'momentlist3', (select json_agg(iso(e)) from unnest(momentlist3) as e))
        from near order by id""";

  private NearTimes() {}

  static String rows(long seed, int from, int to) {
    return """
        select setseed(%f);
        insert into near
          select id, t, t, array[t, null, t + interval '1 day'], array[t]
            from (select id, timestamp '1677-10-01' + random() * interval '584 years' as t
                    from generate_series(%d, %d) as id) as moments"""
        .formatted((seed % 1000) / 1000.0, from, to);
  }
}
