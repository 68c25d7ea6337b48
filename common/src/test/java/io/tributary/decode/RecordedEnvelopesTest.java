package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.SnapshotKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Debezium 3.7.0 wrote of {@code envelopes/*.sql}; {@link EnvelopeRecordingIT} records it. */
class RecordedEnvelopesTest {

  @Test
  void readsTheSameWithSchemasAndWithout() throws IOException {
    Map<String, List<String>> plain = RecordedChanges.told(RecordedChanges.of("plain"));
    Map<String, List<String>> schemas = RecordedChanges.told(RecordedChanges.of("schemas"));

    // Its records bring the type of a column that the table has lost.
    assertThat(plain.remove("evolving")).isNotEqualTo(schemas.remove("evolving"));
    plain.forEach((table, events) -> assertThat(schemas.get(table)).isEqualTo(events));
  }

  @Test
  void readsTheSameInAvro() throws IOException {
    Map<String, List<String>> schemas = RecordedChanges.told(RecordedChanges.of("schemas"));
    Map<String, List<String>> avro = RecordedChanges.told(RecordedChanges.of("avro"));

    // Avro has no such names.
    assertThat(avro.remove("Weird Name")).isNotEqualTo(schemas.remove("Weird Name"));
    schemas.forEach(
        (table, events) ->
            assertThat(withoutDefaulted(avro.get(table))).isEqualTo(withoutDefaulted(events)));
  }

  /** Columns with a default may have been NULL, for all that Avro tells. */
  private static List<String> withoutDefaulted(List<String> events) {
    return events.stream()
        .map(event -> event.replaceAll("(?m)^.*(name=preset|name=added).*\\R?", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "America/St_Johns"})
  void readsTheSameInAnyZoneOfTheMachine(String zone) throws IOException {
    TimeZone before = TimeZone.getDefault();
    Map<String, List<String>> told = RecordedChanges.told(RecordedChanges.of("plain"));
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      assertThat(RecordedChanges.told(RecordedChanges.of("plain"))).isEqualTo(told);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** Of numbers of any scale there is none, as they are structs there. */
  @ParameterizedTest
  @CsvSource({"plain, false", "schemas, false", "defaults, true", "avro, false"})
  void knowsThePlaceholdersOfTheRepair(String recording, boolean precise) throws IOException {
    ChangeEvent update = RecordedChanges.of(recording).get("unwritable").get(1);

    assertThat(update.op()).isEqualTo(Op.UPDATE);
    RowImage after = update.after();
    assertThat(after.unavailableColumns())
        .containsExactly(
            "smalls", "amounts", "doubles", "flags", "moods", "momentlist", "instantlist");
    for (String column : after.unavailableColumns()) {
      assertThat(after.isLost(after.schema().indexOf(column)))
          .as(column)
          .isEqualTo(precise && column.equals("amounts"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro"})
  void knowsEveryPlaceholder(String recording) throws IOException {
    List<ChangeEvent> events = RecordedChanges.of(recording).get("toasted");

    assertThat(events)
        .extracting(ChangeEvent::op)
        .containsExactly(Op.CREATE, Op.UPDATE, Op.DELETE, Op.CREATE, Op.UPDATE, Op.DELETE);
    List<String> toasted =
        new ArrayList<>(
            List.of(
                "body", "code", "doc", "docb", "raw", "tags", "bits", "markup", "texts", "mediums",
                "larges", "uids", "docs", "raws", "daylist"));
    assertThat(events.get(0).after().unavailableColumns()).containsExactly("bits");
    assertThat(events.get(1).after().unavailableColumns()).containsExactlyElementsOf(toasted);
    assertThat(events.get(3).after().unavailableColumns()).containsExactlyElementsOf(toasted);
    toasted.remove("body");
    assertThat(events.get(4).after().unavailableColumns()).containsExactlyElementsOf(toasted);
    assertThat(events.get(4).after().value("body")).isNull();
    assertThat(events.get(5).before().unavailableColumns()).contains("preset").doesNotContain("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro"})
  void linksTheHalvesOfAKeyChange(String recording) throws IOException {
    List<ChangeEvent> pairs = RecordedChanges.of(recording).get("pairs");
    ChangeEvent delete = pairs.get(4);
    ChangeEvent create = pairs.get(5);

    assertThat(delete.op()).isEqualTo(Op.DELETE);
    assertThat(delete.key().text()).isEqualTo("3|eu\\|west");
    assertThat(delete.linkedKey()).isEqualTo(create.key());
    assertThat(create.linkedKey()).isEqualTo(delete.key());
    assertThat(create.position().lsn()).isEqualTo(delete.position().lsn());
    assertThat(create.position()).isGreaterThan(delete.position());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro"})
  void believesBeforeUnderFullIdentity(String recording) throws IOException {
    Map<String, List<ChangeEvent>> changes = RecordedChanges.of(recording);
    ChangeEvent update = changes.get("toasted_full").get(1);
    ChangeEvent keyless = changes.get("keyless").get(4);

    assertThat(update.before().isComplete()).isTrue();
    assertThat(update.after().isComplete()).isTrue();
    assertThat(update.before().value("revision")).isEqualTo(0);
    assertThat(keyless.op()).isEqualTo(Op.UPDATE);
    assertThat(keyless.key()).isNull();
    assertThat((BigDecimal) keyless.before().value("amount")).isEqualByComparingTo("1.10");
    assertThat((BigDecimal) keyless.after().value("amount")).isEqualByComparingTo("2.20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas"})
  void readsRecordsFromBeforeAndAfterAnAlteration(String recording) throws IOException {
    List<ChangeEvent> events = RecordedChanges.of(recording).get("evolving");

    assertThat(events)
        .filteredOn(event -> event.after() != null)
        .extracting(event -> event.after().value("amount"))
        .containsExactlyElementsOf(List.of("10", "11", "12", "13", "fourteen"));
    assertThat(events.get(1).after().schema().indexOf("added")).isNegative();
    assertThat(events.get(2).after().value("added"))
        .isEqualTo(Instant.parse("2026-02-28T12:00:00Z"));
    assertThat(events.get(5).op()).isEqualTo(Op.TRUNCATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro"})
  void readsTheRowsOfBothSnapshots(String recording) throws IOException {
    List<ChangeEvent> pairs = RecordedChanges.of(recording).get("pairs");

    assertThat(pairs.get(0).snapshot()).isEqualTo(SnapshotKind.INITIAL);
    assertThat(pairs.get(0).position().streamed()).isFalse();
    ChangeEvent last = pairs.get(pairs.size() - 1);
    assertThat(last.snapshot()).isEqualTo(SnapshotKind.INCREMENTAL);
    assertThat(last.txId()).isNull();
    assertThat(last.position().lsn()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro"})
  void skipsEveryRecordThatIsNoChange(String recording) throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    Map<String, Integer> skipped = new TreeMap<>();
    for (RawRecord record : Recordings.of(recording)) {
      if (decoder.decode(record) instanceof Decoded.Skipped skip) {
        skipped.merge(skip.reason(), 1, Integer::sum);
      }
    }

    assertThat(skipped).containsKeys("heartbeat", "transaction").containsEntry("message", 2);
    assertThat(skipped.get("tombstone")).isGreaterThanOrEqualTo(10);
  }
}
