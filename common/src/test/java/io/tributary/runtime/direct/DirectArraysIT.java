package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arrays of every type, in the snapshot and in the stream, as a job gets them; under names with
 * which a connector could have trouble.
 */
@Timeout(240)
class DirectArraysIT {

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private static final TableId LISTS = new TableId("Mixed_Case", "Lists_9");
  private static final String TABLE = "\"Mixed_Case\".\"Lists_9\"";
  private static final String UNKNOWN = "unknown";

  /** A type, a literal of it, and how Java spells the value that is told. */
  private static final String CASES =
      """
      real[]             | {1.5,NULL}                      | [1.5, null]
      real[]             | {NaN,Infinity,-Infinity}        | [NaN, Infinity, -Infinity]
      real[]             | {{1,2},{3,4}}                   | unknown
      real[]             | [2:3]={1,2}                     | [1.0, 2.0]
      real[]             | {}                              | []
      float8[]           | {0.1,NULL,1e300}                | [0.1, null, 1.0E300]
      float8[]           | {NaN,Infinity,-Infinity}        | [NaN, Infinity, -Infinity]
      numeric[]          | {1.50,NULL,0.00000000000000001} | [1.50, null, 1E-17]
      numeric[]          | {NaN,Infinity,-Infinity}        | [NaN, Infinity, -Infinity]
      numeric[]          | {{1,NaN},{3,4}}                 | unknown
      numeric(10,2)[]    | {NaN,1}                         | [NaN, 1.00]
      date[]             | {2026-02-28,NULL,10000-01-01}   | [2026-02-28, null, +10000-01-01]
      date[]             | {infinity,-infinity}            | [+999999999-12-31, -999999999-01-01]
      date[]             | {"0044-03-15 BC",1500-01-01}    | [-0043-03-15, 1500-01-01]
      date[]             | {{2026-01-01},{2026-01-02}}     | unknown
      timestamp[]        | {2026-02-28 12:00:00.123456}    | [2026-02-28T12:00:00.123456]
      timestamp[]        | {infinity,NULL}                 | [+999999999-12-31T23:59:59.999999999, null]
      timestamp[]        | {-infinity}                     | [-999999999-01-01T00:00]
      timestamp[]        | {"0044-03-15 BC",1500-01-01}    | [-0043-03-15T00:00, 1500-01-01T00:00]
      timestamp(3)[]     | {12026-02-28 12:00:00.123}      | [+12026-02-28T12:00:00.123]
      timestamptz[]      | {2026-02-28 12:00:00.5+01}      | [2026-02-28T11:00:00.500Z]
      timestamptz[]      | {infinity,NULL}                 | [+1000000000-12-31T23:59:59.999999999Z, null]
      timestamptz[]      | {-infinity}                     | [-1000000000-01-01T00:00:00Z]
      timestamptz[]      | {"0044-03-15 00:00+00 BC"}      | [-0043-03-15T00:00:00Z]
      time[]             | {12:34:56.789012,24:00,NULL}    | [45296789012, 86400000000, null]
      time(3)[]          | {12:34:56.789,24:00}            | [45296789000, 86400000000]
      timetz[]           | {12:34:56+02}                   | [12:34:56+02]
      money[]            | {"-92,233,720,368,547,758.08",NULL} | [-92233720368547758.08, null]
      interval[]         | {1 day,NULL}                    | [P1D, null]
      interval[]         | {-1 mons +2 days -03:04:05.006} | [P-1M2DT-3H-4M-5.006S]
      text[]             | {a,NULL,"NULL","","a\\"b\\\\c"} | [a, null, NULL, , a"b\\c]
      text[]             | {{a,b},{c,d}}                   | unknown
      text[]             | {NULL}                          | unknown
      text[]             | {"[Ljava.lang.String;@13b32"}   | unknown
      varchar(9)[]       | {" a ","{y}"}                   | [ a , {y}]
      char(3)[]          | {a,NULL}                        | [a  , null]
      "char"[]           | {a}                             | [a]
      name[]             | {a,NULL}                        | [a, null]
      xml[]              | {<a/>}                          | [<a/>]
      smallint[]         | {-1,NULL}                       | [-1, null]
      int[]              | {1,NULL}                        | [1, null]
      int[]              | {{1,2},{3,4}}                   | unknown
      bigint[]           | {9007199254740993}              | [9007199254740993]
      oid[]              | {4294967295}                    | [4294967295]
      bool[]             | {t,f,NULL}                      | [true, false, null]
      bool[]             | {{t},{f}}                       | unknown
      mood[]             | {sad,NULL}                      | [sad, null]
      mood[]             | {{sad},{ok}}                    | unknown
      uuid[]             | {a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11} | [a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11]
      jsonb[]            | {"{\\"a\\": 1}",NULL,"null"}    | [{"a": 1}, null, null]
      json[]             | {{1},{2}}                       | unknown
      inet[]             | {10.0.0.1,NULL}                 | [10.0.0.1, null]
      int4range[]        | {"[1,5)"}                       | [[1,5)]
      tstzrange[]        | {"[2026-02-28 12:00:00+00,)"}   | [["2026-02-28 12:00:00+00",)]
      bit(3)[]           | {101}                           | unknown
      bit varying(9)[]   | {101,NULL}                      | unknown
      bytea[]            | {"\\\\x00ff",NULL}              | [Bytes[2], null]
      tsvector[]         | {"'a':1"}                       | ['a':1]
      point[]            | {"(1,2)",NULL}                  | [(1,2), null]
      box[]              | {(2,2),(1,1);NULL}              | [(2,2),(1,1), null]
      percent[]          | {1.5,NULL}                      | [1.50, null]
      pair[]             | {"(1,x)",NULL}                  | [(1,x), null]
      numlist            | {1.5,NaN}                       | [1.5, NaN]
      hstore[]           | {"a=>1",NULL}                   | [{a=1}, null]
      citext[]           | {Aa,NULL}                       | [Aa, null]
      ltree[]            | {a.b,NULL}                      | [a.b, null]
      pg_lsn[]           | {0/16B3748,NULL}                | [0/16B3748, null]
      int4multirange[]   | {"{[1,3)}"}                     | [{[1,3)}]
      """;

