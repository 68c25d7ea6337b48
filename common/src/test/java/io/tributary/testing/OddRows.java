package io.tributary.testing;

import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows, tables and DDL that one does not think of, and what transitions make of them. */
public final class OddRows {

  /** The columns that are compared, as PostgreSQL writes them, by table. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("odd", "id, n, d2, t2, o, r, ts, m, tm, j, jb, v, q, p, x, lsn, e");
    COLUMNS.put("toast_d", "id, u, big, bigj");
    COLUMNS.put("toast_f", "id, u, big, bigj");
    COLUMNS.put("gen", "id, a");
    COLUMNS.put("p1", "id, v");
    COLUMNS.put("ddl", "id, a");
    COLUMNS.put("wide", "id, c1, c1599");
  }

  /** For a database without any. */
  public static final String TABLES =
      """
      create extension ltree;
      create domain d1 as numeric(6, 2);
      create domain d2 as d1 check (value > -100);
      create domain t1 as text;
      create domain t2 as t1;
      create type inner_t as (a int[], b text);
      create type outer_t as (i inner_t, l inner_t[], r int4range);
      create table odd (id int primary key, n int, d2 d2, t2 t2, o outer_t, r numrange, ts tsrange,
        m nummultirange, tm tstzmultirange, j json, jb jsonb, v tsvector, q tsquery, p ltree, x xml,
        lsn pg_lsn, e text);
      alter table odd replica identity full;
      create table toast_d (id int primary key, u int not null unique, big text, bigj jsonb);
      create table toast_f (like toast_d including all);
      alter table toast_d alter big set storage external, alter bigj set storage external;
      alter table toast_f alter big set storage external, alter bigj set storage external,
        replica identity full;
      create table gen (id int generated always as identity primary key, a int,
        g int generated always as (a * 2) stored);
      create table parent (id int primary key, v text) partition by range (id);
      create table p1 partition of parent for values from (0) to (100);
      create table ddl (id int primary key, a text);
      do $$ begin execute (select 'create table wide (id int primary key, '
          || string_agg('c' || i || ' int', ', ') || ')' from generate_series(1, 1599) i); end $$
      """;

  /** %d is a number that no other row has. */
  private static final String ROWS =
      """
      insert into odd values (%1$d, 0, -99.99, '',
        row(row('{1,null}', e'a"b\\\\')::inner_t, array[row('{}', '')::inner_t, null], '(,)')::outer_t,
        '(,)', '[-infinity,infinity]', '{(,1),[2,)}', '{[-infinity,"2026-01-01 00:00+00")}',
        (repeat('[', 2000) || repeat(']', 2000))::json,
        (repeat('{"a":', 1000) || '1.0' || repeat('}', 1000))::jsonb,
        'a:1A b:2', 'a & !b', 'Top.Science', '<a b="c">é</a>', '16/B374D848', '');
      insert into odd (id) values (%1$d + 1);
      insert into odd (id, n, d2, t2, r, ts, m, j, jb, e) values (%1$d + 2, 1, 'NaN', 'null', 'empty',
        'empty', '{}', '"\\u0000 \\ud83d\\ude00"', '"\\ud83d\\ude00"', e'\\x01\\x7f');
      insert into toast_d
        select %1$d, %1$d, string_agg(md5(i::text), ''), to_jsonb(string_agg(md5(i::text), ''))
          from generate_series(1, 400) i;
      insert into toast_f select * from toast_d where id = %1$d;
      insert into gen (a) values (%1$d);
      insert into parent values (%1$d, '');
      insert into ddl values (%1$d, 'a');
      do $$ begin execute (select 'insert into wide values (%1$d, ' || string_agg(i::text, ', ') || ')'
          from generate_series(1, 1599) i); end $$
      """;

