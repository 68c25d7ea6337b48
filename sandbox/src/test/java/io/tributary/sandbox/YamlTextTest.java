package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user's file means to jobs in the sandbox what it means anywhere. */
class YamlTextTest {

  private static final String FILE =
      """
      version: 1
      source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app, properties: { ssl.a: 1, acks: all } } }
      redis: { url: "redis://none" }
      tables: { public.events: { columns: { code: text } } }
      rollups:
        r:
          from: public.events
          entity: code
          event-time: at
          where: &known
            code: { not: 007, in: ["7", 7, yes, on, 1:30, 2026-02-28, ~x, 'it''s', .NaN] }
            n: { gt: 0.1234567890123456789012345678901234567890, lt: 1e400, not: 123456789012345678901234567890 }
            b: true
            gone: null
            any-of: [{ away: }, { here: { null: false } }]
            seen:
          features:
            a: { count: true, where: *known, over: [1h, 7d] }
            b: { histogram: n, bounds: [-1, 0.10, 123456789012345678901234567890.5], over: 1h }
      """;

  @Test
  void keepsWhatItDoesNotReplace() {
    String kept = new YamlText(FILE).toString();
    assertThat(PipelineConfig.parse(kept)).isEqualTo(PipelineConfig.parse(FILE));
  }

  @Test
  void replacesWhatIsThere() {
    YamlText text = new YamlText(FILE);
    text.put(List.of("source", "kafka", "bootstrap-servers"), "localhost:9092");
    text.retain(List.of("source", "kafka", "properties"), name -> !name.startsWith("ssl."));
    text.put(List.of("redis"), Map.of("url", "redis://localhost:6379"));
    text.put(List.of("lakehouse", "catalog"), Map.of("type", "jdbc"));
    assertThat(text.has("redis")).isTrue();
    assertThat(text.has("lakehouse")).isFalse();
    String expected =
        FILE.replace("none:1", "localhost:9092")
            .replace("ssl.a: 1, ", "")
            .replace("redis://none", "redis://localhost:6379");
    assertThat(PipelineConfig.parse(text.toString())).isEqualTo(PipelineConfig.parse(expected));
  }
}
