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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys that begin with a column of every type: the stream names the rows as the snapshot does. */
@Timeout(120)
class DirectKeysIT {

  /** A type, and values of it. */
  private static final List<String> CASES =
      List.of(
          "numeric|NaN|Infinity|-Infinity|1.50|0",
          "numeric(9,2)|NaN|-0.5",
          "float8|NaN|Infinity|-0|1e-300",
          "real|NaN|-Infinity|1.5",
          "boolean|t|f",
          "smallint|-1|1",
          "bigint|-9223372036854775808|9223372036854775807",
          "oid|4294967295|0",
          "date|infinity|-infinity|0044-03-15 BC|1582-10-10",
          "time|24:00|00:00|12:34:56.000001",
          "timetz|12:34:56.000001+02|10:34:56-15:59",
          "timestamp|infinity|0044-03-15 00:00 BC|1582-10-10 00:00|2026-02-28 12:00:00.000001",
          "timestamptz|-infinity|0044-03-15 00:00+00 BC|2026-02-28 12:00:00.000001+02",
          "money|-92233720368547758.08|92233720368547758.07|0",
          "interval|1 mon|-1 day 00:00:00.000001",
          "text||null|a'b|é",
          "char(3)|a|",
          "varchar(9)|a|",
          "name|a|",
          "citext|A|b",
          "uuid|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|00000000-0000-0000-0000-000000000000",
          "bytea|\\x00ff|\\x",
          "jsonb|{\"a\": 1.0}|null",
          "bit(3)|101|000",
          "inet|10.0.0.1/8|::1",
          "macaddr|08:00:2b:01:02:03|00:00:00:00:00:00",
          "int4range|empty|[1,)",
          "numrange|[1.5,)|(,)",
          "mood|sad|ok",
          "pair|(1,\"a,b\")|(,)",
          "percent|1.50|0.00",
          "share|1.50|0.00");

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  @Test
  void nameTheSameRowInSnapshotAndStream(@TempDir Path directory) throws Exception {
    Set<TableId> tables =
        IntStream.range(0, CASES.size())
            .mapToObj(i -> TableId.parse("public.k" + i))
            .collect(Collectors.toSet());
    int rows = CASES.stream().mapToInt(each -> values(each).size()).sum();
    database.execute(
        "create extension citext; create type mood as enum ('sad', 'ok');"
            + " create type pair as (a int, b text);"
            + " create domain percent as numeric(5, 2); create domain share as percent");
    database.execute(ofEach("create table %s (k %s, note text, primary key (k))"));
    database.execute(ofEachValue("snapshot"));
    DirectJob job =
        new DirectJob(
            database.pipeline(tables),
            directory,
            deadLetters,
            stream ->
                stream
                    .transitions(
                        tables.stream().collect(Collectors.toMap(id -> id, id -> Set.of())))
                    .sinkTo(transitions)
                    .uid("transitions"));
    job.start();
    job.await(() -> count() >= rows);
    database.execute(ofEach("update %s set note = 'changed'"));
    database.execute(ofEach("delete from %s"));
    database.execute(ofEachValue("stream"));
    job.await(() -> count() >= 4 * rows);
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
    Map<String, List<String>> histories = new TreeMap<>();
    for (RowTransition made : transitions.collected()) {
      histories
          .computeIfAbsent(
              made.table() + " " + Objects.requireNonNull(made.key()).text(),
              any -> new ArrayList<>())
          .add(note(made.before()) + " -> " + note(made.after()));
    }
    assertThat(histories).hasSize(rows);
    assertThat(histories)
        .allSatisfy(
            (row, history) ->
                assertThat(history)
                    .as(row)
                    .containsExactly(
                        "none -> snapshot",
                        "snapshot -> changed",
                        "changed -> none",
                        "none -> stream"));
  }

  private int count() {
    return transitions.collected().size() + deadLetters.collected().size();
  }

  private static String note(@Nullable RowImage row) {
    return row == null ? "none" : String.valueOf(row.value("note"));
  }

  private static String ofEach(String sql) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < CASES.size(); i++) {
      all.append(sql.formatted("k" + i, CASES.get(i).substring(0, CASES.get(i).indexOf('|'))))
          .append(';');
    }
    return all.toString();
  }

  private static String ofEachValue(String note) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < CASES.size(); i++) {
      for (String value : values(CASES.get(i))) {
        all.append(
            "insert into k%d values ('%s', '%s');".formatted(i, value.replace("'", "''"), note));
      }
    }
    return all.toString();
  }

  private static List<String> values(String line) {
    List<String> parts = List.of(line.split("\\|", -1));
    return parts.subList(1, parts.size());
  }
}
