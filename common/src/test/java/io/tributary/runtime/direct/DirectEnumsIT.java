package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an enum while it is read without Kafka: every row is told in its labels. */
@Timeout(240)
class DirectEnumsIT {

  private static final TableId MOODS = TableId.parse("public.moods");

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  @TempDir Path directory;

  @Test
  void everyRowIsReadWithTheLabelsThatItWasWrittenWith() throws Exception {
    database.execute("create type mood as enum ('sad', 'ok')");
    database.execute("create table moods (id int primary key, m mood, ms mood[])");
    database.execute("alter table moods replica identity full");
    insert(1, "sad");
    DirectJob job =
        new DirectJob(
            database.pipeline(Set.of(MOODS)),
            directory,
            deadLetters,
            stream ->
                stream.transitions(Map.of(MOODS, Set.of())).sinkTo(transitions).uid("transitions"));
    job.start();
    job.await(() -> transitions.collected().size() == 1);
    database.execute("alter type mood add value 'happy' before 'ok'");
    insert(2, "happy");
    database.execute("alter type mood rename value 'ok' to 'fine'");
    insert(3, "fine");
    database.execute("alter type mood rename to state");
    insert(4, "sad");
    database.execute("alter type state add value 'elated'");
    insert(5, "elated");
    database.execute("create schema other; alter type state set schema other");
    database.execute("alter type other.state add value 'calm'");
    insert(6, "calm");
    job.await(() -> transitions.collected().size() == 6);
    job.kill();
    database.execute("alter type other.state add value 'base'");
    insert(7, "base");
    job.start();
    job.await(() -> told().contains(row(7, "base")));
    job.kill();
    assertThat(deadLetters.collected()).isEmpty();
    assertThat(told())
        .contains(
            row(1, "sad"),
            row(2, "happy"),
            row(3, "fine"),
            row(4, "sad"),
            row(5, "elated"),
            row(6, "calm"),
            row(7, "base"));
  }

  private static void insert(int id, String label) throws SQLException {
    database.execute("insert into moods values (%1$d, '%2$s', '{%2$s}')".formatted(id, label));
  }

  private static Map<String, Object> row(int id, String label) {
    return Map.of("id", id, "m", label, "ms", List.of(label));
  }

  private List<Map<String, Object>> told() {
    return transitions.collected().stream().map(DirectEnumsIT::image).toList();
  }

  private static Map<String, Object> image(RowTransition made) {
    RowImage image = Objects.requireNonNull(made.after());
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < image.schema().size(); i++) {
      Object value = image.value(i);
      if (value != null) {
        values.put(image.schema().column(i).name(), value);
      }
    }
    return values;
  }
}
