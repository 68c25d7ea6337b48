package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A record of the table {@code public.t} as Debezium writes it, changed where a test differs. */
final class Wire {

  static final TableId TABLE = new TableId("public", "t");

  private String topic = "app.public.t";
  private String op = "c";
  private @Nullable String key = "{\"id\":1}";
  private @Nullable String before;
  private @Nullable String after = "{\"id\":1}";
  private String source =
      """
      {"version":"3.7.0.Final","connector":"postgresql","name":"app","ts_ms":1772280000123,
       "snapshot":"false","db":"app","sequence":"[\\"100\\",\\"200\\"]","ts_us":1772280000123456,
       "ts_ns":1772280000123456000,"schema":"public","table":"t","txId":733,"lsn":200,"xmin":null}""";
  private @Nullable String rowSchema;
  private @Nullable String keySchema;
  private String transaction = "null";
  private final List<RawRecord.Header> headers = new ArrayList<>();

  /** What is known of the table: its columns, and what of its key and identity a test says. */
  static TableDescription table(@Nullable Boolean fullIdentity, String... key) {
    return new TableDescription(
        TABLE,
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.BIGINT)),
            new RowSchema.Column("v", ColumnType.of(Kind.TEXT))),
        List.of(key),
        fullIdentity);
  }

  static Wire create(String after) {
    return new Wire().rows("c", null, after);
  }

  static Wire update(@Nullable String before, String after) {
    return new Wire().rows("u", before, after);
  }

  static Wire delete(@Nullable String before) {
    return new Wire().rows("d", before, null);
  }

  /** A new row with one column, {@code v}, besides the key. */
  static Wire value(String json) {
    return create("{\"id\":1,\"v\":" + json + "}");
  }

  Wire rows(String letter, @Nullable String old, @Nullable String current) {
    op = letter;
    before = old;
    after = current;
    return this;
  }

  Wire key(@Nullable String json) {
    key = json;
    return this;
  }

  Wire op(String letter) {
    op = letter;
    return this;
  }

  Wire topic(String name) {
    topic = name;
    return this;
  }

  Wire source(String json) {
    source = json;
    return this;
  }

  /** Replaces one field's JSON in the source. */
  Wire source(String field, String json) {
    String pattern = "\"" + field + "\":(\"([^\"\\\\]|\\\\.)*\"|[^,}]*)";
    source = source.replaceFirst(pattern, "\"" + field + "\":" + json.replace("\\", "\\\\"));
    return this;
  }

  Wire transaction(String json) {
    transaction = json;
    return this;
  }

  Wire header(String name, String value) {
    headers.add(new RawRecord.Header(name, value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** Gives the value a schema whose rows have these fields, each a Connect schema. */
  Wire schema(String... fields) {
    rowSchema = String.join(",", fields);
    return this;
  }

  /** Gives the key a schema. */
  Wire keySchema(String... fields) {
    keySchema = String.join(",", fields);
    return this;
  }

  RawRecord record() {
    String payload =
        "{\"before\":%s,\"after\":%s,\"source\":%s,\"transaction\":%s,\"op\":\"%s\",\"ts_ms\":1}"
            .formatted(before, after, source, transaction, op);
    return record(
        keySchema == null ? key : wrapped("{\"type\":\"struct\",\"fields\":[%s]}", keySchema, key),
        rowSchema == null
            ? payload
            : wrapped(
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":[%s],"
                    + "\"optional\":true,\"field\":\"before\"}]}",
                rowSchema, payload));
  }

  private static String wrapped(String schema, String fields, @Nullable String payload) {
    return "{\"schema\":" + schema.formatted(fields) + ",\"payload\":" + payload + "}";
  }

  /** The record with a key and value of the test's own. */
  RawRecord record(@Nullable String keyText, @Nullable String valueText) {
    return new RawRecord(
        new Origin(topic, 0, 7), 1, utf8(keyText), utf8(valueText), List.copyOf(headers));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  ChangeEvent decodedBy(ChangeEventDecoder decoder) {
    Decoded decoded = decoder.decode(record());
    Assertions.assertThat(decoded).isInstanceOf(Decoded.Change.class);
    return ((Decoded.Change) decoded).event();
  }

  DecodeError rejectedBy(ChangeEventDecoder decoder) {
    Decoded decoded = decoder.decode(record());
    Assertions.assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected) decoded).code();
  }
}
