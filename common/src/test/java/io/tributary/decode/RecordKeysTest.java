package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DecodeError;
import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of records, and the other keys that headers name. */
class RecordKeysTest {

  private static final TableId T = Wire.TABLE;
  private static final String ID_FIELD = "{\"type\":\"int64\",\"field\":\"id\"}";

  private final ChangeEventDecoder decoder =
      ChangeEventDecoder.of(Map.of(T, Wire.table(false, "id")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":2}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[" + ID_FIELD + "]},\"payload\":{\"id\":2}}"
      })
  void linksTheTwoHalvesOfAKeyChange(String otherKey) {
    ChangeEvent delete =
        Wire.delete("{\"id\":1,\"v\":null}")
            .header("__debezium.newkey", otherKey)
            .decodedBy(decoder);
    ChangeEvent create =
        Wire.create("{\"id\":1,\"v\":null}")
            .header("__debezium.oldkey", otherKey)
            .decodedBy(decoder);

    assertThat(delete.linkedKey().text()).isEqualTo("2");
    assertThat(create.linkedKey().text()).isEqualTo("2");
  }

  @Test
  void ordersACompositeKeyAsTheTableDoes() {
    ChangeEventDecoder composite = ChangeEventDecoder.of(Map.of(T, Wire.table(false, "v", "id")));

    ChangeEvent event =
        Wire.create("{\"id\":1,\"v\":\"a|b\"}")
            .key("{\"id\":1,\"v\":\"a|b\"}")
            .decodedBy(composite);

    assertThat(event.key().text()).isEqualTo("a\\|b|1");
  }

  @Test
  void takesADeclaredKeyFromTheRow() {
    ChangeEvent event = Wire.create("{\"id\":1,\"v\":\"a\"}").key(null).decodedBy(decoder);

    assertThat(event.lane()).isEqualTo("public.t/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":",
        "nonsense",
        "[1]",
        "\"1\"",
        "{}",
        "{\"id\":\"x\"}",
        "{\"other\":1}",
        "{\"id\":1} {\"id\":1}"
      })
  void rejectsAMalformedKeyWithAValidValue(String key) {
    assertThat(Wire.create("{\"id\":1}").key(key).rejectedBy(decoder))
        .isEqualTo(DecodeError.MALFORMED_KEY);
  }
}