  public static final String CHANGES =
      """
      update odd set n = 7;
      update odd set id = id + 1000 where id < 3;
      update toast_d set u = u + 100;
      update toast_f set u = u + 100;
      update toast_f set id = id + 1000 where id = 1;
      update gen set a = a + 1;
      update wide set c1599 = -1;
      alter table parent detach partition p1;
      insert into p1 values (50, null);
      alter table parent attach partition p1 for values from (0) to (100);
      insert into parent values (51, 'attached');
      update parent set v = v || '!';
      """;

  /** One transaction, in which a name has three types. */
  public static final String DDL =
      """
      begin;
      insert into ddl values (20, 'before');
      alter table ddl add column c int;
      insert into ddl values (21, 'with', 5);
      alter table ddl drop column a, alter column c type bigint;
      alter table ddl add column a text default 'preset';
      insert into ddl (id, a) values (22, 'again');
      alter table ddl drop column c;
      insert into ddl (id) values (23);
      commit;
      insert into ddl values (24, null)
      """;

  /**
   * What is told of it. The rows hold the new column's default by now, of which no change tells.
   */
  public static final List<String> AFTER_DDL =
      List.of("1|a", "10|a", "20|before", "21|with", "22|again", "23|preset", "24|null");

  public static final String DELETIONS =
      """
      delete from odd; delete from toast_d; delete from toast_f; delete from gen; delete from p1;
      delete from wide; delete from ddl
      """;

  private OddRows() {}

  /** A query, whose rows are the columns' texts, joined by {@code |}. */
  public interface Query {
    List<String> rows(String sql) throws Exception;
  }

  public static Set<TableId> tables() {
    return COLUMNS.keySet().stream()
        .map(name -> TableId.parse("public." + name))
        .collect(Collectors.toSet());
  }

  /** Rows of all tables, with a number that no other rows have nor the two after it. */
  public static String rows(int id) {
    return ROWS.formatted(id);
  }

  /** What the database holds, by table. */
  public static Map<String, List<String>> content(Query database) throws Exception {
    Map<String, List<String>> content = new LinkedHashMap<>();
    for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
      String columns = table.getValue().replaceAll("(\\w+)", "$1::text");
      List<String> rows = new ArrayList<>();
      for (String row :
          database.rows("select %s from %s order by id::text".formatted(columns, table.getKey()))) {
        rows.add(
            List.of(row.split("\\|", -1)).stream()
                .map(OddRows::brief)
                .collect(Collectors.joining("|")));
      }
      content.put(table.getKey(), rows);
    }
    return content;
  }

  /** What is left when each transition is taken for what it says, by table. */
  public static Map<String, List<String>> folded(List<RowTransition> transitions) {
    Map<String, Map<String, RowImage>> rows = new LinkedHashMap<>();
    COLUMNS.keySet().forEach(table -> rows.put(table, new TreeMap<>()));
    for (RowTransition made : transitions) {
      Map<String, RowImage> ofTable = Objects.requireNonNull(rows.get(made.table().table()));
      RowImage after = made.after();
      if (after == null) {
        ofTable.remove(told(Objects.requireNonNull(made.key()).columns(), "id"));
      } else {
        ofTable.put(told(after, "id"), after);
      }
    }
    Map<String, List<String>> folded = new LinkedHashMap<>();
    rows.forEach(
        (table, left) ->
            folded.put(
                table,
                left.values().stream()
                    .map(row -> told(row, Objects.requireNonNull(COLUMNS.get(table)).split(", ")))
                    .toList()));
    return folded;
  }

  private static String told(RowImage row, String... columns) {
    return List.of(columns).stream()
        .map(column -> told(row, column))
        .collect(Collectors.joining("|"));
  }

  /** A question mark for what is not known, nothing for what is not there. */
  public static String told(@Nullable RowImage row, String column) {
    int index = row == null ? -1 : row.schema().indexOf(column);
    if (row == null || index < 0) {
      return "";
    }
    return row.isUnavailable(index) ? "?" : brief(String.valueOf(row.value(index)));
  }

  /** Of a long text its length and a hash. */
  private static String brief(String text) {
    return text.length() < 100 ? text : text.length() + "#" + text.hashCode();
  }
}