  private record Case(int id, String type, String literal, String told) {
    String column() {
      return "C%d '.\"x\"".formatted(id);
    }

    String quoted() {
      return '"' + column().replace("\"", "\"\"") + '"';
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String line : CASES.lines().toList()) {
      String[] parts = line.split(" *\\| ", 3);
      cases.add(new Case(cases.size() + 1, parts[0], parts[1], parts[2]));
    }
    return cases;
  }

  @Test
  void arraysAreReadAsTheyAreOrAsUnknown(@TempDir Path directory) throws Exception {
    List<Case> cases = cases();
    CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
    CollectingSink<RowTransition> transitions = new CollectingSink<>();
    createTable(cases);
    insert(cases, 0);
    DirectJob job =
        new DirectJob(
            database.pipeline(Set.of(LISTS)),
            directory,
            deadLetters,
            stream ->
                stream.transitions(Map.of(LISTS, Set.of())).sinkTo(transitions).uid("transitions"));
    job.start();
    job.await(() -> transitions.collected().size() >= cases.size());
    insert(cases, cases.size());
    job.await(() -> transitions.collected().size() >= 2 * cases.size());
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
    assertThat(told(transitions.collected(), cases, 0)).isEqualTo(expected(cases));
    assertThat(told(transitions.collected(), cases, cases.size())).isEqualTo(expected(cases));
  }

  private static void createTable(List<Case> cases) throws Exception {
    database.execute("create schema \"Mixed_Case\"");
    database.execute("create extension hstore");
    database.execute("create extension citext");
    database.execute("create extension ltree");
    database.execute("create type mood as enum ('sad', 'ok')");
    database.execute("create type pair as (a int, b text)");
    database.execute("create domain percent as numeric(5, 2)");
    database.execute("create domain numlist as numeric[]");
    database.execute(
        cases.stream()
            .map(each -> ", " + each.quoted() + " " + each.type())
            .collect(
                Collectors.joining("", "create table " + TABLE + " (id int primary key", ")")));
    database.execute("alter table " + TABLE + " replica identity full");
  }

  private static void insert(List<Case> cases, int offset) throws Exception {
    database.execute(
        cases.stream()
            .map(
                each ->
                    "insert into %s (id, %s) values (%d, '%s');"
                        .formatted(
                            TABLE,
                            each.quoted(),
                            each.id() + offset,
                            each.literal().replace("'", "''")))
            .collect(Collectors.joining()));
  }

  private static String expected(List<Case> cases) {
    return cases.stream().map(each -> line(each, each.told())).collect(Collectors.joining());
  }

  private static String told(List<RowTransition> transitions, List<Case> cases, int offset) {
    Map<Object, RowImage> rows =
        transitions.stream()
            .map(made -> Objects.requireNonNull(made.after()))
            .collect(Collectors.toMap(row -> Objects.requireNonNull(row.value("id")), row -> row));
    return cases.stream()
        .map(each -> line(each, value(rows, each.id() + offset, each.column())))
        .collect(Collectors.joining());
  }

  private static String line(Case told, String value) {
    return "%s %s: %s%n".formatted(told.type(), told.literal(), value);
  }

  private static String value(Map<Object, RowImage> rows, int id, String column) {
    RowImage row = Objects.requireNonNull(rows.get(id));
    int index = row.schema().indexOf(column);
    if (index < 0) {
      return "missing";
    }
    return row.isUnavailable(index) ? UNKNOWN : String.valueOf(row.value(index));
  }
}
