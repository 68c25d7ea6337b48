package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DeleteForm;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of flattened rows whose records do not name them. */
class FlattenedTopicsTest {

  private static final String PLACE =
      "\"__lsn\":200,\"__sequence\":\"[\\\"100\\\",\\\"200\\\"]\",\"__source_ts_ms\":1772280000123";

  @ParameterizedTest
  @CsvSource({
    "app.public.t, app, public.t",
    "app.s.x.t, app, s.x.t",
    "my.app.public.t, , public.t",
    "app.public.W_N, app, public.W N"
  })
  void takesTheTableFromTheTopic(String topic, String prefix, String expected) {
    TableId odd = new TableId("public", "W N");
    WireFormat format =
        WireFormat.DEFAULT
            .withRecords(RecordForm.FLATTENED, DeleteForm.TOMBSTONE)
            .withTopics(Map.of("app.public.W_N", odd));
    ChangeEventDecoder topics =
        ChangeEventDecoder.of(Map.of(), prefix == null ? format : format.withTopicPrefix(prefix));
    String value =
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"field\":\"id\"}]},"
            + "\"payload\":{\"id\":1,\"__op\":\"c\","
            + PLACE
            + "}}";

    Decoded decoded = topics.decode(new Wire().topic(topic).record(null, value));

    assertThat(((Decoded.Change) decoded).event().table()).hasToString(expected);
  }

  @Test
  void guessesNoTableOfATopicThatSeveralHave() {
    Map<String, @Nullable TableId> topics = new HashMap<>();
    topics.put("app.public.w_n", null);
    ChangeEventDecoder shared =
        ChangeEventDecoder.of(
            Map.of(),
            WireFormat.DEFAULT
                .withRecords(RecordForm.FLATTENED, DeleteForm.TOMBSTONE)
                .withTopics(topics));
    String value = "{\"id\":1,\"__op\":\"c\"," + PLACE + "}";

    Decoded decoded = shared.decode(new Wire().topic("app.public.w_n").record(null, value));

    assertThat(((Decoded.Rejected) decoded).detail())
        .contains("__schema and __table, as several tables have its topic");
  }
}
