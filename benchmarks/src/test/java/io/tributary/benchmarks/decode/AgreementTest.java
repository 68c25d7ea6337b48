package io.tributary.benchmarks.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.RawRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsForAllContenders(boolean withSchema) throws IOException {
    List<RawRecord> messages = Messages.of(1, 200, withSchema);

    Agreement.check(DecodeBenchmark.contenders(withSchema), messages);

    assertThat(new Tributary().told(messages.get(0)).toString()).contains("2026");
  }

  @Test
  void isMissedWhereOneTellsSomethingElse() {
    Contender other =
        new Contender() {
          @Override
          public long decode(RawRecord record) {
            return 0;
          }

          @Override
          public List<String> told(RawRecord record) {
            return List.of("+[]");
          }
        };
    Map<String, Contender> contenders = Map.of("other", other, "tributary", new Tributary());

    assertThatThrownBy(() -> Agreement.check(contenders, Messages.of(1, 5, false)))
        .hasMessageContaining("message app.public.events/0@0");
  }
}
