package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.SnapshotKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ExtractNewRecordState made of the changes that {@link RecordedEnvelopesTest} is about: rows
 * without schema and with {@code __deleted}; rows with schema, headers and tombstones; rows in
 * Avro.
 */
class RecordedFlattenedTest {

  /** The transform leaves truncations out, and an update's old row; a tombstone has no row. */
  @ParameterizedTest
  @CsvSource({"flat, plain", "flatkeys, schemas", "flatavro, avro"})
  void readsWhatTheEnvelopeHolds(String flattened, String enveloped) throws IOException {
    Map<String, List<ChangeEvent>> rows = RecordedChanges.of(flattened);
    Map<String, List<ChangeEvent>> envelopes = RecordedChanges.of(enveloped);

    assertThat(rows.keySet()).isEqualTo(envelopes.keySet());
    Predicate<Op> hasOld = op -> op == Op.DELETE && !flattened.equals("flatkeys");
    if (flattened.equals("flatkeys")) {
      envelopes.get("keyless").removeIf(event -> event.op() == Op.DELETE);
    }
    Map<String, List<String>> expected = told(envelopes, hasOld);
    told(rows, hasOld)
        .forEach((table, events) -> assertThat(events).as(table).isEqualTo(expected.get(table)));
  }

  private static Map<String, List<String>> told(
      Map<String, List<ChangeEvent>> changes, Predicate<Op> hasOld) {
    Map<String, List<ChangeEvent>> comparable = new TreeMap<>();
    changes.forEach(
        (table, events) ->
            comparable.put(
                table,
                events.stream()
                    .filter(event -> event.op() != Op.TRUNCATE)
                    .map(event -> withoutOld(event, hasOld.test(event.op())))
                    .toList()));
    return RecordedChanges.told(comparable);
  }

  private static ChangeEvent withoutOld(ChangeEvent event, boolean keep) {
    return new ChangeEvent(
        event.table(),
        event.op(),
        event.key(),
        keep ? event.before() : null,
        event.after(),
        event.linkedKey(),
        event.position(),
        event.txId(),
        event.snapshot(),
        event.committedAtMicros(),
        event.origin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "flatkeys", "flatavro"})
  void knowsWhereEachChangeStands(String recording) throws IOException {
    List<ChangeEvent> pairs = RecordedChanges.of(recording).get("pairs");

    assertThat(pairs.get(0).snapshot()).isEqualTo(SnapshotKind.INITIAL);
    for (int i = 3; i <= 6; i++) {
      assertThat(pairs.get(i).position()).isGreaterThan(pairs.get(i - 1).position());
      assertThat(pairs.get(i).txId()).isEqualTo(pairs.get(2).txId());
      assertThat(pairs.get(i).committedAtMicros()).isGreaterThan(1_700_000_000_000_000L);
    }
    assertThat(pairs.get(4).op()).isEqualTo(Op.DELETE);
    assertThat(pairs.get(4).linkedKey()).isEqualTo(pairs.get(5).key());
    ChangeEvent last = pairs.get(pairs.size() - 1);
    assertThat(last.snapshot()).isEqualTo(SnapshotKind.INCREMENTAL);
    assertThat(last.position().lsn()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"flat, 0", "flatkeys, 0", "flatavro, 10"})
  void skipsWhatIsNoChange(String recording, int tombstones) throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    Map<String, Integer> skipped = new TreeMap<>();
    for (RawRecord record : Recordings.of(recording)) {
      if (decoder.decode(record) instanceof Decoded.Skipped skip) {
        skipped.merge(skip.reason(), 1, Integer::sum);
      }
    }

    assertThat(skipped).containsKeys("heartbeat", "transaction").containsEntry("message", 2);
    assertThat(skipped.getOrDefault("tombstone", 0)).isGreaterThanOrEqualTo(tombstones);
    assertThat(skipped.containsKey("tombstone")).isEqualTo(tombstones > 0);
  }
}
