package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Names of columns and values of keys that one does not think of. */
@Timeout(240)
class DirectNamesIT {

  private static final TableId ODD = TableId.parse("public.odd");

  private static final List<String> NAMES =
      List.of(
          "naïve",
          "数量",
          "😀",
          "ﾃﾀ",
          "ÿ",
          "a.b",
          "a/b",
          "a b",
          " ",
          "q\"uote",
          "\"half",
          "it's",
          "`",
          "select",
          "UPPER",
          "1st",
          "back\\slash",
          "\u0001\t",
          "%s{}$1",
          "__op",
          "x".repeat(63),
          "é".repeat(31));

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  @TempDir Path directory;

  @Test
  void columnsOfAnyNameAreToldAlsoThoseThatAreAddedMeanwhile() throws Exception {
    database.execute(
        NAMES.stream()
            .map(name -> ", " + quoted(name) + " text")
            .collect(Collectors.joining("", "create table odd (id int primary key", ")")));
    insert(1, NAMES);
    DirectJob job = job();
    job.start();
    job.await(() -> transitions.collected().size() == 1);
    insert(2, NAMES);
    database.execute("alter table odd add column \"später\" text");
    List<String> more = new ArrayList<>(NAMES);
    more.add("später");
    insert(3, more);
    job.await(() -> transitions.collected().size() == 3);
    job.kill();
    insert(4, more);
    job.start();
    job.await(() -> transitions.collected().stream().anyMatch(made -> isOf(made, 4)));
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
    for (RowTransition made : transitions.collected()) {
      RowImage row = Objects.requireNonNull(made.after());
      int id = (int) Objects.requireNonNull(row.value("id"));
      assertThat(values(row)).isEqualTo(expected(id, id < 3 ? NAMES : more));
    }
  }

  /** The connector tells it without them, as if it were another column. */
  @Test
  void aColumnInQuotationMarksThatIsAddedMeanwhileStopsTheJob() throws Exception {
    database.execute("create table odd (id int primary key)");
    database.execute("insert into odd values (1)");
    DirectJob job = job();
    job.start();
    database.execute("insert into odd values (2)");
    job.await(() -> transitions.collected().size() == 2);
    database.execute("alter table odd add column \"'x'\" text");
    database.execute("insert into odd values (3, 'lost')");

    assertThatThrownBy(() -> job.await(() -> false))
        .hasStackTraceContaining("public.odd has ['x' text], which the connector reports wrongly");
    assertThat(transitions.collected()).hasSize(2);
  }

  private static boolean isOf(RowTransition made, int id) {
    return made.after() != null && Objects.equals(made.after().value("id"), id);
  }

  private static Map<String, Object> expected(int id, List<String> names) {
    Map<String, Object> values = new HashMap<>(Map.of("id", id));
    names.forEach(name -> values.put(name, id + name));
    return values;
  }

  private static Map<String, Object> values(RowImage row) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < row.schema().size(); i++) {
      if (!row.isUnavailable(i)) {
        values.put(row.schema().column(i).name(), row.value(i));
      }
    }
    return values;
  }

  private void insert(int id, List<String> names) throws Exception {
    database.execute(
        names.stream()
                .map(DirectNamesIT::quoted)
                .collect(Collectors.joining(", ", "insert into odd (id, ", ")"))
            + names.stream()
                .map(name -> "'" + (id + name).replace("'", "''") + "'")
                .collect(Collectors.joining(", ", " values (" + id + ", ", ")")));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Test
  void keysOfAnyValueNameTheirRows() throws Exception {
    database.execute(
        "create table odd (\"k.1\" numeric, \"k 2\" text, note text, primary key (\"k 2\", \"k.1\"))");
    List<List<Object>> keys =
        List.of(
            List.of(Double.NaN, "x".repeat(10_000)),
            List.of(Double.POSITIVE_INFINITY, "\\u0000\\0"),
            List.of(Double.NEGATIVE_INFINITY, "\u0001\"\n"),
            List.of(new BigDecimal("1.50"), ""),
            List.of(new BigDecimal("1e200").setScale(0), "null"));
    for (List<Object> key : keys) {
      insertKey(key, "snapshot");
    }
    DirectJob job = job();
    job.start();
    job.await(() -> transitions.collected().size() == keys.size());
    database.execute("update odd set note = 'changed'");
    database.execute("delete from odd");
    for (List<Object> key : keys) {
      insertKey(key, "stream");
    }
    job.await(() -> transitions.collected().size() == 4 * keys.size());
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
    for (List<Object> key : keys) {
      assertThat(
              transitions.collected().stream()
                  .filter(made -> keyOf(made).equals(key))
                  .map(made -> note(made.before()) + " -> " + note(made.after()))
                  .toList())
          .as("%s", key)
          .containsExactly(
              "none -> snapshot", "snapshot -> changed", "changed -> none", "none -> stream");
    }
  }

  private void insertKey(List<Object> key, String note) throws Exception {
    Object number = key.get(0) instanceof BigDecimal exact ? exact.toPlainString() : key.get(0);
    database.execute(
        "insert into odd values ('%s', '%s', '%s')".formatted(number, key.get(1), note));
  }

  private static List<Object> keyOf(RowTransition made) {
    RowImage key = Objects.requireNonNull(made.key()).columns();
    return List.of(
        Objects.requireNonNull(key.value("k.1")), Objects.requireNonNull(key.value("k 2")));
  }

  private static String note(@Nullable RowImage row) {
    return row == null ? "none" : String.valueOf(row.value("note"));
  }

  private DirectJob job() {
    return new DirectJob(
        database.pipeline(Set.of(ODD)),
        directory,
        deadLetters,
        stream -> stream.transitions(Map.of(ODD, Set.of())).sinkTo(transitions).uid("transitions"));
  }
}
