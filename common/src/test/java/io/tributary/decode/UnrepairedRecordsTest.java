package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing in a value shows that its connector lacks the repair, but the version does. */
class UnrepairedRecordsTest {

  private static final TableId TABLE = TableId.parse("public.t");
  private static final TableDescription DESCRIPTION =
      new TableDescription(
          TABLE,
          RowSchema.of(List.of(new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)))),
          List.of("id"),
          false);

  private final List<String> told = new ArrayList<>();
  private final ChangeEventDecoder decoder =
      ChangeEventDecoder.of(Map.of(TABLE, DESCRIPTION))
          .tellUnrepaired((table, version) -> told.add(table + " " + version));
  private long offset;

  @Test
  void reportsEachVersionHoweverFastItsRecordsAreDecoded() {
    decode("3.7.0.Final-tributary", 50);
    assertThat(told).isEmpty();
    decode("3.7.0.Final", 50);
    decode("3.6.1.Final", 50);
    decode("3.7.0.Final-tributary", 50);
    assertThat(told).contains("public.t 3.7.0.Final", "public.t 3.6.1.Final").hasSizeLessThan(60);
  }

  @Test
  void reportsOneAmongManyThatAreRepaired() {
    decode("3.7.0.Final-tributary", 50);
    decode("3.7.0.Final", 1);
    assertThat(told).containsExactly("public.t 3.7.0.Final");
  }

  private void decode(String version, int times) {
    for (int i = 0; i < times; i++) {
      String value =
          """
          {"before":null,"after":{"id":1},"source":{"version":"%s","connector":"postgresql","schema":"public","table":"t",\
          "lsn":8,"ts_ms":1,"snapshot":"false","sequence":"[null,\\"8\\"]"},"op":"c","ts_ms":1}"""
              .formatted(version);
      RawRecord record =
          new RawRecord(
              new Origin("app.public.t", 0, offset++),
              1,
              utf8("{\"id\":1}"),
              utf8(value),
              List.of());
      assertThat(decoder.decode(record)).isInstanceOf(Decoded.Change.class);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
