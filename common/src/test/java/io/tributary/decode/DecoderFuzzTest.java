package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a record holds, it is decoded, skipped or rejected, and a rejection quotes nothing. */
class DecoderFuzzTest {

  /** Another run of the same property: {@code -Dtributary.seed=...}. */
  private static final long SEED = Long.getLong("tributary.seed", 20_260_228L);

  private static final int ROUNDS = 20;
  private static final String CANARY = "CANARY-5271";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String[] VALUES = {
    "null",
    "true",
    "0",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "1e999999999",
    "-1e-999999999",
    "99999999999999999999999999",
    "0.1",
    "-0.0",
    "\"\"",
    "\"x\"",
    "\"infinity\"",
    "\"AA==\"",
    "\"P1Y\"",
    "\"2026-02-28T12:00:00Z\"",
    "[]",
    "[null]",
    "[[1]]",
    "{}",
    "{\"scale\":-2147483648,\"value\":\"AA==\"}",
    "{\"year\":999999999}",
    "{\"hour\":24,\"offsetSeconds\":2147483647}",
    "{\"a\":{\"b\":[{}]}}"
  };

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults"})
  void survivesAnyValueInAnyPlace(String recording) throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    for (RawRecord record : Recordings.of(recording)) {
      for (int i = 0; i < ROUNDS && record.value() != null; i++) {
        JsonNode value = JSON.readTree(record.value());
        replaceSomewhere(value);
        check(decoder, record, record.key(), JSON.writeValueAsBytes(value));
      }
      if (record.key() != null) {
        JsonNode key = JSON.readTree(record.key());
        replaceSomewhere(key);
        check(decoder, record, JSON.writeValueAsBytes(key), record.value());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas"})
  void survivesAnyBytes(String recording) throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    for (RawRecord record : Recordings.of(recording)) {
      for (int i = 0; i < ROUNDS && record.value() != null; i++) {
        byte[] value = record.value().clone();
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
          value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        check(decoder, record, record.key(), value);
        check(decoder, record, record.key(), truncated(value));
      }
    }
  }

  private byte[] truncated(byte[] value) {
    return java.util.Arrays.copyOf(value, random.nextInt(value.length));
  }

  private static void check(ChangeEventDecoder decoder, RawRecord from, byte[] key, byte[] value) {
    RawRecord record =
        new RawRecord(from.origin(), from.timestampMillis(), key, value, from.headers());
    Decoded decoded;
    try {
      decoded = decoder.decode(record);
    } catch (RuntimeException e) {
      String text = value == null ? "none" : new String(value, StandardCharsets.UTF_8);
      throw new AssertionError("seed " + SEED + ", at " + from.origin() + ", value " + text, e);
    }
    if (decoded instanceof Decoded.Rejected rejected) {
      assertThat(rejected.detail()).doesNotContain(CANARY).hasSizeLessThan(500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults"})
  void quotesNoValueInARejection(String recording) throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    for (RawRecord record : Recordings.of(recording)) {
      JsonNode value = record.value() == null ? null : JSON.readTree(record.value());
      JsonNode row = value == null ? null : value.findValue("after");
      if (row instanceof ObjectNode columns) {
        for (String column : names(columns)) {
          JsonNode original = columns.get(column);
          columns.put(column, CANARY);
          check(decoder, record, record.key(), JSON.writeValueAsBytes(value));
          columns.set(column, original);
        }
        byte[] key = ("{\"id\":\"" + CANARY + "\"}").getBytes(StandardCharsets.UTF_8);
        check(decoder, record, key, record.value());
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void replaceSomewhere(JsonNode root) throws IOException {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    if (containers.isEmpty()) {
      return;
    }
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = JSON.readTree(VALUES[random.nextInt(VALUES.length)]);
    if (container instanceof ObjectNode object) {
      List<String> names = names(object);
      object.set(names.get(random.nextInt(names.size())), value);
    } else {
      ((ArrayNode) container).set(random.nextInt(container.size()), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
    }
    for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
      collect(children.next(), containers);
    }
  }
}
