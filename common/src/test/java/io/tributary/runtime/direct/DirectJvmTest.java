package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which time zones direct mode runs; what it does about values is in {@link DirectValuesIT}. */
class DirectJvmTest {

  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Etc/UTC", "GMT", "Etc/GMT0", "Zulu"})
  void runsInUtc(String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    assertThatCode(DirectJvm::check).doesNotThrowAnyException();
  }

  /** The last one is without an offset today, and was not always. */
  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "GMT+01:00", "Asia/Tokyo", "Africa/Abidjan"})
  void refusesAnotherZone(String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    assertThatThrownBy(DirectJvm::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is in the time zone " + zone)
        .hasMessageContaining("env.java.opts.all: -Duser.timezone=UTC");
  }

  @Test
  void isLookedAtWhereTheSourceIsPlannedAndWhereItReads() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    DirectSource source = source();

    assertThatThrownBy(() -> source.createEnumerator(nothing(SplitEnumeratorContext.class)))
        .hasMessageContaining("user.timezone");
    assertThatThrownBy(() -> source.createReader(nothing(SourceReaderContext.class)))
        .hasMessageContaining("user.timezone");
  }

  private static DirectSource source() {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { postgres: { slot: s, publication: p, accept-known-defects: true } }
            database: { url: "jdbc:postgresql://localhost:1/none", user: u, password: p }
            tables: { public.rows: {} }
            """);
    return PostgresChangeSource.of(config)
        .source(Set.of(TableId.parse("public.rows")), new ArrayTypes(Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static <T> T nothing(Class<?> type) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError("asked for " + method);
            });
  }
}
