package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectorOffsetTest {

  @Test
  void knowsTheConnectorByItsTopicPrefix() {
    byte[] key = utf8("[\"any name\",{\"server\":\"app\"}]");
    assertThat(ConnectorOffset.belongsTo("app", key)).isTrue();
    assertThat(ConnectorOffset.belongsTo("app2", key)).isFalse();
    assertThat(ConnectorOffset.belongsTo("app", null)).isFalse();
    assertThat(ConnectorOffset.belongsTo("app", utf8("[\"file\",{\"filename\":\"app\"}]")))
        .isFalse();
    assertThat(ConnectorOffset.belongsTo("app", utf8("\"app\""))).isFalse();
    assertThat(ConnectorOffset.belongsTo("app", utf8("not json"))).isFalse();
  }

  @Test
  void readsTheEndOfTheLastWholeTransaction() {
    assertThat(
            ConnectorOffset.parse(
                utf8("{\"lsn_proc\":7,\"lsn_commit\":24023119,\"lsn\":24023128,\"txId\":5}")))
        .isEqualTo(new ConnectorOffset(24023119, false));
  }

  @Test
  void tellsAConnectorThatStillReadsTheTables() {
    assertThat(ConnectorOffset.parse(utf8("{\"lsn_commit\":1,\"snapshot\":\"INITIAL\"}")))
        .isEqualTo(new ConnectorOffset(1, true));
    assertThat(ConnectorOffset.parse(utf8("{\"lsn_commit\":1,\"snapshot\":true}")))
        .isEqualTo(new ConnectorOffset(1, true));
    assertThat(ConnectorOffset.parse(utf8("{\"lsn_commit\":1,\"snapshot\":false}")))
        .isEqualTo(new ConnectorOffset(1, false));
  }

  @Test
  void findsNothingWhereThereIsNone() {
    assertThat(ConnectorOffset.parse(null)).isNull();
    assertThat(ConnectorOffset.parse(utf8("{\"lsn\":24023128}"))).isNull();
    assertThat(ConnectorOffset.parse(utf8("{\"pos\":4}"))).isNull();
    assertThat(ConnectorOffset.parse(utf8("null"))).isNull();
    assertThat(ConnectorOffset.parse(utf8("{"))).isNull();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
